//! Backup and restore, at the command line: all of it comes back, on either database, or nothing at all.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use bytes::Bytes;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use serde_json::Value;
use sha2::Digest;
use zhikong::access::Viewer;
use zhikong::clock::Clock;
use zhikong::db;
use zhikong::files::Files;
use zhikong::journal::{self, Event};
use zhikong::migrations::Migrator;

use crate::support::{empty_database, fresh_database};

/// A data folder with its database: SQLite inside it, or wherever the suite runs.
struct House {
    folder: tempfile::TempDir,
    url: Option<String>,
    db: DatabaseConnection,
}

impl House {
    async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(&format!("sqlite://{}?mode=rwc", folder.path().join("zhikong.db").display())).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        Self { folder, url: None, db }
    }

    async fn of_the_suite() -> Self {
        let test = fresh_database().await;
        Self { folder: test.folder, url: Some(test.url), db: test.db }
    }

    /// A row in every table, two kept files, a journal of its own and the mark of invented data.
    async fn fill(&self) {
        for migration in Migrator::migrations().iter().filter(|migration| !migration.name().ends_with("_journal")) {
            let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/migrations");
            let rows = std::fs::read_to_string(samples.join(format!("{}.sql", migration.name()))).unwrap();
            self.db.execute_unprepared(&rows).await.unwrap();
        }
        let files = Files::open(self.folder.path()).unwrap();
        files.put(Bytes::from_static(b"abc")).await.unwrap();
        let kept = files.put(Bytes::from(vec![7; 100_000])).await.unwrap();
        add_file_row(&self.db, &kept.sha256.to_string()).await;
        std::fs::write(self.folder.path().join("planted.json"), "[]").unwrap();
        self.write().await;
    }

    /// One row of the journal.
    async fn write(&self) {
        let txn = db::write(&self.db).await.unwrap();
        let event = Event::new("file.kept", "stored_file", "甲\n\"乙\"").detail("名", "\\ 丙 \t");
        let recorded = journal::record(&txn, &Viewer::operator(), Clock::system().now(), event).await.unwrap();
        txn.commit().await.unwrap();
        journal::publish_head(self.folder.path(), &recorded);
    }

    fn backup(&self, name: &str) -> (Option<i32>, PathBuf, Value) {
        let archive = self.folder.path().join(name);
        let (code, out, _) = zhikong(self.folder.path(), self.url.as_deref(), &["backup", "--json", "-o"], &archive);
        (code, archive, serde_json::from_str(&out).unwrap_or_default())
    }
}

async fn add_file_row(db: &DatabaseConnection, sha256: &str) {
    let row = Query::insert()
        .into_table("stored_file")
        .columns(["sha256", "size", "name", "kind", "received_at"])
        .values_panic([sha256.into(), 1.into(), "演示.xlsx".into(), "x".into(), Clock::system().now().into()])
        .to_owned();
    db.execute(&row).await.unwrap();
}

fn zhikong(data_dir: &Path, url: Option<&str>, command: &[&str], file: &Path) -> (Option<i32>, String, String) {
    let mut zhikong = Command::new(env!("CARGO_BIN_EXE_zhikong"));
    zhikong.args(command).arg(file).arg("--data-dir").arg(data_dir).env("ZHIKONG_LOG", "error");
    if let Some(url) = url {
        zhikong.args(["--database-url", url]);
    }
    let out = zhikong.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

fn restore(data_dir: &Path, url: Option<&str>, archive: &Path) -> (Option<i32>, String) {
    let (code, out, err) = zhikong(data_dir, url, &["restore"], archive);
    (code, out + &err)
}

type Parts = BTreeMap<String, Vec<u8>>;

fn parts_of(archive: &Path) -> Parts {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(archive).unwrap()).unwrap();
    let mut parts = Parts::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(part.name().unwrap().into_owned(), bytes);
    }
    parts
}

/// Every table's lines, in byte order, but for the journal's, which grows by the restore itself.
fn rows_of(archive: &Path) -> BTreeMap<String, Vec<Value>> {
    let tables =
        parts_of(archive).into_iter().filter(|(name, _)| name.starts_with("tables/") && !name.contains("journal"));
    let lines = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    tables.map(|(name, bytes)| (name, lines(bytes))).collect()
}

#[tokio::test]
async fn a_backup_comes_back_whole_on_either_database() {
    for source in [House::sqlite().await, House::of_the_suite().await] {
        source.fill().await;
        let (code, archive, written) = source.backup("a.zip");
        assert_eq!((code, &written["files"], &written["journal"]["seq"]), (Some(0), &2.into(), &2.into()), "{written}");
        let sessions = Query::select().column("account_id").from("session").to_owned();
        assert!(!source.db.query_all(&sessions).await.unwrap().is_empty());
        assert_eq!(parts_of(&archive)["tables/session.jsonl"], b"", "nobody is signed in again by a restore");
        for to_suite in [false, true] {
            let empty = empty_database().await;
            let folder = tempfile::tempdir().unwrap();
            let url = to_suite.then_some(empty.url.as_str());
            let (code, said) = restore(folder.path(), url, &archive);
            assert_eq!(code, Some(0), "{said}");

            let there = url.map_or(format!("sqlite://{}", folder.path().join("zhikong.db").display()), str::to_owned);
            let target = House { db: db::open(&there).await.unwrap(), url: url.map(str::to_owned), folder };
            let heads = journal::heads_file(target.folder.path());
            let report = journal::verify(&target.db, Some(&heads), None).await.unwrap();
            assert_eq!(
                (report.rows, report.outside_heads, report.faults),
                (3, Some(3), vec![]),
                "and one for the restore"
            );
            assert!(target.folder.path().join("planted.json").exists(), "invented data stays marked as such");
            assert!(!target.folder.path().join("restoring").exists());
            let (code, again, _) = target.backup("b.zip");
            assert_eq!(code, Some(0));
            let (before, after) = (rows_of(&archive), rows_of(&again));
            assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
            for (table, rows) in before {
                assert_eq!(comparable(&rows), comparable(&after[&table]), "{table}");
            }
            add_file_row(&target.db, &"ab".repeat(32)).await;
        }
    }
}

/// SQLite says 1 where PostgreSQL says true; nothing else may differ.
fn comparable(rows: &[Value]) -> Vec<String> {
    let plain = |value: &Value| match value {
        Value::Bool(yes) => u8::from(*yes).to_string(),
        other => other.to_string(),
    };
    let mut rows: Vec<String> =
        rows.iter().map(|row| row.as_array().unwrap().iter().map(plain).collect::<Vec<_>>().join(" ")).collect();
    rows.sort();
    rows
}

#[tokio::test]
async fn nothing_is_put_where_something_is() {
    let house = House::of_the_suite().await;
    house.fill().await;
    let (_, archive, _) = house.backup("a.zip");
    let (code, said) = restore(house.folder.path(), house.url.as_deref(), &archive);
    assert_eq!(code, Some(2));
    assert!(said.contains("不是空的"), "{said}");
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, said) = restore(elsewhere.path(), house.url.as_deref(), &archive);
    assert_eq!(code, Some(2));
    assert!(said.contains("数据库不是空的"), "{said}");
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    assert!(journal::verify(&house.db, None, None).await.unwrap().faults.is_empty());
    let (code, _, _) = house.backup("a.zip");
    assert_eq!(code, Some(2), "an archive is not written over");
}

/// What makes an archive of altered parts, and what the refusal must name.
fn assert_refused(parts: &Parts, what: &str) {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("damaged.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive).unwrap());
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    assert_file_refused(&archive, what);
}

fn assert_file_refused(archive: &Path, what: &str) {
    let target = tempfile::tempdir().unwrap();
    let (code, said) = restore(target.path(), None, archive);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains(what), "{said} does not name {what}");
    assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 0, "nothing half-restored: {what}");
}

#[tokio::test]
async fn a_damaged_archive_is_refused_and_nothing_stays() {
    let house = House::sqlite().await;
    house.fill().await;
    let (_, archive, _) = house.backup("a.zip");
    let whole = parts_of(&archive);

    let mut cut = std::fs::read(&archive).unwrap();
    cut.truncate(cut.len() / 2);
    let short = house.folder.path().join("short.zip");
    std::fs::write(&short, cut).unwrap();
    assert_file_refused(&short, "不是完整的备份");

    let mut parts = whole.clone();
    let rows = parts.get_mut("tables/stored_file.jsonl").unwrap();
    *rows = String::from_utf8(rows.clone()).unwrap().replace("演示", "真实").into_bytes();
    assert_refused(&parts, "tables/stored_file.jsonl");

    let file = whole.keys().find(|name| name.starts_with("files/")).unwrap();
    let mut parts = whole.clone();
    parts.insert(file.clone(), b"other".to_vec());
    assert_refused(&parts, file);
    parts.remove(file);
    assert_refused(&parts, "files");

    // A journal row altered by someone who knows the manifest.
    let mut parts = whole.clone();
    let rows =
        String::from_utf8(parts["tables/journal_event.jsonl"].clone()).unwrap().replacen("operator", "somebody", 1);
    let mut manifest: Value = serde_json::from_slice(&parts["manifest.json"]).unwrap();
    let table = manifest["tables"].as_array_mut().unwrap().iter_mut().find(|table| table["name"] == "journal_event");
    table.unwrap()["sha256"] = hex::encode(sha2::Sha256::digest(&rows)).into();
    parts.insert("tables/journal_event.jsonl".to_owned(), rows.into_bytes());
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    assert_refused(&parts, "第 1 条被改动");

    let mut parts = whole.clone();
    let mut manifest: Value = serde_json::from_slice(&parts["manifest.json"]).unwrap();
    manifest["migrations"].as_array_mut().unwrap().push("m9999_tomorrow".into());
    parts.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    assert_refused(&parts, "更新的程序");
}

#[tokio::test]
async fn a_damaged_original_is_named_and_the_rest_is_saved() {
    let house = House::of_the_suite().await;
    house.fill().await;
    add_file_row(&house.db, &"ab".repeat(32)).await;
    let (code, archive, written) = house.backup("a.zip");
    assert_eq!((code, &written["damaged"][0], &written["files"]), (Some(1), &"ab".repeat(32).into(), &2.into()));
    let target = tempfile::tempdir().unwrap();
    let (code, said) = restore(target.path(), None, &archive);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains(&"ab".repeat(32)));
}

#[tokio::test]
async fn a_backup_is_one_moment_while_others_write() {
    let house = House::of_the_suite().await;
    house.fill().await;
    let archive = house.folder.path().join("a.zip");
    let (place, url) = (house.folder.path().to_owned(), house.url.clone());
    let (made, running) = (archive.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true)));
    let still = running.clone();
    let backup = tokio::task::spawn_blocking(move || {
        let done = zhikong(&place, url.as_deref(), &["backup", "-o"], &made);
        still.store(false, std::sync::atomic::Ordering::SeqCst);
        done
    });
    let mut written = 2;
    while running.load(std::sync::atomic::Ordering::SeqCst) {
        house.write().await;
        written += 1;
    }
    let (code, _, said) = backup.await.unwrap();
    assert_eq!(code, Some(0), "{said}");
    let target = tempfile::tempdir().unwrap();
    let (code, said) = restore(target.path(), None, &archive);
    assert_eq!(code, Some(0), "{said}");
    let db = db::open(&format!("sqlite://{}", target.path().join("zhikong.db").display())).await.unwrap();
    let count = Query::select().expr(Expr::col("seq").count()).from("journal_event").to_owned();
    let rows: i64 = db.query_one(&count).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert!(rows >= 3 && rows <= written + 2, "{rows} of {written}");
}
