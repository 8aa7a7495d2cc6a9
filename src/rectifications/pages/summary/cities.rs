//! Systems against cities: the picture, its sentence and the table below it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Checklist, System};
use crate::charts::{self, Caption, Heat, HeatCell, HeatRow, Mark};
use crate::inspections::measure::Found;
use crate::inspections::store::Visited;
use crate::rectifications::measure::{Sum, by, hospitals};
use crate::web::format;

/// Fewest hospitals of which a city is shown: fewer say more of a hospital than of a city.
pub const LEAST: usize = 5;
/// From which share on, in percent, a cell is a shade darker.
const SHADES: [f64; charts::STEPS as usize] = [5.0, 10.0, 20.0, 40.0];

/// One city of the table.
#[derive(Serialize)]
pub struct CityRow {
    name: String,
    hospitals: usize,
    /// By system; none where too few hospitals were visited or nothing was asked.
    cells: Vec<Option<Cell>>,
}

/// What of one system failed in one city.
#[derive(Clone, Serialize)]
struct Cell {
    /// Share that failed, percent.
    share: f64,
    /// The same as a page shows it.
    label: String,
    /// How dark it is drawn.
    shade: u8,
    /// What pointing at the table says.
    says: String,
    /// The same for the picture, which has hundreds of cells.
    #[serde(skip)]
    short: String,
}

/// How dark a share is drawn.
fn shade(share: f64) -> u8 {
    SHADES.into_iter().fold(0, |shade, step| if share >= step { shade + 1 } else { shade })
}

/// The cities in which somebody was visited, in order of their codes.
pub fn cities(catalogue: &Catalogue, list: &Checklist, found: &[Found], visited: &[Visited]) -> Vec<CityRow> {
    let many = hospitals(visited, |one| one.city.clone());
    let sums: BTreeMap<(String, u8), Sum> = by(found, |one| Some((one.city.clone()?, one.system)));
    let row = |(code, hospitals): (&String, &usize)| {
        let name = catalogue.region(code).map_or_else(|| code.clone(), |region| region.name.clone());
        let cell = |system: &System| {
            let sum = sums.get(&(code.clone(), system.ordinal))?;
            let share = sum.share().filter(|_| *hospitals >= LEAST)?;
            let says = format!("{name}，{}：{} 条里 {} 条没有做到", system.name, sum.asked, sum.failed());
            let short = format!("{} {}：{}/{}", short(&name), system.ordinal, sum.failed(), sum.asked);
            Some(Cell { share, label: format::fixed(share, 0), shade: shade(share), says, short })
        };
        CityRow { cells: list.systems.iter().map(cell).collect(), hospitals: *hospitals, name: name.clone() }
    };
    many.iter().map(row).collect()
}

/// The picture: systems from top to bottom, cities with enough hospitals from left to right.
pub fn heat(list: &Checklist, cities: &[CityRow]) -> Heat {
    let shown = || cities.iter().filter(|city| city.hospitals >= LEAST);
    let cell = |city: &CityRow, at: usize| match city.cells.get(at).and_then(Option::as_ref) {
        Some(cell) => HeatCell { label: cell.label.clone(), mark: Mark::Step(cell.shade), title: cell.short.clone() },
        None => HeatCell { label: String::new(), mark: Mark::Blank, title: String::new() },
    };
    let row = |(at, system): (usize, &System)| HeatRow {
        name: format!("{} {}", system.ordinal, system.name),
        short: system.ordinal.to_string(),
        cells: shown().map(|city| cell(city, at)).collect(),
        without: String::new(),
    };
    let said = said(list, cities).unwrap_or_default();
    Heat {
        caption: Caption::new(
            "heat-systems",
            format!("{}：各地没有做到的占比", list.short_title),
            format!("{said}逐格的数见数据表。"),
        ),
        columns: shown().map(|city| short(&city.name)).collect(),
        rows: list.systems.iter().enumerate().map(row).collect(),
    }
}

/// What stands out most, as one sentence; none where no city has enough hospitals.
pub fn said(list: &Checklist, cities: &[CityRow]) -> Option<String> {
    let all = cities.iter().flat_map(|city| {
        let cells = city.cells.iter().zip(&list.systems);
        cells.filter_map(move |(cell, system)| Some((cell.as_ref()?, &city.name, &system.name)))
    });
    // Of equal shares the first in the order of the table.
    let worst = all.reduce(|worst, one| if one.0.share > worst.0.share { one } else { worst });
    worst.map(|(cell, city, system)| {
        if cell.share <= 0.0 {
            return "问到的都做到了。".to_owned();
        }
        format!(
            "占比最高的一格是{city}的{system}，{} %；没有和偶然分开，不作好坏的结论。",
            format::fixed(cell.share, 1)
        )
    })
}

/// 郑州 of 郑州市, in a narrow column.
fn short(name: &str) -> String {
    let cut = name.strip_suffix(['市', '县', '区']).filter(|cut| cut.chars().count() > 1);
    cut.unwrap_or(name).to_owned()
}

/// The shades and what they mean, the lightest first.
pub fn key() -> Vec<(String, String)> {
    let whole = |percent: f64| format::fixed(percent, 0);
    let words = |step: usize| match (step.checked_sub(1).map(|below| SHADES[below]), SHADES.get(step)) {
        (None, Some(end)) => format!("不到 {} %", whole(*end)),
        (Some(from), Some(end)) => format!("{}～{} %", whole(from), whole(*end)),
        (from, None) => format!("{} % 以上", whole(from.unwrap_or_default())),
    };
    let shade = |step: u8| (charts::key_grid(Mark::Step(step)), words(usize::from(step)));
    let blank = (charts::key_grid(Mark::Blank), "没有问".to_owned());
    (0..=charts::STEPS).map(shade).chain([blank]).collect()
}
