//! What calamine leaves out of an xls: hidden rows, percentages, formulas whose text another cell holds. Format: \[MS-XLS\].

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use super::number_format::NumberFormat;
use crate::spreadsheets::intake::HiddenRows;
use crate::spreadsheets::ole::{u16_at, u32_at};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const ROW: u16 = 0x0208;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MUL_RK: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;

/// What a sheet of an xls says beside its values.
#[derive(Debug, Default, PartialEq)]
pub(super) struct SheetFacts {
    pub(super) hidden_rows: Vec<RangeInclusive<u32>>,
    pub(super) percents: HashSet<(u32, u32)>,
    /// Cells that hold a formula, whether or not its text can be told.
    pub(super) formulas: HashSet<(u32, u32)>,
}

/// The facts of each sheet in the order of the tabs, from the `Workbook` stream.
pub(super) fn facts(stream: &[u8]) -> Option<Vec<SheetFacts>> {
    let mut sheets = Vec::new();
    let mut codes = HashMap::new();
    let mut formats = Vec::new();
    for (kind, data) in (Records { stream }) {
        match kind {
            EOF => break,
            BOUND_SHEET => sheets.push(usize::try_from(u32_at(data, 0)?).ok()?),
            FORMAT => {
                codes.insert(u16_at(data, 0)?, NumberFormat::of_code(&format_code(data)?));
            }
            XF => formats.push(u16_at(data, 2)?),
            _ => {}
        }
    }
    let shown = |number: &u16| match codes.get(number) {
        Some(shown) => *shown,
        None => NumberFormat::built_in(*number),
    };
    let percents: Vec<bool> = formats.iter().map(|number| shown(number) == NumberFormat::Percent).collect();
    sheets.into_iter().map(|start| sheet_facts(stream.get(start..)?, &percents)).collect()
}

fn sheet_facts(stream: &[u8], percents: &[bool]) -> Option<SheetFacts> {
    let mut hidden = HiddenRows::default();
    let mut facts = SheetFacts::default();
    // An embedded chart is a sheet within the sheet, with cells of its own.
    let mut depth = 0_u32;
    let is_percent = |xf: u16| percents.get(usize::from(xf)).copied().unwrap_or(false);
    for (kind, data) in (Records { stream }) {
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth > 1 => {}
            ROW => {
                const NO_HEIGHT: u16 = 0x20;
                const OWN_HEIGHT: u16 = 0x40;
                let row = u32::from(u16_at(data, 0)?);
                let flags = u16_at(data, 12)?;
                // Pulled to a height of nothing by hand: nobody sees it either.
                let flattened = flags & OWN_HEIGHT != 0 && u16_at(data, 6)? == 0;
                if flags & NO_HEIGHT != 0 || flattened {
                    hidden.add(row..=row);
                }
            }
            NUMBER | RK | FORMULA => {
                let at = (u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
                if is_percent(u16_at(data, 4)?) {
                    facts.percents.insert(at);
                }
                if kind == FORMULA {
                    facts.formulas.insert(at);
                }
            }
            MUL_RK => {
                let (row, first) = (u16_at(data, 0)?.into(), u32::from(u16_at(data, 2)?));
                let formats = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
                for (col, cell) in (first..).zip(formats) {
                    if is_percent(u16_at(cell, 0)?) {
                        facts.percents.insert((row, col));
                    }
                }
            }
            _ => {}
        }
    }
    facts.hidden_rows = hidden.into_runs();
    Some(facts)
}

/// The text of a FORMAT record: two bytes a character or one, as a flag says. In files older than
/// 1997 there is no flag; their codes are ASCII and begin one byte earlier, which does no harm.
fn format_code(data: &[u8]) -> Option<String> {
    let wide = data.get(4)? & 1 != 0;
    let text = data.get(5..)?;
    Some(if wide {
        let units: Vec<u16> = text.chunks_exact(2).filter_map(|at| u16_at(at, 0)).collect();
        String::from_utf16_lossy(&units)
    } else {
        text.iter().map(|byte| char::from(*byte)).collect()
    })
}

/// The records of a stream: kind, length, data.
struct Records<'a> {
    stream: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, 0)?;
        let end = usize::from(u16_at(self.stream, 2)?) + 4;
        let data = self.stream.get(4..end)?;
        self.stream = &self.stream[end..];
        Some((kind, data))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    #[test]
    fn hidden_rows_percentages_and_formulas_are_found() {
        let mut globals = [
            record(BOF, &[0, 6, 5, 0]),
            record(XF, &[0, 0, 0, 0]),
            record(XF, &[0, 0, 164, 0]),
            record(FORMAT, &[164, 0, 4, 0, 0, b'0', b'.', b'0', b'%']),
        ]
        .concat();
        let start = u32::try_from(globals.len() + 12 + 4).unwrap();
        globals.extend(record(BOUND_SHEET, &[&start.to_le_bytes()[..], &[0, 0, 0, 0]].concat()));
        globals.extend(record(EOF, &[]));
        let sheet = [
            record(BOF, &[0, 6, 16, 0]),
            record(ROW, &[3, 0, 0, 0, 1, 0, 44, 1, 0, 0, 0, 0, 0x20, 0]),
            record(ROW, &[4, 0, 0, 0, 1, 0, 44, 1, 0, 0, 0, 0, 0, 0]),
            record(ROW, &[8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x40, 0]),
            record(RK, &[4, 0, 1, 0, 1, 0, 0, 0, 0, 0]),
            record(FORMULA, &[6, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            record(MUL_RK, &[5, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 3, 0]),
            record(EOF, &[]),
        ]
        .concat();
        let facts = facts(&[globals, sheet].concat()).unwrap();
        assert_eq!(facts.len(), 1);
        assert_eq!(facts[0].hidden_rows, [3..=3, 8..=8]);
        assert_eq!(facts[0].percents, HashSet::from([(4, 1), (5, 3)]));
        assert_eq!(facts[0].formulas, HashSet::from([(6, 3)]));
    }
}
