//! Files of which nothing can be read: which of the catalogue's rules says so, and what fills its words. Pure.

use crate::files::is_heic;
use crate::returns::check::Faults;
use crate::spreadsheets::{Kind, Refusal};

/// The rule a file breaks that no table could be read from.
fn rule_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotASpreadsheet(Kind::Html | Kind::Xml) => "web-page-file",
        Refusal::NotASpreadsheet(Kind::CsvUtf8 | Kind::CsvGbk | Kind::Text) => "plain-text-file",
        Refusal::NotASpreadsheet(Kind::Scrambled) => "scrambled-file",
        Refusal::NotASpreadsheet(_) => "not-a-spreadsheet",
        Refusal::PasswordProtected => "password-protected",
        Refusal::Macros => "macros-inside",
        Refusal::TooBig { .. } => "file-too-large",
        Refusal::Damaged | Refusal::TimedOut { .. } | Refusal::ReaderDied => "unreadable-file",
        Refusal::ReaderUnavailable => "reader-unavailable",
    }
}

const STAMP: &str = "盖章页不在这里传：工作簿入库后，在那一轮的回执页传到“签章件”。";
const UNPACK: &str = "压缩包请先解压，再上传里面的工作簿。";

/// Notes what is wrong with a file of which nothing can be read.
pub fn unreadable(refusal: &Refusal, bytes: &[u8], faults: &mut Faults<'_>) {
    let filled = fillings(refusal, bytes);
    let filled: Vec<(&str, &str)> = filled.iter().map(|(name, words)| (*name, words.as_str())).collect();
    faults.note(rule_of(refusal), None, None, &filled);
}

/// What fills the placeholders of the rule: `kind`, `reason`, `limit` and `also`, those it has no use for empty.
fn fillings(refusal: &Refusal, bytes: &[u8]) -> [(&'static str, String); 4] {
    let (mut kind, mut reason, mut limit, mut also) = (String::new(), String::new(), String::new(), "");
    match refusal {
        Refusal::NotASpreadsheet(what) => (kind, also) = kind_of(*what, bytes),
        Refusal::TooBig { what, found, cap } => (reason, limit) = what.size(*found, *cap),
        Refusal::Damaged => reason = "文件不完整或已损坏".to_owned(),
        Refusal::TimedOut { seconds } => {
            reason = format!("读了 {seconds} 秒还没有读完，已停止；填好的工作簿不到 1 秒就能读完");
        }
        Refusal::ReaderDied => reason = "读取时出错并已停止，文件可能已损坏，或内容异常庞大".to_owned(),
        Refusal::PasswordProtected | Refusal::Macros | Refusal::ReaderUnavailable => {}
    }
    [("kind", kind), ("reason", reason), ("limit", limit), ("also", also.to_owned())]
}

/// What a file is instead of a workbook, and what its sender may have meant by it.
fn kind_of(kind: Kind, bytes: &[u8]) -> (String, &'static str) {
    let picture = |name: &str| (format!("一张{name}（照片或截图）"), STAMP);
    let plain = |name: &str| (name.to_owned(), "");
    match kind {
        Kind::Image if bytes.starts_with(b"\xFF\xD8\xFF") => picture(" JPG 图片"),
        Kind::Image if bytes.starts_with(b"\x89PNG") => picture(" PNG 图片"),
        Kind::Image | Kind::Unknown if is_heic(bytes) => picture("手机 HEIC 照片"),
        Kind::Image => picture("图片"),
        Kind::Pdf => (" PDF 文件".to_owned(), STAMP),
        Kind::Ofd => (" OFD 版式文件".to_owned(), STAMP),
        Kind::Word => plain(" Word（或 WPS 文字）文档"),
        Kind::Slides => plain("演示文稿"),
        Kind::Archive => ("压缩包".to_owned(), UNPACK),
        Kind::Empty => plain("一个空文件"),
        Kind::Html => plain("网页（HTML）"),
        Kind::Xml => plain(" XML"),
        Kind::CsvUtf8 => plain(" CSV 文本"),
        Kind::CsvGbk => plain(" GBK 编码的 CSV 文本"),
        Kind::Text => plain("纯文本"),
        Kind::Scrambled | Kind::Unknown => plain("系统认不出的文件"),
    }
}
