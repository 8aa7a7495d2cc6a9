//! The formula of a cell: what it is made of, as far as a reader of forms must know.

use std::ops::RangeInclusive;

use super::address::parse_a1;

/// The formula of a cell as the file writes it, without its leading `=`.
///
/// Empty where the file holds one whose text is not known: an xlsb, or a copy of a shared formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formula(Box<str>);

impl Formula {
    /// A formula of this text; the dialect that ods puts before it (`of:=`) is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let known = text.strip_prefix("of:").or_else(|| text.strip_prefix("oooc:")).unwrap_or(text);
        Self(known.trim_start_matches('=').into())
    }

    /// Its text; empty where it is not known.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it names, alone or inside a range, a cell of its own sheet in these rows and columns (0-based); none
    /// where the text is not known.
    #[must_use]
    pub fn names(&self, rows: RangeInclusive<u32>, cols: RangeInclusive<u32>) -> Option<bool> {
        let meets = |a: u32, b: u32, with: &RangeInclusive<u32>| a.min(b) <= *with.end() && a.max(b) >= *with.start();
        let covers =
            |(first, last): ((u32, u32), (u32, u32))| meets(first.0, last.0, &rows) && meets(first.1, last.1, &cols);
        (!self.0.is_empty()).then(|| ranges(&self.0).into_iter().any(covers))
    }
}

/// The ranges of its own sheet that a formula names; a single cell is a range from itself to itself.
fn ranges(text: &str) -> Vec<((u32, u32), (u32, u32))> {
    let mut found: Vec<((u32, u32), (u32, u32))> = Vec::new();
    // Where the address before ended, and whether it was of another sheet.
    let mut before: Option<(usize, bool)> = None;
    for (start, word) in words(text) {
        let Some(address) = parse_a1(word) else { continue };
        let lead = &text[..start];
        // The second corner of `F6:H6`, in ods `[.F6:.H6]`.
        let second = before.filter(|(end, _)| matches!(&text[*end..start], ":" | ":."));
        let elsewhere = second.map_or_else(|| is_elsewhere(lead), |(_, elsewhere)| elsewhere);
        before = Some((start + word.len(), elsewhere));
        match (elsewhere, second, found.last_mut()) {
            (true, ..) => {}
            (false, Some(_), Some(range)) => range.1 = address,
            (false, ..) => found.push((address, address)),
        }
    }
    found
}

/// Whether a sheet's name stands before the address: `Sheet2!F6`, in ods `[$Sheet2.F6]`; `[.F6]` names none.
fn is_elsewhere(lead: &str) -> bool {
    lead.ends_with('!') || lead.strip_suffix('.').is_some_and(|name| !name.ends_with('['))
}

/// Runs of letters, digits and `$` outside quotes, with where they begin.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if !quoted && (c.is_alphanumeric() || matches!(c, '$' | '_')) {
            start.get_or_insert(at);
            continue;
        }
        words.extend(start.take().map(|start| (start, &text[start..at])));
        quoted ^= c == '"';
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_names_the_cells_it_is_made_of() {
        for (text, named) in [
            ("SUM(F6:H6)", true),
            ("=IF(COUNT(F6:H6)=3,SUM(F6:H6),\"\")", true),
            ("$F$6+$G$6+$H$6", true),
            ("G6", true),
            ("SUM(A1:Z99)", true),
            ("SUM(H6:F6)", true),
            ("of:=SUM([.F6:.H6])", true),
            ("of:=[.$G$6]*2", true),
            ("SUM(Sheet2!F6:H6)+G6", true),
            ("120+130", false),
            ("SUM(F7:H7)", false),
            ("SUM(J6:L6)", false),
            ("Sheet2!G6", false),
            ("SUM('院 区'!F6:H6)", false),
            ("of:=SUM([$Sheet2.F6:.H6])", false),
            ("IF(A1=\"G6\",1,2)", false),
            ("NG6+G66", false),
        ] {
            assert_eq!(Formula::new(text).names(5..=5, 5..=7), Some(named), "{text}");
        }
        assert_eq!(Formula::default().names(5..=5, 5..=7), None);
    }
}
