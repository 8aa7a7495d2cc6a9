//! The chain: the bytes of a row that are hashed, exactly as `docs/journal.md` tells outsiders. Pure.

use sm3::{Digest, Sm3};

use crate::journal::model::Entry;

/// First field of every row's bytes; another layout would be another word.
const LAYOUT: &str = "zhikong-journal-1";

/// What stands before the first row: 64 zeros.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The bytes of a row: every field as its length in bytes (decimal), a colon, the bytes, a comma.
///
/// Lengths in front leave no two rows with the same bytes, whatever people type.
#[must_use]
pub fn canonical(entry: &Entry) -> Vec<u8> {
    let seq = entry.seq.to_string();
    let at = entry.at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let account = entry.account.map(|id| id.to_string()).unwrap_or_default();
    let fields = [
        LAYOUT,
        &seq,
        &at,
        &account,
        &entry.login,
        &entry.address,
        &entry.action,
        &entry.subject_kind,
        &entry.subject_id,
        &entry.detail,
        &entry.result,
        &entry.previous,
    ];
    let mut bytes = Vec::with_capacity(256 + entry.detail.len());
    for field in fields {
        bytes.extend_from_slice(field.len().to_string().as_bytes());
        bytes.push(b':');
        bytes.extend_from_slice(field.as_bytes());
        bytes.push(b',');
    }
    bytes
}

/// The hash of a row: SM3 over its canonical bytes, 64 lower-case hexadecimal digits.
#[must_use]
pub fn hash(entry: &Entry) -> String {
    hex::encode(Sm3::digest(canonical(entry)))
}
