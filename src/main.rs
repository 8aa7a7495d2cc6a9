//! The binary: parses the command line; nothing more.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    zhikong::commands::main(zhikong::commands::Cli::parse())
}
