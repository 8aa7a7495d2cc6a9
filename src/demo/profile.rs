//! How large and how good the invented hospitals are: `profile.toml`, data like everything that names an element.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The shipped profile.
const TEXT: &str = include_str!("profile.toml");

/// The whole profile.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Kinds of hospitals by level.
    #[serde(rename = "level")]
    pub levels: Vec<LevelProfile>,
    /// How elements come about, each after those it is made from.
    #[serde(rename = "element")]
    pub elements: Vec<ElementProfile>,
}

/// Hospitals of one level.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelProfile {
    /// Key of the level in the register's terms.
    pub key: String,
    /// Share of all hospitals.
    pub share: f64,
    /// Fewest and most beds.
    pub beds: (f64, f64),
    /// Words and weights.
    pub grades: Vec<(String, f64)>,
    /// Words and weights.
    pub categories: Vec<(String, f64)>,
    /// Words and weights.
    pub affiliations: Vec<(String, f64)>,
    /// How likely a service is offered.
    pub services: BTreeMap<String, f64>,
}

/// How one element comes about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementProfile {
    /// The element.
    pub id: String,
    /// What it is made from: another element, `beds`, or `choice` for the place in a list of words.
    pub of: String,
    /// Whether it is a part of that (binomial) and not a count beside it (Poisson).
    #[serde(default)]
    pub part: bool,
    /// Whether chance has no say.
    #[serde(default)]
    pub exact: bool,
    /// By level.
    pub rate: BTreeMap<String, f64>,
    /// Change a quarter: of the share for a part, relative for a count.
    #[serde(default)]
    pub trend: f64,
    /// How hospitals differ: standard deviation, of the share or relative.
    #[serde(default)]
    pub spread: f64,
}

impl Profile {
    /// Reads the shipped profile.
    ///
    /// # Errors
    /// When it does not parse; a test sees to it that it does.
    pub fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(TEXT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn the_profile_knows_every_level_and_element_of_the_shipped_catalogue() {
        let (profile, catalogue) = (Profile::load().unwrap(), Catalogue::load(None).unwrap());
        for level in &catalogue.register().levels {
            assert!(profile.levels.iter().any(|known| known.key == level.word.key), "{}", level.word.key);
        }
        for element in catalogue.elements() {
            assert!(profile.elements.iter().any(|known| known.id == element.id.as_str()), "{}", element.id);
        }
        for (at, element) in profile.elements.iter().enumerate() {
            assert!(catalogue.element_coded(&element.id).is_some(), "{} is unknown", element.id);
            let before = profile.elements[..at].iter().any(|earlier| earlier.id == element.of);
            assert!(before || ["beds", "choice"].contains(&element.of.as_str()), "{} comes too early", element.id);
        }
    }
}
