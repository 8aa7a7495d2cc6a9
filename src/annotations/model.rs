//! What an annotation is, and of what.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AuthorityId, HospitalId};
use crate::calendar::{Grain, Period};
use crate::catalogue::model::IndicatorId;
use crate::figures::By;

/// What kind of thing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 措施: somebody did something.
    Intervention,
    /// 口径: how the figures are counted changed, or was understood differently.
    Definition,
    /// 重算控制限: limits start anew, with a reason.
    Rebase,
}

/// Every kind, in the order of the forms.
pub const KINDS: [Kind; 3] = [Kind::Intervention, Kind::Definition, Kind::Rebase];

impl Kind {
    /// Its name in columns and forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Intervention => "intervention",
            Self::Definition => "definition",
            Self::Rebase => "rebase",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Intervention => "措施",
            Self::Definition => "口径",
            Self::Rebase => "重算控制限",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.key() == key)
    }
}

/// Of which series something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The indicator.
    pub indicator: IndicatorId,
    /// By what hospitals are pooled.
    pub by: By,
    /// The group: `all`, a level's key, a region's code …; of a hospital its register code.
    pub group: String,
    /// Whose territory is pooled; none for a single hospital, which is the same whoever looks.
    pub authority: Option<AuthorityId>,
    /// The hospital, where the group is one.
    pub hospital: Option<HospitalId>,
}

/// Taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name as of then.
    pub by_name: String,
    /// Why.
    pub reason: String,
}

/// One annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Its key.
    pub id: i64,
    /// Of what.
    pub subject: Subject,
    /// What kind.
    pub kind: Kind,
    /// The day; of a rebase the first of its first period.
    pub day: NaiveDate,
    /// Of a rebase: the first period under the new limits, a quarter or a month.
    pub period: Option<Period>,
    /// What, or why.
    pub text: String,
    /// When it was said.
    pub set_at: DateTime<Utc>,
    /// Who said it, by name as of then.
    pub set_by_name: String,
    /// Whether it was said at the hospital it is about, and not at a commission.
    pub by_hospital: bool,
    /// Taken back; none while it holds.
    pub withdrawn: Option<Withdrawn>,
    /// Rises with every change of the row.
    pub version: i32,
}

/// The periods of `grain` from which limits start anew. A month in the midst of a quarter starts the next quarter: a
/// quarter of both kinds belongs to the limits before.
#[must_use]
pub fn rebases(annotations: &[Annotation], grain: Grain) -> Vec<Period> {
    let holding = annotations.iter().filter(|note| note.kind == Kind::Rebase && note.withdrawn.is_none());
    let mut periods: Vec<Period> = holding.filter_map(|note| Some(first_of(note.period?, grain))).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

/// The first period of `grain` that lies wholly from the beginning of `period` on.
#[must_use]
pub fn first_of(period: Period, grain: Grain) -> Period {
    match (period.grain(), grain) {
        (Grain::Quarter, Grain::Month) => period.month(0).unwrap_or(period),
        (Grain::Month, Grain::Quarter) => {
            let quarter = period.quarter();
            if quarter.first_day() == period.first_day() { quarter } else { quarter.next() }
        }
        _ => period,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_within_a_quarter_starts_the_next() {
        let of = |text: &str, grain| first_of(text.parse().unwrap(), grain).to_string();
        assert_eq!(of("2024-04", Grain::Quarter), "2024Q2");
        assert_eq!(of("2024-05", Grain::Quarter), "2024Q3");
        assert_eq!(of("2024Q2", Grain::Month), "2024-04");
        assert_eq!(of("2024Q2", Grain::Quarter), "2024Q2");
        assert_eq!(of("2024-11", Grain::Quarter), "2025Q1");
    }
}
