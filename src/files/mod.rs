//! 文件: what people brought, kept byte by byte under its SHA-256 in `files/` of the data folder, and a row that says
//! who brought it. In flow bytes; out flows their fingerprint, and the same bytes, checked, later.
//!
//! No routes: a file is served by the room that owns its row, which knows who may have it.

mod entity;
mod evidence;
mod folder;
mod model;
pub mod store;

pub use evidence::{EVIDENCE_MAX, Evidence, NotEvidence, is_heic};
pub use folder::{FileError, Files, make_private};
pub use model::{BadFingerprint, Fingerprint, Kept, NewFile, StoredFile};
