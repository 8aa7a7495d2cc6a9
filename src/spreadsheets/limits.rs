//! How much a spreadsheet may ask of us before it is refused.

use std::time::Duration;

/// The caps under which a file is read; each is a number a person can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself. Default 50 MiB.
    pub upload_bytes: u64,
    /// Bytes any one part of a zip container may inflate to. Default 256 MiB.
    pub part_bytes: u64,
    /// Bytes all parts together may inflate to. Default 512 MiB.
    pub inflated_bytes: u64,
    /// Entries of a zip container. Default 2,000.
    pub entries: u64,
    /// Worksheets. Default 200.
    pub sheets: u64,
    /// Cells that hold something, over all sheets. Default 2,000,000.
    pub cells: u64,
    /// Bytes of heap a reading child may take. Default 96 MiB, which with its code and stack stays
    /// under 128 MiB resident.
    pub memory_bytes: u64,
    /// Wall-clock time one file may take before its child is killed. Default 20 s.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload_bytes: 50 * MIB,
            part_bytes: 256 * MIB,
            inflated_bytes: 512 * MIB,
            entries: 2_000,
            sheets: 200,
            cells: 2_000_000,
            memory_bytes: 96 * MIB,
            time: Duration::from_secs(20),
        }
    }
}

/// Bytes in a MiB, the unit people are told sizes in.
pub(super) const MIB: u64 = 1 << 20;
