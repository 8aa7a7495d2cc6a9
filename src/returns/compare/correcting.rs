//! 更正中, as pages show it.

use serde::Serialize;

use crate::returns::model::{Return, Standing};

/// A newer round that awaits the reviewer beside the one that counts.
#[derive(Clone, Debug, Serialize)]
pub struct Correcting {
    latest: i32,
    accepted: i32,
    /// Input cells that differ.
    cells: usize,
    /// Where both stand side by side.
    href: String,
}

impl Correcting {
    /// What is shown of a return that stands so, where `cells` differ; none where it stands otherwise.
    #[must_use]
    pub fn of(of: &Return, code: &str, cells: usize) -> Option<Self> {
        let (_, accepted) = of.accepted.filter(|_| of.standing() == Standing::Correcting)?;
        let latest = of.latest;
        let href = format!("/returns/{}/{code}/compare?round={latest}&with={accepted}&changed=1", of.period);
        Some(Self { latest, accepted, cells, href })
    }
}
