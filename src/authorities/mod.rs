//! 主管机构: health commissions and QC centres, what each governs and who reviews whom.
//!
//! In: the sample list of the catalogue (`seed`). Out: the tree, and through the closure table the one answer to
//! “who is under whom” that scopes are made of.

pub(crate) mod entity;
pub mod model;
mod seed;
pub mod store;

pub use model::{Authority, Tree};
pub use seed::{Seeded, seed};
