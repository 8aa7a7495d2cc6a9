//! What is planted for people and tests to find: hospitals that stand out, that are late or missing, workbooks with
//! faults, corrections.

use chrono::NaiveDate;
use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::model::ElementId;
use crate::demo::chance::Chance;
use crate::demo::province::DemoHospital;
use crate::returns::model::Slot;
use crate::returns::template::CellFill;

/// One planted thing; a line of `planted.json`.
#[derive(Clone, Debug, Serialize)]
pub struct Planted {
    /// `outlier`, `ordinary`, `missing`, `late`, `waiting`, `fault`, `correction`, `corrected_after_publication`, `late_duty`.
    pub kind: &'static str,
    /// Code of the hospital; of a late duty that of whoever owes it.
    pub hospital: String,
    /// The quarter; the first of those concerned for an outlier and for an ordinary one, of a late duty that of its last day.
    pub period: Period,
    /// The element, where one is concerned.
    pub element: Option<String>,
    /// The sheet of a fault.
    pub sheet: Option<String>,
    /// The cell of a fault.
    pub cell: Option<String>,
    /// The rule that a fault breaks.
    pub rule: Option<String>,
    /// What was deliberately not handed in, of a late duty.
    pub duty: Option<PlantedDuty>,
}

/// A duty that its bearer lets lie.
#[derive(Clone, Debug, Serialize)]
pub struct PlantedDuty {
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the duty.
    pub duty: String,
    /// Key of the kind of whoever owes it.
    pub bearer: &'static str,
    /// Of which period; empty where it has none.
    pub period: String,
    /// Its last day.
    pub due: NaiveDate,
}

impl Planted {
    /// A planted thing that is no fault of a cell.
    pub fn of(kind: &'static str, hospital: &str, period: Period) -> Self {
        let hospital = hospital.to_owned();
        Self { kind, hospital, period, element: None, sheet: None, cell: None, rule: None, duty: None }
    }
}

/// How a hospital stands beside those of its level.
#[derive(Clone, Debug)]
pub enum Stands {
    /// As chance made it: a little better or worse in everything.
    Anyhow,
    /// Out in one element.
    Out(Outlier),
    /// Exactly where its level is: whatever its figures differ by is chance alone, and nobody may accuse it.
    Ordinary,
}

/// A hospital that stands out in one element.
#[derive(Clone, Debug)]
pub struct Outlier {
    /// The element.
    pub element: String,
    /// How much its share is shifted.
    pub shift: f64,
}

/// What a hospital does in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Uploads in time and is accepted.
    Reports,
    /// Uploads after the others.
    Late,
    /// Uploads nothing.
    Missing,
    /// Uploads, and nobody has accepted yet.
    Waits,
    /// Uploads a workbook with a fault, which is refused, and does not come back.
    Fault,
    /// Uploads a fault first, then the mended workbook.
    Mended,
    /// Is accepted, and sends a correction that waits.
    Corrects,
}

/// Decides what a hospital does; the last quarter is the liveliest.
pub fn deed(seed: u64, hospital: &DemoHospital, period: Period, last: bool) -> Deed {
    let mut chance = Chance::of(seed, &["deed", &hospital.code, &period.to_string()]);
    let at = chance.even();
    let bounds: [(f64, Deed); 6] = if last {
        [
            (0.03, Deed::Missing),
            (0.05, Deed::Fault),
            (0.10, Deed::Waits),
            (0.12, Deed::Corrects),
            (0.15, Deed::Late),
            (0.18, Deed::Mended),
        ]
    } else {
        [
            (0.012, Deed::Missing),
            (0.012, Deed::Fault),
            (0.012, Deed::Waits),
            (0.012, Deed::Corrects),
            (0.04, Deed::Late),
            (0.06, Deed::Mended),
        ]
    };
    bounds.into_iter().find(|(bound, _)| at < *bound).map_or(Deed::Reports, |(_, deed)| deed)
}

/// Every fortieth hospital stands out, some up and some down; every twenty-fifth of the others is ordinary.
pub fn stands(seed: u64, hospital: &DemoHospital, parts: &[&str]) -> Stands {
    let mut chance = Chance::of(seed, &["outlier", &hospital.code]);
    if !chance.happens(0.025) || parts.is_empty() {
        let ordinary = Chance::of(seed, &["ordinary", &hospital.code]).happens(0.04);
        return if ordinary { Stands::Ordinary } else { Stands::Anyhow };
    }
    let element = parts[chance.index(parts.len())].to_owned();
    let shift = if chance.happens(0.5) { 0.3 } else { -0.3 };
    Stands::Out(Outlier { element, shift })
}

/// A fault as a tired clerk makes it: what stands in the cell, and the rule it breaks.
pub fn fault(seed: u64, hospital: &DemoHospital, period: Period, count: f64) -> (CellFill, &'static str) {
    let mut chance = Chance::of(seed, &["fault", &hospital.code, &period.to_string()]);
    let text = |text: &str| CellFill::Text(text.to_owned());
    match chance.index(5) {
        0 => (text("98.5%"), "percent-for-count"),
        1 => (text("无"), "ambiguous-mark"),
        2 => (CellFill::Number(count + 0.5), "not-whole"),
        3 => (text("约120"), "not-a-number"),
        _ => (CellFill::Number(-1.0), "negative"),
    }
}

/// The cell a fault is planted in: the second month of a monthly element without decimals.
pub fn place<'a>(elements: impl Iterator<Item = &'a ElementId>, seed: u64, code: &str) -> Option<(ElementId, Slot)> {
    let elements: Vec<&ElementId> = elements.collect();
    let mut chance = Chance::of(seed, &["place", code]);
    let element = elements.get(chance.index(elements.len()))?;
    Some(((*element).clone(), Slot::Month(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_stands_in_every_entry() {
        let late = serde_json::to_value(Planted::of("late", "P1", "2024Q3".parse().unwrap())).unwrap();
        for key in ["kind", "hospital", "period", "element", "sheet", "cell", "rule", "duty"] {
            assert!(late.get(key).is_some(), "{key} in {late}");
        }
        assert!(late["duty"].is_null());
    }
}
