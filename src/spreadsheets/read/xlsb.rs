//! xlsb, read by ourselves: calamine leaves out the short cell records some writers use – the cells
//! would be missing and nobody would know – and formulas that came to an error.
//! Format: \[MS-XLSB\].

use super::number_format::NumberFormat;
use super::value::{self, holding};
use super::xlsb_parts::{self, Records, Styles, text_at};
use crate::spreadsheets::address::{COLUMNS, ROWS};
use crate::spreadsheets::formula::Formula;
use crate::spreadsheets::intake::{HiddenRows, Intake};
use crate::spreadsheets::model::{MergedRange, Raw};
use crate::spreadsheets::ole::u32_at;
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::Refusal;

const ROW: u16 = 0x00;
const MERGE_CELL: u16 = 0xB0;
const RICH_TEXT: u16 = 0x3E;
/// Cells 1 to 11 name their column; 12 to 18 are 1 to 7 again, one column on from the last.
const LONG_CELLS: std::ops::RangeInclusive<u16> = 1..=11;
const SHORT_CELLS: std::ops::RangeInclusive<u16> = 12..=18;
const SHORT_FROM_LONG: u16 = 11;

/// Reads every worksheet, in the order of the tabs.
pub(super) fn read(package: &mut Package, part_bytes: u64, intake: &mut Intake) -> Result<(), Refusal> {
    let book = xlsb_parts::book(package, part_bytes)?;
    let strings = xlsb_parts::shared_strings(package, part_bytes)?;
    let styles = xlsb_parts::styles(package, part_bytes)?;
    for tab in book.tabs {
        intake.sheet(&tab.name, tab.visibility)?;
        let part = crate::spreadsheets::package::part(package, &tab.part, part_bytes)?;
        let mut sheet = Sheet {
            strings: &strings,
            styles: &styles,
            since_1904: book.since_1904,
            hidden: HiddenRows::default(),
            merged: Vec::new(),
            row: 0,
            next_col: 0,
        };
        for (kind, data) in Records::of(&part.ok_or(Refusal::Damaged)?) {
            sheet.record(kind, data, intake)?.ok_or(Refusal::Damaged)?;
        }
        intake.end_of_sheet(sheet.hidden.into_runs(), sheet.merged)?;
    }
    Ok(())
}

struct Sheet<'b> {
    strings: &'b [String],
    styles: &'b Styles,
    since_1904: bool,
    hidden: HiddenRows,
    merged: Vec<MergedRange>,
    row: u32,
    /// The column after the last cell, where a short cell stands.
    next_col: u32,
}

impl Sheet<'_> {
    /// Takes one record; none where it is cut short.
    fn record(&mut self, kind: u16, data: &[u8], intake: &mut Intake) -> Result<Option<()>, Refusal> {
        if LONG_CELLS.contains(&kind) || kind == RICH_TEXT {
            let Some((col, rest)) = u32_at(data, 0).zip(data.get(4..)) else {
                return Ok(None);
            };
            return self.cell(kind, col, rest, intake);
        }
        if SHORT_CELLS.contains(&kind) {
            return self.cell(kind - SHORT_FROM_LONG, self.next_col, data, intake);
        }
        Ok(match kind {
            ROW => self.row(data),
            MERGE_CELL => self.merged(data),
            _ => Some(()),
        })
    }

    fn row(&mut self, data: &[u8]) -> Option<()> {
        const NO_HEIGHT: u8 = 0x10;
        self.row = u32_at(data, 0).filter(|row| *row < ROWS)?;
        self.next_col = 0;
        if data.get(11)? & NO_HEIGHT != 0 {
            self.hidden.add(self.row..=self.row);
        }
        Some(())
    }

    fn merged(&mut self, data: &[u8]) -> Option<()> {
        let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| u32_at(data, at));
        self.merged.push(MergedRange { first: (top?, left?), last: (bottom?, right?) });
        Some(())
    }

    /// A cell: three bytes of format, one of flags, the value.
    fn cell(&mut self, kind: u16, col: u32, data: &[u8], intake: &mut Intake) -> Result<Option<()>, Refusal> {
        if col >= COLUMNS {
            return Ok(None);
        }
        self.next_col = col + 1;
        let Some((style, content)) = u32_at(data, 0).zip(data.get(4..)) else {
            return Ok(None);
        };
        let format = self.styles.format(style & 0x00FF_FFFF);
        // A formula there is a program of its own kind, not a text.
        let formula = matches!(kind, 8..=11).then(Formula::default);
        let Some(value) = self.value(kind, content, format) else {
            return Ok(None);
        };
        let percent = format == NumberFormat::Percent;
        if let Some(cell) = holding((self.row, col), value, formula, percent) {
            intake.cell(cell)?;
        }
        Ok(Some(()))
    }

    /// The value of a cell, inner none for a blank one; outer none where the record is cut short.
    fn value(&self, kind: u16, content: &[u8], format: NumberFormat) -> Option<Option<Raw>> {
        let number = |number| value::number(number, format, self.since_1904);
        Some(Some(match kind {
            2 => number(packed_number(u32_at(content, 0)?)),
            3 | 11 => Raw::Error(error(*content.first()?).to_owned()),
            4 | 10 => Raw::Bool(*content.first()? != 0),
            5 | 9 => number(f64::from_le_bytes(*content.first_chunk()?)),
            6 | 8 => Raw::Text(text_at(content, 0)?.0),
            7 => {
                let index = usize::try_from(u32_at(content, 0)?).ok()?;
                Raw::Text(self.strings.get(index)?.clone())
            }
            // Formatted text has one byte of flags before it.
            RICH_TEXT => Raw::Text(text_at(content, 1)?.0),
            _ => return Some(None),
        }))
    }
}

/// A number in 30 bits: the upper half of a double or a whole number, either divided by a hundred.
fn packed_number(packed: u32) -> f64 {
    const HUNDREDTHS: u32 = 1;
    const WHOLE: u32 = 2;
    let number = if packed & WHOLE != 0 {
        f64::from(packed.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & HUNDREDTHS != 0 { number / 100.0 } else { number }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_unfold() {
        assert_eq!(packed_number(0x3FF0_0000), 1.0);
        assert_eq!(packed_number(0x3FF0_0001), 0.01);
        assert_eq!(packed_number((12 << 2) | 2), 12.0);
        assert_eq!(packed_number((1_250 << 2) | 3), 12.5);
        assert_eq!(packed_number((-3_i32 << 2).cast_unsigned() | 2), -3.0);
    }
}
