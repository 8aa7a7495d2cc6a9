//! `zhikong draw verify`: computes a revealed draw again from its file alone; needs no database.

use std::path::PathBuf;

use serde::Serialize;

use crate::commands::{CouldNot, Done, print_json};
use crate::draws::judge::{self, Fault};
use crate::draws::model::Revealed;

/// Options of `draw`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: DrawCommand,
}

#[derive(Debug, clap::Subcommand)]
enum DrawCommand {
    /// Compute a revealed draw again; exit 1 when it does not hold
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// The file of a revealed draw
    file: PathBuf,
    /// The commitment as you noted it from the public page
    #[arg(long, value_name = "HEX")]
    commitment: Option<String>,
    /// The last link of its records as you noted it from the public page
    #[arg(long, value_name = "HEX")]
    head: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct ReportJson<'a> {
    holds: bool,
    number: &'a str,
    commitment: &'a str,
    head: &'a str,
    drawn: usize,
    faults: &'a [Fault],
}

/// Verifies a file.
///
/// # Errors
/// When it cannot be read, or is no such file.
pub fn run(args: &Args) -> Result<Done, CouldNot> {
    let DrawCommand::Verify(args) = &args.command;
    let text = std::fs::read(&args.file).map_err(|error| CouldNot::reading(&args.file, &error))?;
    let file: Revealed = serde_json::from_slice(&text)
        .map_err(|error| CouldNot(format!("{} 不是已揭示的抽取的文件（{error}）", args.file.display())))?;
    let mut faults = judge::verify(&file);
    let noted = |given: &Option<String>, own: &str| given.as_ref().is_some_and(|given| given != own);
    if noted(&args.commitment, &file.commitment) || noted(&args.head, &file.head) {
        faults.push(Fault {
            code: "noted",
            message: "与给出的承诺值或链末值不同：这份文件不是当时公布的那一次".to_owned(),
        });
    }
    report(args, &file, &faults)?;
    Ok(if faults.is_empty() { Done::Well } else { Done::Refused })
}

fn report(args: &VerifyArgs, file: &Revealed, faults: &[Fault]) -> Result<(), CouldNot> {
    let drawn = file.result.drawn().count();
    if args.json {
        let (number, commitment, head) = (file.number.as_str(), file.commitment.as_str(), file.head.as_str());
        return print_json(&ReportJson { holds: faults.is_empty(), number, commitment, head, drawn, faults });
    }
    println!("抽取 {}：抽中 {drawn} 家，承诺值 {}", file.number, file.commitment);
    for fault in faults {
        println!("{}：{}", fault.code, fault.message);
    }
    println!("{}", if faults.is_empty() { "相符：按清单、盐和种子重算，结果一样" } else { "不符" });
    Ok(())
}
