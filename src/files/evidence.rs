//! 佐证: what a photograph, scan or document is by its content, whatever its name says.

/// What a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A document or scan.
    Pdf,
}

/// Most bytes of one file: a photograph of a telephone has three to eight million.
pub const EVIDENCE_MAX: usize = 10 * 1024 * 1024;

impl Evidence {
    /// Its word in tables, and the ending of its name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// Its type for a browser.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png, Self::Pdf].into_iter().find(|kind| kind.key() == key)
    }

    /// Whether a file begins as one of these does, empty and oversized ones too; it may still be cut short.
    #[must_use]
    pub fn begins(bytes: &[u8]) -> bool {
        bytes.is_empty() || bytes.len() > EVIDENCE_MAX || [JPEG, PNG, PDF].iter().any(|sign| bytes.starts_with(sign))
    }

    /// What a file is by its content.
    ///
    /// # Errors
    /// [`NotEvidence`] where it is empty, too large, cut short, or something else.
    pub fn of(bytes: &[u8]) -> Result<Self, NotEvidence> {
        let no = |message, remedy| Err(NotEvidence { message, remedy });
        if bytes.is_empty() {
            return no("是空文件，里面什么也没有", AGAIN);
        }
        if bytes.len() > EVIDENCE_MAX {
            return no("超过 10 MB", "请在手机相册里选较小的尺寸再传，一张一般不到 8 MB；扫描件选 200 dpi 灰度。");
        }
        if !Self::begins(bytes) {
            return Err(other(bytes));
        }
        let tail = |length: usize| &bytes[bytes.len().saturating_sub(length)..];
        let (kind, whole) = if bytes.starts_with(JPEG) {
            // A telephone may put more behind the picture.
            (Self::Jpeg, contains(bytes, b"\xFF\xD9"))
        } else if bytes.starts_with(PNG) {
            (Self::Png, contains(tail(64), b"IEND"))
        } else {
            (Self::Pdf, contains(tail(2_048), b"%%EOF"))
        };
        if whole { Ok(kind) } else { no("不完整，后面一截没有传上来", AGAIN) }
    }
}

/// Why a file is no evidence: what is wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotEvidence {
    /// What is wrong.
    pub message: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

const JPEG: &[u8] = b"\xFF\xD8\xFF";
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n";
const PDF: &[u8] = b"%PDF-";

const AGAIN: &str = "请重新拍照或扫描，存成 JPG、PNG 或 PDF 再传。";

fn other(bytes: &[u8]) -> NotEvidence {
    const PICTURE: &str = "请在手机相册里另存或截图成 JPG 再传（苹果手机：设置—相机—格式—兼容性最佳，重拍一张）。";
    const PRINTED: &str = "文档请先另存或打印成 PDF，或拍照成 JPG 再传。";
    let no = |message, remedy| NotEvidence { message, remedy };
    let begins = |signs: &[&[u8]]| signs.iter().any(|sign| bytes.starts_with(sign));
    let head: Vec<u8> = bytes.iter().take(512).map(u8::to_ascii_lowercase).collect();
    if is_heic(bytes) {
        return no("是苹果手机的 HEIC 照片，很多电脑打不开", PICTURE);
    }
    if begins(&[b"GIF8", b"BM", b"II*\0", b"MM\0*"]) || bytes.get(8..12) == Some(b"WEBP") {
        return no("是图片，但不是 JPG 或 PNG", PICTURE);
    }
    if begins(&[b"MZ", b"\x7FELF"]) {
        return no("是程序，不是照片或文档，已拒绝", AGAIN);
    }
    if [&b"<html"[..], b"<!doctype", b"<script", b"<svg", b"<?xml"].iter().any(|mark| contains(&head, mark)) {
        return no("的内容是网页，只是名字像图片", AGAIN);
    }
    if begins(&[b"PK\x03\x04", b"\xD0\xCF\x11\xE0"]) {
        return no("是文档或压缩包，不是照片或 PDF", PRINTED);
    }
    no("不是 JPG、PNG 或 PDF", AGAIN)
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
    fn a_file_is_known_by_its_content_and_never_by_its_name() {
        assert_eq!(Evidence::of(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0data\xFF\xD9more"), Ok(Evidence::Jpeg));
        assert_eq!(Evidence::of(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\0IEND\xAEB`\x82"), Ok(Evidence::Png));
        assert_eq!(Evidence::of(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(Evidence::Pdf));
        let told = |bytes: &[u8]| Evidence::of(bytes).unwrap_err().message;
        assert_eq!(told(b""), "是空文件，里面什么也没有");
        assert_eq!(told(&vec![0xFF; 50 * 1024 * 1024]), "超过 10 MB");
        assert_eq!(told(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"), "不完整，后面一截没有传上来");
        assert_eq!(told(b"\0\0\0\x18ftypheic\0\0\0\0"), "是苹果手机的 HEIC 照片，很多电脑打不开");
        assert_eq!(told(b"\n <HTML><body>1</body></html>"), "的内容是网页，只是名字像图片");
        assert_eq!(told(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0"), "是程序，不是照片或文档，已拒绝");
        assert_eq!(told(b"PK\x03\x04"), "是文档或压缩包，不是照片或 PDF");
        assert_eq!(told(b"GIF89a\x01\0\x01\0"), "是图片，但不是 JPG 或 PNG");
        assert_eq!(told(b"hello"), "不是 JPG、PNG 或 PDF");
    }
}
