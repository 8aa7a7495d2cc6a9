//! What is written down after a commitment.

use serde::{Deserialize, Serialize};

/// A witness with the value that was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Who.
    pub name: String,
    /// What was typed.
    pub value: String,
}

/// What is written down after the commitment, each chained to the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Record {
    /// The public value.
    Seed {
        /// When the value became public.
        time: String,
        /// Which of the sources, from 1.
        source: i64,
        /// The value.
        value: String,
        /// Why the sources before it were void; empty for the first.
        note: String,
    },
    /// The values of two witnesses.
    Witnesses {
        /// When they were typed.
        time: String,
        /// One.
        first: Witness,
        /// The other.
        second: Witness,
        /// Why no public source was used.
        note: String,
    },
    /// A hospital that leaves after the commitment.
    Strike {
        /// When it was written down.
        time: String,
        /// Register code.
        code: String,
        /// Why.
        reason: String,
    },
    /// An inspector who declares a reason to keep away.
    Recusal {
        /// When it was written down.
        time: String,
        /// Register code of the hospital.
        hospital: String,
        /// Code of the inspector.
        inspector: String,
        /// Why.
        reason: String,
    },
}

impl Record {
    /// When it was written down, or the value became public.
    #[must_use]
    pub fn time(&self) -> &str {
        match self {
            Self::Seed { time, .. }
            | Self::Witnesses { time, .. }
            | Self::Strike { time, .. }
            | Self::Recusal { time, .. } => time,
        }
    }

    /// Whether it gives the seed.
    #[must_use]
    pub fn is_seed(&self) -> bool {
        matches!(self, Self::Seed { .. } | Self::Witnesses { .. })
    }
}
