//! 督导汇总: by system, level and city, and the points that fail most.

mod cities;

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use self::cities::{CityRow, LEAST, cities, heat, key, said};
use crate::access::Viewer;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{CheckPointId, Checklist};
use crate::charts::{self, Size};
use crate::inspections::store as inspections;
use crate::rectifications::measure::{Sum, by, hospitals as counted, mended, points};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Query, View, format};

/// Points of the list.
const MOST_FAILED: usize = 10;
/// Years that can be chosen, this one first.
const YEARS: i32 = 5;

/// What is summed, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct SummaryQuery {
    /// `2024`; empty for all years that can be chosen.
    year: String,
    /// Which checklist.
    checklist: String,
}

/// What `templates/rectifications/summary.html` shows.
#[derive(Serialize)]
pub struct SummaryPage {
    asked: SummaryQuery,
    years: Vec<Choice>,
    checklists: Vec<Choice>,
    system_word: String,
    hospitals: usize,
    total: Shown,
    findings: (usize, usize),
    systems: Vec<SystemRow>,
    levels: Vec<(String, usize, Shown)>,
    points: Vec<PointRow>,
    /// Every clause of which something was asked, in the checklist's order.
    clauses: Vec<ClauseRow>,
    /// Places of the systems, the heads of the table.
    heads: Vec<String>,
    cities: Vec<CityRow>,
    /// What the picture of systems and cities shows most, and the picture.
    says: Option<String>,
    wide: String,
    narrow: String,
    /// Its shades and what they mean.
    key: Vec<(String, String)>,
    least: usize,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// A sum as a page shows it.
#[derive(Serialize)]
struct Shown {
    asked: usize,
    failed: usize,
    not_met: usize,
    share: Option<String>,
}

impl From<Sum> for Shown {
    fn from(sum: Sum) -> Self {
        let share = sum.share().map(|share| format::fixed(share, 1));
        Self { asked: sum.asked, failed: sum.failed(), not_met: sum.not_met, share }
    }
}

#[derive(Serialize)]
struct SystemRow {
    ordinal: u8,
    name: String,
    sum: Shown,
    findings: usize,
    mended: usize,
}

#[derive(Serialize)]
struct PointRow {
    text: String,
    clause: String,
    system: String,
    sum: Shown,
}

#[derive(Serialize)]
struct ClauseRow {
    clause: String,
    system: String,
    points: usize,
    sum: Shown,
    findings: usize,
    mended: usize,
}

impl View for SummaryPage {
    const TEMPLATE: &'static str = "rectifications/summary.html";

    fn head(&self) -> Head {
        Head::titled("督导汇总").crumb(Crumb::to("整改台账", "/rectifications")).crumb(Crumb::here("督导汇总"))
    }
}

/// GET `/rectifications/summary?year=&checklist=`
pub async fn summary(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<SummaryQuery>,
) -> Result<Page<SummaryPage>, PageError> {
    let today = china_date(app.clock.now());
    let list = catalogue.checklist(&asked.checklist).or(catalogue.checklists().first()).ok_or(PageError::NotFound)?;
    let days = days(&asked.year, today);
    let scope = viewer.scope();
    let (found, visited) = inspections::found(&app.db, &scope, &list.id, days).await?;
    let of_points = by(&found, |one| Some(one.point.clone()));
    let mending = inspections::mending_of_points(&app.db, &scope, &list.id, days).await?;
    let of_system = mended(&mending, |one| one.system);
    let sums = by(&found, |one| Some(one.system));
    let levels = by(&found, |one| one.level.clone());
    let many = counted(&visited, |one| one.level.clone());
    let cities = cities(&catalogue, list, &found, &visited);
    let chart = heat(list, &cities);
    let terms = catalogue.register();
    Ok(Page(SummaryPage {
        years: years(today),
        checklists: checklists(&catalogue),
        system_word: list.system_word.clone(),
        hospitals: counted(&visited, |_| Some(())).remove(&()).unwrap_or_default(),
        total: by(&found, |_| Some(())).remove(&()).unwrap_or_default().into(),
        findings: of_system.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1)),
        systems: list
            .systems
            .iter()
            .map(|system| {
                let (findings, mended) = of_system.get(&system.ordinal).copied().unwrap_or_default();
                let sum = sums.get(&system.ordinal).copied().unwrap_or_default();
                SystemRow { ordinal: system.ordinal, name: system.name.clone(), sum: sum.into(), findings, mended }
            })
            .collect(),
        levels: terms
            .levels
            .iter()
            .filter_map(|level| {
                let sum = *levels.get(&level.word.key)?;
                let hospitals = many.get(&level.word.key).copied().unwrap_or_default();
                Some((level.word.name.clone(), hospitals, sum.into()))
            })
            .collect(),
        clauses: clause_rows(list, &of_points, &mending),
        points: point_rows(list, points(&of_points)),
        heads: list.systems.iter().map(|system| system.ordinal.to_string()).collect(),
        says: said(list, &cities),
        wide: charts::heat(&chart, Size::Wide),
        narrow: charts::heat(&chart, Size::Narrow),
        key: key(),
        cities,
        least: LEAST,
        asked: SummaryQuery { checklist: list.id.to_string(), ..asked },
    }))
}

fn days(year: &str, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    match year.parse::<i32>() {
        Ok(year) => (first(year), NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today)),
        Err(_) => (first(today.year() - YEARS + 1), today),
    }
}

fn years(today: NaiveDate) -> Vec<Choice> {
    let all = Choice { value: String::new(), label: format!("近 {YEARS} 年") };
    let year = |back: i32| {
        let year = today.year() - back;
        Choice { value: year.to_string(), label: format!("{year} 年") }
    };
    std::iter::once(all).chain((0..YEARS).map(year)).collect()
}

fn checklists(catalogue: &Catalogue) -> Vec<Choice> {
    let choice = |list: &Checklist| Choice { value: list.id.to_string(), label: list.short_title.clone() };
    catalogue.checklists().iter().map(choice).collect()
}

fn point_rows(list: &Checklist, points: Vec<(CheckPointId, Sum)>) -> Vec<PointRow> {
    let row = |(id, sum): (CheckPointId, Sum)| {
        let mut all =
            list.systems.iter().flat_map(|system| system.check_points.iter().map(move |point| (system, point)));
        let (system, point) = all.find(|(_, point)| point.id == id)?;
        Some(PointRow {
            text: point.text.clone(),
            clause: point.clause.clone(),
            system: system.name.clone(),
            sum: sum.into(),
        })
    };
    points.into_iter().filter_map(row).take(MOST_FAILED).collect()
}

/// Check points of one clause added up: what was asked, what failed, what of it was mended.
fn clause_rows(
    list: &Checklist,
    sums: &BTreeMap<CheckPointId, Sum>,
    mending: &[inspections::Mending],
) -> Vec<ClauseRow> {
    let mending = mended(mending, |one| one.point.clone());
    let mut rows: Vec<ClauseRow> = Vec::new();
    let mut sum = Sum::default();
    for (system, point) in list.systems.iter().flat_map(|system| system.check_points.iter().map(move |p| (system, p))) {
        let same = rows.last().is_some_and(|row| row.clause == point.clause && row.system == system.name);
        let own = sums.get(&point.id).copied().unwrap_or_default();
        sum = if same { sum.and(own) } else { own };
        if !same {
            let (clause, system) = (point.clause.clone(), system.name.clone());
            rows.push(ClauseRow { clause, system, points: 0, sum: sum.into(), findings: 0, mended: 0 });
        }
        let (found, done) = mending.get(&point.id).copied().unwrap_or_default();
        if let Some(row) = rows.last_mut() {
            row.points += 1;
            row.sum = sum.into();
            row.findings += found;
            row.mended += done;
        }
    }
    rows.retain(|row| row.sum.asked > 0);
    rows
}
