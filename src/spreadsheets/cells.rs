//! Text from people on its way out: into cells and CSV fields where it must stay text.

use std::borrow::Cow;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Worksheet, XlsxError};

/// Characters Excel takes in one cell.
const LONGEST: usize = 32_767;

/// Writes text that came from people as text, whatever it begins with, cut where Excel would refuse it.
///
/// A string cell is never computed, but a person who edits and leaves it would turn `=1+1` into a
/// formula: such text carries the quote mark Excel itself uses.
///
/// # Errors
/// What the writer says: the address is outside the sheet.
pub fn text(sheet: &mut Worksheet, row: u32, col: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let cut: String;
    let text = if text.len() > LONGEST {
        cut = text.chars().take(LONGEST).collect();
        &cut
    } else {
        text
    };
    if is_formula_like(text) {
        let quoted = format.clone().set_quote_prefix();
        sheet.write_string_with_format(row, col, text, &quoted)?;
    } else {
        sheet.write_string_with_format(row, col, text, format)?;
    }
    Ok(())
}

/// Text that came from people as a CSV field: what a spreadsheet would compute gets a leading `'`.
/// Commas and quotes are the CSV writer's affair.
pub fn csv_safe(text: &str) -> Cow<'_, str> {
    if is_formula_like(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet could take the text for a formula, full-width signs included; a plain
/// number such as `-5` is none.
pub fn is_formula_like(text: &str) -> bool {
    const LEADING: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let starts = text.starts_with(LEADING) || text.trim_start().starts_with(LEADING);
    starts && !is_number(text)
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}

/// Document properties that are the same at every writing, so that equal content is equal bytes.
///
/// # Errors
/// None in practice: the fixed date is a valid one.
pub fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    // Any fixed day will do; a reader sees it in the file's details.
    let created = ExcelDateTime::from_ymd(2021, 1, 1)?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&created))
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_is_quoted() {
        for text in [
            "=1+1",
            "+A1",
            "-A1",
            "-1+cmd|' /C calc'!A0",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "＝1+1",
            "＋1",
            "－1",
            "＠A1",
            "-",
            "+inf",
        ] {
            assert_eq!(csv_safe(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "郑州", "-5", "+3.5", "1=1", "a@b", "２－１"] {
            assert_eq!(csv_safe(text), text);
        }
    }

    #[test]
    fn equal_content_is_equal_bytes() {
        let write = || {
            let mut book = Workbook::new();
            book.set_properties(&properties("演示").unwrap());
            let sheet = book.add_worksheet();
            text(sheet, 0, 0, "=1+1", &Format::new()).unwrap();
            text(sheet, 1, 0, &"长".repeat(40_000), &Format::new()).unwrap();
            book.save_to_buffer().unwrap()
        };
        assert_eq!(write(), write());
    }
}
