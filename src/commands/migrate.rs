//! `zhikong migrate`: brings the database up to date, or says where it stands. Never down: data is never deleted.

use sea_orm_migration::MigratorTrait;

use crate::commands::{CouldNot, Done};
use crate::config::DataConfig;
use crate::migrations::Migrator;

/// Options of `migrate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only say what is applied and what is pending
    #[arg(long)]
    status: bool,
}

/// Applies what is pending.
///
/// # Errors
/// When the database cannot be opened or a migration fails; then it is as before.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    crate::files::make_private(&data.data_dir)?;
    let db = crate::db::open(&data.url()).await?;
    if !args.status {
        Migrator::up(&db, None).await?;
    }
    let pending = Migrator::get_pending_migrations(&db).await?;
    let applied = Migrator::get_applied_migrations(&db).await?;
    println!("applied {}, pending {}", applied.len(), pending.len());
    Ok(if pending.is_empty() { Done::Well } else { Done::Refused })
}
