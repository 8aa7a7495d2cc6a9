use serde::Deserialize;

use super::At;
use crate::catalogue::model::{Bound, Evidence, ExceptionKind, LimitUnit, Means};

/// What a checklist's file says outside its lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistEntry {
    pub id: At<String>,
    pub title: At<String>,
    pub short_title: String,
    pub system_word: String,
    pub edition: Option<At<i32>>,
    pub document: String,
    pub revision: String,
    pub source: String,
    pub evidence: Evidence,
    pub undefined: Option<String>,
    #[serde(default)]
    pub notes: Vec<String>,
    pub scores: ScoresEntry,
    pub sample: SampleEntry,
}

/// `[scores]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoresEntry {
    pub met: At<u8>,
    pub partly: u8,
    pub not_met: u8,
    pub source: String,
}

/// `[sample]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleEntry {
    pub least: At<u16>,
    pub most: u16,
    pub source: String,
}

/// `[[system]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SystemEntry {
    pub ordinal: At<u8>,
    pub id: At<String>,
    pub name: At<String>,
    pub clause: At<String>,
    pub target: Option<At<String>>,
    pub service: Option<At<String>>,
    pub note: Option<String>,
}

/// `[[requirement]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirementEntry {
    pub system: At<String>,
    pub clause: At<String>,
    pub text: String,
    #[serde(default)]
    pub limits: Vec<At<LimitEntry>>,
    pub note: Option<String>,
    /// Where it can be trusted otherwise than the rest of the list.
    pub evidence: Option<Evidence>,
}

/// One of `limits`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitEntry {
    pub id: At<String>,
    pub subject: String,
    pub comparison: Bound,
    pub value: At<u32>,
    pub unit: At<LimitUnit>,
    pub anchor: Option<At<String>>,
    pub exception: Option<At<ExceptionEntry>>,
}

/// `exception` of a limit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionEntry {
    pub kind: ExceptionKind,
    pub when: Option<String>,
    pub instead: Option<String>,
}

/// `[[check_point]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckPointEntry {
    pub id: At<String>,
    pub system: At<String>,
    pub clause: At<String>,
    pub text: String,
    pub requirements: At<Vec<At<String>>>,
    #[serde(default)]
    pub limits: Vec<At<String>>,
    pub judged_by: At<Vec<Means>>,
    pub look_at: String,
    pub service: Option<At<String>>,
    pub applies: Option<String>,
    pub note: Option<String>,
    /// Where it can be trusted otherwise than the rest of the list.
    pub evidence: Option<Evidence>,
}
