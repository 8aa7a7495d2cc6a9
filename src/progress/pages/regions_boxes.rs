//! The charts of 各地对照: the map of squares and the tables of marks, each with its key, sentence, method and table.

use serde::Serialize;

use crate::catalogue::model::{Indicator, Region};
use crate::charts::{self, Caption, Heat, HeatCell, HeatRow, Mark, Size, Tile, Tiles};
use crate::figures::By;
use crate::progress::board::{Board, Cell, Line, Measure};
use crate::progress::desk::Desk;
use crate::progress::look::Address;
use crate::progress::model::{GroupName, by_noun};
use crate::progress::pages::regions::Look;
use crate::progress::pages::regions_words::{counted, method, said, small};
use crate::progress::pages::sentence::Sentence;
use crate::progress::words;
use crate::web::format;

/// The addresses of a chart's files.
#[derive(Serialize)]
pub struct Files {
    svg: String,
    png: String,
}

impl Files {
    fn of(look: &Look<'_>, part: &str) -> Self {
        let to = |ending: &str| look.address(&format!("/export.{ending}")).with("part", part).text();
        Self { svg: to("svg"), png: to("png") }
    }
}

/// The map of squares.
#[derive(Serialize)]
pub struct Squares {
    heading: String,
    unit: String,
    key: Vec<(String, &'static str)>,
    wide: String,
    narrow: String,
    /// What it shows.
    pub said: Sentence,
    small: String,
    rows: Vec<SquareRow>,
    noun: &'static str,
    files: Files,
}

#[derive(Serialize)]
struct SquareRow {
    name: String,
    href: String,
    mark: String,
    word: String,
    value: Option<String>,
    interval: Option<String>,
    base: String,
    reported: i64,
    expected: i64,
}

impl Squares {
    /// The map of the indicator looked at.
    #[must_use]
    pub fn of(desk: &Desk, look: &Look<'_>, board: &Board<'_>) -> Self {
        let (_, indicator) = look.shown;
        let chart = tiles(desk, look, board);
        let line = board.lines.first();
        let row = |(group, cell): (&GroupName, &Cell)| SquareRow {
            name: group.name.clone(),
            href: link(look, line, board.by, &group.key),
            mark: charts::key_grid(cell.mark),
            word: cell.word.clone(),
            value: cell.row.figure.value.map(|value| words::with_unit(indicator, value)),
            interval: cell.row.figure.interval.map(|interval| words::interval(indicator, interval)),
            base: cell.row.figure.value.map(|_| words::fraction(cell.row.pooled)).unwrap_or_default(),
            reported: cell.row.pooled.reported,
            expected: cell.row.pooled.expected,
        };
        Self {
            heading: format!("{}：{}", indicator.short_name, look.measure.label()),
            unit: indicator.unit.clone(),
            key: key(look.measure),
            wide: charts::tiles(&chart, Size::Wide),
            narrow: charts::tiles(&chart, Size::Narrow),
            said: line.map(|line| said(look, board, line, indicator)).unwrap_or_default(),
            small: line.map(|line| small(look, line)).unwrap_or_default(),
            rows: board.groups.iter().zip(line.into_iter().flat_map(|line| &line.cells)).map(row).collect(),
            noun: by_noun(board.by),
            files: Files::of(look, "tiles"),
        }
    }
}

fn key(measure: Measure) -> Vec<(String, &'static str)> {
    measure.key_words().into_iter().map(|(mark, word)| (charts::key_grid(mark), word)).collect()
}

/// The map of squares: where the regions' file gives places those, else in rows.
#[must_use]
pub fn tiles(desk: &Desk, look: &Look<'_>, board: &Board<'_>) -> Tiles {
    let (_, indicator) = look.shown;
    let cells = board.lines.first().map(|line| line.cells.as_slice()).unwrap_or_default();
    let tile = |(group, cell): (&GroupName, &Cell)| {
        let label = label(indicator, cell, look.measure);
        let region = desk.catalogue.region(&group.key);
        Tile {
            place: region.and_then(|region| region.tile),
            name: region.map_or(group.name.as_str(), Region::short_name).to_owned(),
            title: told(indicator, group, cell),
            label: if label.is_empty() { no_label(cell) } else { label },
            mark: cell.mark,
        }
    };
    let mut all: Vec<Tile> = board.groups.iter().zip(cells).map(tile).collect();
    if all.iter().all(|tile| tile.place.is_none()) {
        in_rows(&mut all);
    }
    let title =
        format!("{}，{}，各{}，{}", indicator.name, look.period().label(), by_noun(board.by), look.measure.label());
    let desc = board.groups.iter().zip(cells).map(|(group, cell)| told(indicator, group, cell)).collect::<Vec<_>>();
    Tiles { caption: Caption::new("tiles", title, desc.join("；")), tiles: all }
}

/// Regions none of which has a place, in the order of their codes.
fn in_rows(tiles: &mut [Tile]) {
    const COLUMNS: usize = 5;
    for (at, tile) in tiles.iter_mut().enumerate() {
        let index = |of: usize| u8::try_from(of + 1).ok();
        tile.place = index(at % COLUMNS).zip(index(at / COLUMNS));
    }
}

/// The figure in as few characters as tell it.
fn label(indicator: &Indicator, cell: &Cell, measure: Measure) -> String {
    let pooled = cell.row.pooled;
    if measure == Measure::Reporting {
        return if pooled.expected > 0 {
            format!("{}/{}", pooled.expected - pooled.missing(), pooled.expected)
        } else {
            String::new()
        };
    }
    cell.row.figure.value.map(|value| words::plain(indicator, value)).unwrap_or_default()
}

fn no_label(cell: &Cell) -> String {
    match cell.row.pooled {
        _ if cell.row.withheld => "不足5家".to_owned(),
        pooled if pooled.expected == 0 => "无医院".to_owned(),
        pooled if pooled.reported > 0 => "无病例".to_owned(),
        pooled if pooled.not_applicable > 0 && pooled.missing() == 0 => "不适用".to_owned(),
        _ => "未上报".to_owned(),
    }
}

/// `郑州市：76.1 %（916 / 1 204，区间 73.6–78.4），与合计无法区分`
fn told(indicator: &Indicator, group: &GroupName, cell: &Cell) -> String {
    let Some(value) = cell.row.figure.value else { return format!("{}：{}", group.name, cell.word) };
    let interval = cell.row.figure.interval.map(|interval| format!("，区间 {}", words::interval(indicator, interval)));
    format!(
        "{}：{}（{}{}），{}",
        group.name,
        words::with_unit(indicator, value),
        words::fraction(cell.row.pooled),
        interval.unwrap_or_default(),
        cell.word
    )
}

/// The target page, with the hospitals of the region or level.
fn link(look: &Look<'_>, line: Option<&Line<'_>>, by: By, key: &str) -> String {
    let Some(line) = line else { return String::new() };
    let indicator = line.indicator.map(|indicator| indicator.id.to_string()).unwrap_or_default();
    let address = Address::new(format!("/targets/{}/{}", look.edition.year, line.target.ordinal))
        .with("period", &look.period().to_string())
        .with("indicator", &indicator)
        .with("by", by.key());
    match by {
        By::Level => address.with("level", key).text(),
        By::City => address.with("city", key).text(),
        _ => address.text(),
    }
}

/// Targets against groups.
#[derive(Serialize)]
pub struct Grid {
    id: &'static str,
    heading: String,
    key: Vec<(String, &'static str)>,
    wide: String,
    narrow: String,
    said: Sentence,
    small: String,
    columns: Vec<String>,
    rows: Vec<GridRow>,
    files: Files,
}

#[derive(Serialize)]
struct GridRow {
    name: String,
    unit: String,
    /// Why there are no cells.
    without: String,
    /// (mark, figure, word, address)
    cells: Vec<(String, String, String, String)>,
    method: String,
    /// Hospitals without a figure.
    missing: i64,
}

impl Grid {
    /// The table of marks over a board's groups.
    #[must_use]
    pub fn of(look: &Look<'_>, board: &Board<'_>) -> Self {
        let chart = heat(look, board);
        let part = if board.by == By::Level { "levels" } else { "regions" };
        Self {
            id: part,
            heading: format!("十项目标 × {}：{}", by_noun(board.by), look.measure.label()),
            key: key(look.measure),
            wide: charts::heat(&chart, Size::Wide),
            narrow: charts::heat(&chart, Size::Narrow),
            said: grid_said(look, board),
            small: grid_small(look, board),
            columns: board.groups.iter().map(|group| group.name.clone()).collect(),
            rows: board.lines.iter().map(|line| grid_row(look, board, line)).collect(),
            files: Files::of(look, part),
        }
    }
}

fn grid_row(look: &Look<'_>, board: &Board<'_>, line: &Line<'_>) -> GridRow {
    let cell = |(group, cell): (&GroupName, &Cell)| {
        let figure = line.indicator.map(|indicator| label(indicator, cell, look.measure)).unwrap_or_default();
        let figure = if figure.is_empty() { no_label(cell) } else { figure };
        (charts::key_grid(cell.mark), figure, cell.word.clone(), link(look, Some(line), board.by, &group.key))
    };
    GridRow {
        name: row_name(line),
        unit: line.indicator.map(|indicator| indicator.unit.clone()).unwrap_or_default(),
        without: line.without(),
        cells: board.groups.iter().zip(&line.cells).map(cell).collect(),
        method: line.limits.map(|limits| method(&limits)).unwrap_or_default(),
        missing: line.whole.pooled.missing(),
    }
}

fn row_name(line: &Line<'_>) -> String {
    let name = line.indicator.map_or(line.target.short_title.as_str(), |indicator| indicator.short_name.as_str());
    format!("{} {name}", line.target.numeral)
}

/// The chart of a board.
#[must_use]
pub fn heat(look: &Look<'_>, board: &Board<'_>) -> Heat {
    let cell = |line: &Line<'_>, group: &GroupName, cell: &Cell| {
        let Some(indicator) = line.indicator else {
            return HeatCell { label: String::new(), mark: Mark::Blank, title: String::new() };
        };
        let label = label(indicator, cell, look.measure);
        // Where five characters do not fit, whole numbers do: 100.0 is 100, 9/12 has no room at all.
        let label = match (label.chars().count() > 4, look.measure, cell.row.figure.value) {
            (true, Measure::Reporting, _) => String::new(),
            (true, _, Some(value)) => format::fixed(value, 0),
            _ => label,
        };
        HeatCell { label, mark: cell.mark, title: short_told(indicator, line, group, cell) }
    };
    let row = |line: &Line<'_>| HeatRow {
        name: row_name(line),
        short: line.target.numeral.clone(),
        cells: board.groups.iter().zip(&line.cells).map(|(group, own)| cell(line, group, own)).collect(),
        without: line.without(),
    };
    let part = if board.by == By::Level { "levels" } else { "regions" };
    let title = format!("十项目标的主指标，{}，{}，{}", look.period().label(), by_noun(board.by), look.measure.label());
    let (found, rest) = counted(look.measure, |mark| total(board, mark), "格");
    Heat {
        caption: Caption::new(format!("heat-{part}"), title, format!("{found}，{rest}。逐格的数见数据表。")),
        columns: board.groups.iter().map(|group| column(&group.name)).collect(),
        rows: board.lines.iter().map(row).collect(),
    }
}

/// A cell in few words: a table has two hundred of them.
fn short_told(indicator: &Indicator, line: &Line<'_>, group: &GroupName, cell: &Cell) -> String {
    let figure = cell.row.figure.value.map(|value| format!(" {}", words::with_unit(indicator, value)));
    let word = cell.word.split(['，', '（']).next().unwrap_or_default();
    format!("{} {}{}，{word}", group.name, line.target.numeral, figure.unwrap_or_default())
}

/// 郑州 of 郑州市, in a narrow column.
fn column(name: &str) -> String {
    let cut = name.strip_suffix(['市', '县', '区']).filter(|cut| cut.chars().count() > 1);
    cut.unwrap_or(name).to_owned()
}

fn total(board: &Board<'_>, mark: Mark) -> usize {
    board.lines.iter().map(|line| line.count(mark)).sum()
}

fn grid_said(look: &Look<'_>, board: &Board<'_>) -> Sentence {
    let lines = board.lines.iter().filter(|line| line.indicator.is_some()).count();
    let cells: usize = board.lines.iter().map(|line| line.cells.len()).sum();
    let (found, rest) = counted(look.measure, |mark| total(board, mark), "格");
    let sentence = Sentence::default()
        .say(format!("{lines} 项主指标 × {} 个{}，共 {cells} 格：", board.groups.len(), by_noun(board.by)))
        .find(found);
    let sentence = if rest.is_empty() { sentence } else { sentence.say(format!("，{rest}")) };
    sentence.say("。各项指标的好坏不能相加，不能拿格子的多少排名次。")
}

fn grid_small(look: &Look<'_>, board: &Board<'_>) -> String {
    let without: Vec<String> = board
        .lines
        .iter()
        .filter(|line| line.indicator.is_none())
        .map(|line| format!("{} {}", line.target.numeral, line.without()))
        .collect();
    let missing: Vec<String> = board
        .lines
        .iter()
        .filter(|line| line.indicator.is_some() && line.whole.pooled.missing() > 0)
        .map(|line| format!("{} {} 家", line.target.numeral, line.whole.pooled.missing()))
        .collect();
    let missing = if missing.is_empty() {
        "没有未上报的".to_owned()
    } else {
        format!("未上报或缺报：{}", missing.join("、"))
    };
    let chance = match look.measure {
        Measure::Standing => {
            format!(
                "每项各自与合计比（方法见数据表），光凭偶然约有 {} 格会被误判。",
                format::fixed(board.expected_false(), 1)
            )
        }
        _ => String::new(),
    };
    let without = if without.is_empty() { String::new() } else { format!("{}。", without.join("；")) };
    format!("{chance}{without}{missing}。")
}
