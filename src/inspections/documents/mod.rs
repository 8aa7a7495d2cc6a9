//! The papers of a visit: 现场督导记录, 现场督导意见书, 整改通知书 and the blank checklist.
//!
//! In: plain values ([`Sheet`], [`Blank`]), as the closed visit holds them. Out: a [`crate::documents::Document`], of which
//! the Word file and the page to print are made. Nothing here reads the clock or the database, so the same visit gives
//! the same paper, byte for byte. Texts that cite a document take its number and clauses from the checklist's data.

mod blank;
mod model;
mod notice;
mod opinion;
mod record;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use blank::blank;
pub use model::{
    Answer, Basis, Blank, BlankPoint, BlankSystem, FindingLine, HospitalSide, Measured, Photo, PointLine, Sheet,
    SystemPart,
};
pub use notice::notice;
pub use opinion::opinion;
pub use record::record;
