//! The catalogue's types: what a hospital counts, what is computed from it, what a year asks for, and where.
//!
//! Everything here is read from files. A catalogue never changes: files that changed while the program runs make a
//! new one, which later requests get. Rows in the database hold only the ids.

mod campaign;
mod duty;
mod checklist;
mod edition;
mod element;
mod fault;
mod holiday;
mod id;
mod indicator;
mod limit;
mod register;
mod rule;
mod rule_in_words;
mod spoken;
mod territory;
mod threshold;
mod whole;

pub use campaign::{Campaign, CampaignEnd, ExemplarKind, Quota, QuotaBearer, SummaryPlan, VISIT_KINDS};
pub use checklist::{CheckPoint, Checklist, Means, Question, Requirement, Sample, Scores, System};
pub use duty::{BearerKind, Due, Duty, DutyRhythm, EvidenceKind, Phase, Proof};
pub use edition::{Crosswalk, Direction, Earlier, Edition, EditionStatus, Relation, Revised, Target, number_of};
pub use element::{Element, OverTime, Rhythm, Service};
pub use fault::Fault;
pub use holiday::{DaysOff, HolidayYear, Holidays, WorkingDay};
pub use id::{BadId, CheckPointId, ChecklistId, ElementId, IndicatorId, LimitId, RuleId, SystemId, TargetId};
pub use indicator::{Better, Indicator, Kind, Term, Version};
pub use limit::{Bound, Exception, ExceptionKind, Limit, LimitUnit};
pub use register::{Affiliation, Level, LevelWords, RegisterTerms, Word, half_width};
pub use rule::{Comparison, Missing, Operator, PLACEHOLDERS, PastOperator, Rule, RuleCheck, Severity, fill, spoken};
pub use spoken::SPOKEN_RULES;
pub use territory::{AuthorityKind, AuthoritySeed, Region, RegionKind, Speciality};
pub use threshold::{Meaning, threshold_fault, thresholds_clash};
pub use whole::{Catalogue, Contents};

use serde::{Deserialize, Serialize};

/// 依据: how far a statement of the catalogue may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Read in the official document itself.
    Verified,
    /// Found in a third party's transcription or report of the official text.
    Secondary,
    /// Generally known, or this system's own choice; no document was seen.
    Unverified,
}
