//! `zhikong demo`: makes the invented province in the data folder and exits.

use std::path::Path;
use std::time::Instant;

use crate::calendar::Period;
use crate::commands::{CouldNot, Done, open};
use crate::config::DataConfig;
use crate::demo::{self, Wish};

/// Options of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many hospitals
    #[arg(long, default_value_t = 300)]
    hospitals: usize,
    /// First quarter
    #[arg(long, default_value = "2023Q1")]
    from: Period,
    /// Last quarter
    #[arg(long, default_value = "2024Q4")]
    to: Period,
    /// The same seed makes the same province
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Makes it.
///
/// # Errors
/// When the data folder holds something already, or a step fails.
pub async fn run(args: Args, data: &DataConfig) -> Result<Done, CouldNot> {
    if data.data_dir.join("planted.json").exists() || data.data_dir.join("zhikong.db").exists() {
        return Err(CouldNot(format!("{} 里已经有数据，不覆盖；换一个 --data-dir", data.data_dir.display())));
    }
    if args.from.through(args.to).is_empty() || args.from.grain() != crate::calendar::Grain::Quarter {
        return Err(CouldNot("--from 和 --to 要是先后两个季度，例如 2023Q1 和 2024Q4".to_owned()));
    }
    let started = Instant::now();
    let desk = open::desk(data, demo::clock()).await?;
    let wish = Wish { hospitals: args.hospitals, from: args.from, to: args.to, seed: args.seed };
    let made = demo::make(&desk, wish, |line| eprintln!("{line}")).await.map_err(CouldNot::because)?;
    write_json(&data.data_dir.join("accounts.json"), &made.accounts)?;
    write_json(&data.data_dir.join("planted.json"), &made.planted)?;
    desk.db.close().await?;
    eprintln!(
        "{} 本工作簿，{} 处埋设，用时 {:.1} 秒",
        made.workbooks,
        made.planted.len(),
        started.elapsed().as_secs_f64()
    );
    Ok(Done::Well)
}

fn write_json<T: serde::Serialize>(path: &Path, value: &T) -> Result<(), CouldNot> {
    std::fs::write(path, serde_json::to_string_pretty(value)?)?;
    Ok(())
}
