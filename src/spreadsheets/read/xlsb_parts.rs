//! The parts of an xlsb beside its sheets: the list of tabs, shared strings, cell formats.

use std::collections::HashMap;

use super::number_format::NumberFormat;
use super::workbook_xml::relations;
use crate::spreadsheets::model::Visibility;
use crate::spreadsheets::ole::{u16_at, u32_at};
use crate::spreadsheets::package::{self, Package};
use crate::spreadsheets::refusal::Refusal;

const BOOK_PROPERTIES: u16 = 0x99;
const TAB: u16 = 0x9C;
const SHARED_STRING: u16 = 0x13;
const FORMAT: u16 = 0x2C;
const CELL_FORMATS: u16 = 0x269;
const END_OF_CELL_FORMATS: u16 = 0x26A;
const CELL_FORMAT: u16 = 0x2F;

/// What the workbook part says.
pub(super) struct Book {
    pub(super) tabs: Vec<Tab>,
    /// Whether days are counted from 1904, as old Macintosh programs do.
    pub(super) since_1904: bool,
}

/// A worksheet and the part that holds it.
pub(super) struct Tab {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) part: String,
}

/// Reads the list of worksheets; other sheets are left out.
pub(super) fn book(package: &mut Package, cap: u64) -> Result<Book, Refusal> {
    let relations = relations(package, "xl/_rels/workbook.bin.rels")?;
    let part = package::part(package, "xl/workbook.bin", cap)?.ok_or(Refusal::Damaged)?;
    let mut book = Book { tabs: Vec::new(), since_1904: false };
    for (kind, data) in Records::of(&part) {
        match kind {
            BOOK_PROPERTIES => book.since_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            TAB => {
                let tab = tab(data).ok_or(Refusal::Damaged)?;
                let relation = relations.get(&tab.part).ok_or(Refusal::Damaged)?;
                if relation.kind.ends_with("/worksheet") {
                    let part = match relation.target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None => format!("xl/{}", relation.target),
                    };
                    book.tabs.push(Tab { part, ..tab });
                }
            }
            _ => {}
        }
    }
    Ok(book)
}

/// A tab with the id of its relation for a part.
fn tab(data: &[u8]) -> Option<Tab> {
    let visibility = match u32_at(data, 0)? {
        0 => Visibility::Visible,
        1 => Visibility::Hidden,
        _ => Visibility::VeryHidden,
    };
    let (part, end) = text_at(data, 8)?;
    let (name, _) = text_at(data, end)?;
    Some(Tab { name, visibility, part })
}

/// Reads the strings cells share; none where the part is missing.
pub(super) fn shared_strings(package: &mut Package, cap: u64) -> Result<Vec<String>, Refusal> {
    let part = package::part(package, "xl/sharedStrings.bin", cap)?.unwrap_or_default();
    Records::of(&part)
        .filter(|(kind, _)| *kind == SHARED_STRING)
        .map(|(_, data)| text_at(data, 1).map(|(text, _)| text).ok_or(Refusal::Damaged))
        .collect()
}

/// What the number format of each cell format shows.
#[derive(Default)]
pub(super) struct Styles(Vec<NumberFormat>);

impl Styles {
    /// The format of a cell, plain where the file does not say.
    pub(super) fn format(&self, style: u32) -> NumberFormat {
        let style = usize::try_from(style).unwrap_or(usize::MAX);
        self.0.get(style).copied().unwrap_or_default()
    }
}

/// Reads the cell formats; all plain where the part is missing.
pub(super) fn styles(package: &mut Package, cap: u64) -> Result<Styles, Refusal> {
    let part = package::part(package, "xl/styles.bin", cap)?.unwrap_or_default();
    let mut codes = HashMap::new();
    let mut inside = false;
    let mut styles = Styles::default();
    for (kind, data) in Records::of(&part) {
        match kind {
            FORMAT => {
                let (number, code) = u16_at(data, 0).zip(text_at(data, 2)).ok_or(Refusal::Damaged)?;
                codes.insert(number, NumberFormat::of_code(&code.0));
            }
            CELL_FORMATS => inside = true,
            END_OF_CELL_FORMATS => inside = false,
            CELL_FORMAT if inside => {
                let number = u16_at(data, 2).ok_or(Refusal::Damaged)?;
                let shown = codes.get(&number).copied();
                styles.0.push(shown.unwrap_or_else(|| NumberFormat::built_in(number)));
            }
            _ => {}
        }
    }
    Ok(styles)
}

/// The records of a part: kind in one or two bytes, length in one to four, data.
pub(super) struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    pub(super) fn of(part: &'a [u8]) -> Self {
        Self(part)
    }

    /// A number in sevens of bits, the lowest first; the upper bit of a byte says that more follows.
    fn sevens(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for place in 0..most {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16::try_from(self.sevens(2)?).ok()?;
        let length = usize::try_from(self.sevens(4)?).ok()?;
        let (data, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((kind, data))
    }
}

/// The text at an offset – characters counted in four bytes, two bytes each – and where it ends.
pub(super) fn text_at(data: &[u8], at: usize) -> Option<(String, usize)> {
    let characters = usize::try_from(u32_at(data, at)?).ok()?;
    let from = at.checked_add(4)?;
    let end = from.checked_add(characters.checked_mul(2)?)?;
    let units: Vec<u16> = data.get(from..end)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    Some((String::from_utf16_lossy(&units), end))
}
