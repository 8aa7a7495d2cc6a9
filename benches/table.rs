//! 汇总表 of a whole province, from bytes to stored rounds, against the floor: calamine reading the sheet in-process and
//! the same rows inserted in one commit, through the same driver and through bare `rusqlite`; and against openpyxl with
//! sqlite3. `cargo bench --bench table [hospitals]`.

use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Reader as _, Xlsx};
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use zhikong::access::{Scope, Viewer};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::clock::Clock;
use zhikong::files::Files;
use zhikong::returns::take::{Incoming, Options, Together, take_in};
use zhikong::returns::template::{CellFill, TablePlan, write_table};
use zhikong::returns::{Desk, outgoing};
use zhikong::spreadsheets::{Limits, Reader};

/// Runs measured; the median counts.
const RUNS: usize = 5;

/// The tables a file is written into, in the order their keys ask for.
const TABLES: [&str; 6] =
    ["stored_file", "return_upload", "quarterly_return", "return_round", "return_value", "journal_event"];

fn main() {
    let hospitals = std::env::args().filter_map(|text| text.parse().ok()).next().unwrap_or(1_500);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(hospitals));
}

async fn run(hospitals: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let made = folder.path().join("made");
    let bytes = province(&made, hospitals).await;
    let (mut ours, mut floor, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let mut cells = 0;
    for run in 0..RUNS {
        let place = folder.path().join(format!("ours-{run}"));
        let desk = copy(&made, &place).await;
        let file = Incoming { name: "汇总.xlsx".to_owned(), bytes: bytes.clone().into() };
        let before = counts(&place);
        let start = Instant::now();
        let taken = take_in(&desk, &Viewer::operator(), &[file], Options::default()).await.expect("taken in");
        ours.push(start.elapsed());
        assert_eq!(taken.reports.len(), hospitals);
        assert!(taken.reports.iter().all(|report| report.receipt.is_some()), "{:?}", taken.reports[0].problems);
        cells = taken.reports.iter().map(|report| report.values.expected).sum::<i64>();
        desk.db.close().await.expect("closes");
        let rows = new_rows(&place, &before);
        floor.push(same_driver(&made, &folder.path().join(format!("floor-{run}")), &bytes, &rows).await);
        bare.push(rusqlite_only(&made, &folder.path().join(format!("bare-{run}")), &bytes, &rows));
    }
    let (ours, floor, bare) = (median(&mut ours), median(&mut floor), median(&mut bare));
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!(
        "汇总表 of {hospitals} hospitals, {cells} input cells, {} kB, median of {RUNS}, SQLite FULL",
        bytes.len() / 1024
    );
    println!("floor (calamine in-process + the same inserts, one commit): {floor:?}");
    println!("calamine in-process + the same rows by bare rusqlite: {bare:?}");
    println!(
        "zhikong: {ours:?}, {:.2} of the floor (wanted ≤ 1.5), {:.2} of bare",
        ratio(ours, floor),
        ratio(ours, bare)
    );
    python(&bytes, folder.path(), ours);
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

async fn open(folder: &Path) -> Desk {
    std::fs::create_dir_all(folder).expect("a folder");
    let url = format!("sqlite://{}?mode=rwc", folder.join("zhikong.db").display());
    Desk {
        db: zhikong::db::open(&url).await.expect("opens"),
        files: Files::open(folder).expect("a folder of files"),
        data_dir: folder.into(),
        clock: Clock::fixed("2024-10-08T04:00:00Z".parse::<DateTime<Utc>>().expect("a time")),
        catalogue: Catalogue::load(None).expect("the catalogue is sound"),
        reader: Reader::new(env!("CARGO_BIN_EXE_zhikong").into(), Limits::default(), 2),
        together: Together::default(),
    }
}

async fn copy(made: &Path, to: &Path) -> Desk {
    std::fs::create_dir_all(to).expect("a folder");
    std::fs::copy(made.join("zhikong.db"), to.join("zhikong.db")).expect("copies");
    open(to).await
}

/// A register, and the filled table of all its hospitals.
async fn province(folder: &Path, hospitals: usize) -> Vec<u8> {
    use sea_orm_migration::MigratorTrait;
    let desk = open(folder).await;
    zhikong::migrations::Migrator::up(&desk.db, None).await.expect("migrates");
    let period: Period = "2024Q3".parse().expect("a quarter");
    let books = zhikong::demo::workbooks(&desk, hospitals, period, 1).await.expect("workbooks");
    let plan = outgoing::table(&desk.db, &Scope::Everything, &desk.catalogue, period).await.expect("reads");
    let mut plan = plan.expect("an edition");
    for book in &books {
        fill(&desk, &mut plan, book);
    }
    desk.db.close().await.expect("closes");
    write_table(&plan, &[]).expect("a workbook")
}

/// Copies what a hospital's own workbook says into its row.
fn fill(desk: &Desk, plan: &mut TablePlan, book: &Incoming) {
    let read = zhikong::spreadsheets::read_in_process(&book.bytes, &Limits::default()).expect("reads");
    let sheet = read.sheet("数据填报").expect("the sheet");
    let code = sheet.cell(1, 1).expect("a code").found();
    let columns: Vec<_> = plan.columns().map(|(element, column)| (element.clone(), column)).collect();
    let Some(line) = plan.lines.iter_mut().find(|line| line.key == code) else { return };
    for row in sheet.rows().skip(4) {
        let Some(element) = desk.catalogue.element_coded(&row[0].found()) else { continue };
        let mine: Vec<_> = columns.iter().filter(|(id, _)| *id == element.id).collect();
        let last = mine.len() - 1;
        for (at, (id, column)) in mine.into_iter().enumerate() {
            // The months stand in F, G, H; a quarter that is no formula in I.
            let col = if at == last { 8 } else { 5 + u32::try_from(at).expect("few") };
            let Some(cell) = sheet.cell(row[0].row, col).filter(|cell| cell.formula.is_none()) else { continue };
            let fill = match cell.found().parse::<f64>() {
                Ok(number) => CellFill::Number(number),
                Err(_) => CellFill::Text(cell.found()),
            };
            line.cells.insert((id.clone(), *column), fill);
        }
    }
}

/// Rows of a table with the names of its columns.
type Rows = Vec<(String, Vec<String>, Vec<Vec<Value>>)>;

fn counts(folder: &Path) -> Vec<i64> {
    let db = rusqlite::Connection::open(folder.join("zhikong.db")).expect("opens");
    let last = |table| db.query_row(&format!("SELECT COALESCE(MAX(rowid), 0) FROM {table}"), [], |row| row.get(0));
    TABLES.into_iter().map(|table| last(table).expect("counts")).collect()
}

fn new_rows(folder: &Path, before: &[i64]) -> Rows {
    let db = rusqlite::Connection::open(folder.join("zhikong.db")).expect("opens");
    let mut all = Rows::new();
    for (table, last) in TABLES.into_iter().zip(before) {
        let mut statement = db.prepare(&format!("SELECT * FROM {table} WHERE rowid > {last}")).expect("prepares");
        let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let many = columns.len();
        let rows = statement
            .query_map([], |row| (0..many).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>())
            .expect("queries");
        all.push((table.to_owned(), columns, rows.collect::<Result<_, _>>().expect("reads")));
    }
    all
}

/// What calamine does with the sheet, and nothing more.
fn read_sheet(bytes: &[u8]) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    std::hint::black_box(book.worksheet_range("汇总表").expect("the sheet"));
}

async fn same_driver(made: &Path, folder: &Path, bytes: &[u8], rows: &Rows) -> Duration {
    let desk = copy(made, folder).await;
    desk.db.execute_unprepared("PRAGMA foreign_keys = OFF").await.expect("the order of tables is ours");
    let start = Instant::now();
    read_sheet(bytes);
    let txn = desk.db.begin().await.expect("begins");
    for (table, columns, rows) in rows {
        let one = format!("({})", vec!["?"; columns.len()].join(","));
        for chunk in rows.chunks(500) {
            let marks = vec![one.as_str(); chunk.len()].join(",");
            let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
            let sql = format!("INSERT INTO {table} ({}) VALUES {marks}", names.join(","));
            let values = chunk.iter().flatten().map(sea_value);
            txn.execute_raw(Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, values))
                .await
                .expect("inserts");
        }
    }
    txn.commit().await.expect("commits");
    let took = start.elapsed();
    desk.db.close().await.expect("closes");
    took
}

fn sea_value(value: &Value) -> sea_orm::Value {
    match value {
        Value::Null => sea_orm::Value::BigInt(None),
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => text.clone().into(),
        Value::Blob(bytes) => bytes.clone().into(),
    }
}

fn rusqlite_only(made: &Path, folder: &Path, bytes: &[u8], rows: &Rows) -> Duration {
    std::fs::create_dir_all(folder).expect("a folder");
    let file = folder.join("bare.db");
    std::fs::copy(made.join("zhikong.db"), &file).expect("copies");
    let db = rusqlite::Connection::open(&file).expect("opens");
    db.pragma_update(None, "journal_mode", "WAL").expect("WAL");
    db.pragma_update(None, "synchronous", "FULL").expect("FULL");
    db.pragma_update(None, "foreign_keys", "OFF").expect("the order of tables is ours");
    let start = Instant::now();
    read_sheet(bytes);
    db.execute_batch("BEGIN IMMEDIATE").expect("begins");
    for (table, columns, rows) in rows {
        let marks = vec!["?"; columns.len()].join(",");
        let mut insert = db.prepare_cached(&format!("INSERT INTO {table} VALUES ({marks})")).expect("prepares");
        for row in rows {
            insert.execute(rusqlite::params_from_iter(row)).expect("inserts");
        }
    }
    db.execute_batch("COMMIT").expect("commits");
    start.elapsed()
}

/// The same work as a plain script would do it.
fn python(bytes: &[u8], folder: &Path, ours: Duration) {
    let input = folder.join("table.xlsx");
    std::fs::write(&input, bytes).expect("writes");
    let python = std::env::var("ZHIKONG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/plain_table.py");
    let run = std::process::Command::new(python).arg(script).arg(&input).output().expect("python runs");
    match String::from_utf8_lossy(&run.stdout).trim().parse::<f64>() {
        Ok(seconds) => {
            let times = seconds / ours.as_secs_f64();
            println!(
                "openpyxl + sqlite3, the same work: {seconds:.2} s; zhikong is {times:.1} times faster (wanted ≥ 10)"
            );
        }
        Err(_) => println!("openpyxl + sqlite3: not run ({})", String::from_utf8_lossy(&run.stderr).trim()),
    }
}
