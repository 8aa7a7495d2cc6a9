//! 签章件: the stamped page of a round, photographed or scanned. What a file is is told by its content; whether a round
//! needs one is its review authority's setting.

use crate::files::{Evidence, NotEvidence};
use crate::spreadsheets::{Kind, Refusal, sniff};

/// Most pages of a round.
pub const STAMPS_MAX: usize = 20;

/// What a page is by its content; a workbook, a document or an archive sent instead is called by its name.
///
/// # Errors
/// [`NotEvidence`] where it is too large, cut short, or something else, whatever its name says.
pub fn kind_of(bytes: &[u8]) -> Result<Evidence, NotEvidence> {
    Evidence::of(bytes).map_err(|why| if Evidence::begins(bytes) { why } else { instead(bytes).unwrap_or(why) })
}

/// What was sent instead of a page, where the reader of workbooks knows it.
fn instead(bytes: &[u8]) -> Option<NotEvidence> {
    let no = |message, remedy| Some(NotEvidence { message, remedy });
    match sniff(bytes) {
        Ok(_) => no("是工作簿，不是盖章页", "工作簿请到“上传”页传；这里只传盖了章的那一页的照片或扫描件。"),
        Err(Refusal::NotASpreadsheet(Kind::Word | Kind::Slides | Kind::Ofd)) => {
            no("是文档，不是照片或扫描件", "请把盖章页拍照或扫描成 JPG、PNG 或 PDF 再传；文档可以先导出成 PDF。")
        }
        Err(Refusal::NotASpreadsheet(Kind::Archive)) => no("是压缩包", "请先解压，再传里面的图片或 PDF。"),
        Err(Refusal::NotASpreadsheet(Kind::Scrambled)) => {
            no("已被单位电脑上的加密软件加密，打不开", "请联系本单位信息科解密（外发），或用手机拍照直接传。")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_content() {
        assert_eq!(kind_of(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0data\xFF\xD9more"), Ok(Evidence::Jpeg));
        assert_eq!(kind_of(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\0IEND\xAEB`\x82"), Ok(Evidence::Png));
        assert_eq!(kind_of(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(Evidence::Pdf));
        let told = |bytes: &[u8]| kind_of(bytes).unwrap_err().message;
        assert_eq!(told(b""), "是空文件，里面什么也没有");
        assert_eq!(told(&vec![0xFF; crate::files::EVIDENCE_MAX + 1]), "超过 10 MB");
        assert_eq!(told(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"), "不完整，后面一截没有传上来");
        assert_eq!(told(b"%PDF-1.7\n1 0 obj"), "不完整，后面一截没有传上来");
        assert_eq!(told(b"\0\0\0\x18ftypheic\0\0\0\0"), "是苹果手机的 HEIC 照片，很多电脑打不开");
        assert_eq!(told(b"<html><body>1</body></html>"), "的内容是网页，只是名字像图片");
        assert_eq!(told(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0"), "是程序，不是照片或文档，已拒绝");
        assert_eq!(told(b"GIF89a\x01\0\x01\0"), "是图片，但不是 JPG 或 PNG");
    }
}
