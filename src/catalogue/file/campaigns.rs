use chrono::NaiveDate;
use serde::Deserialize;

use super::At;
use crate::catalogue::model::{Evidence, QuotaBearer};

/// What a file of `campaigns/` says outside its lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampaignHeading {
    pub id: At<String>,
    pub title: String,
    pub document: String,
    pub source: String,
    pub evidence: Evidence,
    pub levels: Vec<At<String>>,
    pub from: At<NaiveDate>,
    pub disclose_within: Option<At<u16>>,
    #[serde(default)]
    pub demo: bool,
}

/// `[[end]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndEntry {
    pub name: At<String>,
    pub day: At<NaiveDate>,
    pub clause: At<String>,
}

/// `[[quota]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaEntry {
    pub bearer: At<QuotaBearer>,
    pub share: At<Vec<i64>>,
    pub clause: At<String>,
    /// Kinds of visits that count; those of the bearer where none are named.
    #[serde(default)]
    pub counts: Vec<At<String>>,
    /// Levels it is about; all of the campaign where none are named.
    #[serde(default)]
    pub levels: Vec<At<String>>,
}

/// `[[phase]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseEntry {
    pub id: At<String>,
    pub name: String,
    pub ranges: Vec<At<Vec<NaiveDate>>>,
    pub clause: At<String>,
}

/// `[[exemplar]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExemplarEntry {
    pub id: At<String>,
    pub name: String,
    pub clause: At<String>,
}

/// `[[summary]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryEntry {
    pub id: At<String>,
    pub title: String,
    pub span: At<Vec<NaiveDate>>,
    /// The duty it fulfils.
    pub duty: Option<At<String>>,
    /// By which day, where the duty is owed by several.
    pub by: Option<At<NaiveDate>>,
    pub clause: At<String>,
}

/// `[[duty]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyEntry {
    pub id: At<String>,
    pub title: String,
    pub text: String,
    pub bearers: Vec<At<String>>,
    #[serde(default)]
    pub levels: Vec<At<String>>,
    pub condition: Option<String>,
    pub rhythm: At<String>,
    pub times: Option<At<u16>>,
    pub due: Option<At<DueEntry>>,
    pub first: Option<At<String>>,
    pub last: Option<At<String>>,
    #[serde(default)]
    pub evidence: Vec<At<String>>,
    pub proof: Option<At<String>>,
    /// Missing is a fault of its own, named at its line.
    pub clause: Option<At<String>>,
}

/// `due = { … }` of a duty: exactly one way to say by when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueEntry {
    pub on: Option<Vec<NaiveDate>>,
    pub days_after: Option<u16>,
    pub months_after_opening: Option<u16>,
    pub with: Option<String>,
    pub open: Option<String>,
    /// Whether the document does not say it, and this system does.
    #[serde(default)]
    pub own: bool,
}
