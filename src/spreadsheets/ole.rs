//! The OLE container of .xls, .doc and password-protected files: its directory and its streams.
//!
//! Only as much as is needed to tell what is inside; calamine reads the workbook itself.
//! Format: \[MS-CFB\].

use super::refusal::Refusal;

/// The first bytes of every OLE container.
pub(super) const MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Sector numbers from here up mean "end", "free" and other things, not a place.
const NOT_A_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams shorter than this live in the mini stream, in sectors of 64 bytes.
const SMALLEST_STREAM: usize = 4_096;
const MINI_SECTOR: usize = 64;
/// Where the header's own list of allocation-table sectors begins; it has 109.
const HEADER_TABLE: usize = 76;
const HEADER_TABLE_ENTRIES: usize = 109;
const DIRECTORY_ENTRY: usize = 128;

/// An OLE container over the bytes of a file.
pub(super) struct Ole<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector: 512 or 4,096.
    sector: usize,
    /// For each sector the one that follows it.
    next: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

impl<'a> Ole<'a> {
    /// Reads allocation table and directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        Self::try_open(bytes).ok_or(Refusal::Damaged)
    }

    fn try_open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        let sector = match shift {
            9 | 12 => 1 << shift,
            _ => return None,
        };
        let mut ole = Self { bytes, sector, next: Vec::new(), entries: Vec::new() };
        for table in ole.table_sectors()? {
            let content = ole.content(table)?;
            ole.next.extend(content.chunks_exact(4).filter_map(|at| u32_at(at, 0)));
        }
        let directory = ole.chain(u32_at(bytes, 48)?, usize::MAX)?;
        ole.entries = directory.chunks_exact(DIRECTORY_ENTRY).filter_map(|entry| Entry::read(entry, shift)).collect();
        Some(ole)
    }

    /// Whether a storage or stream of this name stands anywhere in the container.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// The content of a stream; none where it is missing or cut short.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let size = usize::try_from(entry.size).ok()?;
        if size >= SMALLEST_STREAM {
            return self.chain(entry.start, size);
        }
        // The first entry of the directory is the root, whose content is the mini stream.
        let mini = self.chain(self.entries.first()?.start, usize::MAX)?;
        let next = numbers(&self.chain(u32_at(self.bytes, 60)?, usize::MAX)?);
        joined(&mini, MINI_SECTOR, &next, entry.start, size)
    }

    /// The sectors that hold the allocation table: 109 named in the header, more in a chain.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let header = self.bytes.get(HEADER_TABLE..HEADER_TABLE + HEADER_TABLE_ENTRIES * 4)?;
        let mut sectors = numbers(header);
        let mut more = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            if more >= NOT_A_SECTOR {
                break;
            }
            let content = self.content(more)?;
            let (listed, follows) = content.split_at(self.sector - 4);
            sectors.extend(numbers(listed));
            more = u32_at(follows, 0)?;
        }
        sectors.retain(|sector| *sector < NOT_A_SECTOR);
        (sectors.len() <= most).then_some(sectors)
    }

    /// The joined sectors from `start` on, at most `size` bytes.
    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        // The header takes the place of a sector.
        joined(self.bytes.get(self.sector..)?, self.sector, &self.next, start, size)
    }

    fn content(&self, sector: u32) -> Option<&'a [u8]> {
        let from = usize::try_from(sector).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(from..from.checked_add(self.sector)?)
    }
}

/// The sectors of a chain one after the other, at most `size` bytes.
fn joined(bytes: &[u8], sector: usize, next: &[u32], start: u32, size: usize) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    let mut at = start;
    while at < NOT_A_SECTOR && joined.len() < size {
        let index = usize::try_from(at).ok()?;
        let from = index.checked_mul(sector)?;
        let content = bytes.get(from..)?;
        // The last sector of a file may be cut where its stream ends.
        joined.extend_from_slice(&content[..content.len().min(sector)]);
        // A chain longer than the file goes in a circle.
        if joined.len() > bytes.len() {
            return None;
        }
        at = *next.get(index)?;
    }
    joined.truncate(size);
    Some(joined)
}

impl Entry {
    fn read(entry: &[u8], shift: u16) -> Option<Self> {
        const UNUSED: u8 = 0;
        if entry.get(66).is_none_or(|kind| *kind == UNUSED) {
            return None;
        }
        let name_bytes = usize::from(u16_at(entry, 64)?).clamp(2, 64) - 2;
        let units: Vec<u16> = entry[..name_bytes].chunks_exact(2).filter_map(|at| u16_at(at, 0)).collect();
        let low = u64::from(u32_at(entry, 120)?);
        // With small sectors the upper half of the size is not used and may hold anything.
        let high = if shift == 9 { 0 } else { u64::from(u32_at(entry, 124)?) };
        Some(Self { name: String::from_utf16_lossy(&units), start: u32_at(entry, 116)?, size: high << 32 | low })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|at| u32_at(at, 0)).collect()
}

/// The little-endian 16-bit number at an offset.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let field = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

/// The little-endian 32-bit number at an offset.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(field.try_into().ok()?))
}
