//! Files of which nothing can be read: which of the catalogue's rules says so, and what the sender is to do. Pure.

use crate::catalogue::model::Severity;
use crate::files::is_heic;
use crate::returns::model::Problem;
use crate::spreadsheets::{Kind, Refusal};

/// The rule a file breaks that no table could be read from; its words are the refusal's own, which know more.
#[must_use]
pub fn rule_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotASpreadsheet(Kind::Html | Kind::Xml) => "web-page-file",
        Refusal::NotASpreadsheet(Kind::CsvUtf8 | Kind::CsvGbk | Kind::Text) => "plain-text-file",
        Refusal::NotASpreadsheet(Kind::Scrambled) => "scrambled-file",
        Refusal::NotASpreadsheet(_) => "not-a-spreadsheet",
        Refusal::PasswordProtected => "password-protected",
        Refusal::Macros => "macros-inside",
        Refusal::TooBig { .. } => "file-too-large",
        Refusal::Damaged | Refusal::TimedOut { .. } | Refusal::ReaderDied | Refusal::ReaderUnavailable => {
            "unreadable-file"
        }
    }
}

/// The problem of a file of which nothing can be read.
#[must_use]
pub fn unreadable(refusal: &Refusal, bytes: &[u8]) -> Problem {
    let (message, remedy) = words(refusal, bytes);
    Problem {
        severity: Severity::Block,
        rule: rule_of(refusal).to_owned(),
        sheet: None,
        cell: None,
        element: None,
        found: None,
        message,
        remedy,
    }
}

const WORKBOOK: &str = "请打开原来填的工作簿（.xlsx、.xls 或 .ods），上传它本身；手边没有，就在“季度报表”下载本季工作簿来填，或点“在网上填”直接把数字填进去。";
const STAMP: &str = "盖章页不在这里传：工作簿入库后，在那一轮的回执页传到“签章件”。";

/// What is wrong with a file of which nothing can be read, and what to do: pictures and documents sent in place of the
/// workbook are named for what they are, the rest is said in the refusal's own words.
#[must_use]
pub fn words(refusal: &Refusal, bytes: &[u8]) -> (String, String) {
    let Refusal::NotASpreadsheet(kind) = refusal else { return (refusal.message(), refusal.remedy()) };
    let picture = |name: &str| {
        (format!("这是一张{name}（照片或截图），不是工作簿，系统读不出里面的数字。"), format!("{WORKBOOK}{STAMP}"))
    };
    match kind {
        Kind::Image if bytes.starts_with(b"\xFF\xD8\xFF") => picture(" JPG 图片"),
        Kind::Image if bytes.starts_with(b"\x89PNG") => picture(" PNG 图片"),
        Kind::Image | Kind::Unknown if is_heic(bytes) => picture("手机 HEIC 照片"),
        Kind::Image => picture("图片"),
        Kind::Pdf => ("这是 PDF 文件，不是工作簿，系统读不出里面的数字。".to_owned(), format!("{WORKBOOK}{STAMP}")),
        Kind::Ofd => ("这是 OFD 版式文件，不是工作簿，系统读不出里面的数字。".to_owned(), format!("{WORKBOOK}{STAMP}")),
        Kind::Word => {
            ("这是 Word（或 WPS 文字）文档，不是工作簿，系统不从里面取数字。".to_owned(), WORKBOOK.to_owned())
        }
        Kind::Slides => ("这是演示文稿，不是工作簿，系统不从里面取数字。".to_owned(), WORKBOOK.to_owned()),
        Kind::Empty | Kind::Unknown => (refusal.message(), WORKBOOK.to_owned()),
        _ => (refusal.message(), refusal.remedy()),
    }
}
