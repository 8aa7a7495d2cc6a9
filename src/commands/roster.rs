//! `zhikong roster`: the register in and out as a workbook, for the operator.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::access::{Scope, Viewer};
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open, print_json};
use crate::config::DataConfig;
use crate::hospitals::import::{self, Import, Report};
use crate::hospitals::store::list::Filter;
use crate::hospitals::{Problem, export};
use crate::returns::Desk;

/// Options of `roster`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Take in a roster, whole or not at all
    Import {
        /// The workbook
        file: PathBuf,
        /// From which day it holds, such as 2024-07-01; default: changes from today, new hospitals since ever
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Decide, but change nothing
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write the register as it is now
    Export {
        /// Where to write it
        #[arg(short, long)]
        output: PathBuf,
    },
}

/// Runs it.
///
/// # Errors
/// When the data cannot be opened, a file cannot be read or written, or the day has not come.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let desk = open::desk(data, Clock::system()).await?;
    match args.what {
        What::Import { file, from, dry_run, json } => {
            let report = take_in(&desk, &file, from, dry_run).await?;
            if json {
                print_json(&report)?
            } else {
                say(&report)
            }
            Ok(if report.is_taken() { Done::Well } else { Done::Refused })
        }
        What::Export { output } => {
            let made = export(&desk.db, &desk.catalogue, &Scope::Everything, &Filter::default()).await;
            std::fs::write(&output, made.map_err(CouldNot::because)?)?;
            println!("{}", output.display());
            Ok(Done::Well)
        }
    }
}

async fn take_in(desk: &Desk, file: &Path, from: Option<NaiveDate>, dry_run: bool) -> Result<Report, CouldNot> {
    let effect = import::effect(from, desk.clock.now()).map_err(CouldNot::because)?;
    let bytes = std::fs::read(file).map_err(|error| CouldNot::reading(file, &error))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let roster = match import::read(&desk.reader, bytes.into(), &name).await {
        Ok(roster) => roster,
        Err(problems) => return Ok(Report { dry_run, ..Report::refused(0, problems) }),
    };
    let import = Import {
        db: &desk.db,
        files: &desk.files,
        data_dir: &desk.data_dir,
        catalogue: &desk.catalogue,
        viewer: &Viewer::operator(),
        at: desk.clock.now(),
    };
    if dry_run {
        return Ok(import.rehearse(&roster, effect).await?);
    }
    import.take(&roster, effect, None).await.map_err(CouldNot::because)
}

fn say(report: &Report) {
    let rows = report.rows;
    let what = match (report.is_taken(), report.dry_run) {
        (false, _) => "没有导入",
        (true, true) => "可以导入",
        (true, false) => "已导入",
    };
    println!(
        "{what}：读到 {} = 新增 {} + 变更 {} + 未变 {} + 未收 {}",
        rows.read, rows.created, rows.changed, rows.unchanged, rows.refused
    );
    report.problems.iter().for_each(say_problem);
}

fn say_problem(problem: &Problem) {
    let place = match (&problem.sheet, &problem.cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        (Some(sheet), None) => sheet.clone(),
        _ => "整本".to_owned(),
    };
    let found = problem.found.as_deref().map_or_else(String::new, |found| format!("（填的是“{found}”）"));
    println!("  {place} {}{found} {}", problem.message, problem.remedy);
}
