//! The tables of a summary as a workbook, a sheet each, with their sources. Text from people stays text.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use crate::reports::model::{Cell, Content, Section, Table};
use crate::spreadsheets::{properties, text};

/// Most characters of a sheet's name.
const NAME: usize = 31;
/// How the head of a column of fractions ends.
const FRACTION: &str = "分子 / 分母";

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
    let columns = columns(table);
    for (col, column) in (0..).zip(&columns) {
        text(sheet, 4, col, &column.head, &head.clone().set_text_wrap())?;
        sheet.set_column_width(col, column.width(table))?;
    }
    for (row, cells) in (5..).zip(&table.rows) {
        for (col, column) in (0..).zip(&columns) {
            match column.value(cells) {
                Value::Number(number, shown) => sheet
                    .write_number_with_format(row, col, number, &plain.clone().set_num_format(digits(shown)))
                    .map(|_| ())?,
                Value::Text(shown) => text(sheet, row, col, shown, &plain)?,
            }
        }
    }
    sheet.set_freeze_panes(5, 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(4, 4)?;
    Ok(())
}

/// A column of a sheet.
struct Column {
    head: String,
    /// Its place in the table.
    at: usize,
    part: Part,
}

/// What of the table's cells stands in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Numerator,
    Denominator,
}

/// What stands in a cell.
enum Value<'a> {
    /// A number, as a reader sees it.
    Number(f64, &'a str),
    Text(&'a str),
}

/// The columns: one of fractions becomes two, so that both can be reckoned with.
fn columns(table: &Table) -> Vec<Column> {
    let of = |(at, head): (usize, &String)| match head.strip_suffix(FRACTION) {
        Some(before) if table.rows.iter().any(|row| row.get(at).is_some_and(|cell| cell.counts.is_some())) => {
            let named = |what: &str, part| Column { head: format!("{before}{what}"), at, part };
            vec![named("分子", Part::Numerator), named("分母", Part::Denominator)]
        }
        _ => vec![Column { head: head.clone(), at, part: Part::Whole }],
    };
    table.heads.iter().enumerate().flat_map(of).collect()
}

impl Column {
    fn value<'a>(&self, row: &'a [Cell]) -> Value<'a> {
        let Some(cell) = row.get(self.at) else { return Value::Text("") };
        match (self.part, cell.counts) {
            (Part::Numerator, Some((above, _))) => Value::Number(above as f64, ""),
            (Part::Denominator, Some((_, below))) => Value::Number(below as f64, ""),
            _ => cell.number.map_or(Value::Text(&cell.shown), |number| Value::Number(number, &cell.shown)),
        }
    }

    fn width(&self, table: &Table) -> f64 {
        let long = |row: &Vec<Cell>| row.get(self.at).map_or(0, |cell| cell.shown.chars().count());
        let longest = table.rows.iter().map(long).max().unwrap_or_default();
        // A fraction is shown in two columns.
        let longest = if self.part == Part::Whole { longest } else { longest / 2 };
        (longest.max(self.head.chars().count()) as f64 * 1.9 + 2.0).clamp(9.0, 60.0)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_is_two_numbers_and_what_is_none_stays_a_word() {
        let mut table = Table::new("演示", &["级别", "止：分子 / 分母", "判断"]);
        for counts in [Some((7, 12_000)), None] {
            let fraction =
                counts.map_or_else(|| Cell::text("—"), |counts| Cell::fraction("7 / 12 000".to_owned(), counts));
            table.rows.push(vec![Cell::text("三级"), fraction, Cell::text("向好")]);
        }
        let columns = columns(&table);
        let heads: Vec<&str> = columns.iter().map(|column| column.head.as_str()).collect();
        assert_eq!(heads, ["级别", "止：分子", "止：分母", "判断"]);
        let read = |row: &[Cell]| -> Vec<String> {
            let shown = |column: &Column| match column.value(row) {
                Value::Number(number, _) => format!("#{number}"),
                Value::Text(shown) => shown.to_owned(),
            };
            columns.iter().map(shown).collect()
        };
        assert_eq!(read(&table.rows[0]), ["三级", "#7", "#12000", "向好"]);
        assert_eq!(read(&table.rows[1]), ["三级", "—", "—", "向好"]);
        // One frozen before fractions were kept as two numbers stays as it was.
        let old = Table { rows: vec![vec![Cell::text("三级"), Cell::text("7 / 12"), Cell::text("向好")]], ..table };
        assert_eq!(super::columns(&old).len(), 3);
    }
}
