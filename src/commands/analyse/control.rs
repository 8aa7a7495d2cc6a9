//! `zhikong analyse control`: control charts of series.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Write;

use super::columns::{number, observed, word};
use super::output::Cell;
use super::table::{self, Fault, Line};
use super::{Files, answer};
use crate::commands::{CouldNot, Done};
use crate::statistics::Observed;
use crate::statistics::control::{Assurance, Better, Chart, Gap, Method, Point, PointType, Settings, chart};

/// Options of `analyse control`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
    /// The chart, for every series
    #[arg(long, value_enum)]
    method: MethodArg,
    /// Leave out moving ranges of 3.267 times their mean and more, once; by default for xmr only
    #[arg(long, value_enum)]
    screen: Option<Switch>,
    /// What a period without a figure does: by default bridge for xmr, skip for the others
    #[arg(long, value_enum)]
    gap: Option<GapArg>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum MethodArg {
    P,
    Pprime,
    U,
    Uprime,
    Xmr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum GapArg {
    /// Points on its two sides do not succeed one another
    Skip,
    /// They do
    Bridge,
}

/// One row of the input.
struct Row {
    /// Which series, by first appearance.
    series: usize,
    period: String,
    observed: Observed,
    goal: Option<f64>,
}

/// What all rows of a series share.
struct Series {
    id: String,
    kind: &'static str,
    better: Better,
    /// Its rows, in file order.
    rows: Vec<usize>,
}

const NEEDED: [&str; 6] = ["id", "kind", "better", "period", "numerator", "denominator"];
const KINDS: [(&str, &str); 3] = [("proportion", "proportion"), ("density", "density"), ("ratio", "ratio")];
const BETTERS: [(&str, Better); 3] = [("higher", Better::Higher), ("lower", Better::Lower), ("none", Better::Neither)];
const NAMES: [&str; 13] = [
    "id",
    "period",
    "value",
    "centre",
    "lower",
    "upper",
    "sigma_z",
    "outside",
    "shift",
    "trend",
    "two_of_three",
    "type",
    "assurance",
];

pub(super) fn run(args: &Args, out: impl Write) -> Result<Done, CouldNot> {
    let (method, settings) = asked(args);
    let mut all = AllSeries::default();
    let table = table::read(&args.files.input, &NEEDED, &["goal"], |line| all.read(line))?;
    for (at, row) in table.rows.iter().enumerate() {
        all.series[row.series].rows.push(at);
    }
    let charts: Vec<Chart> = all.series.iter().map(|series| draw(series, &table.rows, method, settings)).collect();
    let mut next = vec![0; charts.len()];
    let mut rows = answer(&args.files, &NAMES, out)?;
    for row in &table.rows {
        let (series, chart) = (&all.series[row.series], &charts[row.series]);
        let place = next[row.series];
        next[row.series] += 1;
        let last = place + 1 == series.rows.len();
        let assurance = if last { assurance(series, chart, &table.rows) } else { None };
        rows.row(&cells(series, row, chart, chart.points[place], assurance))?;
    }
    rows.end()?;
    Ok(Done::Well)
}

fn asked(args: &Args) -> (Method, Settings) {
    let method = match args.method {
        MethodArg::P => Method::P,
        MethodArg::Pprime => Method::PPrime,
        MethodArg::U => Method::U,
        MethodArg::Uprime => Method::UPrime,
        MethodArg::Xmr => Method::Xmr,
    };
    let usual = Settings::of(method);
    let gap = args.gap.map_or(usual.gap, |gap| match gap {
        GapArg::Skip => Gap::Skip,
        GapArg::Bridge => Gap::Bridge,
    });
    (method, Settings { screened: args.screen.map_or(usual.screened, |screen| screen == Switch::On), gap, ..usual })
}

/// The series met so far.
#[derive(Default)]
struct AllSeries {
    series: Vec<Series>,
    by_id: HashMap<String, usize>,
}

impl AllSeries {
    fn read(&mut self, line: &Line<'_>) -> Result<Row, Fault> {
        let kind = word(line, "kind", &KINDS)?;
        let better = word(line, "better", &BETTERS)?;
        let observed = observed(line, ["numerator", "denominator"], kind == "proportion")?;
        let goal = number(line, "goal")?;
        let series = self.named(line.text("id"), kind, better)?;
        Ok(Row { series, period: line.text("period").to_owned(), observed, goal })
    }

    fn named(&mut self, id: &str, kind: &'static str, better: Better) -> Result<usize, Fault> {
        match self.by_id.entry(id.to_owned()) {
            Entry::Vacant(free) => {
                let at = *free.insert(self.series.len());
                self.series.push(Series { id: id.to_owned(), kind, better, rows: Vec::new() });
                Ok(at)
            }
            Entry::Occupied(known) => {
                let known = *known.get();
                let differs = if self.series[known].kind != kind {
                    "kind"
                } else if self.series[known].better != better {
                    "better"
                } else {
                    return Ok(known);
                };
                Err(Fault::of(differs, &format!("与序列 {id} 前面的行不同：同一 id 的 {differs} 应一致")))
            }
        }
    }
}

fn draw(series: &Series, rows: &[Row], method: Method, settings: Settings) -> Chart {
    let points: Vec<Observed> = series.rows.iter().map(|&at| rows[at].observed).collect();
    chart(&points, method, settings)
}

/// The assurance against the series' last goal; `None` where it has none.
fn assurance(series: &Series, chart: &Chart, rows: &[Row]) -> Option<&'static str> {
    let goal = series.rows.iter().rev().find_map(|&at| rows[at].goal)?;
    Some(match chart.assurance(goal, series.better) {
        Assurance::ConsistentPass => "consistent_pass",
        Assurance::ConsistentFail => "consistent_fail",
        Assurance::Inconsistent => "inconsistent",
        Assurance::NotAssessable => "not_assessable",
    })
}

fn cells<'a>(
    series: &'a Series,
    row: &'a Row,
    chart: &Chart,
    point: Option<Point>,
    assurance: Option<&'static str>,
) -> [Cell<'a>; 13] {
    let limits = point.and_then(|point| point.limits);
    let signals = point.map(|point| point.signals).unwrap_or_default();
    let kind = point.map(|point| match point.signals.point_type(series.better) {
        PointType::CommonCause => "common_cause",
        PointType::Improvement => "improvement",
        PointType::Concern => "concern",
        PointType::SpecialCause => "special_cause",
    });
    [
        Cell::Text(&series.id),
        Cell::Text(&row.period),
        Cell::Number(point.map(|point| point.value)),
        Cell::Number(chart.centre),
        Cell::Number(limits.map(|limits| limits.lower)),
        Cell::Number(limits.map(|limits| limits.upper)),
        Cell::Number(chart.sigma_z),
        Cell::Flag(signals.outside.is_some().into()),
        Cell::Flag(signals.shift.is_some().into()),
        Cell::Flag(signals.trend.is_some().into()),
        Cell::Flag(signals.two_of_three.is_some().into()),
        kind.map_or(Cell::Nothing, Cell::Text),
        assurance.map_or(Cell::Nothing, Cell::Text),
    ]
}
