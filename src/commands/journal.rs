//! `zhikong journal verify`: walks the chain and names what was altered, deleted or cut off.

use serde::Serialize;

use crate::commands::{CouldNot, Done, open_existing, print_json};
use crate::config::DataConfig;
use crate::journal::{self, Fault, Report};

/// Options of `journal`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: JournalCommand,
}

#[derive(Debug, clap::Subcommand)]
enum JournalCommand {
    /// Walk the chain; exit 1 when it does not hold
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// A head kept elsewhere, for instance printed on a receipt: must be the hash of some row
    #[arg(long, value_name = "HEX")]
    head: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Verifies the journal of the data folder.
///
/// # Errors
/// When there is no database, or it or the outside file cannot be read.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let JournalCommand::Verify(args) = args.command;
    let db = open_existing(data).await?;
    let heads = journal::heads_file(&data.data_dir);
    let report = journal::verify(&db, Some(&heads), args.head.as_deref()).await.map_err(CouldNot::because)?;
    db.close().await?;
    if args.json {
        print_json(&ReportJson::from(&report))?;
    } else {
        print_lines(&report);
    }
    Ok(if report.faults.is_empty() { Done::Well } else { Done::Refused })
}

fn print_lines(report: &Report) {
    let outside = match report.outside_heads {
        Some(count) => format!("，库外链头 {count} 个"),
        None => String::new(),
    };
    println!("日志 {} 条{outside}，链头 {}", report.rows, report.head);
    if report.unreadable_lines > 0 {
        println!("提示：journal.heads 有 {} 行读不出来（断电时可能写了半行），已跳过", report.unreadable_lines);
    }
    for fault in &report.faults {
        println!("{}", fault.message_label());
    }
    println!("{}", if report.faults.is_empty() { "完整：没有改动、删除或截断" } else { "不完整" });
}

#[derive(Serialize)]
struct ReportJson<'a> {
    intact: bool,
    rows: u64,
    seq: i64,
    head: &'a str,
    outside_heads: Option<u64>,
    unreadable_lines: u64,
    faults: Vec<FaultJson>,
}

#[derive(Serialize)]
struct FaultJson {
    kind: &'static str,
    first: Option<i64>,
    last: Option<i64>,
    message: String,
}

impl<'a> From<&'a Report> for ReportJson<'a> {
    fn from(report: &'a Report) -> Self {
        Self {
            intact: report.faults.is_empty(),
            rows: report.rows,
            seq: report.seq,
            head: &report.head,
            outside_heads: report.outside_heads,
            unreadable_lines: report.unreadable_lines,
            faults: report.faults.iter().map(FaultJson::from).collect(),
        }
    }
}

impl From<&Fault> for FaultJson {
    fn from(fault: &Fault) -> Self {
        let (first, last) = fault.rows().unzip();
        Self { kind: fault.key(), first, last, message: fault.message_label() }
    }
}
