use serde::Deserialize;

use super::At;
use crate::catalogue::model::{AuthorityKind, Evidence};

/// What `register.toml` says outside its lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterHeading {
    pub source: String,
    #[serde(rename = "evidence")]
    pub _evidence: Evidence,
}

/// `[[category]]` or `[[ownership]]` of `register.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordEntry {
    pub key: At<String>,
    pub name: At<String>,
    #[serde(default)]
    pub aliases: Vec<At<String>>,
}

/// `[[level]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelEntry {
    pub key: At<String>,
    pub name: At<String>,
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    pub chart_order: Option<At<u8>>,
}

/// `[[grade]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeEntry {
    pub key: At<String>,
    pub name: At<String>,
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    #[serde(default)]
    pub default: bool,
}

/// `[[affiliation]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AffiliationEntry {
    pub key: At<String>,
    pub name: At<String>,
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    pub reviewed_at: At<AuthorityKind>,
    pub supervised_at: At<AuthorityKind>,
    pub ownership: Option<At<String>>,
}
