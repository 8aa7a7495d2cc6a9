//! `zhikong analyse wilson`: intervals of proportions, and tails against a target.

use std::io::Write;

use super::columns::{number, observed};
use super::output::{Cell, Format};
use super::table::{self, Fault, Line};
use super::{Files, answer};
use crate::commands::{CouldNot, Done};
use crate::statistics::{Confidence, Observed, Tails, binomial_tails, wilson_of};

/// Options of `analyse wilson`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
}

struct Row {
    x: Option<f64>,
    n: Option<f64>,
    observed: Observed,
    target: Option<f64>,
}

const NAMES: [&str; 8] = ["x", "n", "lower95", "upper95", "lower998", "upper998", "tail_low", "tail_high"];

pub(super) fn run(args: &Args, out: impl Write) -> Result<Done, CouldNot> {
    let table = table::read(&args.files.input, &["x", "n"], &["target"], read)?;
    // CSV has the tails' columns only where they are asked for; the keys of JSON are never absent.
    let tails = table.has("target") || args.files.format == Format::Json;
    let names = if tails { &NAMES[..] } else { &NAMES[..6] };
    let mut rows = answer(&args.files, names, out)?;
    for row in &table.rows {
        let interval = |confidence| wilson_of(row.observed, confidence);
        let (inner, outer) = (interval(Confidence::P95), interval(Confidence::P998));
        let tails = row.observed.counts().zip(row.target).and_then(|((x, n), target)| binomial_tails(x, n, target));
        let cells = [
            row.x,
            row.n,
            inner.map(|limits| limits.lower),
            inner.map(|limits| limits.upper),
            outer.map(|limits| limits.lower),
            outer.map(|limits| limits.upper),
            tails.map(|Tails { low, .. }| low),
            tails.map(|Tails { high, .. }| high),
        ]
        .map(Cell::Number);
        rows.row(&cells[..names.len()])?;
    }
    rows.end()?;
    Ok(Done::Well)
}

fn read(line: &Line<'_>) -> Result<Row, Fault> {
    let target = number(line, "target")?;
    if target.is_some_and(|target| target > 1.0) {
        return Err(Fault::of("target", "大于 1：比例的目标写成 0 到 1 的数，如 0.93"));
    }
    Ok(Row { x: number(line, "x")?, n: number(line, "n")?, observed: observed(line, ["x", "n"], true)?, target })
}
