use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// A text that cannot be an id of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{0}` is no id: lower-case ASCII letters, digits, `_` and `-`, starting with a letter, at most 64")]
pub struct BadId(pub String);

fn checked(text: &str) -> Result<Arc<str>, BadId> {
    let fits = text.len() <= 64
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
    if fits { Ok(Arc::from(text)) } else { Err(BadId(text.to_owned())) }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Lower-case ASCII letters, digits, `_` and `-`; cheap to clone; sorts as its text.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as it stands in files, rows and addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                checked(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        // Lets a map keyed by the id be asked with the bare text of a cell or an address.
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

ids! {
    /// 数据元编码: names one thing hospitals count, such as `discharges`.
    ElementId,
    /// 指标编码: names one figure computed from elements, such as `iv_use_rate`.
    IndicatorId,
    /// 目标: names one aim through the years, whatever its Roman numeral in a year, such as `vte_prevention`.
    TargetId,
    /// 规则: names one check of a return, such as `not-whole`.
    RuleId,
    /// 检查表: names one checklist, such as `core-systems`.
    ChecklistId,
    /// Names one part of a checklist, such as `ward-rounds`.
    SystemId,
    /// 检查要点: names one check point of all checklists, such as `consultation-form`.
    CheckPointId,
    /// 限值: names one limit of all checklists, such as `consultation-urgent`.
    LimitId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_its_text_back() {
        let id: ElementId = "iv_volume_l_x10".parse().unwrap();
        assert_eq!(id.to_string(), "iv_volume_l_x10");
    }

    #[test]
    fn capitals_blanks_and_nothing_are_no_ids() {
        for text in ["", "Discharges", "iv use", "出院", "_x", "1x"] {
            assert_eq!(text.parse::<ElementId>(), Err(BadId(text.to_owned())));
        }
    }
}
