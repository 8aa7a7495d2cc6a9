//! `zhikong analyse`: the statistics of a table of counts, for programs. Needs no data folder.

mod columns;
mod control;
mod funnel;
mod output;
mod table;
mod wilson;

use std::io::Write;
use std::path::PathBuf;

use super::{CouldNot, Done};
use output::Rows;

/// Which analysis.
#[derive(Debug, clap::Subcommand)]
pub enum Args {
    /// Control charts: p, p′, u, u′ or XmR with the four rules
    Control(control::Args),
    /// Funnels: the units of one period against chance
    Funnel(funnel::Args),
    /// Wilson intervals and exact tails
    Wilson(wilson::Args),
}

/// What every analysis reads and how it answers.
#[derive(Debug, clap::Args)]
struct Files {
    /// The table, CSV in UTF-8 with a header row
    #[arg(long)]
    input: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value = "csv")]
    format: output::Format,
}

/// Reads the whole table, then prints one row for each of its rows.
///
/// # Errors
/// When the file cannot be read or a cell of it is faulty: line and column are named and nothing is printed.
pub fn run(args: Args) -> Result<Done, CouldNot> {
    let out = std::io::BufWriter::new(std::io::stdout().lock());
    match &args {
        Args::Control(args) => control::run(args, out),
        Args::Funnel(args) => funnel::run(args, out),
        Args::Wilson(args) => wilson::run(args, out),
    }
}

/// Starts the answer: header first.
fn answer<'a, W: Write>(files: &Files, names: &'a [&'a str], out: W) -> Result<Rows<'a, W>, CouldNot> {
    Ok(Rows::start(files.format, names, out)?)
}
