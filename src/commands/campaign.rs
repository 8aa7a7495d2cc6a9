//! `zhikong campaign`: brings what everybody owes of campaigns up to date, for the operator; the server does so by itself.

use std::time::Instant;

use serde::Serialize;

use crate::campaign::refresh::refresh;
use crate::clock::Clock;
use crate::commands::{CouldNot, Done, open, print_json};
use crate::config::DataConfig;

/// Options of `campaign`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Hold what is owed against the registers and the records, and write the difference
    Refresh {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Serialize)]
struct Document {
    owed: usize,
    made: usize,
    changed: usize,
    seconds: f64,
}

/// Runs it.
///
/// # Errors
/// When the data cannot be opened.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    let What::Refresh { json } = args.what;
    let desk = open::desk(data, Clock::system()).await?;
    let started = Instant::now();
    let demo = data.data_dir.join("planted.json").exists();
    let done = refresh(&desk.db, &desk.catalogue, desk.clock.now(), demo).await?;
    let seconds = started.elapsed().as_secs_f64();
    if json {
        print_json(&Document { owed: done.owed, made: done.made, changed: done.changed, seconds })?;
    } else {
        println!("应完成 {} 项，新列 {} 项，改动 {} 项，用时 {seconds:.1} 秒", done.owed, done.made, done.changed);
    }
    desk.db.close().await?;
    Ok(Done::Well)
}
