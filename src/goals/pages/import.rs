//! 导入目标值: choosing the workbook, and the rehearsal that shows what would change.

use axum::Extension;
use axum::extract::State;
use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::files::Fingerprint;
use crate::goals::form::RehearsalQuery;
use crate::goals::import::{self, Plan, Step};
use crate::goals::model::Value;
use crate::goals::store;
use crate::goals::words::{goal_words, subject_words};
use crate::goals::workbook::Problem;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// What `templates/goals/import.html` shows.
#[derive(Serialize)]
pub struct UploadPage {
    /// Why a file was not taken; empty before one was sent.
    pub problems: Vec<Problem>,
}

/// GET `/goals/import`
pub async fn upload() -> Page<UploadPage> {
    Page(UploadPage { problems: Vec::new() })
}

impl View for UploadPage {
    const TEMPLATE: &'static str = "goals/import.html";

    fn head(&self) -> Head {
        Head::titled("导入目标值").crumb(Crumb::to("目标值", "/goals")).crumb(Crumb::here("导入"))
    }
}

/// What `templates/goals/rehearsal.html` shows.
#[derive(Serialize)]
pub struct RehearsalPage {
    name: String,
    sha256: String,
    seen: u64,
    problems: Vec<Problem>,
    /// What changes: (heading, rows).
    parts: Vec<(String, Vec<Row>)>,
    unchanged: usize,
    title: String,
    changes: usize,
}

#[derive(Serialize)]
struct Row {
    cell: String,
    year: i32,
    name: String,
    subject: String,
    before: String,
    after: String,
    source: String,
}

/// GET `/goals/import/{sha256}`: what a kept workbook would change.
pub async fn rehearsal(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path(sha256): Path<String>,
    Query(query): Query<RehearsalQuery>,
) -> Result<Page<RehearsalPage>, PageError> {
    let sha256: Fingerprint = sha256.parse().map_err(|_| PageError::NotFound)?;
    let seen = store::seen(&app.db).await?;
    let (_, plan) = import::rehearse_kept(&app.db, &catalogue, (&app.files, &reader), sha256).await?;
    Ok(Page(RehearsalPage::new(&catalogue, sha256, &query.name, seen, &plan)))
}

impl RehearsalPage {
    /// Of a plan made when goals had been set `seen` times.
    #[must_use]
    pub fn new(catalogue: &Catalogue, sha256: Fingerprint, name: &str, seen: u64, plan: &Plan) -> Self {
        let (fresh, changed, back) = (plan.fresh.len(), plan.changed.len(), plan.taken_back.len());
        let title = match (plan.problems.len(), fresh + changed + back) {
            (0, 0) => "没有变化：目标值已经是这样".to_owned(),
            (0, _) => format!("可以导入：新设 {fresh} 个，改 {changed} 个，撤销 {back} 个"),
            (problems, _) => format!("没有导入：{problems} 处要改"),
        };
        let rows = |steps: &[Step]| steps.iter().map(|step| row(catalogue, step)).collect::<Vec<_>>();
        let parts = [("新设", &plan.fresh), ("改", &plan.changed), ("撤销", &plan.taken_back)];
        let parts = parts.into_iter().filter(|(_, steps)| !steps.is_empty());
        Self {
            name: name.to_owned(),
            sha256: sha256.to_string(),
            seen,
            problems: plan.problems.clone(),
            parts: parts.map(|(verb, steps)| (format!("{verb} {} 个", steps.len()), rows(steps))).collect(),
            unchanged: plan.unchanged,
            title,
            changes: fresh + changed + back,
        }
    }
}

fn row(catalogue: &Catalogue, step: &Step) -> Row {
    let key = &step.change.key;
    let indicator = catalogue.indicator(&key.indicator);
    let worded = |value: Option<Value>, none: &str| match (value, indicator) {
        (Some(value), Some(indicator)) => goal_words(indicator, value),
        _ => none.to_owned(),
    };
    Row {
        cell: step.cell.clone(),
        year: key.year,
        name: indicator.map_or(key.indicator.as_str(), |indicator| &indicator.name).to_owned(),
        subject: subject_words(&key.subject, catalogue),
        before: worded(step.before, "未设"),
        after: worded(step.change.value, "撤销"),
        source: step.change.source.clone(),
    }
}

impl View for RehearsalPage {
    const TEMPLATE: &'static str = "goals/rehearsal.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone())
            .crumb(Crumb::to("目标值", "/goals"))
            .crumb(Crumb::to("导入", "/goals/import"))
            .crumb(Crumb::here("预演"))
    }
}
