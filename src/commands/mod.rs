//! The command line: one file a command. Exit 0 done, 1 something refused or faulty, 2 could not run.

pub mod account;
pub mod analyse;
pub mod authority;
pub mod backup;
pub mod campaign;
mod catalogue;
pub mod demo;
pub mod draw;
pub mod dry_rule;
pub mod inbox;
pub mod journal;
pub mod migrate;
pub mod open;
pub mod progress;
pub mod restore;
pub mod returns;
pub mod roster;
pub mod routes;
pub mod serve;

use std::io::IsTerminal;
use std::process::ExitCode;

use crate::config::DataConfig;
use crate::returns::take::Unread;

/// Quarterly quality figures (质控) of a province's hospitals, from the workbook to the chart
#[derive(Debug, clap::Parser)]
#[command(name = "zhikong", version, about)]
pub struct Cli {
    #[command(flatten)]
    data: DataConfig,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Serve the pages
    Serve(serve::Args),
    /// Bring the database up to date, or say where it stands
    Migrate(migrate::Args),
    /// Make accounts and keep them
    Account(account::Args),
    /// Check or show the targets, indicators, elements and rules
    Catalogue(catalogue::Args),
    /// Bring in the list of authorities
    Authority(authority::Args),
    /// What everybody owes of campaigns
    Campaign(campaign::Args),
    /// The daily mails of unread messages
    Inbox(inbox::Args),
    /// The register of hospitals in and out
    Roster(roster::Args),
    /// Verify the journal
    Journal(journal::Args),
    /// Verify a revealed draw
    Draw(draw::Args),
    /// Make an invented province
    Demo(demo::Args),
    /// Workbooks out and in, and their acceptance
    Returns(returns::Args),
    /// Save database, files and journal as they are at one moment, also while serving
    Backup(backup::Args),
    /// Put a backup into an empty data folder
    Restore(restore::Args),
    /// Print an indicator by level, territory or hospital through time
    Progress(progress::Args),
    /// Control charts, funnels and intervals of a table of counts
    #[command(subcommand)]
    Analyse(analyse::Args),
    /// List every route with its access
    Routes(routes::Args),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Everything was done: exit 0.
    Well,
    /// Something was refused or is faulty, and was said: exit 1.
    Refused,
}

/// Why a command could not run at all: exit 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CouldNot(pub String);

impl CouldNot {
    /// A file that cannot be read: which, and why.
    pub fn reading(file: &std::path::Path, error: &std::io::Error) -> Self {
        let why = Unread::because(file, error);
        // What has no words of ours keeps the system's.
        let more = if why == Unread::Other { format!("（{error}）") } else { String::new() };
        Self(format!("读不了 {}：{}{more}", file.display(), why.reason()))
    }

    /// Keeps the text of an error.
    pub fn because(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

macro_rules! could_not_from {
    ($($error:ty),* $(,)?) => {$(
        impl From<$error> for CouldNot {
            fn from(error: $error) -> Self {
                Self(error.to_string())
            }
        }
    )*};
}

could_not_from!(sea_orm::DbErr, crate::db::StoreError, std::io::Error, serde_json::Error, crate::calendar::BadPeriod);

/// Runs a command to its end.
#[must_use]
pub fn main(cli: Cli) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ZHIKONG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn,sea_orm_migration=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A log that finds no room is not written; to say so on the same stream would end the request it tells of.
        .log_internal_errors(false)
        // A file or a service manager would keep the colours as marks.
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("zhikong: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::Refused) => ExitCode::from(1),
        Err(error) => {
            eprintln!("zhikong: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(cli: Cli) -> Result<Done, CouldNot> {
    if let Some(folder) = &cli.data.targets {
        crate::catalogue::is_folder(folder).map_err(|what| CouldNot(format!("{}: {what}", folder.display())))?;
    }
    match cli.command {
        Command::Serve(args) => serve::run(args, &cli.data).await,
        Command::Migrate(args) => migrate::run(args, &cli.data).await,
        Command::Account(args) => account::run(args, &cli.data).await,
        Command::Catalogue(args) => catalogue::run(args, &cli.data),
        Command::Authority(args) => authority::run(args, &cli.data).await,
        Command::Campaign(args) => campaign::run(args, &cli.data).await,
        Command::Inbox(args) => inbox::run(args, &cli.data).await,
        Command::Roster(args) => roster::run(args, &cli.data).await,
        Command::Journal(args) => journal::run(args, &cli.data).await,
        Command::Draw(args) => draw::run(&args),
        Command::Demo(args) => demo::run(args, &cli.data).await,
        Command::Returns(args) => returns::run(args, &cli.data).await,
        Command::Backup(args) => backup::run(args, &cli.data).await,
        Command::Restore(args) => restore::run(args, &cli.data).await,
        Command::Progress(args) => progress::run(args, &cli.data).await,
        Command::Analyse(args) => analyse::run(args),
        Command::Routes(args) => routes::run(args),
    }
}

/// Opens the database of a command that must not make one.
async fn open_existing(data: &DataConfig) -> Result<sea_orm::DatabaseConnection, CouldNot> {
    let file = data.data_dir.join("zhikong.db");
    if data.database_url.is_none() && !file.exists() {
        return Err(CouldNot(format!("没有数据库 {}：请用 --data-dir 指明数据目录", file.display())));
    }
    Ok(crate::db::open(&data.url()).await?)
}

/// Prints one JSON document on stdout.
fn print_json<T: serde::Serialize>(value: &T) -> Result<(), CouldNot> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}
