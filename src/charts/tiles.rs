//! Places as squares of one size, roughly where they lie: a small city counts for as much as a large one.

use super::grid::{Frame, begun, centred, grounds, marks, tips};
use super::grid_model::{Mark, Tile, Tiles};
use super::model::Size;
use super::palette::Colour;
use super::svg;
use super::text;

/// Between two squares.
const GAP: f64 = 4.0;
/// Around the map.
const EDGE: f64 = 2.0;
const NAME: f64 = 13.5;
const VALUE: f64 = 15.0;
/// A row of what stands beside the map.
const ROW: f64 = 22.0;

/// Draws the map; what has no place on it is listed below, never dropped.
pub fn tiles(chart: &Tiles, size: Size) -> String {
    let (suffix, class, width, widest) = match size {
        Size::Wide => ("-wide", r#"class="zk-chart zk-wide""#, 690.0, 84.0),
        Size::Narrow => ("-narrow", r#"class="zk-chart zk-narrow""#, 340.0, 66.0),
    };
    let placed: Vec<(&Tile, (u8, u8))> = chart.tiles.iter().filter_map(|tile| Some((tile, tile.place?))).collect();
    let far = |of: fn((u8, u8)) -> u8| placed.iter().map(|(_, place)| of(*place)).max().unwrap_or(0);
    let (columns, rows) = (f64::from(far(|place| place.0)), f64::from(far(|place| place.1)));
    let side = ((width - 2.0 * EDGE + GAP) / columns.max(1.0) - GAP).min(widest);
    let left = ((width - columns * (side + GAP) + GAP) / 2.0).max(EDGE);
    let frame = |(column, row): (u8, u8)| -> Frame {
        let at = |index: u8| f64::from(index.saturating_sub(1)) * (side + GAP);
        ((left + at(column), EDGE + at(row)), (side, side))
    };
    let cells: Vec<(Frame, &Tile)> = placed.iter().map(|(tile, place)| (frame(*place), *tile)).collect();
    let below = EDGE + rows * (side + GAP);
    let beside: Vec<&Tile> = chart.tiles.iter().filter(|tile| tile.place.is_none()).collect();
    let (list, height) = beside_the_map(&beside, (width, below), rows > 0.0);
    let body = map(&cells) + &list;
    svg::document(&chart.caption, suffix, class, (width, height), &body)
}

fn map(cells: &[(Frame, &Tile)]) -> String {
    let of = |at: fn(Frame) -> (f64, f64)| cells.iter().map(move |(frame, tile)| (at(*frame), *tile));
    let names: Vec<((f64, f64), &str)> =
        of(|((x, y), (wide, _))| (x + wide / 2.0, y + 20.0)).map(|(at, tile)| (at, tile.name.as_str())).collect();
    let values: Vec<((f64, f64), &str)> = of(|((x, y), (wide, tall))| (x + wide / 2.0, y + tall / 2.0 + 9.0))
        .map(|(at, tile)| (at, tile.label.as_str()))
        .collect();
    let shapes: Vec<((f64, f64), Mark)> =
        of(|((x, y), (wide, tall))| (x + wide / 2.0, y + tall - 10.0)).map(|(at, tile)| (at, tile.mark)).collect();
    let frames: Vec<(Frame, Mark)> = cells.iter().map(|(frame, tile)| (*frame, tile.mark)).collect();
    let titles: Vec<(Frame, &str)> = cells.iter().map(|(frame, tile)| (*frame, tile.title.as_str())).collect();
    grounds(&frames)
        + &centred(&names, NAME, Colour::Ink, false)
        + &centred(&values, VALUE, Colour::Ink, true)
        + &marks(&shapes, 4.4)
        + &tips(&titles)
}

/// The places without a square, in as many columns as have room; and how high the picture is with them.
fn beside_the_map(tiles: &[&Tile], (width, top): (f64, f64), mapped: bool) -> (String, f64) {
    if tiles.is_empty() {
        return (String::new(), top.max(ROW));
    }
    let head = if mapped { "没有方块位置的：" } else { "" };
    let top = top + if mapped { ROW } else { 0.0 };
    let words: Vec<String> = tiles.iter().map(|tile| format!("{}　{}", tile.name, tile.label)).collect();
    let widest = words.iter().map(|words| text::width(words, NAME)).fold(0.0, f64::max) + 34.0;
    let columns = (width / widest).floor().max(1.0) as usize;
    let at = |index: usize| {
        let (column, row) = (index % columns, index / columns);
        (EDGE + column as f64 * width / columns as f64, top + row as f64 * ROW)
    };
    let texts: Vec<((f64, f64), &str)> = words
        .iter()
        .enumerate()
        .map(|(index, words)| ((at(index).0 + 16.0, at(index).1 + 15.5), words.as_str()))
        .collect();
    let shapes: Vec<((f64, f64), Mark)> =
        tiles.iter().enumerate().map(|(index, tile)| ((at(index).0 + 6.0, at(index).1 + 11.0), tile.mark)).collect();
    let titles: Vec<(Frame, &str)> = tiles
        .iter()
        .enumerate()
        .map(|(index, tile)| ((at(index), (width / columns as f64 - GAP, ROW)), tile.title.as_str()))
        .collect();
    let drawn = begun(&[((EDGE, top - 6.0), head)], NAME, Colour::HintInk)
        + &begun(&texts, NAME, Colour::Ink)
        + &marks(&shapes, 4.2)
        + &tips(&titles);
    (drawn, top + tiles.len().div_ceil(columns) as f64 * ROW + EDGE)
}
