//! Bytes to raw cells, inside whatever process calls it.
//!
//! calamine reads the values of xlsx and xls; what it leaves out – hidden rows, percentages, merged
//! ranges, the address of a cell it could not read – is taken from the same file beside it. ods and
//! xlsb are read by ourselves; their modules say why.

mod biff;
mod number_format;
mod ods;
mod ods_cell;
mod sheet_xml;
mod value;
mod workbook_xml;
mod xls;
mod xlsb;
mod xlsb_parts;
mod xlsx;
mod xml;

use super::intake::{Assembly, Intake, Item, within};
use super::limits::Limits;
use super::model::{Book, Format};
use super::ole::{self, Ole};
use super::package;
use super::refusal::{Measure, Refusal};
use super::sniff;

/// Reads a file in the calling process.
///
/// For the reading child and for benches only: a hostile file can make calamine ask for more
/// memory than there is, which ends the process and cannot be caught. Servers use
/// [`Reader`](super::Reader).
///
/// # Errors
/// The [`Refusal`] for whatever the content is or exceeds.
pub fn read_in_process(bytes: &[u8], limits: &Limits) -> Result<Book, Refusal> {
    let mut assembly = Assembly::default();
    let format = read_into(bytes, limits, &mut |item| {
        assembly.take(item);
        Ok(())
    })?;
    Ok(assembly.finish(format))
}

/// Reads a file and hands on each piece as it is found.
pub(super) fn read_into(
    bytes: &[u8],
    limits: &Limits,
    put: &mut dyn FnMut(Item) -> Result<(), Refusal>,
) -> Result<Format, Refusal> {
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    within(Measure::Upload, size, limits.upload_bytes)?;
    let mut intake = Intake::new(limits, put);
    if bytes.starts_with(ole::MAGIC) {
        let ole = Ole::open(bytes)?;
        let format = sniff::ole_format(&ole)?;
        xls::read(bytes, &ole, &mut intake)?;
        return Ok(format);
    }
    if !sniff::is_zip(bytes) {
        return sniff::sniff(bytes);
    }
    let mut package = package::open(bytes, limits)?;
    let format = sniff::zip_format(&mut package)?;
    package::inflate(&mut package, limits)?;
    match format {
        Format::Xlsx => xlsx::read(bytes, &mut package, &mut intake)?,
        Format::Xlsb => xlsb::read(&mut package, limits.part_bytes, &mut intake)?,
        Format::Ods => ods::read(&mut package, &mut intake)?,
        Format::Xls => return Err(Refusal::Damaged),
    }
    Ok(format)
}
