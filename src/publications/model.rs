//! What a publication is: its number, who it is for, and the figures as they were shown.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::AuthorityId;
use crate::calendar::{Grain, Period};

/// The layout of [`Content`]; another layout would be another number.
pub const FORMAT: u32 = 1;

/// 发布范围: for whom a publication is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// 行业内: who signed in and belongs to the territory, or stands above it.
    Internal,
    /// 社会公开: everybody, signed in or not.
    Public,
}

/// Both, the usual one first.
pub const AUDIENCES: [Audience; 2] = [Audience::Internal, Audience::Public];

impl Audience {
    /// Its name in columns and forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Public => "public",
        }
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Internal => "行业内",
            Self::Public => "社会公开",
        }
    }

    /// The one with this key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        AUDIENCES.into_iter().find(|audience| audience.key() == key)
    }
}

/// 通报号: `2024Q3-1`, its second edition `2024Q3-1-2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The quarter it is about.
    pub period: Period,
    /// Which publication of the quarter, from 1; its editions share it.
    pub serial: i32,
    /// Which edition, from 1; later ones are 更正版.
    pub edition: i32,
}

impl Number {
    /// The number of another edition of the same publication.
    #[must_use]
    pub fn edition(self, edition: i32) -> Self {
        Self { edition, ..self }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.period, self.serial)?;
        if self.edition > 1 { write!(f, "-{}", self.edition) } else { Ok(()) }
    }
}

impl FromStr for Number {
    type Err = ();

    /// Only what [`fmt::Display`] writes, so that a publication has one address.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-');
        let period: Period = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        let serial = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        let edition = parts.next().map_or(Ok(1), |part| part.parse().map_err(|_| ()))?;
        let number = Self { period, serial, edition };
        let sound = period.grain() == Grain::Quarter && serial > 0 && edition > 0 && number.to_string() == text;
        if sound { Ok(number) } else { Err(()) }
    }
}

/// The line of an edition in a list: everything but its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub number: Number,
    /// Whose territory.
    pub authority: AuthorityId,
    /// For whom.
    pub audience: Audience,
    /// Its title.
    pub title: String,
    /// The moment the figures were taken.
    pub as_of: DateTime<Utc>,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// By whom.
    pub published_name: String,
}

/// An edition as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// What a list says of it.
    pub line: Line,
    /// What was shown.
    pub content: Content,
    /// The fingerprint of the content that was kept when it was published.
    pub hash: String,
    /// Whether the content still has that fingerprint.
    pub sound: bool,
}

/// What was shown, kept as this very JSON. Everything a page needs stands in it, so that no later catalogue, register or
/// return changes what it says; names of accounts do not, since it may be public.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// [`FORMAT`].
    pub format: u32,
    /// 通报号.
    pub number: String,
    /// `2024Q3`
    pub period: String,
    /// `2024 年第三季度`
    pub period_label: String,
    /// The commission that published it.
    pub publisher: String,
    /// The region it is about, `全省` for everything.
    pub territory: String,
    /// For whom.
    pub audience: Audience,
    /// Its title.
    pub title: String,
    /// `2024-11-01 09:00`, when the figures were taken.
    pub as_of: String,
    /// When it was published.
    pub published_at: String,
    /// Of which year the targets are, and the document they come from.
    pub targets_of: String,
    /// Groups of fewer hospitals are withheld.
    pub least: i64,
    /// Where the returns stood.
    pub standing: Standing,
    /// The targets of the year.
    pub targets: Vec<Target>,
    /// What a 更正版 corrects; none for the first edition.
    pub correction: Option<Correction>,
}

/// Where the returns of the quarter stood when the figures were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Hospitals that were to report.
    pub expected: i64,
    /// Hospitals with an accepted return.
    pub accepted: i64,
    /// Returns that wait for a reviewer, corrections among them.
    pub waiting: i64,
    /// Hospitals without an accepted return.
    pub missing: i64,
}

/// Why there is another edition, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The number of the edition before.
    pub corrects: String,
    /// Why.
    pub reason: String,
    /// Every figure that differs from the edition before.
    pub differences: Vec<Difference>,
}

/// One of the year's targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Ⅰ to Ⅹ, or 省1 ….
    pub numeral: String,
    /// Official title.
    pub title: String,
    /// The title without its verb.
    pub short_title: String,
    /// What a reader of its figures must know.
    pub note: Option<String>,
    /// Its indicators, headline first where there is one.
    pub indicators: Vec<Indicator>,
    /// Whether the first indicator stands for the target.
    pub has_headline: bool,
}

/// An indicator with its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A name of few characters.
    pub short_name: String,
    /// Its unit.
    pub unit: String,
    /// Digits after the point.
    pub decimals: u8,
    /// 越高越好 and so on.
    pub better: String,
    /// The formula in words.
    pub formula: String,
    /// 口径版本: from when the definition holds, and what it says.
    pub version: String,
    /// The greatest value there can be, where there is one.
    pub greatest: Option<f64>,
    /// Why there are no figures whatever is reported; then total and groups are empty.
    pub never: Option<String>,
    /// What may be said, and what may not.
    pub sentence: String,
    /// All hospitals of the territory together.
    pub total: Option<Cell>,
    /// By level.
    pub levels: Vec<Cell>,
    /// By city, where the publication is about everything.
    pub cities: Vec<Cell>,
}

impl Indicator {
    /// Every figure with the grouping it belongs to.
    pub fn cells(&self) -> impl Iterator<Item = (&'static str, &Cell)> {
        let total = self.total.iter().map(|cell| ("合计", cell));
        let levels = self.levels.iter().map(|cell| ("按级别", cell));
        total.chain(levels).chain(self.cities.iter().map(|cell| ("按地市", cell)))
    }
}

/// The figure of a group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The group's key.
    pub key: String,
    /// What a reader calls it.
    pub name: String,
    /// Which of the charts' styles it has.
    pub style: Option<usize>,
    /// Too few hospitals: numerator, denominator and value are not in it.
    pub withheld: bool,
    /// Σ numerators.
    pub numerator: i64,
    /// Σ denominators.
    pub denominator: i64,
    /// `213 456 / 309 812`; empty where there is no value.
    pub base: String,
    /// The value as shown, without unit.
    pub value: Option<String>,
    /// The value as computed.
    pub amount: Option<f64>,
    /// The 95 % interval as computed.
    pub bounds: Option<(f64, f64)>,
    /// The 95 % interval as shown.
    pub interval: Option<String>,
    /// Why there is no value.
    pub why_none: Option<String>,
    /// Hospitals of the register on the quarter's last day.
    pub expected: i64,
    /// Hospitals whose figure counts.
    pub reported: i64,
    /// Hospitals to which it does not apply.
    pub not_applicable: i64,
    /// Hospitals with neither.
    pub missing: i64,
}

impl Cell {
    /// The value with its unit, or why there is none.
    #[must_use]
    pub fn told(&self, unit: &str) -> String {
        match &self.value {
            Some(value) => format!("{value}{}{unit}", if matches!(unit, "%" | "‰") { '\u{202F}' } else { ' ' }),
            None => self.why_none.clone().unwrap_or_else(|| "无数字".to_owned()),
        }
    }

    /// `计入 12、未接收或缺报 3、不适用 1 家`
    #[must_use]
    pub fn counts(&self) -> String {
        let mut text = format!("计入 {}、未接收或缺报 {}", self.reported, self.missing);
        if self.not_applicable > 0 {
            text.push_str(&format!("、不适用 {}", self.not_applicable));
        }
        text + " 家"
    }
}

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Numeral of the target.
    pub numeral: String,
    /// Code of the indicator.
    pub indicator: String,
    /// Name of the indicator, with its unit.
    pub name: String,
    /// 合计, 按级别 or 按地市.
    pub by: String,
    /// The group.
    pub group: String,
    /// As it was published.
    pub then: Told,
    /// As it is later.
    pub now: Told,
    /// What it is due to.
    pub cause: String,
}

/// One side of a difference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The value with its unit, or why there is none.
    pub value: String,
    /// `n / d`, or empty.
    pub base: String,
    /// How many hospitals counted.
    pub counts: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for text in ["2024Q3-1", "2024Q3-12", "2024Q3-1-2"] {
            assert_eq!(text.parse::<Number>().map(|number| number.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "",
            "2024Q3",
            "2024Q3-0",
            "2024Q3-01",
            "2024Q3-+1",
            "2024Q3-1-1",
            "2024Q3-1-0",
            "2024Q3-1-2-3",
            "2024-1",
            "2024-07-1",
            "2024Q3--1",
            "2024Q3-1-",
            "2024Q3-99999999999",
        ] {
            assert_eq!(text.parse::<Number>(), Err(()), "{text}");
        }
    }

    #[test]
    fn audiences_read_back() {
        for audience in AUDIENCES {
            assert_eq!(Audience::of(audience.key()), Some(audience));
        }
        assert_eq!(Audience::of("all"), None);
    }
}
