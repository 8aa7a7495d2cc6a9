//! The binary: parses the command line; nothing more.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // A reading child limits itself before any runtime takes memory.
    if std::env::args_os().nth(1).is_some_and(|command| command == zhikong::spreadsheets::COMMAND) {
        return zhikong::spreadsheets::child_main();
    }
    zhikong::commands::main(zhikong::commands::Cli::parse())
}
