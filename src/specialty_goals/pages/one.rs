//! One centre's goals of a year, how they came to be, and the same as a workbook.

use axum::extract::State;
use axum::response::IntoResponse;
use serde::Serialize;

use super::{Tab, asked_year, centre_of, tabs};
use crate::access::{Power, Viewer};
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::specialty_goals::form::YearQuery;
use crate::specialty_goals::judge::{may_keep, number_words};
use crate::specialty_goals::model::{Edition, Goal, Origin};
use crate::specialty_goals::store;
use crate::specialty_goals::workbook::{self, For};
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Path, Query, View};

/// What `templates/specialty_goals/one.html` shows.
#[derive(Serialize)]
pub struct CentrePage {
    code: String,
    name: String,
    speciality: String,
    under: String,
    year: i32,
    years: Vec<Tab>,
    rows: Vec<Row>,
    national: usize,
    /// The edition that is shown; none where there is none.
    shown: Option<i32>,
    /// The last one.
    last: Option<i32>,
    history: Vec<Step>,
    keeps: bool,
    /// Whether the reader sees the list of hospitals due for the centre.
    due: bool,
}

#[derive(Serialize)]
struct Row {
    title: String,
    origin: &'static str,
    document: String,
    indicator: String,
    baseline: Option<String>,
    goal: Option<String>,
    measures: Vec<String>,
}

impl Row {
    fn of(goal: Goal) -> Self {
        Self {
            baseline: number_words(goal.baseline, &goal.unit, None),
            goal: number_words(goal.goal, &goal.unit, goal.direction),
            origin: goal.origin.label(),
            title: goal.title,
            document: goal.document,
            indicator: goal.indicator,
            measures: goal.measures.lines().map(str::to_owned).collect(),
        }
    }
}

#[derive(Serialize)]
struct Step {
    number: i32,
    goals: i32,
    national: i32,
    at: String,
    place: String,
    /// Who; empty where the reader is a hospital: persons of authorities are not named to it.
    by: String,
    reason: String,
    said: Vec<String>,
}

impl Step {
    fn of(edition: &Edition, named: bool) -> Self {
        Self {
            number: edition.number,
            goals: edition.goals,
            national: edition.national,
            at: china_minute(edition.at),
            place: edition.by_place.clone(),
            by: if named { edition.by_name.clone() } else { String::new() },
            reason: edition.reason.clone(),
            said: edition.said.lines().map(str::to_owned).collect(),
        }
    }
}

impl View for CentrePage {
    const TEMPLATE: &'static str = "specialty_goals/one.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}：{} 年度质控工作改进目标", self.name, self.year))
            .crumb(Crumb::to("质控工作改进目标", format!("/specialty-goals?year={}", self.year)))
            .crumb(Crumb::here(self.name.clone()))
    }
}

/// The edition asked for; where none is, the last.
fn chosen(editions: &[Edition], asked: Option<i32>) -> Result<Option<&Edition>, PageError> {
    match asked {
        None => Ok(editions.last()),
        Some(number) => editions.iter().find(|one| one.number == number).map(Some).ok_or(PageError::NotFound),
    }
}

/// GET `/specialty-goals/{centre}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(asked): Query<YearQuery>,
) -> Result<Page<CentrePage>, PageError> {
    let year = asked_year(&app, &catalogue, asked.year)?;
    let years = tabs(&app, &catalogue, &format!("/specialty-goals/{code}"), year);
    Ok(Page(CentrePage::load(&app, &viewer, &code, (year, years), asked.edition).await?))
}

impl CentrePage {
    async fn load(
        app: &AppState,
        viewer: &Viewer,
        code: &str,
        (year, years): (i32, Vec<Tab>),
        asked: Option<i32>,
    ) -> Result<Self, PageError> {
        let (tree, centre) = centre_of(app, code).await?;
        let editions = store::editions_of(&app.db, centre.id, year).await?;
        let shown = chosen(&editions, asked)?;
        let goals = match shown {
            Some(edition) => store::goals_of(&app.db, edition).await?,
            None => Vec::new(),
        };
        let national = goals.iter().filter(|goal| goal.origin == Origin::National).count();
        let named = viewer.hospital().is_none();
        Ok(Self {
            national,
            rows: goals.into_iter().map(Row::of).collect(),
            shown: shown.map(|one| one.number),
            last: editions.last().map(|one| one.number),
            history: editions.iter().rev().map(|one| Step::of(one, named)).collect(),
            keeps: may_keep(viewer, &centre),
            due: viewer.may(Power::Inspect) && viewer.authority().is_none_or(|own| tree.is_under(own, centre.id)),
            speciality: centre.speciality.clone().unwrap_or_default(),
            under: centre.reviewed_by.map(|id| tree.name(id).to_owned()).unwrap_or_default(),
            code: centre.code,
            name: centre.name,
            year,
            years,
        })
    }
}

/// GET `/specialty-goals/{centre}/{year}.xlsx`: the table, empty where there is none: then it is the form to fill in.
pub async fn xlsx(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Path((code, file)): Path<(String, String)>,
    Query(asked): Query<YearQuery>,
) -> Result<impl IntoResponse, PageError> {
    let year = file.strip_suffix(".xlsx").and_then(|year| year.parse().ok()).ok_or(PageError::NotFound)?;
    let year = asked_year(&app, &catalogue, Some(year))?;
    let (_, centre) = centre_of(&app, &code).await?;
    let editions = store::editions_of(&app.db, centre.id, year).await?;
    let goals = match chosen(&editions, asked.edition)? {
        Some(edition) => store::goals_of(&app.db, edition).await?,
        None => Vec::new(),
    };
    let of = For { code: &centre.code, name: &centre.name, year };
    let bytes = workbook::write(of, &goals).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}{year}年质控工作改进目标.xlsx", centre.name), bytes))
}
