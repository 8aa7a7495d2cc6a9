//! 目录: what the ten yearly targets are, how their figures are computed, what hospitals count for them and which
//! checks their returns must pass.
//!
//! In: the files of `targets/`, read once at start and cross-checked. Out: [`Catalogue`], shared by every room below;
//! the database holds only the ids it states.

mod api;
mod check;
mod extract;
mod file;
mod load;
pub mod model;

pub use api::Document;
pub use model::{Catalogue, Fault};
