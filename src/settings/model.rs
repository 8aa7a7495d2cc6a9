//! What can be set, and what was set.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use crate::catalogue::model::RuleId;
use crate::settings::choice::Choice;

/// What is set; its text is the column `key`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A threshold of a rule, kept by the authority on top of the tree for everybody.
    Threshold {
        /// The rule.
        rule: RuleId,
        /// The threshold's name in the files.
        name: String,
    },
    /// What each authority decides for itself.
    Choice(Choice),
}

/// Begins the text of every threshold's key.
pub(super) const THRESHOLD: &str = "threshold:";

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threshold { rule, name } => write!(f, "{THRESHOLD}{rule}:{name}"),
            Self::Choice(choice) => f.write_str(choice.key()),
        }
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(choice) = Choice::of_key(text) {
            return Ok(Self::Choice(choice));
        }
        // A rule's id holds no colon; what follows it may.
        let (rule, name) = text.strip_prefix(THRESHOLD).and_then(|rest| rest.split_once(':')).ok_or(())?;
        Ok(Self::Threshold { rule: rule.parse().map_err(|_| ())?, name: name.to_owned() })
    }
}

/// One value a setting was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What was set.
    pub key: Key,
    /// The value, of a choice that of its answer; none for back to the default.
    pub value: Option<i64>,
    /// 1 for the first value of the key.
    pub version: i32,
    /// When.
    pub set_at: DateTime<Utc>,
    /// Who, by name as of then.
    pub set_by_name: String,
    /// Why.
    pub reason: String,
}

impl Setting {
    /// The name of the threshold it is about; none for what is no threshold.
    #[must_use]
    pub fn threshold(&self) -> Option<&str> {
        match &self.key {
            Key::Threshold { name, .. } => Some(name),
            Key::Choice(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_from_their_text() {
        let threshold = Key::Threshold { rule: "equal-months".parse().unwrap(), name: "minimum_total".to_owned() };
        assert_eq!(threshold.to_string(), "threshold:equal-months:minimum_total");
        for key in [threshold, Key::Choice(Choice::Stamp), Key::Choice(Choice::OnBehalf)] {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for text in ["", "stamp", "threshold:", "threshold:equal-months", "threshold:Equal:x"] {
            assert_eq!(text.parse::<Key>(), Err(()), "{text}");
        }
    }
}
