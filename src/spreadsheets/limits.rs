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
    /// Bytes the cells and their text take once read, in the memory of whoever asked.
    /// Default 64 MiB, about a million numbers.
    pub book_bytes: u64,
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
            book_bytes: 64 * MIB,
            memory_bytes: 96 * MIB,
            time: Duration::from_secs(20),
        }
    }
}

impl Limits {
    /// The arguments by which a reading child is told its limits; [`Limits::from_args`] reads them.
    pub(super) fn to_args(&self) -> Vec<String> {
        let time = u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX);
        [
            self.upload_bytes,
            self.part_bytes,
            self.inflated_bytes,
            self.entries,
            self.sheets,
            self.cells,
            self.book_bytes,
            self.memory_bytes,
            time,
        ]
        .iter()
        .map(ToString::to_string)
        .collect()
    }

    /// The limits a child was started with; the defaults where it was given none.
    pub(super) fn from_args(args: impl Iterator<Item = String>) -> Option<Self> {
        let numbers = args.map(|text| text.parse().ok()).collect::<Option<Vec<u64>>>()?;
        match numbers[..] {
            [] => Some(Self::default()),
            [upload_bytes, part_bytes, inflated_bytes, entries, sheets, cells, book_bytes, memory_bytes, time] => {
                Some(Self {
                    upload_bytes,
                    part_bytes,
                    inflated_bytes,
                    entries,
                    sheets,
                    cells,
                    book_bytes,
                    memory_bytes,
                    time: Duration::from_millis(time),
                })
            }
            _ => None,
        }
    }
}

/// Bytes in a MiB, the unit people are told sizes in.
pub(super) const MIB: u64 = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_told_the_limits_of_its_parent() {
        let limits = Limits { cells: 7, time: Duration::from_millis(1_500), ..Limits::default() };
        let read = Limits::from_args(limits.to_args().into_iter());
        assert_eq!(read, Some(limits));
        assert_eq!(Limits::from_args(std::iter::empty()), Some(Limits::default()));
        assert_eq!(Limits::from_args(["7".to_owned()].into_iter()), None);
    }
}
