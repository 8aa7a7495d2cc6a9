use chrono::NaiveDate;
use serde::Deserialize;

use super::At;
use crate::catalogue::model::Evidence;

/// What a file of `holidays/` says outside its lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayHeading {
    pub document: String,
    pub title: String,
    pub source: String,
    pub evidence: Evidence,
}

/// `[[off]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffEntry {
    pub name: At<String>,
    pub from: At<NaiveDate>,
    pub to: At<NaiveDate>,
}

/// `[[working]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingEntry {
    pub day: At<NaiveDate>,
    pub name: At<String>,
}
