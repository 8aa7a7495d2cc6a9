//! Choosing a workbook, and the rehearsal that shows what would change.

use axum::Extension;
use axum::extract::State;
use serde::Serialize;

use super::kept_centre;
use crate::access::Viewer;
use crate::authorities::Authority;
use crate::catalogue::Catalogue;
use crate::files::Fingerprint;
use crate::specialty_goals::form::RehearsalQuery;
use crate::specialty_goals::import::{self, Plan};
use crate::specialty_goals::judge::{Change, parts};
use crate::specialty_goals::model::{GOALS_MAX, Goal};
use crate::specialty_goals::workbook::Problem;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, Query, View};

/// What is said of goals that stay as they are.
const SAME: &str = "不变";

/// Whose table of which year.
#[derive(Clone, Debug, Serialize)]
struct About {
    home: String,
    name: String,
    year: i32,
}

impl About {
    fn of(centre: &Authority, year: i32) -> Self {
        Self { home: format!("/specialty-goals/{}", centre.code), name: centre.name.clone(), year }
    }

    fn head(&self, title: String) -> Head {
        Head::titled(title)
            .crumb(Crumb::to("质控工作改进目标", format!("/specialty-goals?year={}", self.year)))
            .crumb(Crumb::to(self.name.clone(), format!("{}?year={}", self.home, self.year)))
    }
}

/// What `templates/specialty_goals/import.html` shows.
#[derive(Serialize)]
pub struct UploadPage {
    about: About,
    most: usize,
    /// Why a file was not taken; empty before one was sent.
    problems: Vec<Problem>,
}

impl UploadPage {
    /// Of a centre's year.
    #[must_use]
    pub fn new(centre: &Authority, year: i32, problems: Vec<Problem>) -> Self {
        Self { about: About::of(centre, year), most: GOALS_MAX, problems }
    }
}

impl View for UploadPage {
    const TEMPLATE: &'static str = "specialty_goals/import.html";

    fn head(&self) -> Head {
        self.about.head(format!("导入 {} 年的改进目标", self.about.year)).crumb(Crumb::here("导入"))
    }
}

/// GET `/specialty-goals/{centre}/{year}/import`
pub async fn upload(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((code, year)): Path<(String, i32)>,
) -> Result<Page<UploadPage>, PageError> {
    let centre = kept_centre(&app, &viewer, &catalogue, (&code, year)).await?;
    Ok(Page(UploadPage::new(&centre, year, Vec::new())))
}

/// What `templates/specialty_goals/rehearsal.html` shows.
#[derive(Serialize)]
pub struct RehearsalPage {
    about: About,
    name: String,
    sha256: String,
    seen: i32,
    problems: Vec<Problem>,
    /// What becomes of each goal, those that change first.
    parts: Vec<Part>,
    unchanged: usize,
    moved: bool,
    goals: usize,
    title: String,
    changes: usize,
    reason: String,
    faults: FieldErrors,
    reason_error: Option<String>,
}

/// The goals of which the same becomes.
#[derive(Serialize)]
struct Part {
    heading: String,
    /// Whether they stay as they are, so that a reader need not see them at once.
    same: bool,
    rows: Vec<Row>,
}

/// One goal.
#[derive(Serialize)]
struct Row {
    /// Where it stands; empty for one that the file does not hold.
    cell: String,
    title: String,
    /// Part, as it was, as it shall be: one of the two is empty for what is new or gone.
    changes: Vec<(&'static str, String, String)>,
}

impl RehearsalPage {
    /// Of a plan; `reason` and `faults` are what was posted and refused.
    #[must_use]
    pub fn new(
        (centre, year): (&Authority, i32),
        (sha256, name): (Fingerprint, &str),
        plan: &Plan,
        (reason, faults): (String, FieldErrors),
    ) -> Self {
        Self {
            about: About::of(centre, year),
            name: name.to_owned(),
            sha256: sha256.to_string(),
            seen: plan.seen,
            problems: plan.problems.clone(),
            parts: parts_of(plan),
            unchanged: plan.difference.unchanged.len(),
            moved: plan.difference.moved,
            goals: plan.lines.len(),
            title: title(plan),
            changes: plan.difference.changes(),
            reason,
            reason_error: faults.of("reason"),
            faults,
        }
    }
}

fn title(plan: &Plan) -> String {
    let found = &plan.difference;
    match (plan.problems.len(), found.changes()) {
        (0, 0) => "没有变化：表已经是这样".to_owned(),
        (0, _) => format!(
            "可以导入：新增 {} 项，改 {} 项，删去 {} 项",
            found.fresh.len(),
            found.changed.len(),
            found.dropped.len()
        ),
        (problems, _) => format!("没有导入：{problems} 处要改"),
    }
}

fn part(verb: &str, rows: Vec<Row>) -> Part {
    Part { heading: format!("{verb} {} 项", rows.len()), same: verb == SAME, rows }
}

fn parts_of(plan: &Plan) -> Vec<Part> {
    let found = &plan.difference;
    let row = |at: usize, changes| {
        let line = plan.lines.get(at)?;
        Some(Row { cell: format!("{} {}", plan.sheet, line.cell), title: line.goal.title.clone(), changes })
    };
    let whole =
        |at: &usize| row(*at, said(&plan.lines.get(*at)?.goal).map(|(what, now)| (what, String::new(), now)).collect());
    let otherwise = |(at, changes): &(usize, Vec<Change>)| {
        let change = |one: &Change| (one.what, line(&one.before), line(&one.after));
        row(*at, changes.iter().map(change).collect())
    };
    let gone = |goal: &Goal| {
        let changes = said(goal).map(|(what, was)| (what, was, String::new())).collect();
        Row { cell: String::new(), title: goal.title.clone(), changes }
    };
    let parts = [
        part("新增", found.fresh.iter().filter_map(whole).collect()),
        part("改", found.changed.iter().filter_map(otherwise).collect()),
        part("删去", found.dropped.iter().map(gone).collect()),
        part(SAME, found.unchanged.iter().filter_map(|at| row(*at, Vec::new())).collect()),
    ];
    parts.into_iter().filter(|part| !part.rows.is_empty()).collect()
}

/// A text of several lines as one.
fn line(text: &str) -> String {
    text.replace('\n', "；")
}

/// What a goal says besides its title; the unit stands behind its numbers.
fn said(goal: &Goal) -> impl Iterator<Item = (&'static str, String)> {
    let numbers = goal.baseline.is_some() || goal.goal.is_some();
    let told = move |what: &str| !(what == "目标名称" || (what == "单位" && numbers));
    parts(goal)
        .into_iter()
        .filter(move |(what, text)| told(what) && !text.is_empty())
        .map(|(what, text)| (what, line(&text)))
}

impl View for RehearsalPage {
    const TEMPLATE: &'static str = "specialty_goals/rehearsal.html";

    fn head(&self) -> Head {
        let import = format!("{}/{}/import", self.about.home, self.about.year);
        self.about.head(self.title.clone()).crumb(Crumb::to("导入", import)).crumb(Crumb::here("预演"))
    }
}

/// GET `/specialty-goals/{centre}/{year}/import/{sha256}`: what a kept workbook would change.
pub async fn rehearsal(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path((code, year, sha256)): Path<(String, i32, String)>,
    Query(query): Query<RehearsalQuery>,
) -> Result<Page<RehearsalPage>, PageError> {
    let centre = kept_centre(&app, &viewer, &catalogue, (&code, year)).await?;
    let sha256: Fingerprint = sha256.parse().map_err(|_| PageError::NotFound)?;
    let plan = match import::read_kept((&app.files, &reader), sha256).await?.1 {
        Ok(table) => import::rehearse(&app.db, (&centre, year), &table).await?,
        Err(problems) => Plan::refused(problems),
    };
    Ok(Page(RehearsalPage::new((&centre, year), (sha256, &query.name), &plan, Default::default())))
}
