//! `zhikong analyse funnel`: the units of sets, each set one funnel.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;

use super::columns::{number, observed, word};
use super::output::Cell;
use super::table::{self, Fault, Line};
use super::{Files, answer};
use crate::commands::{CouldNot, Done};
use crate::statistics::funnel::{Funnel, Kind, Method, funnel};
use crate::statistics::{Interval, Observed, Standing, pooled};

/// Options of `analyse funnel`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
    /// How the limits are computed, for every set
    #[arg(long, value_enum)]
    method: MethodArg,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum MethodArg {
    Exact,
    Normal,
    Arcsine,
    Additive,
}

/// One row of the input.
struct Row {
    /// Which set, by first appearance.
    set: usize,
    unit: String,
    observed: Observed,
}

/// What all rows of a set share.
struct Set {
    name: String,
    /// `None` for a ratio, which has no funnel.
    kind: Option<Kind>,
    target: Option<f64>,
    /// Its units, in file order.
    units: Vec<Observed>,
}

const NEEDED: [&str; 4] = ["set", "unit", "numerator", "denominator"];
const KINDS: [(&str, Option<Kind>); 4] = [
    ("proportion", Some(Kind::Proportion)),
    ("density", Some(Kind::Density)),
    ("ratio", None),
    ("", Some(Kind::Proportion)),
];
const NAMES: [&str; 12] =
    ["set", "unit", "rate", "centre", "lower95", "upper95", "lower998", "upper998", "phi", "tau2", "out95", "out998"];

pub(super) fn run(args: &Args, out: impl Write) -> Result<Done, CouldNot> {
    let method = match args.method {
        MethodArg::Exact => Method::Exact,
        MethodArg::Normal => Method::Normal,
        MethodArg::Arcsine => Method::Arcsine,
        MethodArg::Additive => Method::Additive,
    };
    let mut sets = Sets::default();
    let table = table::read(&args.files.input, &NEEDED, &["target", "kind"], |line| sets.read(line))?;
    for row in &table.rows {
        sets.sets[row.set].units.push(row.observed);
    }
    let funnels: Vec<Option<Funnel>> = sets.sets.iter().map(|set| draw(set, method)).collect();
    let mut next = vec![0; funnels.len()];
    let mut rows = answer(&args.files, &NAMES, out)?;
    for row in &table.rows {
        let place = next[row.set];
        next[row.set] += 1;
        rows.row(&cells(&sets.sets[row.set], row, funnels[row.set].as_ref(), place))?;
    }
    rows.end()?;
    if method == Method::Exact
        && table.rows.iter().any(|row| row.observed != Observed::GAP && row.observed.counts().is_none())
    {
        eprintln!("zhikong: 有的数不是整数，精确限不适用，已留空；请用 --method arcsine");
    }
    Ok(Done::Well)
}

/// The sets met so far.
#[derive(Default)]
struct Sets {
    sets: Vec<Set>,
    by_name: HashMap<String, usize>,
}

impl Sets {
    fn read(&mut self, line: &Line<'_>) -> Result<Row, Fault> {
        let kind = word(line, "kind", &KINDS)?;
        let observed = observed(line, ["numerator", "denominator"], kind == Some(Kind::Proportion))?;
        let target = number(line, "target")?;
        if kind == Some(Kind::Proportion) && target.is_some_and(|target| target > 1.0) {
            return Err(Fault::of("target", "大于 1：比例的目标写成 0 到 1 的数，如 0.93"));
        }
        let set = self.named(line.text("set"), kind, target)?;
        Ok(Row { set, unit: line.text("unit").to_owned(), observed })
    }

    fn named(&mut self, name: &str, kind: Option<Kind>, target: Option<f64>) -> Result<usize, Fault> {
        match self.by_name.entry(name.to_owned()) {
            Entry::Vacant(free) => {
                let at = *free.insert(self.sets.len());
                self.sets.push(Set { name: name.to_owned(), kind, target, units: Vec::new() });
                Ok(at)
            }
            Entry::Occupied(known) => {
                let set = &mut self.sets[*known.get()];
                let differs = if set.kind != kind {
                    "kind"
                } else if set.target.is_some() && target.is_some() && set.target != target {
                    "target"
                } else {
                    set.target = set.target.or(target);
                    return Ok(*known.get());
                };
                Err(Fault::of(differs, &format!("与集合 {name} 前面的行不同：同一 set 的 {differs} 应一致")))
            }
        }
    }
}

fn draw(set: &Set, method: Method) -> Option<Funnel> {
    set.kind.map(|kind| funnel(&set.units, kind, set.target, method))
}

fn cells<'a>(set: &'a Set, row: &'a Row, funnel: Option<&Funnel>, place: usize) -> [Cell<'a>; 12] {
    let placed = funnel.and_then(|funnel| funnel.units.get(place).copied().flatten());
    let centre = funnel.map_or_else(|| set.target.or_else(|| pooled(&set.units)), |funnel| funnel.centre);
    let dispersion = funnel.and_then(|funnel| funnel.dispersion);
    let (inner, outer) = (placed.and_then(|at| at.limits95), placed.and_then(|at| at.limits998));
    let lower = |limits: Option<Interval>| Cell::Number(limits.map(|limits| limits.lower));
    let upper = |limits: Option<Interval>| Cell::Number(limits.map(|limits| limits.upper));
    [
        Cell::Text(&set.name),
        Cell::Text(&row.unit),
        Cell::Number(row.observed.value()),
        Cell::Number(centre),
        lower(inner),
        upper(inner),
        lower(outer),
        upper(outer),
        Cell::Number(dispersion.map(|found| found.phi)),
        Cell::Number(dispersion.map(|found| found.tau2)),
        Cell::Flag(placed.map_or(0, |at| flag(at.at95))),
        Cell::Flag(placed.map_or(0, |at| flag(at.at998))),
    ]
}

fn flag(standing: Standing) -> i8 {
    match standing {
        Standing::Above => 1,
        Standing::Indistinct => 0,
        Standing::Below => -1,
    }
}
