//! 整改台账 as a workbook: one finding a row.

use chrono::NaiveDate;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::spreadsheets::{properties, text};

/// A row of the ledger.
#[derive(Clone, Debug)]
pub struct Line {
    /// 督导编号 and number within it.
    pub number: String,
    /// Hospital.
    pub hospital: String,
    /// Its code.
    pub code: String,
    /// Its level, in words.
    pub level: String,
    /// Who made the visit.
    pub authority: String,
    /// System or target.
    pub system: String,
    /// What was found.
    pub finding: String,
    /// The clauses.
    pub clause: String,
    /// Who mends it: department, and by the last reply whose function.
    pub department: String,
    /// By function.
    pub person: String,
    /// The last day as it is now.
    pub due: NaiveDate,
    /// What the hospital did, by its last reply.
    pub measures: String,
    /// How it stands, overdue said.
    pub standing: String,
    /// Who found it mended.
    pub checker: String,
    /// When.
    pub mended_on: Option<NaiveDate>,
}

const COLUMNS: [(&str, f64); 15] = [
    ("编号", 24.0),
    ("医院", 30.0),
    ("编码", 16.0),
    ("级别", 10.0),
    ("督导机构", 26.0),
    ("制度", 20.0),
    ("问题", 50.0),
    ("条款", 18.0),
    ("责任科室", 16.0),
    ("责任人", 14.0),
    ("整改时限", 12.0),
    ("整改措施", 44.0),
    ("状态", 12.0),
    ("复核人", 14.0),
    ("复核日期", 12.0),
];

/// Writes the ledger; `said` says what it holds. The same lines give the same bytes.
///
/// # Errors
/// Of the writer; more than a million rows.
pub fn write(said: &str, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties("整改台账")?);
    let sheet = book.add_worksheet();
    sheet.set_name("整改台账")?;
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F0_F3F6))
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    text(sheet, 0, 0, "整改台账", &Format::new().set_bold().set_font_size(16))?;
    text(sheet, 1, 0, said, &Format::new())?;
    for (col, (name, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        text(sheet, 2, col, name, &head)?;
    }
    for (row, line) in (3..).zip(lines) {
        let (due, mended) = (line.due.to_string(), line.mended_on.map(|day| day.to_string()).unwrap_or_default());
        let cells = [
            &line.number,
            &line.hospital,
            &line.code,
            &line.level,
            &line.authority,
            &line.system,
            &line.finding,
            &line.clause,
            &line.department,
            &line.person,
            &due,
            &line.measures,
            &line.standing,
            &line.checker,
            &mended,
        ];
        for (col, cell) in (0..).zip(cells) {
            text(sheet, row, col, cell, &plain)?;
        }
    }
    sheet.set_freeze_panes(3, 2)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(2, 2)?;
    book.save_to_buffer()
}
