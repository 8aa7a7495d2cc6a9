//! What the clerk's form posts: `words-3`, with `seen-3`, what the page showed of the third ask.

use std::collections::BTreeMap;

use crate::returns::explain::LONGEST;

/// What was typed, by the number of the ask; what was left blank is not there.
pub type Answers = BTreeMap<usize, Answer>;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The words, lines ended alike.
    pub words: String,
    /// [`Ask::seen`](super::Ask::seen) as the page showed it.
    pub seen: String,
}

/// The form cannot be taken; everything typed is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faulty {
    /// What was typed.
    pub typed: Answers,
    /// What is wrong, by the number of the ask.
    pub errors: BTreeMap<usize, String>,
    /// What is said where the words belong to nothing that is still asked; then nothing of them stands in the boxes.
    pub lost: Option<String>,
}

/// Reads the fields.
///
/// # Errors
/// [`Faulty`] where an answer is longer than [`LONGEST`] characters, or nothing was written (then without an error of
/// a single field).
pub fn answers(fields: &[(String, String)]) -> Result<Answers, Faulty> {
    let seen = numbered(fields, "seen-");
    let answer = |(number, words): (usize, &str)| {
        let words = words.replace("\r\n", "\n").trim().to_owned();
        let seen = seen.get(&number).map_or_else(String::new, |seen| (*seen).to_owned());
        (!words.is_empty()).then_some((number, Answer { words, seen }))
    };
    let typed: Answers = numbered(fields, "words-").into_iter().filter_map(answer).collect();
    let too_long = |(number, answer): (&usize, &Answer)| {
        let long = answer.words.chars().count();
        (long > LONGEST)
            .then(|| (*number, format!("这一处写了 {long} 字，最多 {LONGEST} 字。删到 {LONGEST} 字以内再保存。")))
    };
    let errors: BTreeMap<usize, String> = typed.iter().filter_map(too_long).collect();
    if typed.is_empty() || !errors.is_empty() { Err(Faulty { typed, errors, lost: None }) } else { Ok(typed) }
}

/// The fields whose names are `prefix` and a number.
fn numbered<'f>(fields: &'f [(String, String)], prefix: &str) -> BTreeMap<usize, &'f str> {
    let field = |(name, value): &'f (String, String)| Some((name.strip_prefix(prefix)?.parse().ok()?, value.as_str()));
    fields.iter().filter_map(field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn blanks_are_no_answers_and_long_ones_are_told() {
        let typed =
            answers(&fields(&[("words-1", " "), ("seen-1", "0"), ("words-3", "停机\r\n两天 "), ("seen-3", "7.1")]));
        let typed = typed.expect("one answer");
        assert_eq!(typed.len(), 1);
        assert_eq!(typed[&3], Answer { words: "停机\n两天".to_owned(), seen: "7.1".to_owned() });
        assert_eq!(answers(&fields(&[("words-1", " ")])).expect_err("nothing written").errors.len(), 0);
        let just = "长".repeat(LONGEST);
        assert!(answers(&fields(&[("words-2", &just)])).is_ok());
        let faulty = answers(&fields(&[("words-2", &format!("{just}字")), ("words-4", "好")])).expect_err("too long");
        assert_eq!((faulty.typed.len(), faulty.errors.keys().collect::<Vec<_>>()), (2, vec![&2]));
    }
}
