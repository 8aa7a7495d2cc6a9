//! `zhikong backup`: database, kept files and outside heads of the journal, as they are at one moment, in one archive.
//!
//! The archive says nothing of the kind of database, so that a SQLite installation can be restored into PostgreSQL.

pub(super) mod archive;
pub(super) mod tables;

use std::path::PathBuf;

use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseTransaction, StreamTrait};
use sea_orm_migration::MigratorTrait;
use serde::Serialize;

use crate::access::Viewer;
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open_existing, print_json};
use crate::config::DataConfig;
use crate::db;
use crate::files::{self, FileError, Files};
use crate::journal::{self, Event};
use crate::migrations::Migrator;
use archive::{BESIDE, FORMAT, Manifest, Position, TableRows, Writer};

/// Tables whose rows stay behind: sessions end, so that nobody who signed out is signed in again by a restore.
const LEFT_BEHIND: [&str; 1] = ["session"];

/// Fingerprints asked for at once.
const PAGE: u64 = 1_000;

/// Options of `backup`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The archive to write; it must not exist yet
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was written.
#[derive(Serialize)]
struct Written {
    file: PathBuf,
    tables: usize,
    rows: u64,
    files: u64,
    bytes: u64,
    damaged: Vec<String>,
    journal: Position,
}

/// Writes the archive, also while serving. A damaged or missing file does not stop it, but is named.
///
/// # Errors
/// When there is no database, the archive exists already, or a disk fails; then no archive is left behind.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let db = open_existing(data).await?;
    let clock = Clock::system();
    let mut writer = Writer::create(&args.output)?;
    // Journalled first, as every export: then the archive holds this row too.
    let txn = db::write(&db).await?;
    let event = Event::new("backup.begun", "backup", args.output.display());
    journal::conclude(txn, &Viewer::operator(), clock.now(), event, &data.data_dir).await?;

    let migrations = Migrator::get_applied_migrations(&db).await?;
    let files = Files::open(&data.data_dir).map_err(CouldNot::because)?;
    let snapshot = db::snapshot(&db).await?;
    let head = journal::head(&snapshot).await?.ok_or_else(|| CouldNot("the journal is empty".to_owned()))?;
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        made_at: clock.now(),
        made_by: concat!("zhikong ", env!("CARGO_PKG_VERSION")).to_owned(),
        migrations: migrations.iter().map(|migration| migration.name().to_owned()).collect(),
        journal: Position { seq: head.seq, head: head.head },
        tables: write_tables(&snapshot, &mut writer).await?,
        ..Manifest::default()
    };
    write_files(&snapshot, &files, &mut writer, &mut manifest).await?;
    writer.part("journal.heads", &journal::heads_up_to(&data.data_dir, head.seq)?)?;
    for name in BESIDE {
        if let Ok(bytes) = std::fs::read(data.data_dir.join(name)) {
            manifest.beside.insert(name.to_owned(), files::Fingerprint::of(&bytes));
            writer.part(&format!("beside/{name}"), &bytes)?;
        }
    }
    snapshot.rollback().await?;
    db.close().await?;
    writer.finish(&manifest)?;
    report(&args, manifest)
}

async fn write_tables(snapshot: &DatabaseTransaction, writer: &mut Writer) -> Result<Vec<TableRows>, CouldNot> {
    let backend = ConnectionTrait::get_database_backend(snapshot);
    if backend != DatabaseBackend::Sqlite {
        // Times leave the database in UTC, as SQLite keeps them; the query builder has no word for it.
        snapshot.execute_unprepared("SET LOCAL TIME ZONE 'UTC'").await?;
    }
    let mut written = Vec::new();
    for table in tables::in_order(snapshot).await? {
        let mut rows = writer.table(&table)?;
        if !LEFT_BEHIND.contains(&table.name.as_str()) {
            let mut found = snapshot.stream_raw(tables::select(backend, &table)).await?;
            while let Some(row) = found.try_next().await? {
                rows.row(&row.try_get_by_index::<String>(0)?)?;
            }
        }
        written.push(rows.finish());
    }
    Ok(written)
}

/// Every file that a row of the snapshot names. Files are kept before their rows, so each is there.
async fn write_files(
    snapshot: &DatabaseTransaction,
    files: &Files,
    writer: &mut Writer,
    manifest: &mut Manifest,
) -> Result<(), CouldNot> {
    let mut after = None;
    loop {
        let page = files::store::fingerprints_everywhere(snapshot, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(*last);
        for sha256 in page {
            match files.get(sha256).await {
                Ok(bytes) => {
                    writer.file(sha256, &bytes)?;
                    manifest.files += 1;
                    manifest.bytes += bytes.len() as u64;
                }
                Err(FileError::Missing(_) | FileError::Altered(_)) => manifest.damaged.push(sha256),
                Err(error) => return Err(CouldNot::because(error)),
            }
        }
    }
}

fn report(args: &Args, manifest: Manifest) -> Result<Done, CouldNot> {
    let written = Written {
        file: args.output.clone(),
        tables: manifest.tables.len(),
        rows: manifest.tables.iter().map(|table| table.rows).sum(),
        files: manifest.files,
        bytes: manifest.bytes,
        damaged: manifest.damaged.iter().map(ToString::to_string).collect(),
        journal: manifest.journal,
    };
    if args.json {
        print_json(&written)?;
    } else {
        println!(
            "已备份到 {}：{} 张表 {} 行，文件 {} 个 {} 字节，日志到第 {} 条，链头 {}",
            written.file.display(),
            written.tables,
            written.rows,
            written.files,
            written.bytes,
            written.journal.seq,
            written.journal.head
        );
        for sha256 in &written.damaged {
            println!("原件 {sha256} 缺失或已被改动，没有备份进去；请从更早的备份里找回");
        }
    }
    Ok(if written.damaged.is_empty() { Done::Well } else { Done::Refused })
}
