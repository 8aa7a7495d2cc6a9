//! A series for outside programs: JSON and CSV of `zhikong progress`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::model::Indicator;
use crate::progress::model::Series;

/// How `zhikong progress` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One document.
    Json,
    /// One line a row.
    Csv,
    /// A line chart.
    Svg,
}

/// The document of `zhikong progress`; `docs/cli.md` states it.
#[derive(Debug, Serialize)]
pub struct Document {
    indicator: String,
    unit: String,
    multiplier: i64,
    by: &'static str,
    as_of: DateTime<Utc>,
    rows: Vec<Line>,
}

/// One group in one period.
#[derive(Debug, Serialize)]
struct Line {
    period: Period,
    group: String,
    group_name: String,
    numerator: i64,
    denominator: i64,
    value: Option<f64>,
    lower95: Option<f64>,
    upper95: Option<f64>,
    expected: i64,
    reported: i64,
    not_applicable: i64,
}

impl Document {
    /// Every row of the series, unrounded.
    #[must_use]
    pub fn of(indicator: &Indicator, series: &Series, as_of: DateTime<Utc>) -> Self {
        let line = |(at, period): (usize, &Period)| {
            let period = *period;
            series.of_period(at).map(move |(group, row)| Line {
                period,
                group: group.key.clone(),
                group_name: group.name.clone(),
                numerator: row.pooled.numerator,
                denominator: row.pooled.denominator,
                value: row.figure.value,
                lower95: row.figure.interval.map(|interval| interval.lower),
                upper95: row.figure.interval.map(|interval| interval.upper),
                expected: row.pooled.expected,
                reported: row.pooled.reported,
                not_applicable: row.pooled.not_applicable,
            })
        };
        Self {
            indicator: indicator.id.to_string(),
            unit: indicator.unit.clone(),
            multiplier: indicator.multiplier,
            by: series.by.key(),
            as_of,
            rows: series.periods.iter().enumerate().flat_map(line).collect(),
        }
    }

    /// The rows as CSV for programs: a header, no byte-order mark, unknown is empty.
    ///
    /// # Errors
    /// Of the writer.
    pub fn csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &self.rows {
            writer.serialize(row)?;
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
