//! What province is wanted, and what was made.

use crate::calendar::Period;
use crate::demo::accounts::DemoAccount;
use crate::demo::planted::Planted;

/// What province is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// How many hospitals.
    pub hospitals: usize,
    /// First quarter.
    pub from: Period,
    /// Last quarter.
    pub to: Period,
    /// The same seed makes the same province.
    pub seed: u64,
}

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// The sample accounts.
    pub accounts: Vec<DemoAccount>,
    /// What was planted.
    pub planted: Vec<Planted>,
    /// Workbooks handed in.
    pub workbooks: usize,
}

/// Why the province was not made.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotMade(pub(super) String);

impl NotMade {
    pub(in crate::demo) fn because(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}
