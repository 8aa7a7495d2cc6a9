//! A newer round beside the one that counts, as pages show it.

use serde::Serialize;

use crate::returns::model::Return;

/// A newer round that awaits the reviewer beside the one that counts: 更正中, or with no cell that differs the same again.
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
    /// What is shown of a return where `cells` differ; none where nothing newer came in after the round that counts.
    #[must_use]
    pub fn of(of: &Return, code: &str, cells: usize) -> Option<Self> {
        // A round that the hospital has taken back or is to hand in anew corrects nothing.
        let (_, accepted) = of.overtaken().filter(|_| of.closed.is_none())?;
        let latest = of.latest;
        let href = format!("/returns/{}/{code}/compare?round={latest}&with={accepted}&changed=1", of.period);
        Some(Self { latest, accepted, cells, href })
    }
}
