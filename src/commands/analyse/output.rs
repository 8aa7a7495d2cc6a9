//! Rows out, as CSV or as one JSON array of objects.

use std::io::{self, Write};

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// CSV in UTF-8 without a mark of byte order, undefined empty
    Csv,
    /// An array of objects, undefined null
    Json,
}

/// One value of a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'a> {
    Text(&'a str),
    Number(Option<f64>),
    Flag(i8),
    /// Undefined text.
    Nothing,
}

/// Rows under their names, written as they come.
pub(super) struct Rows<'a, W: Write> {
    names: &'a [&'a str],
    to: To<W>,
}

enum To<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Json { out: W, first: bool },
}

impl<'a, W: Write> Rows<'a, W> {
    pub(super) fn start(format: Format, names: &'a [&'a str], mut out: W) -> io::Result<Self> {
        let to = match format {
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(names)?;
                To::Csv(Box::new(writer))
            }
            Format::Json => {
                out.write_all(b"[")?;
                To::Json { out, first: true }
            }
        };
        Ok(Self { names, to })
    }

    /// Writes one row; its cells stand in the order of the names.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        match &mut self.to {
            To::Csv(writer) => {
                for cell in cells {
                    match cell {
                        Cell::Text(text) => writer.write_field(text)?,
                        Cell::Number(Some(number)) => writer.write_field(plain(*number))?,
                        Cell::Flag(flag) => writer.write_field(flag.to_string())?,
                        Cell::Number(None) | Cell::Nothing => writer.write_field("")?,
                    }
                }
                writer.write_record(None::<&[u8]>)?;
            }
            To::Json { out, first } => {
                out.write_all(if *first { b"\n{" } else { b",\n{" })?;
                *first = false;
                for (at, (name, cell)) in self.names.iter().zip(cells).enumerate() {
                    write!(out, "{}\"{name}\":", if at == 0 { "" } else { "," })?;
                    match cell {
                        Cell::Text(text) => serde_json::to_writer(&mut *out, text)?,
                        Cell::Number(number) => serde_json::to_writer(&mut *out, number)?,
                        Cell::Flag(flag) => write!(out, "{flag}")?,
                        Cell::Nothing => out.write_all(b"null")?,
                    }
                }
                out.write_all(b"}")?;
            }
        }
        Ok(())
    }

    /// Ends the document.
    pub(super) fn end(self) -> io::Result<()> {
        match self.to {
            To::Csv(mut writer) => writer.flush(),
            To::Json { mut out, .. } => {
                out.write_all(b"\n]\n")?;
                out.flush()
            }
        }
    }
}

/// All the digits a double has and no more; very small ones with an exponent.
fn plain(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-5 { format!("{number:e}") } else { number.to_string() }
}
