//! What a reader calls the words of the journal. The rooms bring them; the journal itself knows none.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Longest fact shown in a list, characters.
const FACT_MAX: usize = 40;

/// Chinese names of actions, of kinds of things and of keys in details; layered in at start.
#[derive(Clone, Debug, Default)]
pub struct Labels(Arc<Vec<(&'static str, &'static str)>>);

impl Labels {
    /// Joins what the rooms bring, in their order.
    #[must_use]
    pub fn of(rooms: &[&[(&'static str, &'static str)]]) -> Self {
        Self(Arc::new(rooms.concat()))
    }

    /// What a reader calls this word; the word itself where no room named it.
    #[must_use]
    pub fn label(&self, word: &str) -> String {
        self.0
            .iter()
            .find(|(known, _)| *known == word)
            .map_or_else(|| word.to_owned(), |(_, label)| (*label).to_owned())
    }

    /// Every action, `room.verb`, with its name.
    pub fn actions(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.iter().copied().filter(|(word, _)| word.contains('.'))
    }

    /// What a reader calls the value of a fact: words that a room named as `fact:word` by their names, else as it is.
    fn value(&self, key: &str, value: &str) -> String {
        let named = |word| {
            let full = format!("{key}:{word}");
            Some(self.label(&full)).filter(|label| *label != full)
        };
        let words: Option<Vec<String>> = value.split(' ').map(named).collect();
        words.map_or_else(|| shortened(value), |words| words.join("、"))
    }

    /// The facts of a row as `名称：值`, in the order they are kept; an empty one says nothing.
    #[must_use]
    pub fn facts(&self, detail: &str) -> Vec<String> {
        let facts: BTreeMap<String, String> = serde_json::from_str(detail).unwrap_or_default();
        let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(key, value)| format!("{}：{}", self.label(&key), self.value(&key, &value))).collect()
    }
}

/// The beginning of a long fact, such as the fingerprints of a batch; the row itself keeps all of it.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(FACT_MAX) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
