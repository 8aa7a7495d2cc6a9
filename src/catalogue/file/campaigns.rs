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
}

/// `[[end]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndEntry {
    pub name: At<String>,
    pub day: At<NaiveDate>,
    pub clause: String,
}

/// `[[quota]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaEntry {
    pub bearer: At<QuotaBearer>,
    pub share: At<(i64, i64)>,
    pub clause: String,
    /// Kinds of visits that count; those of the bearer where none are named.
    #[serde(default)]
    pub counts: Vec<At<String>>,
    /// Levels it is about; all of the campaign where none are named.
    #[serde(default)]
    pub levels: Vec<At<String>>,
}
