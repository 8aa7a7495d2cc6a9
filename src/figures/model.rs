//! Values of elements, facts of indicators, and the groups they are pooled by.

use std::str::FromStr;

use rustc_hash::FxHashMap;

use crate::access::HospitalId;
use crate::calendar::Period;
use crate::catalogue::model::{ElementId, IndicatorId};

/// What one input cell says: never a number for something that was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// A number, scaled by the element's decimals; 0 is a number.
    Number(i64),
    /// 不适用, with its reason.
    NotApplicable(Reason),
    /// 缺报
    Missing,
}

/// Why a value does not apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The register says that the hospital does not offer the service.
    Service,
    /// 是否开展 = 否, or 未开展 was written.
    NotOffered,
    /// `/`, 不适用, N/A was written.
    Stated,
}

impl Entry {
    /// The number, if it is one.
    #[must_use]
    pub fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number),
            Self::NotApplicable(_) | Self::Missing => None,
        }
    }
}

/// The values of one element in one quarter: by month, or for the whole quarter; the two never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementValues {
    /// The three months in order.
    Monthly([Entry; 3]),
    /// 仅季度, or an element that is counted once a quarter.
    Quarter(Entry),
}

/// Whether a hospital's figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactState {
    /// Numerator and denominator are numbers (0 of 0 too: no cases).
    Counted,
    /// The indicator does not apply to the hospital.
    NotApplicable,
}

/// One indicator of one hospital in one month or quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The indicator.
    pub indicator: IndicatorId,
    /// A month or a quarter.
    pub period: Period,
    /// Whether it counts.
    pub state: FactState,
    /// Σ factor × element above the line; 0 when it does not count.
    pub numerator: i64,
    /// Σ factor × element below the line; 0 when it does not count.
    pub denominator: i64,
}

/// By what figures are pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// Hospital level.
    Level,
    /// Statistical city.
    City,
    /// County.
    County,
    /// Public or private.
    Ownership,
    /// Kind of hospital.
    Category,
    /// The single hospital.
    Hospital,
    /// Everything together.
    All,
}

/// Every grouping, in the order of the command line's help.
pub const GROUPINGS: [By; 7] = [By::Level, By::City, By::County, By::Ownership, By::Category, By::Hospital, By::All];

impl By {
    /// Its name in the command line, JSON and URLs.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::City => "city",
            Self::County => "county",
            Self::Ownership => "ownership",
            Self::Category => "category",
            Self::Hospital => "hospital",
            Self::All => "all",
        }
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        GROUPINGS
            .into_iter()
            .find(|by| by.key() == text)
            .ok_or_else(|| format!("不能按“{text}”分组；可用：level city county ownership category hospital all"))
    }
}

/// A group's key, such as a level or a region code; `all` for everything together.
pub type Group = String;

/// Pooled sums of one indicator and group in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The group.
    pub group: Group,
    /// Σ numerators of the hospitals that count.
    pub numerator: i64,
    /// Σ denominators of the hospitals that count.
    pub denominator: i64,
    /// Hospitals that count.
    pub reported: i64,
    /// Hospitals to which it does not apply.
    pub not_applicable: i64,
}

/// One hospital's figure as the table by hospital shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HospitalFigure {
    /// The hospital.
    pub hospital: HospitalId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The month or quarter.
    pub period: Period,
    /// Whether it counts.
    pub state: FactState,
    /// Above the line.
    pub numerator: i64,
    /// Below the line.
    pub denominator: i64,
}

/// One indicator in one quarter added up over the hospitals of a level that have cases, with what tells how much they
/// differ from each other; of no single hospital.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LevelSums {
    /// How many hospitals.
    pub hospitals: i64,
    /// Σ numerators.
    pub numerator: i64,
    /// Σ denominators.
    pub denominator: i64,
    /// Σ numerator² ÷ denominator.
    pub numerator_square: f64,
    /// Σ denominator².
    pub denominator_square: f64,
}

impl LevelSums {
    /// The sums without one of the hospitals in them.
    #[must_use]
    pub fn without(self, numerator: i64, denominator: i64) -> Self {
        let (above, below) = (numerator as f64, denominator as f64);
        Self {
            hospitals: self.hospitals - 1,
            numerator: self.numerator - numerator,
            denominator: self.denominator - denominator,
            numerator_square: self.numerator_square - above * above / below,
            denominator_square: self.denominator_square - below * below,
        }
    }
}

/// Values of a return by element.
pub type ValueMap = FxHashMap<ElementId, ElementValues>;
