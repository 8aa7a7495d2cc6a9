//! `zhikong restore`: puts an archive of `backup` into an empty data folder and an empty database, or leaves both empty.

mod reader;
mod staging;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseConnection, DatabaseTransaction};
use sea_orm_migration::MigratorTrait;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::china_second;
use crate::clock::Clock;
use crate::commands::backup::archive::{Manifest, Position};
use crate::commands::backup::tables;
use crate::commands::{CouldNot, Done, print_json};
use crate::config::DataConfig;
use crate::db;
use crate::files::Files;
use crate::journal::{self, Event};
use crate::migrations::Migrator;
use reader::Archive;
use staging::Staging;

/// Options of `restore`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An archive made by `backup`
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What was put back.
#[derive(Serialize)]
struct Restored {
    made_at: DateTime<Utc>,
    tables: usize,
    rows: u64,
    files: u64,
    damaged: Vec<String>,
    journal: Position,
}

/// Puts everything back, checks every hash and the journal's chain, and only then lets it be seen.
///
/// # Errors
/// When the target is not empty, the archive is damaged, newer than this program, or a disk fails.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let mut archive = Archive::open(&args.file)?;
    let manifest = archive.manifest()?;
    let staging = Staging::open(&data.data_dir, data.database_url.is_none())?;
    let db = db::open(&data.url()).await?;
    let done = put_back_all(&db, &mut archive, &manifest, &staging).await;
    db.close().await?;
    match done {
        Ok(()) => report(&args, manifest),
        Err(error) => {
            staging.discard();
            Err(error)
        }
    }
}

async fn put_back_all(
    db: &DatabaseConnection,
    archive: &mut Archive,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<(), CouldNot> {
    let txn = db::write(db).await?;
    put_back(&txn, archive, manifest, staging).await?;
    // Folders first, then the commit: rows that name files must never be seen without them.
    staging.publish()?;
    Ok(txn.commit().await?)
}

async fn put_back(
    txn: &DatabaseTransaction,
    archive: &mut Archive,
    manifest: &Manifest,
    staging: &Staging,
) -> Result<(), CouldNot> {
    if !tables::in_order(txn).await?.is_empty() {
        return Err(CouldNot("数据库不是空的，没有动它；请换一个空的数据库或数据目录".to_owned()));
    }
    let ours: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    if !ours.starts_with(&manifest.migrations) {
        return Err(CouldNot(format!(
            "备份由 {} 制作，表结构是这个程序不认识的；请用同版本或更新的程序恢复",
            manifest.made_by
        )));
    }
    let steps = u32::try_from(manifest.migrations.len()).map_err(CouldNot::because)?;
    Migrator::up(txn, Some(steps)).await?;
    let target = tables::in_order(txn).await?;
    tables::clear(txn, &target).await?;
    for rows in &manifest.tables {
        let table = target.iter().find(|table| table.name == rows.name);
        let table = table.ok_or_else(|| CouldNot(format!("备份里的表 {} 这个程序没有", rows.name)))?;
        archive.put_back_table(txn, table, rows).await?;
    }
    tables::continue_keys(txn, &target).await?;
    archive.put_back_files(&Files::open(staging.folder()).map_err(CouldNot::because)?, manifest).await?;
    archive.check_files_of_rows(txn, manifest).await?;
    archive.put_back_small(manifest, staging.folder())?;
    let heads = journal::heads_file(staging.folder());
    let report = journal::verify_within(txn, &heads, Some(&manifest.journal.head)).await.map_err(CouldNot::because)?;
    if let Some(fault) = report.faults.first() {
        return Err(CouldNot(format!("日志的链对不上，没有恢复：{}", fault.message_label())));
    }
    Migrator::up(txn, None).await?;
    let now = Clock::system().now();
    let event = Event::new("backup.restored", "backup", manifest.made_at).detail("seq", manifest.journal.seq);
    let recorded = journal::record(txn, &Viewer::operator(), now, event).await?;
    journal::publish_head(staging.folder(), &recorded);
    Ok(())
}

fn report(args: &Args, manifest: Manifest) -> Result<Done, CouldNot> {
    let restored = Restored {
        made_at: manifest.made_at,
        tables: manifest.tables.len(),
        rows: manifest.tables.iter().map(|table| table.rows).sum(),
        files: manifest.files,
        damaged: manifest.damaged.iter().map(ToString::to_string).collect(),
        journal: manifest.journal,
    };
    if args.json {
        print_json(&restored)?;
    } else {
        println!(
            "已恢复 {} 的备份：{} 张表 {} 行，文件 {} 个；日志 {} 条，链完整，链头 {}",
            china_second(restored.made_at),
            restored.tables,
            restored.rows,
            restored.files,
            restored.journal.seq,
            restored.journal.head
        );
        for sha256 in &restored.damaged {
            println!("原件 {sha256} 在备份时就已缺失或被改动，没有恢复");
        }
    }
    Ok(if restored.damaged.is_empty() { Done::Well } else { Done::Refused })
}
