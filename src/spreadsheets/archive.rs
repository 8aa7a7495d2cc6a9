//! A zip of workbooks, unpacked under caps: each entry is then a file like any other, hostile until read.

use std::io::{Cursor, Read};

use bytes::Bytes;
use encoding_rs::GBK;
use zip::ZipArchive;

use super::limits::Limits;
use super::package;
use super::refusal::{Kind, Measure, Refusal};
use super::sniff::{is_zip, zip_format};

/// An archive of files, not itself a workbook. Its entries are read in order, a few at a time.
#[derive(Debug)]
pub struct Archive {
    package: ZipArchive<Cursor<Bytes>>,
    entries: Vec<(usize, String)>,
    next: usize,
    inflated: u64,
}

/// A file of an archive.
#[derive(Debug)]
pub struct Packed {
    /// Its name without folders.
    pub name: String,
    /// Its content, or why it was not unpacked.
    pub bytes: Result<Bytes, Refusal>,
}

impl Archive {
    /// The archive in these bytes; none where they are something else, a workbook or an archive without files among
    /// them.
    #[must_use]
    pub fn open(bytes: Bytes, limits: &Limits) -> Option<Self> {
        if !is_zip(&bytes) {
            return None;
        }
        let mut package = package::open(&bytes, limits).ok()?;
        if zip_format(&mut package) != Err(Refusal::NotASpreadsheet(Kind::Archive)) {
            return None;
        }
        drop(package);
        let mut package = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let names = (0..package.len()).filter_map(|at| {
            let entry = package.by_index_raw(at).ok()?;
            let name = base_name(&decoded(entry.name_raw()))?;
            (!entry.is_dir()).then_some((at, name))
        });
        let entries: Vec<(usize, String)> = names.collect();
        (!entries.is_empty()).then_some(Self { package, entries, next: 0, inflated: 0 })
    }

    /// How many files it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none; an archive without files is none of ours.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The next files: at most `most`, and no more once they hold `bytes` together. Empty at the end.
    #[must_use]
    pub fn read(&mut self, most: usize, bytes: u64, limits: &Limits) -> Vec<Packed> {
        let (mut found, mut size) = (Vec::new(), 0);
        while found.len() < most && size < bytes {
            let Some((at, name)) = self.entries.get(self.next).cloned() else { break };
            self.next += 1;
            let unpacked = self.unpack(at, limits);
            size += unpacked.as_ref().map_or(0, |bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            found.push(Packed { name, bytes: unpacked });
        }
        found
    }

    fn unpack(&mut self, at: usize, limits: &Limits) -> Result<Bytes, Refusal> {
        let left = limits.inflated_bytes.saturating_sub(self.inflated);
        let entry = self.package.by_index(at).map_err(|error| package::refuse(&error))?;
        let cap = limits.upload_bytes.min(left);
        let mut bytes = Vec::new();
        let read = entry.take(cap + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Damaged)?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        self.inflated += read;
        if read > cap {
            let (what, cap) = if cap < limits.upload_bytes {
                (Measure::Inflated, limits.inflated_bytes)
            } else {
                (Measure::Upload, limits.upload_bytes)
            };
            return Err(Refusal::TooBig { what, found: read, cap });
        }
        Ok(bytes.into())
    }
}

/// Names in UTF-8, or in GBK as Chinese Windows packs them. Two GBK letters can look like two of UTF-8, so what reads
/// as Chinese is preferred.
fn decoded(raw: &[u8]) -> String {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let (gbk, _, broken) = GBK.decode(raw);
    match std::str::from_utf8(raw) {
        Ok(text) if text.is_ascii() || chinese(text) || broken || !chinese(&gbk) => text.to_owned(),
        _ => gbk.into_owned(),
    }
}

/// The last segment of an entry's path; none for what programs leave behind beside the files.
fn base_name(path: &str) -> Option<String> {
    const LONGEST: usize = 120;
    let mut segments = path.split(['/', '\\']);
    let last = segments.next_back()?;
    let rubbish = ["Thumbs.db", "desktop.ini", ".DS_Store"].contains(&last)
        || last.starts_with("~$")
        || last.starts_with("._")
        || segments.any(|folder| folder == "__MACOSX");
    let name: String = last.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    (!rubbish && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(entries: &[(&str, usize)]) -> Bytes {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![b'x'; *size]).unwrap();
        }
        writer.finish().unwrap().into_inner().into()
    }

    #[test]
    fn files_come_out_in_order_and_rubbish_stays() {
        let bytes =
            packed(&[("三季度/甲.xlsx", 3), ("__MACOSX/._甲.xlsx", 3), ("三季度/~$甲.xlsx", 1), ("乙.xlsx", 4)]);
        let mut archive = Archive::open(bytes, &Limits::default()).unwrap();
        let first = archive.read(1, 1_000, &Limits::default());
        assert_eq!(first[0].name, "甲.xlsx");
        let rest = archive.read(9, 1_000, &Limits::default());
        assert_eq!(rest.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["乙.xlsx"]);
        assert_eq!(rest[0].bytes.as_ref().unwrap().len(), 4);
        assert!(archive.read(9, 1_000, &Limits::default()).is_empty());
    }

    #[test]
    fn a_workbook_is_no_archive_and_caps_hold() {
        assert!(Archive::open(packed(&[("xl/workbook.xml", 3)]), &Limits::default()).is_none());
        assert!(Archive::open(Bytes::from_static(b"PK"), &Limits::default()).is_none());
        let limits = Limits { upload_bytes: 5, inflated_bytes: 8, ..Limits::default() };
        let mut archive = Archive::open(packed(&[("a", 6), ("b", 2), ("c", 2)]), &limits).unwrap();
        let codes: Vec<_> =
            archive.read(9, 99, &limits).into_iter().map(|f| f.bytes.map(|b| b.len()).map_err(|r| r.code())).collect();
        assert_eq!(codes, [Err("upload_too_big"), Ok(2), Err("inflated_too_big")]);
    }

    #[test]
    fn names_of_chinese_windows_are_read() {
        assert_eq!(decoded(&[0xD2, 0xBD, 0xD4, 0xBA]), "医院");
        assert_eq!(decoded("三季度.xlsx".as_bytes()), "三季度.xlsx");
        assert_eq!(decoded(b"q3.xlsx"), "q3.xlsx");
        assert_eq!(base_name("a\\b/季报.xlsx").as_deref(), Some("季报.xlsx"));
    }
}
