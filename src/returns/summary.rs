//! 上传结果: what became of every return that was sent together, and every problem, in one workbook.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::catalogue::model::Severity;
use crate::returns::model::{Counts, Problem};
use crate::returns::template::{Look, height};
use crate::spreadsheets::{properties, text};

/// One return of what was sent together.
#[derive(Clone, Debug)]
pub struct SummaryLine {
    /// The hospital's code, once known.
    pub code: String,
    /// Its name, once known.
    pub name: String,
    /// The file, and which part of it.
    pub source: String,
    /// What became of it.
    pub outcome: &'static str,
    /// 受理编号, when stored.
    pub receipt: String,
    /// The sum.
    pub counts: Counts,
    /// Its problems.
    pub problems: Vec<Problem>,
}

impl SummaryLine {
    fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

/// Name of the sheet with one return a row.
pub const RESULT_SHEET: &str = "上传结果";
/// Name of the sheet with one problem a row.
pub const PROBLEM_SHEET: &str = "全部问题";

/// Writes it. The same lines give the same bytes.
///
/// # Errors
/// Of the writer; more than a million problems.
pub fn write(title: &str, lines: &[SummaryLine]) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(title)?);
    results(book.add_worksheet(), title, lines, &look)?;
    problems(book.add_worksheet(), lines, &look)?;
    book.save_to_buffer()
}

fn heads(sheet: &mut Worksheet, row: u32, heads: &[(&str, f64)], look: &Look) -> Result<(), XlsxError> {
    for (col, (head, width)) in (0..).zip(heads) {
        sheet.set_column_width(col, *width)?;
        text(sheet, row, col, head, &look.head)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn results(sheet: &mut Worksheet, title: &str, lines: &[SummaryLine], look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(RESULT_SHEET)?;
    text(sheet, 0, 0, title, &look.title)?;
    sheet.set_row_height(0, 26)?;
    let columns = [
        ("医院编码", 16.0),
        ("医院", 34.0),
        ("来源", 30.0),
        ("结果", 12.0),
        ("受理编号", 22.0),
        ("应填", 9.0),
        ("入库", 9.0),
        ("未变", 9.0),
        ("未收", 9.0),
        ("缺报", 9.0),
        ("必须改", 9.0),
        ("请说明", 9.0),
    ];
    heads(sheet, 1, &columns, look)?;
    for (row, line) in (2..).zip(lines) {
        let words = [&line.code, &line.name, &line.source, line.outcome, &line.receipt];
        for (col, words) in (0..).zip(words) {
            text(sheet, row, col, words, &look.text)?;
        }
        let counts = line.counts;
        let numbers = [counts.expected, counts.stored, counts.unchanged, counts.refused, counts.missing];
        let found = [Severity::Block, Severity::Explain].map(|severity| line.count(severity));
        let found = found.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        for (col, number) in (5..).zip(numbers.into_iter().chain(found)) {
            #[expect(clippy::cast_precision_loss, reason = "counts of cells")]
            sheet.write_number_with_format(row, col, number as f64, &look.preview)?;
        }
        sheet.set_row_height(row, height(&[(line.name.as_str(), 34.0), (line.source.as_str(), 30.0)]))?;
    }
    let last = 1 + u32::try_from(lines.len()).unwrap_or(0);
    sheet.autofilter(1, 0, last, 11)?;
    Ok(())
}

fn problems(sheet: &mut Worksheet, lines: &[SummaryLine], look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(PROBLEM_SHEET)?;
    let columns = [
        ("医院编码", 16.0),
        ("医院", 34.0),
        ("处理", 10.0),
        ("工作表", 12.0),
        ("单元格", 10.0),
        ("填的是什么", 16.0),
        ("为什么", 52.0),
        ("怎么改", 52.0),
    ];
    heads(sheet, 0, &columns, look)?;
    let mut row = 1;
    for line in lines {
        for problem in &line.problems {
            let kind = if problem.severity == Severity::Block { "必须改" } else { "请说明" };
            let of = |part: &Option<String>| part.clone().unwrap_or_default();
            let words = [
                line.code.clone(),
                line.name.clone(),
                kind.to_owned(),
                of(&problem.sheet),
                problem.cell.clone().unwrap_or_else(|| "整本".to_owned()),
                of(&problem.found),
                problem.message.clone(),
                problem.remedy.clone(),
            ];
            for (col, words) in (0..).zip(&words) {
                text(sheet, row, col, words, &look.text)?;
            }
            sheet.set_row_height(row, height(&[(words[6].as_str(), 52.0), (words[7].as_str(), 52.0)]))?;
            row += 1;
        }
    }
    sheet.autofilter(0, 0, row.max(2) - 1, 7)?;
    Ok(())
}
