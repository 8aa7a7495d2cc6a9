//! Charts: series in, SVG text out. Pure – the same values give the same bytes on every machine.
//!
//! Numbers that people read come as ready text from whoever calls; a chart only places them. Every function
//! takes one plain value and a [`Caption`] whose `id` must differ between charts of one page.

mod model;
mod palette;

pub use model::{
    Bar, BarChart, Break, Caption, CompositeBars, CompositeValue, Dash, Estimate, Goal, IntervalStrip, LineChart,
    LineSeries, Marker, MiniBar, MiniBars, Movement, Part, PartState, PeriodTick, Point, Reach, SeriesStyle, Size,
    Slot, Spark, Stacked,
};
pub use palette::Colour;
