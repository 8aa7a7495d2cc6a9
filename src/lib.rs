//! 质控 `zhikong`: the workbench with which a provincial health commission moves the yearly quality targets.
//!
//! One room a line, in the order data flows through them; `docs/architecture.md` walks through two requests.
pub mod statistics;

pub mod charts;

pub mod spreadsheets;

pub mod catalogue;
