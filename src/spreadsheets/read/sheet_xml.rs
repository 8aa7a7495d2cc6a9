//! The skeleton of an xlsx sheet: where each cell stands and how it is formatted, which rows are
//! hidden, what is merged. calamine's cell reader keeps these to itself, and loses the address of
//! a cell whose value it does not know.

use std::io::BufRead;
use std::ops::RangeInclusive;

use quick_xml::events::Event;

use super::xml::{self, Xml, attribute, plain_attributes};
use crate::spreadsheets::address::{COLUMNS, ROWS, parse_a1};
use crate::spreadsheets::intake::HiddenRows;
use crate::spreadsheets::model::MergedRange;
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::Refusal;

/// A sheet's XML, read one cell at a time.
pub(super) struct Skeleton<R> {
    xml: Xml<R>,
    row: u32,
    col: u32,
    hidden: HiddenRows,
}

/// Where a cell stands and which of the workbook's cell formats it has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) address: (u32, u32),
    pub(super) style: usize,
}

/// Opens the sheet in the part of this name.
pub(super) fn open<'p>(package: &'p mut Package<'_>, part: &str) -> Result<Skeleton<impl BufRead + 'p>, Refusal> {
    let xml = xml::open(package, part)?.ok_or(Refusal::Damaged)?;
    let mut skeleton = Skeleton { xml, row: 0, col: 0, hidden: HiddenRows::default() };
    skeleton.skip_to("sheetData")?;
    Ok(skeleton)
}

impl<R: BufRead> Skeleton<R> {
    /// The next cell in the order of the file, empty ones included; none after the last.
    pub(super) fn next_cell(&mut self) -> Result<Option<Spot>, Refusal> {
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        let mut hidden = false;
                        for (name, text) in plain_attributes(&element) {
                            match name {
                                "r" => {
                                    let number: u32 = text.parse().map_err(|_| Refusal::Damaged)?;
                                    self.row = number.checked_sub(1).ok_or(Refusal::Damaged)?;
                                }
                                "hidden" => hidden |= matches!(&*text, "1" | "true" | "on"),
                                // Pulled to nothing by hand: nobody sees it either.
                                "ht" => hidden |= text.parse::<f64>().is_ok_and(|height| height <= 0.0),
                                _ => {}
                            }
                        }
                        self.col = 0;
                        if hidden {
                            self.hidden.add(self.row..=self.row);
                        }
                    }
                    "c" => {
                        let (mut address, mut style) = ((self.row, self.col), 0);
                        for (name, text) in plain_attributes(&element) {
                            match name {
                                "r" => address = parse_a1(&text).ok_or(Refusal::Damaged)?,
                                "s" => style = text.parse().unwrap_or(0),
                                _ => {}
                            }
                        }
                        return self.end_of_cell(address, style).map(Some);
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => self.row = self.row.saturating_add(1),
                    "sheetData" => return Ok(None),
                    _ => {}
                },
                Event::Eof => return Err(Refusal::Damaged),
                _ => {}
            }
        }
    }

    fn end_of_cell(&mut self, address: (u32, u32), style: usize) -> Result<Spot, Refusal> {
        if address.0 >= ROWS || address.1 >= COLUMNS {
            return Err(Refusal::Damaged);
        }
        loop {
            match self.xml.next()? {
                Event::End(element) if element.local_name().as_ref() == "c" => break,
                Event::Eof => return Err(Refusal::Damaged),
                _ => {}
            }
        }
        self.col = address.1 + 1;
        Ok(Spot { address, style })
    }

    /// What stands after the cells: hidden rows met on the way, merged ranges.
    pub(super) fn finish(mut self) -> Result<(Vec<RangeInclusive<u32>>, Vec<MergedRange>), Refusal> {
        let mut merged = Vec::new();
        loop {
            match self.xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "mergeCell" => {
                    merged.extend(attribute(&element, "ref").as_deref().and_then(range));
                }
                Event::Eof => return Ok((self.hidden.into_runs(), merged)),
                _ => {}
            }
        }
    }

    fn skip_to(&mut self, name: &str) -> Result<(), Refusal> {
        loop {
            match self.xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == name => return Ok(()),
                Event::Eof => return Err(Refusal::Damaged),
                _ => {}
            }
        }
    }
}

fn range(text: &str) -> Option<MergedRange> {
    let (first, last) = text.split_once(':')?;
    Some(MergedRange { first: parse_a1(first)?, last: parse_a1(last)? })
}
