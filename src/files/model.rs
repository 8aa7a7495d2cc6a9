//! A kept file: its fingerprint, its size, and what is known of how it came.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::access::{AccountId, FileId};

/// 指纹: the SHA-256 of a file's bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

/// A text that is no SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是 SHA-256 指纹：应为 64 位小写十六进制")]
pub struct BadFingerprint(pub String);

impl Fingerprint {
    /// The fingerprint of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl From<[u8; 32]> for Fingerprint {
    /// From a SHA-256 that was computed on the way.
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Fingerprint {
    type Err = BadFingerprint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
        match hex::decode_to_slice(text, &mut bytes) {
            Ok(()) if lower => Ok(Self(bytes)),
            _ => Err(BadFingerprint(text.to_owned())),
        }
    }
}

impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Bytes that are on disk, whole: what a row may now name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Under which they are found again.
    pub sha256: Fingerprint,
    /// Bytes.
    pub size: i64,
}

/// A file to be written down.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The bytes, already kept.
    pub kept: Kept,
    /// The name it came with; a label, never a path.
    pub name: String,
    /// What it is to the room that took it, e.g. `return_workbook`.
    pub kind: &'static str,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// From whom; `None` for the operator at the command line.
    pub received_by: Option<AccountId>,
}

/// A file as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its key.
    pub id: FileId,
    /// Fingerprint and size.
    pub kept: Kept,
    /// The name it came with.
    pub name: String,
    /// What it is to the room that took it.
    pub kind: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// From whom.
    pub received_by: Option<AccountId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_reads_back_and_nothing_else_does() {
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of(b"abc").to_string(), text);
        assert_eq!(text.parse(), Ok(Fingerprint::of(b"abc")));
        for bad in ["", "ba78", "../../../../etc/passwd", &text.to_uppercase(), &format!("{text}00")] {
            assert!(bad.parse::<Fingerprint>().is_err(), "{bad}");
        }
    }
}
