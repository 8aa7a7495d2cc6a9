//! Charts: series in, SVG text out. Pure – the same values give the same bytes on every machine.
//!
//! Numbers that people read come as ready text from whoever calls; a chart only places them. Every function
//! takes one plain value and a [`Caption`] whose `id` must differ between charts of one page.

mod axis;
mod bars;
mod canvas;
mod cloud;
mod control;
mod control_model;
mod control_words;
mod crowd;
mod distribution;
mod funnel;
mod grid;
mod grid_model;
mod heat;
mod interval_strip;
mod key;
mod labels;
mod lines;
mod lines_layout;
mod lines_words;
mod mini;
mod model;
mod multiple;
mod notes;
mod palette;
mod place;
mod runs;
mod scale;
mod sheet;
mod spark;
mod stacked;
mod svg;
mod text;
mod tiles;
mod timeline;

pub use bars::bars;
pub use control::control;
pub use control_model::{
    Annotation, ControlChart, ControlMark, ControlNumbers, ControlPoint, ControlSlot, ControlStretch,
};
pub use crowd::{Across, DistributionChart, DistributionRow, FunnelChart, FunnelLimits, FunnelMark, Spread, Stand};
pub use distribution::distribution;
pub use funnel::{funnel, key_dot, key_limit, key_stand};
pub use grid::key_grid;
pub use grid_model::{Heat, HeatCell, HeatRow, Mark, STEPS, Tile, Tiles};
pub use heat::heat;
pub use interval_strip::{interval_strip, strip_among};
pub use key::{key_band, key_centre, key_control, key_goal, key_mark};
pub use lines::lines;
pub use mini::{composite_bars, mini_bars};
pub use model::{
    Bar, BarChart, Break, Caption, CompositeBars, CompositeValue, Dash, Estimate, Goal, IntervalStrip, LineChart,
    LineSeries, Marker, MiniBar, MiniBars, Movement, Part, PartState, PeriodTick, Point, Reach, SeriesStyle, Size,
    Slot, Spark, Stacked,
};
pub use multiple::multiple;
pub use palette::Colour;
pub use sheet::{Sheet, in_font, sheet};
pub use spark::spark;
pub use stacked::stacked;
pub use tiles::tiles;
pub use timeline::{Timeline, TimelineRow, timeline};
