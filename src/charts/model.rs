//! What a chart is made of. Values are in the unit shown (percent as 68.9, not 0.689); a value that is not
//! finite counts as missing, and missing is drawn as missing.

use super::palette::Colour;

/// What a chart is called and says to those who do not see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Told apart on one page; letters, digits, `-` and `_`, anything else becomes `-`.
    pub id: String,
    /// The name: what is shown, by what, from when to when.
    pub title: String,
    /// What a reader would see: how many lines, gaps, breaks and where it ends.
    pub desc: String,
}

impl Caption {
    /// A caption of three texts.
    pub fn new(id: impl Into<String>, title: impl Into<String>, desc: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), desc: desc.into() }
    }
}

/// For which width a chart is drawn; text is as large in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 690 px: beside other things on a desk.
    Wide,
    /// 340 px: on a phone.
    Narrow,
}

/// The mark at a point of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// ●
    Circle,
    /// ■
    Square,
    /// ▲
    Triangle,
    /// ◆
    Diamond,
}

/// How the line of a series is broken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// One line.
    Solid,
    /// Long strokes.
    Dashed,
    /// Short strokes.
    Dotted,
    /// A long stroke and a short one in turn.
    DashDot,
}

/// How one group looks: never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesStyle {
    /// Of line, mark and bar.
    pub colour: Colour,
    /// At each point.
    pub marker: Marker,
    /// Of the line.
    pub dash: Dash,
}

impl SeriesStyle {
    /// The style of the group at `index` in its fixed order, so that a group looks the same on every page.
    ///
    /// The first sixteen differ from each other, the first four in colour.
    pub fn nth(index: usize) -> Self {
        const COLOURS: [Colour; 4] = [Colour::First, Colour::Second, Colour::Third, Colour::SecondInk];
        const MARKERS: [Marker; 4] = [Marker::Circle, Marker::Square, Marker::Triangle, Marker::Diamond];
        const DASHES: [Dash; 4] = [Dash::Solid, Dash::Dashed, Dash::Dotted, Dash::DashDot];
        let turned = index + index / 4;
        Self { colour: COLOURS[index % 4], marker: MARKERS[turned % 4], dash: DASHES[turned % 4] }
    }
}

/// A value with its interval, both in the unit shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value itself.
    pub value: f64,
    /// Lower and upper end of the interval, where there is one.
    pub interval: Option<(f64, f64)>,
}

/// A place on the time axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodTick {
    /// The short label, `Q1`.
    pub label: String,
    /// What several places share and is written once below the first of them, `2024 年`.
    pub year: String,
}

/// One point of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Where it lies.
    pub estimate: Estimate,
    /// What pointing at it says: group, period, figure, unit.
    pub title: String,
}

/// What a series has at one period.
#[derive(Debug, Clone, PartialEq)]
pub enum Slot {
    /// A point.
    Point(Point),
    /// Nothing: the line ends before it and starts anew after it. The reason, if given, is written there.
    Gap(Option<String>),
}

/// One line of a line chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LineSeries {
    /// The name of the group, written at the line's end.
    pub name: String,
    /// How it looks.
    pub style: SeriesStyle,
    /// One for each period; what is too much is not drawn, what is too little is a gap.
    pub slots: Vec<Slot>,
    /// The last value as people read it, without unit.
    pub last: String,
}

/// A change of definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// Index of the first period under the new definition.
    pub before: usize,
    /// Why, in few characters.
    pub label: String,
}

/// A goal, drawn as a named line.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Where it lies, in the unit shown.
    pub value: f64,
    /// Its name with its figure, `目标值 70`.
    pub label: String,
}

/// How far an axis may reach.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reach {
    /// The least value there can be; 0 for counts and rates.
    pub least: Option<f64>,
    /// The greatest value there can be; 100 for percentages.
    pub greatest: Option<f64>,
    /// Whether there is nothing between whole numbers, as between hospitals.
    pub whole: bool,
}

impl Reach {
    /// Of a percentage.
    pub const PERCENT: Self = Self { least: Some(0.0), greatest: Some(100.0), whole: false };
    /// Of a rate without upper end.
    pub const FROM_ZERO: Self = Self { least: Some(0.0), greatest: None, whole: false };
}

/// Lines over periods, one for each group.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// Its name and description.
    pub caption: Caption,
    /// The unit, written once at the axis.
    pub unit: String,
    /// The time axis, oldest first.
    pub periods: Vec<PeriodTick>,
    /// The lines, in the order of the key.
    pub series: Vec<LineSeries>,
    /// Where a definition changed.
    pub breaks: Vec<Break>,
    /// The goal, if there is one.
    pub goal: Option<Goal>,
    /// How far the value axis may reach.
    pub reach: Reach,
    /// Draw the interval at each point: for series too short to judge.
    pub intervals: bool,
}

/// One bar of a bar chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The name of the group.
    pub name: String,
    /// How it looks.
    pub style: SeriesStyle,
    /// Its value; `None` draws no bar.
    pub estimate: Option<Estimate>,
    /// The value as people read it, or why there is none.
    pub label: String,
    /// What pointing at it says.
    pub title: String,
}

/// Bars of one period, one for each group, always from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct BarChart {
    /// Its name and description.
    pub caption: Caption,
    /// The unit, written once at the axis.
    pub unit: String,
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// The goal, if there is one.
    pub goal: Option<Goal>,
    /// The greatest value there can be.
    pub greatest: Option<f64>,
}

/// What the figures of an indicator give evidence of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// 改善 ●
    Better,
    /// 变差 ▲
    Worse,
    /// 未见变化, or too few points to say ○
    Common,
}

/// A line of a few periods without axis, on its own scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Spark {
    /// Its name and description.
    pub caption: Caption,
    /// Oldest first; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// Indices of first periods under a new definition.
    pub breaks: Vec<usize>,
    /// The mark of the last value.
    pub movement: Movement,
}

/// One bar of [`MiniBars`].
#[derive(Debug, Clone, PartialEq)]
pub struct MiniBar {
    /// The name of the group.
    pub name: String,
    /// How it looks.
    pub style: SeriesStyle,
    /// Its value; `None` draws no bar.
    pub value: Option<f64>,
    /// The value as people read it, or why there is none.
    pub label: String,
}

/// A few small bars with name and value, on their own scale from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct MiniBars {
    /// Its name and description.
    pub caption: Caption,
    /// From top to bottom.
    pub bars: Vec<MiniBar>,
}

/// One bar of [`CompositeBars`].
#[derive(Debug, Clone, PartialEq)]
pub struct CompositeValue {
    /// In percent, 0–100; `None` draws an outline.
    pub value: Option<f64>,
    /// What pointing at it says.
    pub title: String,
}

/// Small upright bars for a target made of several percentages, all from 0 to 100.
#[derive(Debug, Clone, PartialEq)]
pub struct CompositeBars {
    /// Its name and description.
    pub caption: Caption,
    /// From left to right.
    pub values: Vec<CompositeValue>,
}

/// A dot with its interval beside a reference, for a row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalStrip {
    /// Its name and description.
    pub caption: Caption,
    /// Left and right end of the scale all rows share.
    pub scale: (f64, f64),
    /// The figure of the row; `None` draws the scale alone.
    pub estimate: Option<Estimate>,
    /// The figure all rows are compared with.
    pub reference: Option<f64>,
}

/// What a part of a whole stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// Done.
    Done,
    /// On its way.
    Waiting,
    /// Somebody must act.
    Bad,
    /// Neither good nor bad.
    Common,
    /// Got better.
    Better,
    /// Got worse.
    Worse,
    /// Nothing yet.
    Rest,
}

/// One part of [`Stacked`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it stands for.
    pub state: PartState,
    /// How many; 0 is not drawn.
    pub count: u32,
    /// What pointing at it says.
    pub title: String,
}

/// How a whole divides into parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stacked {
    /// Its name and description.
    pub caption: Caption,
    /// From left to right.
    pub parts: Vec<Part>,
}
