//! The last evening before the deadline: the built `zhikong serve` as a process of its own under load and under faults.
//!
//! `cargo bench --bench rush -- rush|signins|mixed|kill|retries|term|full|pair|pgrestart`, with
//! `--postgres` (a PostgreSQL of our own, made and removed) or `--database-url URL` (databases `rush_…` are made beside the
//! one named), `--hospitals N`, `--at-once N`, `--seconds N`, `--times N`. Everything listens on 127.0.0.1.
//!
//! Figures that are missed are said; the process fails only where something was lost, doubled or stored in half, or a request
//! failed that must not.

mod client;
mod faults;
mod full;
mod ground;
mod load;
mod pair;
mod postgres;
mod proof;
mod province;
mod runs;
mod server;
mod times;

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use zhikong::calendar::Period;

use crate::times::Verdict;

/// What was asked at the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) postgres: bool,
    pub(crate) database_url: Option<String>,
    pub(crate) hospitals: Option<usize>,
    pub(crate) at_once: usize,
    pub(crate) seconds: Option<u64>,
    pub(crate) times: Option<usize>,
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let Some(what) = words.next() else {
        println!("rush|signins|mixed|kill|retries|term|full|pair|pgrestart [--postgres] [--hospitals N] …");
        return ExitCode::SUCCESS;
    };
    let mut options = Options { at_once: 50, ..Options::default() };
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} wants a value"));
        match word.as_str() {
            "--postgres" => options.postgres = true,
            "--database-url" => options.database_url = Some(value()),
            "--hospitals" => options.hospitals = value().parse().ok(),
            "--at-once" => options.at_once = value().parse().expect("a number"),
            "--seconds" => options.seconds = value().parse().ok(),
            "--times" => options.times = value().parse().ok(),
            other => panic!("{other} is not known"),
        }
    }
    // One thread: the cores are the server's.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut verdict = Verdict::default();
    let stopped = runtime.block_on(async {
        let run = run(&what, &options, &mut verdict);
        // Asked to stop, it leaves nothing running behind.
        let mut stopped = signal(SignalKind::terminate()).expect("a signal can be waited for");
        tokio::select! {
            () = run => false,
            _ = stopped.recv() => true,
            _ = tokio::signal::ctrl_c() => true,
        }
    });
    if stopped || !verdict.wrong.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

async fn run(what: &str, options: &Options, verdict: &mut Verdict) {
    match what {
        "rush" => runs::rush(options, verdict).await,
        "signins" => runs::signins(options, verdict).await,
        "mixed" => runs::mixed(options, verdict).await,
        "kill" => faults::kill(options, verdict).await,
        "retries" => faults::retries(options, verdict).await,
        "term" => faults::term(options, verdict).await,
        "pgrestart" => faults::pgrestart(options, verdict).await,
        "full" => full::full(options, verdict).await,
        "pair" => pair::pair(options, verdict).await,
        other => panic!("{other} is not known"),
    }
}

/// A quarter written out in this bench.
pub(crate) fn quarter(text: &str) -> Period {
    text.parse().expect("a quarter")
}
