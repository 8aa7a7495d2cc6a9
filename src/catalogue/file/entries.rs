use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::At;
use crate::catalogue::model::{
    AuthorityKind, Better, Direction, EditionStatus, Evidence, Kind, Missing, OverTime, RegionKind, Relation, Rhythm,
    Severity,
};

/// `[[element]]` of `elements.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementEntry {
    pub id: At<String>,
    pub name: String,
    pub definition: String,
    pub unit: String,
    #[serde(default)]
    pub decimals: u8,
    pub rhythm: Rhythm,
    pub over_time: OverTime,
    pub service: Option<At<String>>,
    pub maximum: Option<At<i64>>,
    pub target: Option<At<String>>,
    pub where_found: String,
    #[serde(default)]
    pub choices: Vec<String>,
    pub source: String,
    pub evidence: Evidence,
}

/// `[[service]]` of `services.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceEntry {
    pub name: At<String>,
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    pub note: String,
}

/// What stands above the list of `specialities.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialityHeading {
    pub source: String,
    #[serde(rename = "evidence")]
    pub _evidence: Evidence,
}

/// `[[speciality]]` of `specialities.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialityEntry {
    pub name: At<String>,
    #[serde(default)]
    pub aliases: Vec<At<String>>,
}

/// `status` of an indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorStatus {
    #[default]
    Defined,
    Undefined,
}

/// `[[indicator]]` of `indicators.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorEntry {
    pub id: At<String>,
    pub name: String,
    pub short_name: String,
    pub kind: Kind,
    #[serde(default)]
    pub numerator: Vec<At<String>>,
    #[serde(default)]
    pub denominator: Vec<At<String>>,
    pub multiplier: At<i64>,
    pub unit: String,
    pub decimals: u8,
    pub better: Better,
    pub rhythm: At<Rhythm>,
    #[serde(default)]
    pub status: IndicatorStatus,
    #[serde(default)]
    pub alternatives: Vec<String>,
    pub source: String,
    pub evidence: Evidence,
    pub versions: Vec<VersionEntry>,
}

/// `[[indicator.versions]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionEntry {
    pub valid_from: At<String>,
    /// Last quarter; without it the version holds until the next begins.
    pub valid_to: Option<At<String>>,
    pub note: String,
    pub source: String,
    pub evidence: Evidence,
}

/// What an edition's file says outside its lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionEntry {
    pub year: At<i32>,
    pub document: At<String>,
    pub document_date: Option<At<String>>,
    pub document_evidence: Evidence,
    pub status: At<EditionStatus>,
    pub revision: At<String>,
    pub source: At<String>,
    pub evidence: Evidence,
    /// First quarter whose returns use the form; without it the year's first.
    pub applies_from: Option<At<String>>,
    pub base_elements: Vec<At<String>>,
    /// 省定 rows without a target.
    #[serde(default)]
    pub province_elements: Vec<At<String>>,
    #[serde(default)]
    pub dropped: Vec<At<String>>,
}

/// `[[revised]]` of an edition: what a revision after the first changed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisedEntry {
    pub revision: At<String>,
    pub note: String,
    #[serde(default)]
    pub added: Vec<At<String>>,
}

/// `[[target]]` and `[[province_target]]` of an edition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetEntry {
    pub ordinal: At<u8>,
    pub code: At<String>,
    pub id: At<String>,
    pub title: At<String>,
    pub short_title: At<String>,
    pub direction: Direction,
    pub brief: Option<String>,
    #[serde(default)]
    pub strategies: Vec<String>,
    pub headline: Option<At<String>>,
    pub indicators: Vec<At<String>>,
    pub elements: Vec<At<String>>,
    pub crosswalk: Vec<At<CrosswalkEntry>>,
    pub undefined: Option<String>,
    pub note: Option<String>,
    /// Where only this target's text comes from; without it that of the edition holds.
    pub source: Option<String>,
    pub evidence: Option<Evidence>,
}

/// One line of a target's crosswalk.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkEntry {
    pub from: Option<String>,
    pub relation: Relation,
}

/// `[[earlier]]` of an edition: a target of an edition that has no file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierEntry {
    pub code: At<String>,
    pub title: String,
    pub id: At<String>,
    pub source: String,
    pub evidence: Evidence,
}

/// `check` of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckWord {
    Elements,
    Indicators,
    Months,
    TypedRates,
    History,
    Structural,
}

/// `operator` of a rule, whatever it compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorWord {
    AtMost,
    Equals,
    NoneWithout,
    NotAllEqual,
    Within,
    NotIdentical,
    NotExtreme,
    NotCumulative,
    InsideLimits,
    InsidePeers,
}

/// `[[rule]]` of `rules.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleEntry {
    pub id: At<String>,
    pub name: Option<At<String>>,
    pub severity: Severity,
    pub check: CheckWord,
    #[serde(default)]
    pub left: Vec<At<String>>,
    pub operator: Option<At<OperatorWord>>,
    #[serde(default)]
    pub right: Vec<At<String>>,
    #[serde(default)]
    pub kinds: Vec<Kind>,
    pub missing: Option<At<Missing>>,
    #[serde(default)]
    pub thresholds: BTreeMap<String, At<i64>>,
    pub message: At<String>,
    pub remedy: At<String>,
    pub source: String,
}

/// One line of a file in `regions/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionEntry {
    pub code: At<String>,
    pub name: String,
    pub kind: RegionKind,
    pub administrative_parent: Option<At<String>>,
    #[serde(default)]
    pub province_administered: bool,
    pub tile: Option<At<[u8; 2]>>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// One line of a file in `authorities/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityEntry {
    pub code: At<String>,
    pub name: String,
    pub kind: AuthorityKind,
    pub territory: At<String>,
    pub reviewed_by: Option<At<String>>,
    pub speciality: Option<At<String>>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}
