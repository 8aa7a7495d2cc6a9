//! The workbook that comes back: a form of two hundred rows with a hundred problems, from the kept original's bytes to
//! the marked workbook, beside a plain writer of the same cells. `cargo bench --bench annotate`.

use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use rust_xlsxwriter::Workbook;
use zhikong::access::{Scope, Viewer};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::catalogue::model::Rhythm;
use zhikong::clock::Clock;
use zhikong::figures::model::ValueMap;
use zhikong::files::Files;
use zhikong::hospitals;
use zhikong::returns::model::Slot;
use zhikong::returns::take::{Incoming, Options, Together, take_in};
use zhikong::returns::template::{self, CellFill, Fills, Plan};
use zhikong::returns::{Desk, Part, Rows, annotated};
use zhikong::spreadsheets::{Limits, Raw, Reader, read_in_process};

/// Rows of elements.
const ROWS: usize = 200;
/// Times each thing is measured.
const TIMES: usize = 60;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let quarter: Period = "2024Q3".parse().expect("a quarter");
    let mut desk = open(folder.path()).await;
    zhikong::demo::workbooks(&desk, 1, quarter, 1).await.expect("a register");
    desk.catalogue = long_form(&folder.path().join("targets"));
    let hospital =
        hospitals::store::on_day(&desk.db, &Scope::Everything, quarter.last_day()).await.expect("a register");
    let edition = desk.catalogue.edition_for(quarter).expect("an edition");
    let plan = Plan::new(&desk.catalogue, edition, &hospital[0], quarter, &ValueMap::default());
    let rows = plan.elements().count();
    assert!(rows >= ROWS, "{rows} rows");
    let sent: Bytes = template::write(&desk.catalogue, &plan, &fills(&plan)).expect("a workbook").into();
    let incoming = [Incoming { name: "演示.xlsx".to_owned(), bytes: sent.clone() }];
    let dry = Options { dry_run: true, ..Options::default() };
    let report = take_in(&desk, &Viewer::operator(), &incoming, dry).await.expect("decided").reports.remove(0);
    let problems = report.problems.len();
    assert!(problems >= 100, "{problems} problems");

    let parts = [Part::from(&report)];
    let mut ours = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        ours.push((annotate(&desk, &sent, &parts).await, start.elapsed()).1);
    }
    let marked = annotate(&desk, &sent, &parts).await;
    let ours = median(&mut ours);
    let unmarked = time(|| template::write(&desk.catalogue, &plan, &fills(&plan)).expect("a workbook"));
    let plain = time(|| plainly(&marked));
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!(
        "a form of {rows} rows with {problems} problems, {} kB as sent, {} kB marked; median of {TIMES}",
        sent.len() / 1000,
        marked.len() / 1000
    );
    println!("read in a child + recognised + written with marks: {ours:?} (wanted ≤ 50 ms)");
    println!("our form written without marks: {unmarked:?}, ratio {:.2}", ratio(ours, unmarked));
    println!(
        "read in-process + the same cells by rust_xlsxwriter without any look: {plain:?}, ratio {:.2}",
        ratio(ours, plain)
    );
}

async fn annotate(desk: &Desk, sent: &Bytes, parts: &[Part]) -> Vec<u8> {
    let written = annotated(desk, &Scope::Everything, sent.clone(), None, parts, &Rows::All).await;
    written.expect("the database answers").expect("a form of ours").bytes
}

/// Reads a workbook and writes its cells with nothing around them.
fn plainly(bytes: &[u8]) -> Vec<u8> {
    let book = read_in_process(bytes, &Limits::default()).expect("reads");
    let mut out = Workbook::new();
    for sheet in &book.sheets {
        let page = out.add_worksheet();
        page.set_name(&sheet.name).expect("a name");
        for cell in &sheet.cells {
            let col = u16::try_from(cell.col).expect("a column");
            match &cell.value {
                Raw::Number(number) => page.write_number(cell.row, col, *number).expect("a cell"),
                _ => page.write_string(cell.row, col, cell.found()).expect("a cell"),
            };
        }
    }
    out.save_to_buffer().expect("a workbook")
}

/// Numbers everywhere, and a word that is no number in the first month of a hundred rows.
fn fills(plan: &Plan) -> Fills {
    let mut fills = Fills::default();
    for (at, (_, element)) in plan.elements().enumerate() {
        let slots: &[Slot] = match element.rhythm {
            Rhythm::Monthly => &[Slot::Month(0), Slot::Month(1), Slot::Month(2)],
            _ => &[Slot::Quarter],
        };
        for (number, slot) in (10_u8..).zip(slots) {
            let wrong = at % 2 == 0 && number == 10;
            let fill = if wrong { CellFill::Text("见附件".to_owned()) } else { CellFill::Number(f64::from(number)) };
            fills.cells.insert((element.id.clone(), *slot), fill);
        }
    }
    fills
}

fn time(mut work: impl FnMut() -> Vec<u8>) -> Duration {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let start = Instant::now();
        std::hint::black_box(work());
        times.push(start.elapsed());
    }
    median(&mut times)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn open(folder: &Path) -> Desk {
    use sea_orm_migration::MigratorTrait;
    let url = format!("sqlite://{}?mode=rwc", folder.join("zhikong.db").display());
    let db = zhikong::db::open(&url).await.expect("opens");
    zhikong::migrations::Migrator::up(&db, None).await.expect("migrates");
    Desk {
        db,
        files: Files::open(folder).expect("a folder of files"),
        data_dir: folder.into(),
        clock: Clock::fixed("2024-10-08T04:00:00Z".parse::<DateTime<Utc>>().expect("a time")),
        catalogue: Catalogue::load(None).expect("the catalogue is sound"),
        reader: Reader::new(env!("CARGO_BIN_EXE_zhikong").into(), Limits::default(), 2),
        together: Together::default(),
    }
}

/// The shipped catalogue, with rows of an invented province until the form is long enough.
fn long_form(folder: &Path) -> Catalogue {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("targets"), folder);
    let edition = folder.join("2024/edition.toml");
    let (mut codes, mut elements) = (Vec::new(), std::fs::read_to_string(folder.join("elements.toml")).expect("reads"));
    for at in 0..ROWS - 50 {
        codes.push(format!("\"demo_extra_{at}\""));
        elements.push_str(&format!(
            "\n[[element]]\nid = \"demo_extra_{at}\"\nname = \"演示数据元{at}\"\ndefinition = \"演示：统计期内的例数\"\nunit = \"例\"\n\
             rhythm = \"monthly\"\nover_time = \"sum\"\nmaximum = 5000\nwhere_found = \"演示\"\nsource = \"演示省文件\"\nevidence = \"unverified\"\n"
        ));
    }
    std::fs::write(folder.join("elements.toml"), elements).expect("writes");
    let text = std::fs::read_to_string(&edition).expect("reads");
    let own = format!("province_elements = [{}]\nbase_elements", codes.join(", "));
    std::fs::write(edition, text.replacen("base_elements", &own, 1)).expect("writes");
    Catalogue::load(Some(folder)).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let there = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &there);
        } else {
            std::fs::copy(entry.path(), there).expect("copies");
        }
    }
}
