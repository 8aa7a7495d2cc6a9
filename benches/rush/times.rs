//! How long things took and what went wrong, as a short table.

use std::collections::BTreeMap;
use std::time::Duration;

/// Times of one kind of request, and its failures by what was seen.
#[derive(Clone, Debug, Default)]
pub struct Times {
    taken: Vec<Duration>,
    pub failed: BTreeMap<String, usize>,
}

impl Times {
    pub fn add(&mut self, taken: Duration) {
        self.taken.push(taken);
    }

    pub fn fail(&mut self, why: impl Into<String>) {
        *self.failed.entry(why.into()).or_default() += 1;
    }

    pub fn join(&mut self, other: Self) {
        self.taken.extend(other.taken);
        for (why, count) in other.failed {
            *self.failed.entry(why).or_default() += count;
        }
    }

    pub fn count(&self) -> usize {
        self.taken.len()
    }

    pub fn failures(&self) -> usize {
        self.failed.values().sum()
    }

    /// A quantile; zero of nothing.
    pub fn quantile(&self, share: f64) -> Duration {
        let mut sorted = self.taken.clone();
        sorted.sort_unstable();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
        let at = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(at.max(1) - 1).copied().unwrap_or_default()
    }

    /// One line of the table.
    pub fn line(&self, name: &str) {
        let [half, most, nearly, max] = [0.5, 0.95, 0.99, 1.0].map(|share| self.quantile(share).as_secs_f64() * 1e3);
        let count = self.count();
        println!("{name:<22} {count:>6} {half:>8.0} {most:>8.0} {nearly:>8.0} {max:>8.0} {:>7}", self.failures());
        for (why, count) in &self.failed {
            println!("    {count} × {why}");
        }
    }
}

pub fn heading() {
    println!("{:<22} {:>6} {:>8} {:>8} {:>8} {:>8} {:>7}", "ms", "count", "p50", "p95", "p99", "max", "failed");
}

/// What a run was to reach and did not; the process ends with an error when it is not empty.
#[derive(Debug, Default)]
pub struct Verdict {
    pub wrong: Vec<String>,
}

impl Verdict {
    /// A figure that is wanted. Said either way; a shortfall of a figure is no error of the run.
    pub fn wanted(&self, what: &str, holds: bool) {
        println!("{} {what}", if holds { "reached    " } else { "NOT REACHED" });
    }

    /// A promise: broken, the run fails.
    pub fn promise(&mut self, what: impl Into<String>, holds: bool) {
        let what = what.into();
        println!("{} {what}", if holds { "kept       " } else { "BROKEN     " });
        if !holds {
            self.wrong.push(what);
        }
    }
}
