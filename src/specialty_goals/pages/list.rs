//! All centres of a year: who has a table, of how many goals, and who has none.

use std::collections::HashMap;

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::{Tab, asked_year, tabs};
use crate::access::{AuthorityId, Power, Viewer};
use crate::authorities::{self, Authority, Tree};
use crate::catalogue::Catalogue;
use crate::specialty_goals::form::YearQuery;
use crate::specialty_goals::judge::{may_keep, standing};
use crate::specialty_goals::model::Edition;
use crate::specialty_goals::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Query, View};

/// What `templates/specialty_goals/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    year: i32,
    years: Vec<Tab>,
    rows: Vec<Row>,
    /// Centres that have a table, and what it adds up to.
    have: usize,
    goals: i32,
    national: i32,
    /// The code of the reader's own centre.
    own: Option<String>,
    /// Whether the pages beside it are the reader's too: a hospital has none of them.
    tabs: bool,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    speciality: String,
    under: String,
    /// Goals, national ones, own ones, since when.
    standing: Option<(i32, i32, i32, String)>,
    editions: usize,
    ended: Option<NaiveDate>,
    keeps: bool,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "specialty_goals/list.html";

    fn head(&self) -> Head {
        Head::titled(format!("{} 年度质控工作改进目标", self.year)).crumb(Crumb::here("质控工作改进目标"))
    }
}

/// GET `/specialty-goals`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<YearQuery>,
) -> Result<Page<ListPage>, PageError> {
    let year = asked_year(&app, &catalogue, asked.year)?;
    let tree = authorities::store::tree(&app.db).await?;
    let editions = store::editions_of_year(&app.db, year).await?;
    let own = viewer.authority().and_then(|id| tree.get(id)).filter(|one| !one.is_commission());
    let own = own.map(|one| one.code.clone());
    let rows = rows(&viewer, &tree, editions, year);
    let sum =
        |part: fn(&(i32, i32, i32, String)) -> i32| rows.iter().filter_map(|row| row.standing.as_ref()).map(part).sum();
    let (goals, national) = (sum(|one| one.0), sum(|one| one.1));
    let have = rows.iter().filter(|row| row.standing.is_some()).count();
    let (years, tabs) = (tabs(&app, &catalogue, "/specialty-goals", year), viewer.may(Power::Inspect));
    Ok(Page(ListPage { year, years, rows, have, goals, national, own, tabs }))
}

/// Every centre that existed in the year, or has a table of it.
fn rows(viewer: &Viewer, tree: &Tree, editions: Vec<Edition>, year: i32) -> Vec<Row> {
    let mut of: HashMap<AuthorityId, Vec<Edition>> = HashMap::new();
    for edition in editions {
        of.entry(edition.authority).or_default().push(edition);
    }
    let centres = tree.walk().into_iter().map(|(_, one)| one).filter(|one| !one.is_commission());
    let shown = centres.filter(|one| existed(one, year) || of.contains_key(&one.id));
    shown.map(|one| row(viewer, tree, one, of.get(&one.id).map_or(&[], Vec::as_slice))).collect()
}

fn row(viewer: &Viewer, tree: &Tree, one: &Authority, editions: &[Edition]) -> Row {
    let standing = standing(editions);
    Row {
        code: one.code.clone(),
        name: one.name.clone(),
        speciality: one.speciality.clone().unwrap_or_default(),
        under: one.reviewed_by.map(|id| tree.name(id).to_owned()).unwrap_or_default(),
        standing: standing.map(|one| (one.goals, one.national, one.goals - one.national, one.since.to_string())),
        editions: editions.len(),
        ended: one.valid_to,
        keeps: may_keep(viewer, one),
    }
}

fn existed(centre: &Authority, year: i32) -> bool {
    let first = NaiveDate::from_ymd_opt(year, 1, 1);
    let last = NaiveDate::from_ymd_opt(year, 12, 31);
    let begun = centre.valid_from.is_none_or(|from| last.is_some_and(|last| from <= last));
    begun && centre.valid_to.is_none_or(|to| first.is_some_and(|first| first <= to))
}
