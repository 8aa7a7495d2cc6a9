//! A sentence with its finding in bold.

use serde::Serialize;

/// Some words of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    text: String,
    /// Whether they are the finding.
    strong: bool,
}

/// Words in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Sentence(Vec<Words>);

impl Sentence {
    /// Adds words.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.0.push(Words { text: text.into(), strong: false });
        self
    }

    /// Adds the finding.
    #[must_use]
    pub fn find(mut self, text: impl Into<String>) -> Self {
        self.0.push(Words { text: text.into(), strong: true });
        self
    }

    /// The words alone, for files.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|words| words.text.as_str()).collect()
    }
}
