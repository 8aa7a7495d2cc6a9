//! What comes out of a draw, and the file that says it to everybody.

use serde::{Deserialize, Serialize};

use crate::draws::model::Record;

/// As what a hospital was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Not yet visited in this period, within the quota.
    Quota,
    /// Visited already, because too few are left that were not.
    Fill,
    /// Visited already, on top of the quota, so that nobody is safe.
    Extra,
}

impl Part {
    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Quota => "配额内",
            Self::Fill => "补足配额",
            Self::Extra => "配额外重复抽取",
        }
    }
}

/// A hospital with its ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// Register code.
    pub code: String,
    /// 64 hexadecimal digits.
    pub ticket: String,
}

/// A drawn hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Register code.
    pub code: String,
    /// As what.
    pub part: Part,
    /// 64 hexadecimal digits.
    pub ticket: String,
}

/// What came out in a stratum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StratumOutcome {
    /// Its name.
    pub stratum: String,
    /// The quota.
    pub quota: i64,
    /// How many on top are drawn from those visited already.
    pub extra: i64,
    /// Drawn, in the order of the draw.
    pub drawn: Vec<Drawn>,
    /// The order of substitutes not yet visited.
    pub substitutes: Vec<Ticket>,
    /// The order of substitutes visited already.
    pub visited_substitutes: Vec<Ticket>,
    /// How many are missing from the quota because too many were struck out.
    pub short: i64,
    /// Chance of each hospital not yet visited: (of, among).
    pub chance: (i64, i64),
    /// Chance of each hospital visited already: (of, among).
    pub visited_chance: (i64, i64),
}

/// A candidate who was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// Code of the candidate.
    pub inspector: String,
    /// Number of the rule.
    pub rule: u8,
}

/// The team of a hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Register code of the hospital.
    pub hospital: String,
    /// Codes of the members in the order they were drawn; none where there is no team.
    pub members: Vec<String>,
    /// Who was passed over when the last seat was filled, in the order of the tickets.
    pub skipped: Vec<Skip>,
    /// The rule that makes a team impossible; 0 where there is one.
    pub unmet: u8,
}

/// What comes out of a draw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// By name.
    pub strata: Vec<StratumOutcome>,
    /// By register code of the hospital.
    pub teams: Vec<Team>,
}

impl Outcome {
    /// Every drawn hospital.
    pub fn drawn(&self) -> impl Iterator<Item = &Drawn> {
        self.strata.iter().flat_map(|stratum| &stratum.drawn)
    }
}

/// A revealed draw as a file: everything anybody needs to compute it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revealed {
    /// `zhikong-draw`
    pub format: String,
    /// [`crate::draws::model::ALGORITHM`]
    pub version: i64,
    /// 抽取编号.
    pub number: String,
    /// SHA-256 of list and salt, published when the list was frozen.
    pub commitment: String,
    /// 64 hexadecimal digits.
    pub salt: String,
    /// The list, byte for byte.
    pub canonical: String,
    /// What was written down since, in order.
    pub records: Vec<Record>,
    /// The last link of the chain of records.
    pub head: String,
    /// What came out.
    pub result: Outcome,
}
