//! The goals of a year: each target with its indicators, for all hospitals and by level.

use axum::extract::State;
use serde::Serialize;

use super::{Tab, edition_of, tabs};
use crate::access::{Power, Viewer};
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator, Target};
use crate::goals::carry::{Left, carry_over};
use crate::goals::form::{YearQuery, subjects};
use crate::goals::judge::may_have;
use crate::goals::model::{Goals, Stated, Subject};
use crate::goals::store;
use crate::goals::words::{goal_words, subject_words};
use crate::goals::workbook;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Query, View};

/// What `templates/goals/year.html` shows.
#[derive(Serialize)]
pub struct YearPage {
    year: i32,
    years: Vec<Tab>,
    /// Whether the viewer may change goals.
    keeps: bool,
    heads: Vec<String>,
    targets: Vec<TargetRows>,
    /// Indicators that can have a goal, and those that have one.
    could: usize,
    have: usize,
    /// Targets whose headline indicator has no goal.
    without: Vec<String>,
    /// What would go on from the year before; none where goals are set already or the viewer keeps none.
    carry: Option<Carry>,
}

#[derive(Serialize)]
struct TargetRows {
    numeral: String,
    title: String,
    href: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    headline: bool,
    /// A goal or nothing, for each of the heads.
    cells: Vec<Cell>,
    source: String,
    set: String,
    /// Why there can be none.
    cannot: Option<&'static str>,
}

#[derive(Serialize)]
struct Cell {
    head: String,
    text: String,
}

#[derive(Serialize)]
struct Carry {
    from: i32,
    goals: usize,
    left: Vec<Left>,
    seen: u64,
}

/// GET `/goals?year=2024`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(query): Query<YearQuery>,
) -> Result<Page<YearPage>, PageError> {
    let edition = edition_of(&app, &catalogue, query.year)?;
    let latest = store::latest(&app.db, edition.year).await?;
    let keeps = viewer.may(Power::KeepThresholds);
    let mut page = YearPage::new(&catalogue, edition, &latest, viewer.authority().is_some());
    page.keeps = keeps;
    if keeps && page.have == 0 {
        page.carry = carry_of(&app, &catalogue, edition).await?;
    }
    Ok(Page(page))
}

/// GET `/goals.xlsx?year=2024`
pub async fn xlsx(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Query(query): Query<YearQuery>,
) -> Result<Download, PageError> {
    let edition = edition_of(&app, &catalogue, query.year)?;
    let goals = store::in_force(&app.db, edition.year).await?;
    let bytes = workbook::write(&catalogue, edition, &goals).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{} 年目标值.xlsx", edition.year), bytes))
}

async fn carry_of(app: &AppState, catalogue: &Catalogue, edition: &Edition) -> Result<Option<Carry>, PageError> {
    let from = edition.year - 1;
    let carried = carry_over(catalogue, edition, &store::latest(&app.db, from).await?);
    if carried.changes.is_empty() && carried.left.is_empty() {
        return Ok(None);
    }
    let seen = store::seen(&app.db).await?;
    Ok(Some(Carry { from, goals: carried.changes.len(), left: carried.left, seen }))
}

impl YearPage {
    fn new(catalogue: &Catalogue, edition: &Edition, latest: &[Stated], named: bool) -> Self {
        let goals = Goals::of(latest);
        let has = |indicator: &Indicator| goals.0.iter().any(|goal| goal.indicator == indicator.id);
        let of_year: std::collections::BTreeSet<_> = edition.indicators().collect();
        let able: Vec<&Indicator> = of_year
            .into_iter()
            .filter_map(|id| catalogue.indicator(id))
            .filter(|indicator| may_have(indicator).is_ok())
            .collect();
        let bare = |target: &&Target| {
            let headline = target.headline.as_ref().and_then(|id| catalogue.indicator(id));
            headline.is_some_and(|headline| may_have(headline).is_ok() && !has(headline))
        };
        Self {
            year: edition.year,
            years: tabs(catalogue, "/goals", edition.year),
            keeps: false,
            heads: subjects(catalogue).iter().map(|subject| subject_words(subject, catalogue)).collect(),
            could: able.len(),
            have: able.iter().filter(|indicator| has(indicator)).count(),
            without: edition.targets.iter().filter(bare).map(|target| target.numeral.clone()).collect(),
            targets: edition
                .all_targets()
                .map(|target| target_rows(catalogue, edition.year, target, (&goals, latest), named))
                .collect(),
            carry: None,
        }
    }
}

fn target_rows(
    catalogue: &Catalogue,
    year: i32,
    target: &Target,
    (goals, latest): (&Goals, &[Stated]),
    named: bool,
) -> TargetRows {
    let indicators = target.indicators.iter().filter_map(|id| catalogue.indicator(id));
    let row = |indicator: &Indicator| {
        let cells =
            subjects(catalogue).iter().map(|subject| cell(catalogue, year, indicator, subject, goals)).collect();
        let mut set: Vec<&Stated> =
            latest.iter().filter(|one| one.key.indicator == indicator.id && one.value.is_some()).collect();
        set.sort_by_key(|one| std::cmp::Reverse(one.set_at));
        Row {
            name: indicator.name.clone(),
            href: format!("/goals/{year}/{}", indicator.id),
            headline: target.headline.as_ref() == Some(&indicator.id),
            cells,
            source: sources(&set),
            set: set.first().map_or_else(String::new, |last| set_said(last, named)),
            cannot: may_have(indicator).err().map(crate::goals::Why::said),
        }
    };
    TargetRows {
        numeral: target.numeral.clone(),
        title: target.title.clone(),
        href: format!("/targets/{year}/{}", target.ordinal),
        rows: indicators.map(row).collect(),
    }
}

fn cell(catalogue: &Catalogue, year: i32, indicator: &Indicator, subject: &Subject, goals: &Goals) -> Cell {
    let goal = goals.exactly(&indicator.id, year, subject);
    let text = goal.map(|goal| goal_words(indicator, goal.value)).unwrap_or_default();
    Cell { head: subject_words(subject, catalogue), text }
}

/// The source set last, and whether the goals of other levels have others.
fn sources(latest_first: &[&Stated]) -> String {
    let Some(first) = latest_first.first() else { return String::new() };
    let others = latest_first.iter().any(|one| one.source != first.source);
    if others { format!("{}；各级别依据不同，见经过", first.source) } else { first.source.clone() }
}

fn set_said(stated: &Stated, named: bool) -> String {
    let at = china_minute(stated.set_at);
    let day = at.split(' ').next().unwrap_or_default().to_owned();
    if named { format!("{}　{day}", stated.set_by_name) } else { day }
}

impl View for YearPage {
    const TEMPLATE: &'static str = "goals/year.html";

    fn head(&self) -> Head {
        Head::titled(format!("{} 年目标值", self.year)).crumb(Crumb::here("目标值"))
    }
}
