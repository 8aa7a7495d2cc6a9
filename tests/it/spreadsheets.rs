//! Files as they arrive, read through a child of the real binary.

mod hostile;
mod kinds;
mod pool;

use std::path::PathBuf;

use rust_xlsxwriter::{Format, Workbook};
use zhikong::spreadsheets::{self, Cell, Limits, Reader, Sheet, parse_a1};

/// The binary under test: `current_exe` would be the test itself.
fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_zhikong"))
}

fn reader() -> Reader {
    Reader::new(binary(), Limits::default(), 2)
}

/// A workbook of our own writer with a sheet of 52 rows and 10 columns.
fn ordinary() -> Vec<u8> {
    let mut book = Workbook::new();
    book.set_properties(&spreadsheets::properties("演示").unwrap());
    let sheet = book.add_worksheet();
    for row in 0..52 {
        spreadsheets::text(sheet, row, 0, "=演示", &Format::new()).unwrap();
        for col in 1..10 {
            sheet.write_number(row, col, f64::from(row) * 10.0 + f64::from(col)).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The cell at an A1 address.
#[track_caller]
fn at<'s>(sheet: &'s Sheet, address: &str) -> &'s Cell {
    let (row, col) = parse_a1(address).unwrap();
    sheet.cell(row, col).unwrap_or_else(|| panic!("{address} is empty"))
}
