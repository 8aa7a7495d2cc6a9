//! What a file is, told by its content; nobody asks its name.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::limits::Limits;
use super::model::Format;
use super::ole::{self, Ole};
use super::package::{self, Package};
use super::refusal::{Kind, Refusal};

/// Bytes from the start that decide about text and scrambling.
const HEAD: usize = 1 << 16;

/// The format of a spreadsheet, or what the file is instead.
///
/// # Errors
/// [`Refusal::NotASpreadsheet`], [`Refusal::PasswordProtected`], [`Refusal::Macros`], or
/// [`Refusal::Damaged`] and [`Refusal::TooBig`] for a container whose directory cannot be read.
pub fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.starts_with(ole::MAGIC) {
        return ole_format(&Ole::open(bytes)?);
    }
    if is_zip(bytes) {
        return zip_format(&mut package::open(bytes, &Limits::default())?);
    }
    Err(Refusal::NotASpreadsheet(other(bytes)))
}

/// Whether the bytes begin like a zip container, an empty one included.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The format inside an OLE container.
pub(super) fn ole_format(ole: &Ole) -> Result<Format, Refusal> {
    if ole.has("EncryptedPackage") {
        Err(Refusal::PasswordProtected)
    } else if ole.has("Workbook") || ole.has("Book") {
        if ole.has("_VBA_PROJECT_CUR") {
            return Err(Refusal::Macros);
        }
        Ok(Format::Xls)
    } else if ole.has("WordDocument") {
        Err(Refusal::NotASpreadsheet(Kind::Word))
    } else if ole.has("PowerPoint Document") {
        Err(Refusal::NotASpreadsheet(Kind::Slides))
    } else {
        Err(Refusal::NotASpreadsheet(Kind::Unknown))
    }
}

/// The format inside a zip container, told by the names of its parts.
pub(super) fn zip_format(package: &mut Package) -> Result<Format, Refusal> {
    let names = package::names(package);
    let has = |name: &str| names.iter().any(|known| known == name);
    let under = |folder: &str| names.iter().any(|known| known.starts_with(folder));
    if under("xl/macrosheets/") || names.iter().any(|name| name.ends_with("vbaproject.bin")) {
        return Err(Refusal::Macros);
    }
    if has("xl/workbook.bin") {
        return Ok(Format::Xlsb);
    }
    if has("xl/workbook.xml") {
        return Ok(Format::Xlsx);
    }
    let kind = if has("mimetype") && has("content.xml") {
        return open_document(package, &names);
    } else if under("word/") {
        Kind::Word
    } else if under("ppt/") {
        Kind::Slides
    } else if has("ofd.xml") {
        Kind::Ofd
    } else if has("[content_types].xml") && declares_a_workbook(package)? {
        return Ok(Format::Xlsx);
    } else {
        Kind::Archive
    };
    Err(Refusal::NotASpreadsheet(kind))
}

/// A workbook may stand under any path; then only the list of content types tells.
fn declares_a_workbook(package: &mut Package) -> Result<bool, Refusal> {
    const LONGEST: u64 = 1 << 20;
    let types = package::part(package, "[content_types].xml", LONGEST)?.unwrap_or_default();
    Ok(contains(&types, b"spreadsheetml.sheet.main+xml"))
}

fn open_document(package: &mut Package, names: &[String]) -> Result<Format, Refusal> {
    const LONGEST: u64 = 1 << 10;
    const BASE: &[u8] = b"application/vnd.oasis.opendocument.";
    let kind = package::part(package, "mimetype", LONGEST)?.unwrap_or_default();
    let is_module =
        |name: &&String| name.starts_with("basic/") && !name.ends_with("-lb.xml") && !name.ends_with("-lc.xml");
    match kind.strip_prefix(BASE) {
        Some(b"spreadsheet") if names.iter().find(is_module).is_some() => Err(Refusal::Macros),
        Some(b"spreadsheet") => Ok(Format::Ods),
        Some(b"text") => Err(Refusal::NotASpreadsheet(Kind::Word)),
        Some(b"presentation") => Err(Refusal::NotASpreadsheet(Kind::Slides)),
        _ => Err(Refusal::NotASpreadsheet(Kind::Unknown)),
    }
}

/// What a file is that is neither container.
fn other(bytes: &[u8]) -> Kind {
    const MAGICS: &[(&[u8], Kind)] = &[
        (b"%PDF", Kind::Pdf),
        (b"\xFF\xD8\xFF", Kind::Image),
        (b"\x89PNG\r\n", Kind::Image),
        (b"GIF8", Kind::Image),
        (b"BM", Kind::Image),
        (b"II*\0", Kind::Image),
        (b"MM\0*", Kind::Image),
        (b"Rar!", Kind::Archive),
        (b"7z\xBC\xAF\x27\x1C", Kind::Archive),
        (b"\x1F\x8B", Kind::Archive),
        (b"{\\rtf", Kind::Word),
        // 天锐绿盾
        (b"%TSD-Header-###%", Kind::Scrambled),
    ];
    /// Brands of the container that telephones save photographs in.
    const PICTURES: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"];
    let head = &bytes[..bytes.len().min(HEAD)];
    let is_text = text_kind(head);
    // A bitmap's two letters may begin a text as well.
    let magic = MAGICS.iter().find(|(magic, _)| head.starts_with(magic) && (magic.len() > 2 || is_text.is_none()));
    if let Some((_, kind)) = magic {
        *kind
    } else if (head.get(4..8) == Some(b"ftyp") && head.get(8..12).is_some_and(|brand| PICTURES.contains(&brand)))
        || (head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"))
    {
        Kind::Image
    } else if contains(&head[..head.len().min(512)], b"E-SafeNet") {
        // 亿赛通
        Kind::Scrambled
    } else if let Some(kind) = is_text {
        kind
    } else if is_scrambled(head) {
        Kind::Scrambled
    } else {
        Kind::Unknown
    }
}

/// Which sort of text this is, if it is text at all.
fn text_kind(head: &[u8]) -> Option<Kind> {
    let (text, is_gbk) = decode(head)?;
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let beginning: String = start.chars().take(4_096).collect::<String>().to_ascii_lowercase();
    Some(if start.is_empty() {
        Kind::Empty
    } else if beginning.starts_with("<?xml") && !beginning.contains("<html") {
        Kind::Xml
    } else if ["<html", "<!doctype html", "<table", "<meta", "<head", "<style", "mime-version:"]
        .iter()
        .any(|tag| beginning.starts_with(tag))
        || (beginning.starts_with('<') && (beginning.contains("<table") || beginning.contains("<html")))
    {
        Kind::Html
    } else if start.lines().take(20).any(|line| line.contains([',', '\t', ';', '，'])) {
        if is_gbk { Kind::CsvGbk } else { Kind::CsvUtf8 }
    } else {
        Kind::Text
    })
}

/// The text of these bytes and whether it was GBK; none where they are no text.
fn decode(head: &[u8]) -> Option<(String, bool)> {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        let utf16 = if head[0] == 0xFF { UTF_16LE } else { UTF_16BE };
        return plain(utf16.decode(head).0.into_owned()).map(|text| (text, false));
    }
    match std::str::from_utf8(head) {
        Ok(text) => return plain(text.to_owned()).map(|text| (text, false)),
        // The head may end inside a character.
        Err(error) if error.error_len().is_none() => {
            let whole = String::from_utf8_lossy(&head[..error.valid_up_to()]);
            return plain(whole.into_owned()).map(|text| (text, false));
        }
        Err(_) => {}
    }
    // Up to three bytes may belong to a character cut at the end.
    (0..4)
        .find_map(|cut| {
            let cut = head.len().saturating_sub(cut);
            let (text, _, faulty) = GB18030.decode(&head[..cut]);
            (!faulty).then(|| plain(text.into_owned())).flatten()
        })
        .map(|text| (text, true))
}

/// Text holds no control characters but tabs and line ends.
fn plain(text: String) -> Option<String> {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{1A}');
    (!text.contains(is_odd)).then_some(text)
}

/// Whether the bytes look as if drawn by lot, which no format that is not compressed does.
fn is_scrambled(head: &[u8]) -> bool {
    const ENOUGH: usize = 1_024;
    if head.len() < ENOUGH {
        return false;
    }
    let mut counts = [0_u32; 256];
    for byte in head {
        counts[usize::from(*byte)] += 1;
    }
    let mean = head.len() as f64 / 256.0;
    let chi_square: f64 = counts.iter().map(|count| (f64::from(*count) - mean).powi(2) / mean).sum();
    // 255 degrees of freedom: 10 standard deviations above what chance gives.
    chi_square < 255.0 + 10.0 * (2.0_f64 * 255.0).sqrt()
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Kind {
        match sniff(bytes) {
            Err(Refusal::NotASpreadsheet(kind)) => kind,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_no_container_is_named() {
        let gbk = GB18030.encode("编码,数据元,7月\n甲,出院患者人次,12\n").0.into_owned();
        for (bytes, expected) in [
            (&b""[..], Kind::Empty),
            (b" \r\n", Kind::Empty),
            (b"%PDF-1.7\n", Kind::Pdf),
            (b"\xFF\xD8\xFF\xE0\0\x10JFIF", Kind::Image),
            (b"\x89PNG\r\n\x1A\n", Kind::Image),
            (b"\0\0\0\x18ftypheix\0\0\0\0", Kind::Image),
            (b"Rar!\x1A\x07\0", Kind::Archive),
            (b"\xEF\xBB\xBF\n<HTML><body>", Kind::Html),
            (b"<div><table><tr><td>12", Kind::Html),
            (b"<?xml version=\"1.0\"?><Workbook><Table/></Workbook>", Kind::Xml),
            (b"<?xml version=\"1.0\"?><html><table/></html>", Kind::Html),
            ("编码,数据元\n甲,12\n".as_bytes(), Kind::CsvUtf8),
            (&gbk, Kind::CsvGbk),
            ("只有一句话".as_bytes(), Kind::Text),
            (b"BMI of inpatients", Kind::Text),
            (b"BM\x36\0\x0C\0\0\0", Kind::Image),
            (b"%TSD-Header-###%\0\0", Kind::Scrambled),
            (b"b\x14#e\x05\0\0\0E-SafeNet   LOCK", Kind::Scrambled),
            (&[0; 5_000], Kind::Unknown),
        ] {
            assert_eq!(kind(bytes), expected, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(20)]));
        }
    }

    #[test]
    fn bytes_drawn_by_lot_are_taken_for_scrambled() {
        let mut state = 1_u32;
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            // A plain linear congruence is random enough for a count of bytes.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(20_000)
        .collect();
        assert_eq!(kind(&bytes), Kind::Scrambled);
    }

    #[test]
    fn text_cut_inside_a_character_is_still_text() {
        let line = "编码，数据元，七月，八月，九月\n".repeat(6_000);
        assert_eq!(kind(line.as_bytes()), Kind::CsvUtf8);
        assert_eq!(kind(&GB18030.encode(&line).0), Kind::CsvGbk);
        assert_eq!(kind(&[b"a", &GB18030.encode(&line).0[..]].concat()), Kind::CsvGbk);
    }
}
