//! What is wrong, shown where it stands: the list 问题清单, and on each cell a fill, a note and the words beside it.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Format, Note, ProtectionOptions, Url, Worksheet, XlsxError};

use crate::returns::form;
use crate::returns::template::look::{Look, height};
use crate::spreadsheets::text;

/// A problem with its place in our form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// 0-based row and column of the data sheet; none for the whole workbook.
    pub at: Option<(u32, u16)>,
    /// Whether it must be mended, as opposed to explained.
    pub blocks: bool,
    /// The element's code, to know an answer by; none where it is of no single one.
    pub element: Option<String>,
    /// The hospital's code and name, in a table of many; empty where they are not known.
    pub hospital: Option<(String, String)>,
    /// The address as the reader sees it.
    pub cell: String,
    /// What stood there.
    pub found: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub remedy: String,
}

/// 0-based header row of the list.
const HEADER: u32 = 3;

/// Widths of the list's columns.
const WIDTHS: [f64; 10] = [5.0, 10.0, 10.0, 16.0, 52.0, 52.0, 40.0, 22.0, 16.0, 30.0];

/// Column of the answer, and of the codes that it is known by.
const ANSWER: u16 = 6;
const CODE: u16 = 7;
const HOSPITAL: u16 = 8;
const NAME: u16 = 9;

/// Writes the list as the first sheet; its links lead into the sheet `to`.
pub(super) fn list(
    sheet: &mut Worksheet,
    (title, to): (&str, &str),
    marks: &[Mark],
    look: &Look,
) -> Result<(), XlsxError> {
    sheet.set_name(form::PROBLEM_SHEET)?.set_active(true);
    let many = marks.iter().any(|mark| mark.hospital.is_some());
    let last_col = if many { NAME } else { CODE };
    for (col, width) in (0..=last_col).zip(WIDTHS) {
        sheet.set_column_width(col, width)?;
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    let blocks = marks.iter().filter(|mark| mark.blocks).count();
    let asks = marks.len() - blocks;
    text(sheet, 0, 0, &format!("问题清单：{blocks} 处必须改，{asks} 处请说明"), &look.title)?;
    sheet.set_row_height(0, 26)?;
    text(sheet, 1, 0, title, &look.fact)?;
    let hint = format!(
        "点“单元格”跳到那一格。必须改的改“{to}”里的格子；请说明的把原因写在这里的“说明”，或写在“{to}”同一行。改完存盘，直接上传这本。"
    );
    sheet.merge_range(2, 0, 2, ANSWER, &hint, &look.hint)?;
    sheet.set_row_height(2, 28)?;
    let heads = [
        "序",
        "处理",
        form::PLACE,
        "填的是什么",
        "为什么",
        "怎么改",
        form::EXPLANATION,
        form::CODE,
        form::HOSPITAL,
        form::HOSPITAL_NAME,
    ];
    for (col, head) in (0..=last_col).zip(heads) {
        text(sheet, HEADER, col, head, &look.head)?;
    }
    for (row, (mark, number)) in (HEADER + 1..).zip(marks.iter().zip(1_u32..)) {
        line(sheet, row, number, (mark, to), look)?;
        if many {
            let (code, name) = mark.hospital.as_ref().map_or(("", ""), |(code, name)| (code.as_str(), name.as_str()));
            text(sheet, row, HOSPITAL, code, &look.code)?;
            text(sheet, row, NAME, name, &look.text)?;
        }
    }
    sheet.set_freeze_panes(HEADER + 1, 3)?.set_repeat_rows(HEADER, HEADER)?;
    let last = HEADER + u32::try_from(marks.len()).unwrap_or(0);
    sheet.autofilter(HEADER, 0, last, last_col)?;
    sheet.protect_with_options(&protection());
    Ok(())
}

fn line(sheet: &mut Worksheet, row: u32, number: u32, (mark, to): (&Mark, &str), look: &Look) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, 0, number, &look.middle)?;
    let kind = if mark.blocks { "必须改" } else { "请说明" };
    text(sheet, row, 1, kind, &dressed(&look.middle, mark.blocks))?;
    if mark.at.is_some() {
        let place = Url::new(format!("internal:'{}'!{}", to, mark.cell)).set_text(&mark.cell);
        sheet.write_url_with_format(row, 2, place, &look.link)?;
    } else {
        text(sheet, row, 2, &mark.cell, &look.middle)?;
    }
    for (col, words) in [(3, &mark.found), (4, &mark.message), (5, &mark.remedy)] {
        text(sheet, row, col, words, &look.text)?;
    }
    text(sheet, row, ANSWER, "", &look.input_text)?;
    text(sheet, row, CODE, mark.element.as_deref().unwrap_or_default(), &look.code)?;
    let wrapped = [(mark.found.as_str(), WIDTHS[3]), (&mark.message, WIDTHS[4]), (&mark.remedy, WIDTHS[5])];
    sheet.set_row_height(row, height(&wrapped))?;
    Ok(())
}

/// A locked sheet in which rows may still be filtered and sized.
pub(super) fn protection() -> ProtectionOptions {
    ProtectionOptions {
        format_columns: true,
        format_rows: true,
        format_cells: true,
        use_autofilter: true,
        ..Default::default()
    }
}

/// The format with the fill of a mark.
pub(super) fn dressed(format: &Format, blocks: bool) -> Format {
    format.clone().set_background_color(if blocks { Look::BAD } else { Look::ASK })
}

/// The marks of each cell.
pub(super) type ByCell<'a> = BTreeMap<(u32, u16), Vec<&'a Mark>>;

/// Sorts marks by their cells.
pub(super) fn by_cell(marks: &[Mark]) -> ByCell<'_> {
    let mut found = ByCell::new();
    for mark in marks {
        if let Some(at) = mark.at {
            found.entry(at).or_default().push(mark);
        }
    }
    found
}

/// Width of the column 错误信息, in letters.
pub(super) const FAULTS_WIDTH: f64 = 60.0;

/// Where the column 错误信息 stands.
pub(super) struct Place {
    /// 0-based row of its head.
    pub header: u32,
    /// Its 0-based column, the last.
    pub faults: u16,
    /// 0-based row at which the lines end.
    pub last: u32,
}

/// What stands under 错误信息 of a row: a line for each mark.
pub(super) fn told(marks: &ByCell<'_>, row: u32) -> String {
    let kind = |blocks: bool| if blocks { "必须改" } else { "请说明" };
    let of_row = marks.range((row, 0)..=(row, u16::MAX)).flat_map(|(_, marks)| marks);
    let lines: Vec<String> =
        of_row.map(|mark| format!("{} {}：{}", mark.cell, kind(mark.blocks), mark.message)).collect();
    lines.join("\n")
}

/// Puts a note on each marked cell and the words of its row into the column 错误信息, which filters.
pub(super) fn beside(sheet: &mut Worksheet, marks: &ByCell<'_>, place: &Place, look: &Look) -> Result<(), XlsxError> {
    sheet.set_column_width(place.faults, FAULTS_WIDTH)?;
    text(sheet, place.header, place.faults, form::FAULTS, &look.head)?;
    let mut rows = BTreeSet::new();
    for ((row, col), marks) in marks {
        let words: Vec<String> = marks.iter().map(|mark| format!("{}　{}", mark.message, mark.remedy)).collect();
        let note = Note::new(words.join("\n")).add_author_prefix(false).set_width(320).set_height(110);
        sheet.insert_note(*row, *col, &note)?;
        rows.insert(*row);
    }
    for row in rows {
        text(sheet, row, place.faults, &told(marks, row), &look.text)?;
    }
    sheet.autofilter(place.header, 0, place.last, place.faults)?;
    Ok(())
}
