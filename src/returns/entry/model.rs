//! What was typed: texts by field name, kept as they are, nonsense too; and how long they may be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Most characters of 说明: what a workbook's cell takes, less some room.
const NOTE_MAX: usize = 10_000;
/// Most characters of any other field; a figure with its unit has ten.
const FIGURE_MAX: usize = 60;
/// Most bytes of all texts together: fifty full explanations would be a file, not a form.
const ALL_MAX: usize = 300_000;

/// Texts by field name; what is blank has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(BTreeMap<String, String>);

/// A text that is not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The field; none where all of it together is too much.
    pub field: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub remedy: String,
}

/// A field in which two say different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What this one typed.
    pub mine: String,
    /// What stands saved.
    pub theirs: String,
}

impl Typed {
    /// Texts of known fields; line ends are one kind, and characters that no file of XML can hold are dropped.
    #[must_use]
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>, known: impl Fn(&str) -> bool) -> Self {
        let pairs = pairs.into_iter().filter(|(name, _)| known(name));
        Self(pairs.map(|(name, text)| (name, clean(&text))).filter(|(_, text)| !text.trim().is_empty()).collect())
    }

    /// The text of a field; empty where nothing was typed.
    #[must_use]
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Puts a text into a field.
    pub fn put(&mut self, field: impl Into<String>, text: impl Into<String>) {
        self.0.insert(field.into(), text.into());
    }

    /// The texts that are too long, each with the words for it.
    #[must_use]
    pub fn too_long(&self) -> Vec<TooLong> {
        let long = |(field, text): (&String, &String)| {
            let (most, what) = if field.ends_with("-note") { (NOTE_MAX, "说明") } else { (FIGURE_MAX, "这一格") };
            let length = text.chars().count();
            (length > most).then(|| TooLong {
                field: Some(field.clone()),
                message: format!("{what}最多 {most} 个字，现在有 {length} 个。"),
                remedy: "请删短再存。".to_owned(),
            })
        };
        let mut found: Vec<TooLong> = self.0.iter().filter_map(long).collect();
        let bytes: usize = self.0.iter().map(|(field, text)| field.len() + text.len()).sum();
        if found.is_empty() && bytes > ALL_MAX {
            found.push(TooLong {
                field: None,
                message: format!("全部内容最多约 {} 个汉字，现在超过了。", ALL_MAX / 3),
                remedy: "请删短几处“说明”，详细材料另附。".to_owned(),
            });
        }
        found
    }

    /// Where the two differ, in the order of field names.
    #[must_use]
    pub fn differences(&self, theirs: &Self) -> Vec<Difference> {
        let mut names: Vec<&String> = self.0.keys().chain(theirs.0.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let differ = |name: &&String| self.get(name) != theirs.get(name);
        let row = |name: &String| Difference {
            field: name.clone(),
            mine: self.get(name).to_owned(),
            theirs: theirs.get(name).to_owned(),
        };
        names.into_iter().filter(differ).map(row).collect()
    }
}

fn clean(text: &str) -> String {
    let odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.replace("\r\n", "\n").chars().filter(|c| !odd(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())), |name| name != "strange-1")
    }

    #[test]
    fn nonsense_is_kept_and_what_is_not_ours_is_not() {
        let kept = typed(&[("a-1", "十二？"), ("a-2", "  "), ("strange-1", "3"), ("a-note", "一\r\n二\u{0}三")]);
        assert_eq!(kept, typed(&[("a-1", "十二？"), ("a-note", "一\n二三")]));
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(text, r#"{"a-1":"十二？","a-note":"一\n二三"}"#);
        assert_eq!(serde_json::from_str::<Typed>(&text).unwrap(), kept);
    }

    #[test]
    fn a_length_is_told_and_never_cut() {
        assert_eq!(typed(&[("a-note", &"长".repeat(NOTE_MAX)), ("a-1", &"9".repeat(FIGURE_MAX))]).too_long(), []);
        let long = typed(&[("a-note", &"长".repeat(NOTE_MAX + 1)), ("a-1", &"9".repeat(61))]);
        let told: Vec<String> = long.too_long().into_iter().map(|one| one.message).collect();
        assert_eq!(told, ["这一格最多 60 个字，现在有 61 个。", "说明最多 10000 个字，现在有 10001 个。"]);
        let many: Vec<(String, String)> = (0..11).map(|at| (format!("e{at}-note"), "长".repeat(NOTE_MAX))).collect();
        let [all] = Typed::of(many, |_| true).too_long().try_into().unwrap();
        assert_eq!(all.field, None);
    }

    #[test]
    fn two_are_compared_field_by_field() {
        let mine = typed(&[("a-1", "12"), ("b-1", "3")]);
        let theirs = typed(&[("a-1", "13"), ("b-1", "3"), ("c-1", "4")]);
        let told: Vec<_> = mine.differences(&theirs).into_iter().map(|d| (d.field, d.mine, d.theirs)).collect();
        let row = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(told, [row("a-1", "12", "13"), row("c-1", "", "4")]);
    }
}
