//! What a map of squares and a table of marks are made of.

use super::model::Caption;

/// What the figures of a place give evidence of: a shape and a colour, never a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// ● on the good side, and not by chance.
    Better,
    /// ▲ on the bad side, and not by chance.
    Worse,
    /// ◆ different, and not by chance, where neither side is good.
    Apart,
    /// ○ not to be told from the rest.
    Common,
    /// A broken ring: there is a figure, of which nothing can be said.
    Unsure,
    /// No shape: a ground the darker, from 0 to [`STEPS`], the larger a share is, where nothing is said of chance.
    Step(u8),
    /// Nothing: there is no figure.
    Blank,
}

/// The darkest [`Mark::Step`].
pub const STEPS: u8 = 4;

/// One square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Column and row, counted from 1; none stands beside the map.
    pub place: Option<(u8, u8)>,
    /// What the place is called, in few characters.
    pub name: String,
    /// Its figure as people read it; empty where there is none.
    pub label: String,
    /// What the figure gives evidence of.
    pub mark: Mark,
    /// What pointing at it says.
    pub title: String,
}

/// Places as squares of one size, roughly where they lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tiles {
    /// Its name and description.
    pub caption: Caption,
    /// In any order.
    pub tiles: Vec<Tile>,
}

/// One cell of a [`Heat`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatCell {
    /// Its figure as people read it, in four or five characters; empty where there is none.
    pub label: String,
    /// What the figure gives evidence of.
    pub mark: Mark,
    /// What pointing at it says.
    pub title: String,
}

/// One row of a [`Heat`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// Its name where there is room for some words.
    pub name: String,
    /// Its name where there is room for two or three characters.
    pub short: String,
    /// One for each column; too few are blank. None at all: the row says why in `without`.
    pub cells: Vec<HeatCell>,
    /// Why there are no cells.
    pub without: String,
}

/// A table of marks: rows against columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// Its name and description.
    pub caption: Caption,
    /// The columns from left to right, in few characters each.
    pub columns: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<HeatRow>,
}
