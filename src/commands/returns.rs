//! `zhikong returns`: workbooks out and in, and acceptance, for the operator.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::access::{Scope, Viewer};
use crate::authorities;
use crate::calendar::{Grain, Period};
use crate::catalogue::model::Severity;
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, dry_rule, open, print_json};
use crate::config::DataConfig;
use crate::files::Fingerprint;
use crate::hospitals::{self, HospitalAt};
use crate::returns::model::{FileReport, Outcome};
use crate::returns::take::{self, BATCH, Incoming, Options, Unread};
use crate::returns::{Desk, Part, Rows, accept_many, annotated, outgoing, template};

/// Options of `returns`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Write the pre-filled workbook of a hospital and quarter, or a table for many hospitals or its departments
    Template {
        /// Code of the hospital in the register
        #[arg(long, required_unless_present = "table")]
        hospital: Option<String>,
        /// Write a table (汇总表): one hospital a row, of all hospitals or of those under --authority
        #[arg(long, conflicts_with = "hospital")]
        table: bool,
        /// Code of the authority whose hospitals the table holds
        #[arg(long, requires = "table")]
        authority: Option<String>,
        /// Write the department table (分科室表): one department a row
        #[arg(long, requires = "hospital")]
        departments: bool,
        /// The quarter, such as 2024Q3
        #[arg(long)]
        period: Period,
        /// Where to write it
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Take in filled workbooks
    Ingest {
        /// The workbooks
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Files stored together, at most 50; receipts are printed after each such batch
        #[arg(long, default_value_t = BATCH, value_parser = batch)]
        batch: usize,
        /// Decide, but store nothing
        #[arg(long)]
        dry_run: bool,
        /// Accept at once what is stored
        #[arg(long)]
        accept: bool,
        /// Write for each workbook with problems a copy into this folder, every problem at its cell
        #[arg(long)]
        annotate: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Count what a rule with other thresholds would have caught in what is stored
    DryRule(dry_rule::Args),
    /// Accept what waits and has no blocking problem
    Accept {
        /// The quarter
        #[arg(long)]
        period: Period,
        /// Only this hospital
        #[arg(long)]
        hospital: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

fn batch(text: &str) -> Result<usize, String> {
    let size = text.parse().ok().filter(|size| (1..=BATCH).contains(size));
    size.ok_or_else(|| format!("a number from 1 to {BATCH}"))
}

/// Runs it.
///
/// # Errors
/// When the data cannot be opened or a file cannot be read or written.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    if let What::Template { period, .. } = &args.what
        && period.grain() != Grain::Quarter
    {
        return Err(CouldNot(format!("工作簿按季度下发，“{period}”不是一个季度；请写成 2024Q3 这样")));
    }
    let desk = open::desk(data, Clock::system()).await?;
    match args.what {
        What::Template { hospital: Some(code), departments: false, period, output, .. } => {
            write_template(&desk, &code, period, &output).await
        }
        What::Template { hospital: Some(code), period, output, .. } => {
            write_departments(&desk, &code, period, &output).await
        }
        What::Template { authority, period, output, .. } => {
            write_table(&desk, authority.as_deref(), period, &output).await
        }
        What::Ingest { files, batch, dry_run, accept, annotate, json } => {
            let options = Options { dry_run, accept, period: None };
            ingest(&desk, &files, batch, options, annotate.as_deref(), json).await
        }
        What::DryRule(args) => dry_rule::run(&desk, args).await,
        What::Accept { period, hospital, json } => accept(&desk, period, hospital.as_deref(), json).await,
    }
}

async fn write_template(desk: &Desk, code: &str, quarter: Period, output: &Path) -> Result<Done, CouldNot> {
    let hospital = hospital(desk, code, quarter).await?;
    let scope = Viewer::operator().scope();
    let plan = outgoing::plan(&desk.db, &scope, &desk.catalogue, &hospital, quarter).await?;
    let plan = plan.ok_or_else(|| no_edition(quarter))?;
    let bytes = template::write(&desk.catalogue, &plan, &template::Fills::default()).map_err(CouldNot::because)?;
    write(output, bytes)
}

async fn write_departments(desk: &Desk, code: &str, quarter: Period, output: &Path) -> Result<Done, CouldNot> {
    let hospital = hospital(desk, code, quarter).await?;
    let scope = Viewer::operator().scope();
    let plan = outgoing::departments(&desk.db, &scope, &desk.catalogue, &hospital, quarter).await?;
    let plan = plan.ok_or_else(|| no_edition(quarter))?;
    write(output, template::write_table(&plan, &[]).map_err(CouldNot::because)?)
}

async fn write_table(desk: &Desk, authority: Option<&str>, quarter: Period, output: &Path) -> Result<Done, CouldNot> {
    let scope = match authority {
        None => Viewer::operator().scope(),
        Some(code) => match authorities::store::by_code(&desk.db, code).await? {
            Some(authority) => Scope::Authority(authority.id),
            None => return Err(CouldNot(format!("没有编码为“{code}”的主管机构"))),
        },
    };
    let plan = outgoing::table(&desk.db, &scope, &desk.catalogue, quarter).await?;
    let plan = plan.ok_or_else(|| no_edition(quarter))?;
    write(output, template::write_table(&plan, &[]).map_err(CouldNot::because)?)
}

async fn hospital(desk: &Desk, code: &str, quarter: Period) -> Result<HospitalAt, CouldNot> {
    let scope = Viewer::operator().scope();
    let found = hospitals::store::by_code(&desk.db, &scope, code, quarter.last_day()).await?;
    found.ok_or_else(|| CouldNot(format!("名录中没有编码为“{code}”、{}在册的医院", quarter.label())))
}

fn no_edition(quarter: Period) -> CouldNot {
    CouldNot(format!("目录里没有适用于{}的年版", quarter.label()))
}

fn write(output: &Path, bytes: Vec<u8>) -> Result<Done, CouldNot> {
    std::fs::write(output, bytes)?;
    println!("{}", output.display());
    Ok(Done::Well)
}

#[derive(serde::Serialize)]
struct IngestDocument {
    dry_run: bool,
    files: Vec<FileReport>,
}

async fn ingest(
    desk: &Desk,
    files: &[PathBuf],
    batch: usize,
    options: Options,
    annotate: Option<&Path>,
    json: bool,
) -> Result<Done, CouldNot> {
    let viewer = Viewer::operator();
    let mut reports = Vec::new();
    for batch in files.chunks(batch) {
        let read: Vec<Result<Incoming, Box<FileReport>>> = batch.iter().map(|path| read(desk, path)).collect();
        // What cannot be read is said in its place; the files around it are stored all the same.
        for run in read.chunk_by(|a, b| a.is_ok() && b.is_ok()) {
            let incoming: Vec<Incoming> = run.iter().filter_map(|file| file.as_ref().ok().cloned()).collect();
            let mut done: Vec<FileReport> =
                run.iter().filter_map(|file| file.as_ref().err().map(|report| (**report).clone())).collect();
            if !incoming.is_empty() {
                let taken = take::take_in(desk, &viewer, &incoming, options).await.map_err(CouldNot::because)?;
                if let Some(folder) = annotate {
                    write_annotated(desk, &incoming, &taken.reports, folder).await?;
                }
                done.extend(taken.reports);
            }
            if !json {
                done.iter().for_each(|report| say(report, options.dry_run));
            }
            reports.extend(done);
        }
    }
    let refused = reports.iter().any(|report| report.status == Outcome::Refused);
    if json {
        print_json(&IngestDocument { dry_run: options.dry_run, files: reports })?;
    }
    Ok(if refused { Done::Refused } else { Done::Well })
}

/// A copy for each file with problems, those of archives too; numbered where two files have one name.
async fn write_annotated(
    desk: &Desk,
    files: &[Incoming],
    reports: &[FileReport],
    folder: &Path,
) -> Result<(), CouldNot> {
    std::fs::create_dir_all(folder)?;
    let scope = Viewer::operator().scope();
    for (name, bytes) in take::unpacked(desk, files) {
        let print = Fingerprint::of(&bytes).to_string();
        let mine = reports.iter().filter(|report| report.sha256 == print);
        let parts: Vec<Part> = mine.clone().map(Part::from).collect();
        if parts.iter().all(|part| part.problems.is_empty()) {
            continue;
        }
        let asked = mine.clone().find_map(|report| report.period);
        let Some(made) = annotated(desk, &scope, bytes, asked, &parts, &Rows::All).await? else { continue };
        std::fs::write(free_name(folder, &name), made.bytes)?;
    }
    Ok(())
}

fn free_name(folder: &Path, name: &str) -> PathBuf {
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut path = folder.join(format!("{stem}.xlsx"));
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{stem}-{number}.xlsx"));
        number += 1;
    }
    path
}

/// Reads a file, never more of it than a workbook may be.
fn read(desk: &Desk, path: &Path) -> Result<Incoming, Box<FileReport>> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| path.display().to_string());
    match bytes_of(path, desk.reader.limits().upload_bytes) {
        Ok(bytes) => Ok(Incoming { name, bytes: bytes.into() }),
        Err(why) => Err(Box::new(take::unread(&desk.catalogue, name, why))),
    }
}

fn bytes_of(path: &Path, cap: u64) -> Result<Vec<u8>, Unread> {
    let why = |error| Unread::because(path, &error);
    let file = std::fs::File::open(path).map_err(why)?;
    let about = file.metadata().map_err(why)?;
    if about.is_dir() {
        return Err(Unread::Folder);
    }
    if about.len() > cap {
        return Err(Unread::TooLarge(about.len(), cap));
    }
    let mut bytes = Vec::new();
    // A pipe says no size, and a file may grow meanwhile.
    file.take(cap + 1).read_to_end(&mut bytes).map_err(why)?;
    match u64::try_from(bytes.len()).unwrap_or(u64::MAX) {
        size if size > cap => Err(Unread::TooLarge(size, cap)),
        _ => Ok(bytes),
    }
}

fn say(report: &FileReport, dry_run: bool) {
    let counts = report.values;
    let what = match report.status {
        Outcome::Stored if dry_run => "可以入库（试算，没有存）".to_owned(),
        Outcome::Stored => format!("已入库 {}", report.receipt.as_deref().unwrap_or_default()),
        Outcome::Unchanged if report.is_blank() => "没有动".to_owned(),
        Outcome::Unchanged => "没有变化".to_owned(),
        Outcome::Refused => "没有入库".to_owned(),
    };
    println!(
        "{}{}: {what}；应填 {} = 入库 {} + 未变 {} + 未收 {} + 缺报 {}",
        report.file,
        report.part.as_ref().map(|part| format!(" {part}")).unwrap_or_default(),
        counts.expected,
        counts.stored,
        counts.unchanged,
        counts.refused,
        counts.missing
    );
    for problem in &report.problems {
        let kind = if problem.severity == Severity::Block { "必须改" } else { "请说明" };
        let sheet = problem.sheet.as_deref().unwrap_or_default();
        let cell = problem.cell.as_deref().unwrap_or("整本");
        println!("  {kind} {sheet}!{cell} {} {}", problem.message, problem.remedy);
    }
}

async fn accept(desk: &Desk, period: Period, hospital: Option<&str>, json: bool) -> Result<Done, CouldNot> {
    let viewer = Viewer::operator();
    let only = hospital.map(|code| vec![code.to_owned()]);
    let done = accept_many(desk, &viewer, period, only.as_deref()).await.map_err(CouldNot::because)?;
    if json {
        print_json(&done)?;
    } else {
        println!("{}：接收 {} 家", period.label(), done.accepted.len());
        for skipped in &done.skipped {
            println!("  未接收 {}：{}", skipped.hospital, skipped.reason);
        }
    }
    Ok(if done.skipped.is_empty() { Done::Well } else { Done::Refused })
}
