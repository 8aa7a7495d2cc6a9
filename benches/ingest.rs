//! One workbook from bytes to accepted facts, against the floor: calamine in-process, a synced copy of the original,
//! and the same rows written with rusqlite in one commit. `cargo bench --bench ingest`.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use zhikong::access::{Scope, Viewer};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::clock::Clock;
use zhikong::files::Files;
use zhikong::hospitals::HospitalAt;
use zhikong::returns::Desk;
use zhikong::returns::take::{BATCH, Incoming, Options, Together, take_in};
use zhikong::spreadsheets::{Limits, Reader, read_in_process};

/// Workbooks measured one by one.
const SINGLE: usize = 60;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ours, floor) = (folder.path().join("ours"), folder.path().join("floor"));
    let books = province(&folder.path().join("made"), 2 * SINGLE + BATCH).await;
    let desk = desk(&ours, &folder.path().join("made")).await;
    let (first, batch) = books.split_at(2 * SINGLE);
    let options = Options { accept: true, ..Options::default() };
    let viewer = Viewer::operator();
    let mut single = Vec::new();
    for book in first {
        let start = Instant::now();
        let taken = take_in(&desk, &viewer, std::slice::from_ref(book), options).await.expect("taken in");
        single.push(start.elapsed());
        assert!(taken.reports.iter().all(|report| report.receipt.is_some()), "{:?}", taken.reports[0].problems);
    }
    let start = Instant::now();
    take_in(&desk, &viewer, batch, options).await.expect("taken in");
    let each = start.elapsed() / u32::try_from(batch.len()).expect("few");
    desk.db.close().await.expect("closes");
    let base = base(first, &ours.join("zhikong.db"), &folder.path().join("made/zhikong.db"), &floor);
    let (single, base) = (median(&mut single[SINGLE..].to_vec()), median(&mut base[SINGLE..].to_vec()));
    let ratio = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!("workbook to accepted facts, median of {SINGLE}, SQLite FULL");
    println!("floor (calamine in-process + synced copy + rusqlite, one commit): {base:?}");
    println!("zhikong, one at a time: {single:?}, ratio {:.2} (wanted ≤ 3)", ratio(single, base));
    println!("zhikong, {} in one transaction: {each:?} each, ratio {:.2}", batch.len(), ratio(each, base));
    python(&books, folder.path(), single);
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn reader() -> Reader {
    Reader::new(env!("CARGO_BIN_EXE_zhikong").into(), Limits::default(), 2)
}

async fn open(folder: &Path) -> Desk {
    std::fs::create_dir_all(folder).expect("a folder");
    let db =
        zhikong::db::open(&format!("sqlite://{}?mode=rwc", folder.join("zhikong.db").display())).await.expect("opens");
    Desk {
        db,
        files: Files::open(folder).expect("a folder of files"),
        data_dir: folder.into(),
        clock: Clock::fixed("2024-10-08T04:00:00Z".parse::<DateTime<Utc>>().expect("a time")),
        catalogue: Catalogue::load(None).expect("the catalogue is sound"),
        reader: reader(),
        together: Together::default(),
    }
}

/// A register with hospitals and their filled workbooks of one quarter; nothing taken in yet.
async fn province(folder: &Path, hospitals: usize) -> Vec<Incoming> {
    use sea_orm_migration::MigratorTrait;
    let desk = open(folder).await;
    zhikong::migrations::Migrator::up(&desk.db, None).await.expect("migrates");
    let period: Period = "2024Q3".parse().expect("a quarter");
    let books = zhikong::demo::workbooks(&desk, hospitals, period, 1).await.expect("workbooks");
    let held: Vec<HospitalAt> =
        zhikong::hospitals::store::on_day(&desk.db, &Scope::Everything, period.last_day()).await.expect("the register");
    assert_eq!(held.len(), hospitals);
    desk.db.close().await.expect("closes");
    books
}

/// The same register in a folder of its own.
async fn desk(folder: &Path, made: &Path) -> Desk {
    std::fs::create_dir_all(folder).expect("a folder");
    std::fs::copy(made.join("zhikong.db"), folder.join("zhikong.db")).expect("copies");
    open(folder).await
}

/// The rows each workbook became, by table, as `rusqlite` reads them.
fn rows(db: &rusqlite::Connection, table: &str, condition: &str) -> Vec<Vec<Value>> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table} WHERE {condition}")).expect("prepares");
    let columns = statement.column_count();
    let rows = statement
        .query_map([], |row| (0..columns).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>())
        .expect("queries");
    rows.collect::<Result<_, _>>().expect("reads")
}

/// What the floor does with each workbook.
fn base(books: &[Incoming], ours: &Path, made: &Path, folder: &Path) -> Vec<Duration> {
    std::fs::create_dir_all(folder).expect("a folder");
    let copy = folder.join("floor.db");
    std::fs::copy(made, &copy).expect("copies");
    let source = rusqlite::Connection::open(ours).expect("opens");
    let target = rusqlite::Connection::open(&copy).expect("opens");
    target.pragma_update(None, "journal_mode", "WAL").expect("WAL");
    target.pragma_update(None, "synchronous", "FULL").expect("FULL");
    target.pragma_update(None, "foreign_keys", "OFF").expect("the order of tables is ours");
    let mut times = Vec::new();
    for (at, book) in books.iter().enumerate() {
        let round = at + 1;
        let of = |table: &str, condition: String| (table.to_owned(), rows(&source, table, &condition));
        let tables = [
            of("stored_file", format!("id = {}", roster_files(&source) + round)),
            of("return_upload", format!("id = {round}")),
            of("quarterly_return", format!("id = {round}")),
            of("return_round", format!("id = {round}")),
            of("return_value", format!("round_id = {round}")),
            of(
                "indicator_fact",
                format!("hospital_id = (SELECT hospital_id FROM quarterly_return WHERE id = {round})"),
            ),
            of("journal_event", format!("seq = (SELECT MAX(seq) FROM journal_event) - {}", books.len() - at)),
        ];
        times.push(one(book, &target, &tables, &folder.join(format!("{round}.xlsx"))));
    }
    times
}

/// Files kept before the first workbook: the roster.
fn roster_files(db: &rusqlite::Connection) -> usize {
    rows(db, "stored_file", "kind <> 'return_workbook'").len()
}

fn one(book: &Incoming, db: &rusqlite::Connection, tables: &[(String, Vec<Vec<Value>>)], copy: &Path) -> Duration {
    let start = Instant::now();
    let read = read_in_process(&book.bytes, &Limits::default()).expect("reads");
    std::hint::black_box(read);
    let mut file = std::fs::File::create(copy).expect("a file");
    file.write_all(&book.bytes).expect("writes");
    file.sync_all().expect("syncs");
    db.execute_batch("BEGIN IMMEDIATE").expect("begins");
    for (table, rows) in tables {
        let Some(first) = rows.first() else { continue };
        let marks = vec!["?"; first.len()].join(",");
        let mut insert = db.prepare_cached(&format!("INSERT INTO {table} VALUES ({marks})")).expect("prepares");
        for row in rows {
            insert.execute(rusqlite::params_from_iter(row)).expect("inserts");
        }
    }
    db.execute_batch("COMMIT").expect("commits");
    start.elapsed()
}

/// The same work as a plain script would do it: openpyxl and sqlite3.
fn python(books: &[Incoming], folder: &Path, ours: Duration) {
    let input = folder.join("books");
    std::fs::create_dir_all(&input).expect("a folder");
    for (at, book) in books.iter().take(20).enumerate() {
        std::fs::write(input.join(format!("{at}.xlsx")), &book.bytes).expect("writes");
    }
    let python = std::env::var("ZHIKONG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/plain.py");
    let run = std::process::Command::new(python).arg(script).arg(&input).output().expect("python runs");
    match String::from_utf8_lossy(&run.stdout).trim().parse::<f64>() {
        Ok(seconds) => {
            let ratio = seconds / ours.as_secs_f64();
            println!(
                "openpyxl + sqlite3, the same work: {:.1} ms each; zhikong is {ratio:.1} times faster (wanted ≥ 3)",
                seconds * 1e3
            );
        }
        Err(_) => println!("openpyxl + sqlite3: not run ({})", String::from_utf8_lossy(&run.stderr).trim()),
    }
}
