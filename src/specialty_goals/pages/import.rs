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
use crate::specialty_goals::model::GOALS_MAX;
use crate::specialty_goals::workbook::Problem;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, Query, View};

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
    /// What changes: (heading, rows of sheet and cell, title, words).
    parts: Vec<(String, Vec<Row>)>,
    unchanged: usize,
    moved: bool,
    goals: usize,
    title: String,
    changes: usize,
    reason: String,
    faults: FieldErrors,
    reason_error: Option<String>,
}

#[derive(Serialize)]
struct Row {
    cell: String,
    title: String,
    said: String,
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
            parts: parts(plan),
            unchanged: plan.difference.unchanged,
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

fn parts(plan: &Plan) -> Vec<(String, Vec<Row>)> {
    let found = &plan.difference;
    let row = |at: usize, said: String| {
        let line = plan.lines.get(at)?;
        let cell = format!("{} {}", plan.sheet, line.cell);
        Some(Row { cell, title: line.goal.title.clone(), said })
    };
    let origin = |at: usize| plan.lines.get(at).map_or("", |line| line.goal.origin.label()).to_owned();
    let fresh = found.fresh.iter().filter_map(|at| row(*at, origin(*at))).collect::<Vec<_>>();
    let changed = found.changed.iter().filter_map(|(at, said)| row(*at, said.clone())).collect::<Vec<_>>();
    let gone =
        |title: &String| Row { cell: String::new(), title: title.clone(), said: "文件里没有这一项".to_owned() };
    let dropped = found.dropped.iter().map(gone).collect::<Vec<_>>();
    let parts = [("新增", fresh), ("改", changed), ("删去", dropped)].into_iter();
    parts.filter(|(_, rows)| !rows.is_empty()).map(|(verb, rows)| (format!("{verb} {} 项", rows.len()), rows)).collect()
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
