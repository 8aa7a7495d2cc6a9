//! Opening what most commands work on: the migrated database, the kept files, the catalogue, the reader of uploads.

use sea_orm_migration::MigratorTrait;

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::commands::CouldNot;
use crate::config::{DataConfig, Transport};
use crate::files::Files;
use crate::migrations::Migrator;
use crate::returns::Desk;
use crate::returns::take::Together;
use crate::spreadsheets::{Limits, Reader};
use crate::state::AppState;

/// Reading children at once: one for each core of a small machine.
const CHILDREN: usize = 2;

/// Opens the data folder as the operator's desk; makes and migrates the database where needed, and starts an
/// installation with the catalogue's list of authorities.
///
/// # Errors
/// When the folder, the database or the catalogue cannot be opened.
pub async fn desk(data: &DataConfig, clock: Clock) -> Result<Desk, CouldNot> {
    let catalogue = catalogue(data)?;
    let AppState { db, files, data_dir, clock, .. } = spine(data, clock, &catalogue).await?;
    let reader = match &data.reader {
        Some(reader) => reader.clone(),
        None => std::env::current_exe()?,
    };
    let reader = Reader::new(reader, Limits::default(), CHILDREN);
    Ok(Desk { db, files, data_dir, clock, catalogue, reader, together: Together::default() })
}

/// Opens the data folder as [`desk`] does, for a command that takes in no workbook.
///
/// # Errors
/// When the folder, the database or the catalogue cannot be opened.
pub async fn state(data: &DataConfig, clock: Clock) -> Result<AppState, CouldNot> {
    spine(data, clock, &catalogue(data)?).await
}

async fn spine(data: &DataConfig, clock: Clock, catalogue: &Catalogue) -> Result<AppState, CouldNot> {
    crate::files::make_private(&data.data_dir)?;
    let db = crate::db::open(&data.url()).await?;
    Migrator::up(&db, None).await?;
    crate::authorities::seed_first(&db, catalogue, clock.now(), &data.data_dir).await?;
    let files = Files::open(&data.data_dir).map_err(CouldNot::because)?;
    // Nobody reaches a command over the network; `serve` says its own.
    let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
    Ok(AppState { db, files, data_dir: data.data_dir.as_path().into(), clock, transport })
}

/// Reads the catalogue; its first faults are the reason when it cannot be used.
///
/// # Errors
/// When the files of targets are faulty.
pub fn catalogue(data: &DataConfig) -> Result<Catalogue, CouldNot> {
    Catalogue::load(data.targets.as_deref()).map_err(|faults| {
        let said: Vec<String> = faults.iter().take(5).map(ToString::to_string).collect();
        CouldNot(format!("目录有误，先用 catalogue check 看清楚：\n{}", said.join("\n")))
    })
}
