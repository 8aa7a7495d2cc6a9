//! The tables of a summary as a workbook, a sheet each, with their sources. Text from people stays text.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use crate::reports::model::{Content, Section, Table};
use crate::spreadsheets::{properties, text};

/// Most characters of a sheet's name.
const NAME: usize = 31;

/// Writes it; the same content gives the same bytes. `state` says which edition it is.
///
/// # Errors
/// Of the writer.
pub fn write(content: &Content, state: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(&content.title)?);
    overview(&mut book, content, state)?;
    let mut names = BTreeSet::new();
    for section in &content.sections {
        for table in &section.tables {
            sheet(&mut book, (content, section, table), state, &mut names)?;
        }
    }
    book.save_to_buffer()
}

/// What the figures say, and where they come from.
fn overview(book: &mut Workbook, content: &Content, state: &str) -> Result<(), XlsxError> {
    let (plain, bold) = (Format::new().set_text_wrap(), Format::new().set_bold());
    let sheet = book.add_worksheet();
    sheet.set_name("说明")?;
    sheet.set_column_width(0, 24.0)?;
    sheet.set_column_width(1, 90.0)?;
    text(sheet, 0, 0, &content.title, &Format::new().set_bold().set_font_size(16))?;
    text(sheet, 1, 0, &told(content, state), &Format::new())?;
    let mut row = 3;
    for section in &content.sections {
        let all = section.sentences.iter().chain(Some(&section.words).filter(|words| !words.is_empty()));
        for sentence in all {
            text(sheet, row, 0, &section.title, &bold)?;
            text(sheet, row, 1, sentence, &plain)?;
            row += 1;
        }
        if !section.source.is_empty() {
            text(sheet, row, 0, "来源", &Format::new())?;
            text(sheet, row, 1, &section.source, &plain)?;
            row += 1;
        }
    }
    Ok(())
}

fn told(content: &Content, state: &str) -> String {
    format!("{state}；{} 至 {}，数字截至 {}，取自 {}", content.from, content.to, content.on, content.as_of)
}

fn sheet(
    book: &mut Workbook,
    (content, section, table): (&Content, &Section, &Table),
    state: &str,
    names: &mut BTreeSet<String>,
) -> Result<(), XlsxError> {
    let plain = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00F0_F3F6)).set_border(FormatBorder::Thin);
    let sheet = book.add_worksheet();
    sheet.set_name(name(&table.title, names))?;
    text(sheet, 0, 0, &table.title, &Format::new().set_bold().set_font_size(14))?;
    text(sheet, 1, 0, &told(content, state), &Format::new())?;
    text(sheet, 2, 0, &format!("来源：{}", section.source), &Format::new())?;
    text(sheet, 3, 0, &table.note, &Format::new())?;
    for (col, title) in (0..).zip(&table.heads) {
        text(sheet, 4, col, title, &head.clone().set_text_wrap())?;
        let longest =
            table.rows.iter().filter_map(|row| row.get(usize::from(col))).map(|cell| cell.shown.chars().count());
        let widest = longest.chain([title.chars().count()]).max().unwrap_or_default();
        sheet.set_column_width(col, (widest as f64 * 1.9 + 2.0).clamp(9.0, 60.0))?;
    }
    for (row, cells) in (5..).zip(&table.rows) {
        for (col, cell) in (0..).zip(cells) {
            match cell.number {
                Some(number) => sheet
                    .write_number_with_format(row, col, number, &plain.clone().set_num_format(digits(&cell.shown)))
                    .map(|_| ())?,
                None => text(sheet, row, col, &cell.shown, &plain)?,
            }
        }
    }
    sheet.set_freeze_panes(5, 1)?;
    Ok(())
}

/// As many decimals as a reader sees.
fn digits(shown: &str) -> String {
    match shown.split_once('.') {
        Some((_, after)) => format!("0.{}", "0".repeat(after.chars().filter(char::is_ascii_digit).count())),
        None => "0".to_owned(),
    }
}

/// The title as a name that a workbook takes, and that no other sheet has.
fn name(title: &str, names: &mut BTreeSet<String>) -> String {
    let plain: String = title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(NAME - 2).collect();
    let all = std::iter::once(plain.clone()).chain((2..).map(|at| format!("{plain}{at}")));
    let free = all.into_iter().find(|name| !names.contains(name)).unwrap_or(plain);
    names.insert(free.clone());
    free
}
