//! 签章件: the stamped page of a round, photographed or scanned. What a file is is told by its content; whether a round
//! needs one is its review authority's setting.

use crate::spreadsheets::{Kind, Refusal, sniff};

/// Most bytes of one page: a photograph of a telephone has three to eight million.
pub const STAMP_MAX: usize = 10 * 1024 * 1024;

/// Most pages of a round.
pub const STAMPS_MAX: usize = 20;

/// What a page may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StampKind {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A scan.
    Pdf,
}

impl StampKind {
    /// Its word in the table, and the ending of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// Why a file is no stamped page: what is wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAStamp {
    /// What is wrong.
    pub message: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

const AGAIN: &str = "请重新拍照或扫描，存成 JPG、PNG 或 PDF 再传。";

/// What a file is by its content.
///
/// # Errors
/// [`NotAStamp`] where it is too large, cut short, or something else, whatever its name says.
pub fn kind_of(bytes: &[u8]) -> Result<StampKind, NotAStamp> {
    let no = |message, remedy| Err(NotAStamp { message, remedy });
    if bytes.is_empty() {
        return no("是空文件，里面什么也没有", AGAIN);
    }
    if bytes.len() > STAMP_MAX {
        return no(
            "超过 10 MB",
            "请在手机相册里选较小的尺寸，或扫描时选 200 dpi 灰度，一页一般不到 2 MB；几页分开传。",
        );
    }
    let tail = |length: usize| &bytes[bytes.len().saturating_sub(length)..];
    let (kind, whole) = if bytes.starts_with(b"\xFF\xD8\xFF") {
        // A telephone may put more behind the picture.
        (StampKind::Jpeg, contains(bytes, b"\xFF\xD9"))
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        (StampKind::Png, contains(tail(64), b"IEND"))
    } else if bytes.starts_with(b"%PDF-") {
        (StampKind::Pdf, contains(tail(2_048), b"%%EOF"))
    } else {
        return Err(other(bytes));
    };
    if whole { Ok(kind) } else { no("不完整，后面一截没有传上来", AGAIN) }
}

fn other(bytes: &[u8]) -> NotAStamp {
    const PICTURE: &str = "请在手机相册里另存或截图成 JPG 再传（苹果手机：设置—相机—格式—兼容性最佳，重拍一张）。";
    let no = |message, remedy| NotAStamp { message, remedy };
    if is_heic(bytes) {
        return no("是苹果手机的 HEIC 照片，很多电脑打不开", PICTURE);
    }
    match sniff(bytes) {
        Ok(_) => no("是工作簿，不是盖章页", "工作簿请到“上传”页传；这里只传盖了章的那一页的照片或扫描件。"),
        Err(Refusal::NotASpreadsheet(Kind::Image)) => no("是图片，但不是 JPG 或 PNG", PICTURE),
        Err(Refusal::NotASpreadsheet(Kind::Html | Kind::Xml)) => no("的内容是网页，只是名字像图片", AGAIN),
        Err(Refusal::NotASpreadsheet(Kind::Word | Kind::Slides | Kind::Ofd)) => {
            no("是文档，不是照片或扫描件", "请把盖章页拍照或扫描成 JPG、PNG 或 PDF 再传；文档可以先导出成 PDF。")
        }
        Err(Refusal::NotASpreadsheet(Kind::Archive)) => no("是压缩包", "请先解压，再传里面的图片或 PDF。"),
        Err(Refusal::NotASpreadsheet(Kind::Scrambled)) => {
            no("已被单位电脑上的加密软件加密，打不开", "请联系本单位信息科解密（外发），或用手机拍照直接传。")
        }
        _ => no("不是 JPG、PNG 或 PDF", AGAIN),
    }
}

/// Whether it is a picture of the family that telephones save as HEIC or AVIF.
#[must_use]
pub fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 9] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_content() {
        assert_eq!(kind_of(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0data\xFF\xD9more"), Ok(StampKind::Jpeg));
        assert_eq!(kind_of(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\0IEND\xAEB`\x82"), Ok(StampKind::Png));
        assert_eq!(kind_of(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(StampKind::Pdf));
        let told = |bytes: &[u8]| kind_of(bytes).unwrap_err().message;
        assert_eq!(told(b""), "是空文件，里面什么也没有");
        assert_eq!(told(&vec![0xFF; STAMP_MAX + 1]), "超过 10 MB");
        assert_eq!(told(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"), "不完整，后面一截没有传上来");
        assert_eq!(told(b"%PDF-1.7\n1 0 obj"), "不完整，后面一截没有传上来");
        assert_eq!(told(b"\0\0\0\x18ftypheic\0\0\0\0"), "是苹果手机的 HEIC 照片，很多电脑打不开");
        assert_eq!(told(b"<html><body>1</body></html>"), "的内容是网页，只是名字像图片");
        assert_eq!(told(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0"), "不是 JPG、PNG 或 PDF");
        assert_eq!(told(b"GIF89a\x01\0\x01\0"), "是图片，但不是 JPG 或 PNG");
    }
}
