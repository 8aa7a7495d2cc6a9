//! The roster as a workbook: the export, and what the demo fills in.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Column, SHEET};
use crate::spreadsheets;

/// One hospital as the roster writes it; every field is the text of its cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// 编码
    pub code: String,
    /// 名称
    pub name: String,
    /// 级别
    pub level: String,
    /// 等次
    pub grade: String,
    /// 类别
    pub category: String,
    /// 举办性质
    pub ownership: String,
    /// 行政区划代码
    pub region: String,
    /// 隶属
    pub affiliation: String,
    /// 床位
    pub beds: String,
    /// 开展服务, ；-separated
    pub services: String,
    /// 开业日期, `2024-03-31`
    pub opened: String,
    /// 停业日期
    pub closed: String,
    /// 登记号
    pub registration_no: String,
    /// 信用代码
    pub credit_code: String,
    /// 审核机构: code; empty for the usual one
    pub reviewed_by: String,
    /// 督导机构: code; empty for the usual one
    pub supervised_by: String,
    /// 统计地市: code; empty for the usual one
    pub statistical_city: String,
}

impl Line {
    fn text(&self, column: Column) -> &str {
        match column {
            Column::Code => &self.code,
            Column::Name => &self.name,
            Column::Level => &self.level,
            Column::Grade => &self.grade,
            Column::Category => &self.category,
            Column::Ownership => &self.ownership,
            Column::Region => &self.region,
            Column::Affiliation => &self.affiliation,
            Column::Beds => &self.beds,
            Column::Services => &self.services,
            Column::Opened => &self.opened,
            Column::Closed => &self.closed,
            Column::RegistrationNo => &self.registration_no,
            Column::CreditCode => &self.credit_code,
            Column::ReviewedBy => &self.reviewed_by,
            Column::SupervisedBy => &self.supervised_by,
            Column::StatisticalCity => &self.statistical_city,
        }
    }
}

/// Writes the workbook; the same lines give the same bytes.
///
/// # Errors
/// When there are more lines than a sheet has rows.
pub fn write(lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&spreadsheets::properties(SHEET)?);
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    header(sheet)?;
    // Everything is text, so that long numbers and codes keep their digits when somebody edits and saves.
    let text = Format::new().set_num_format("@");
    for (index, line) in lines.iter().enumerate() {
        let row = u32::try_from(index + 1).map_err(|_| XlsxError::RowColumnLimitError)?;
        for (column, col) in Column::all().zip(0_u16..) {
            match (column, line.text(column)) {
                (_, "") => {}
                (Column::Beds, beds) if beds.parse::<u32>().is_ok() => {
                    sheet.write_number(row, col, f64::from(beds.parse::<u32>().unwrap_or_default()))?;
                }
                (_, value) => spreadsheets::text(sheet, row, col, value, &text)?,
            }
        }
    }
    book.save_to_buffer()
}

fn header(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let look = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F0_F3F6))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    for (column, col) in Column::all().zip(0_u16..) {
        sheet.write_string_with_format(0, col, column.header(), &look)?;
        let width = match column {
            Column::Name | Column::Services => 32,
            Column::RegistrationNo | Column::CreditCode => 24,
            _ => 13,
        };
        sheet.set_column_width(col, width)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}
