//! What a page shows as a file: one table for both spreadsheet and CSV. Text from people stays text.

use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::spreadsheets::{csv_safe, properties, text};

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Words.
    Text(String),
    /// A count.
    Count(i64),
    /// A figure, with the decimals it is shown with; the file holds all of them.
    Number(f64, u8),
    /// Unknown, or nothing to say.
    Empty,
}

impl Field {
    /// A figure that may be missing.
    #[must_use]
    pub fn of(value: Option<f64>, decimals: u8) -> Self {
        value.map_or(Self::Empty, |value| Self::Number(value, decimals))
    }
}

/// A named table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the sheet.
    pub name: String,
    /// Above the head: what it is, of when, where from.
    pub notes: Vec<String>,
    /// Heads of the columns.
    pub heads: Vec<&'static str>,
    /// As many fields a row as heads.
    pub rows: Vec<Vec<Field>>,
}

/// A workbook of tables, a sheet each; the same tables give the same bytes.
///
/// # Errors
/// Of the writer.
pub fn xlsx(title: &str, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(title)?);
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        write(sheet, table)?;
    }
    book.save_to_buffer()
}

fn write(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let (plain, bold) = (Format::new(), Format::new().set_bold().set_border_bottom(FormatBorder::Thin));
    let count = Format::new().set_num_format("#,##0");
    let mut row = 0;
    for note in &table.notes {
        text(sheet, row, 0, note, &plain)?;
        row += 1;
    }
    for (at, head) in (0_u16..).zip(&table.heads) {
        sheet.write_string_with_format(row, at, *head, &bold)?;
        sheet.set_column_width(at, if at == 0 { 24.0 } else { 14.0 })?;
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_freeze_panes(row + 1, 0)?;
    for fields in &table.rows {
        row += 1;
        for (at, field) in (0_u16..).zip(fields) {
            match field {
                Field::Text(words) => text(sheet, row, at, words, &plain)?,
                Field::Count(number) => {
                    sheet.write_number_with_format(row, at, *number as f64, &count)?;
                }
                Field::Number(number, decimals) => {
                    sheet.write_number_with_format(row, at, *number, &decimal(*decimals))?;
                }
                Field::Empty => {}
            }
        }
    }
    Ok(())
}

fn decimal(decimals: u8) -> Format {
    let zeros = "0".repeat(usize::from(decimals));
    Format::new().set_num_format(if decimals == 0 { "0".to_owned() } else { format!("0.{zeros}") })
}

/// A table as CSV; the notes are left to the spreadsheet.
///
/// # Errors
/// Of the writer.
pub fn csv(table: &Table) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&table.heads)?;
    for fields in &table.rows {
        writer.write_record(fields.iter().map(csv_field))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn csv_field(field: &Field) -> String {
    match field {
        Field::Text(text) => csv_safe(text).into_owned(),
        Field::Count(number) => number.to_string(),
        Field::Number(number, _) => number.to_string(),
        Field::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_people_stays_text_and_figures_keep_their_digits() {
        let table = Table {
            name: "医院".to_owned(),
            notes: vec!["说明".to_owned()],
            heads: vec!["名称", "分子", "值", "下限"],
            rows: vec![vec![
                Field::Text("=1+1".to_owned()),
                Field::Count(910),
                Field::Number(910.0 / 1100.0 * 100.0, 1),
                Field::Empty,
            ]],
        };
        assert_eq!(csv(&table).unwrap(), "名称,分子,值,下限\n'=1+1,910,82.72727272727273,\n");
        assert_eq!(xlsx("演示", std::slice::from_ref(&table)).unwrap(), xlsx("演示", &[table]).unwrap());
    }
}
