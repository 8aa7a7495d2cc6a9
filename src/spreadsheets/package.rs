//! The zip container of xlsx, xlsb and ods, walked under caps before any reader sees it.
//!
//! The sizes a zip directory states are claims: what counts is what really comes out, so every part
//! is inflated once into nothing.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::intake::within;
use super::limits::Limits;
use super::refusal::{Measure, Refusal};

/// A zip container over the bytes of a file.
pub(super) type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Walks the zip directory of `bytes` and inflates every part under the caps of `limits`.
///
/// # Errors
/// [`Refusal::TooBig`] at the first cap exceeded, [`Refusal::PasswordProtected`] for an encrypted
/// part, [`Refusal::Damaged`] where directory, part or checksum do not fit.
pub fn inspect_zip(bytes: &[u8], limits: &Limits) -> Result<(), Refusal> {
    inflate(&mut open(bytes, limits)?, limits)
}

/// Reads the directory, once the number of its entries is known to be bearable.
pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>, Refusal> {
    let stated = stated_entries(bytes).ok_or(Refusal::Damaged)?;
    within(Measure::Entries, stated, limits.entries)?;
    let package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let entries = u64::try_from(package.len()).unwrap_or(u64::MAX);
    within(Measure::Entries, entries, limits.entries)?;
    Ok(package)
}

/// Inflates every part into nothing, counting.
pub(super) fn inflate(package: &mut Package, limits: &Limits) -> Result<(), Refusal> {
    let mut total = 0;
    let mut buffer = vec![0; 1 << 16];
    for index in 0..package.len() {
        let mut part = package.by_index(index).map_err(|error| refuse(&error))?;
        let mut size = 0;
        loop {
            let read = part.read(&mut buffer).map_err(|_| Refusal::Damaged)?;
            if read == 0 {
                break;
            }
            let read = u64::try_from(read).unwrap_or(u64::MAX);
            size += read;
            total += read;
            within(Measure::Part, size, limits.part_bytes)?;
            within(Measure::Inflated, total, limits.inflated_bytes)?;
        }
    }
    Ok(())
}

/// The names of the parts, in lower case with forward slashes, as some writers do not keep to either.
pub(super) fn names(package: &Package) -> Vec<String> {
    package.file_names_raw().map(|name| normal(&String::from_utf8_lossy(name))).collect()
}

/// One spelling for the name of a part.
pub(super) fn normal(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// The whole of one part, if it is there and no larger than `cap` bytes.
pub(super) fn part(package: &mut Package, name: &str, cap: u64) -> Result<Option<Vec<u8>>, Refusal> {
    let wanted = normal(name);
    let Some(index) = names(package).iter().position(|name| *name == wanted) else {
        return Ok(None);
    };
    let part = package.by_index(index).map_err(|error| refuse(&error))?;
    let mut bytes = Vec::new();
    let read = part.take(cap + 1).read_to_end(&mut bytes);
    let size = u64::try_from(read.map_err(|_| Refusal::Damaged)?).unwrap_or(u64::MAX);
    within(Measure::Part, size, cap)?;
    Ok(Some(bytes))
}

pub(super) fn refuse(error: &ZipError) -> Refusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Refusal::PasswordProtected,
        _ => Refusal::Damaged,
    }
}

/// How many entries the end of the directory states: read by hand, because the zip reader makes
/// room for all of them before anybody can count.
fn stated_entries(bytes: &[u8]) -> Option<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const END_BYTES: usize = 22;
    const LONGEST_COMMENT: usize = 65_535;
    let from = bytes.len().saturating_sub(END_BYTES + LONGEST_COMMENT);
    let tail = &bytes[from..];
    let at = from + tail.windows(END.len()).rposition(|window| window == END)?;
    let number = |at: usize, size: usize| -> Option<u64> {
        let field = bytes.get(at..at.checked_add(size)?)?;
        Some(field.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    match number(at + 10, 2)? {
        0xFFFF => {
            // ZIP64: a locator before the end points at a record with the real number.
            let locator = at.checked_sub(20)?;
            let record = usize::try_from(number(locator + 8, 8)?).ok()?;
            (bytes.get(locator..locator + 4)? == b"PK\x06\x07").then(|| number(record.checked_add(32)?, 8))?
        }
        entries => Some(entries),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![b' '; *size]).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn each_cap_is_found_by_what_really_comes_out() {
        let bytes = zipped(&[("a.xml", 3_000), ("b.xml", 3_000)]);
        let caps =
            |part_bytes, inflated_bytes, entries| Limits { part_bytes, inflated_bytes, entries, ..Limits::default() };
        let code = |limits| inspect_zip(&bytes, &limits).map_err(|refusal| refusal.code());
        assert_eq!(code(caps(3_000, 6_000, 2)), Ok(()));
        assert_eq!(code(caps(2_999, 6_000, 2)), Err("part_too_big"));
        assert_eq!(code(caps(3_000, 5_999, 2)), Err("inflated_too_big"));
        assert_eq!(code(caps(3_000, 6_000, 1)), Err("too_many_entries"));
    }

    #[test]
    fn a_cut_container_and_a_wrong_checksum_are_damage() {
        let mut bytes = zipped(&[("a.xml", 3_000)]);
        assert_eq!(inspect_zip(&bytes[..bytes.len() - 30], &Limits::default()), Err(Refusal::Damaged));
        let inside = 40;
        bytes[inside] ^= 0xFF;
        assert_eq!(inspect_zip(&bytes, &Limits::default()), Err(Refusal::Damaged));
    }
}
