//! Choosing a workbook, and the rehearsal that shows what would change: of people and of a centre's list alike.

use axum::Extension;
use axum::extract::State;
use serde::Serialize;

use super::centres::kept_centre;
use crate::access::{AuthorityId, Power, Viewer};
use crate::authorities::{self, Authority};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::files::Fingerprint;
use crate::inspectors::form::RehearsalQuery;
use crate::inspectors::ground::Ground;
use crate::inspectors::import::{self, Plan, Step, rehearse_due, rehearse_people};
use crate::inspectors::workbook::{DUE, PEOPLE, Problem};
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// What a workbook is about: the pool, or a centre.
#[derive(Clone, Debug, Serialize)]
struct About {
    /// Where the list is.
    home: String,
    /// What the list is called.
    list: String,
    export: String,
    due: bool,
}

impl About {
    fn people() -> Self {
        let (home, export) = ("/inspectors".to_owned(), "/inspectors.xlsx?whose=own&status=all".to_owned());
        Self { home, list: "督查员".to_owned(), export, due: false }
    }

    fn centre(centre: &Authority) -> Self {
        let home = format!("/qc-centres/{}", centre.code);
        Self { export: format!("{home}/due.xlsx"), home, list: centre.name.clone(), due: true }
    }

    fn head(&self, title: String) -> Head {
        Head::titled(title).crumb(Crumb::to(self.list.clone(), self.home.clone()))
    }
}

/// What `templates/inspectors/import.html` shows.
#[derive(Serialize)]
pub struct UploadPage {
    about: About,
    /// Why a file was not taken; empty before one was sent.
    problems: Vec<Problem>,
}

impl UploadPage {
    /// Of the pool.
    #[must_use]
    pub fn people(problems: Vec<Problem>) -> Self {
        Self { about: About::people(), problems }
    }

    /// Of a centre's list.
    #[must_use]
    pub fn centre(centre: &Authority, problems: Vec<Problem>) -> Self {
        Self { about: About::centre(centre), problems }
    }
}

impl View for UploadPage {
    const TEMPLATE: &'static str = "inspectors/import.html";

    fn head(&self) -> Head {
        let title = if self.about.due { "导入应质控医院" } else { "导入督查员" };
        self.about.head(title.to_owned()).crumb(Crumb::here("导入"))
    }
}

/// GET `/inspectors/import`
pub async fn upload(viewer: Viewer) -> Result<Page<UploadPage>, PageError> {
    viewer.authority().ok_or(PageError::NotFound)?;
    Ok(Page(UploadPage::people(Vec::new())))
}

/// GET `/qc-centres/{code}/import`
pub async fn due_upload(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(code): Path<String>,
) -> Result<Page<UploadPage>, PageError> {
    Ok(Page(UploadPage::centre(&kept_centre(&app, &viewer, &code).await?, Vec::new())))
}

/// What `templates/inspectors/rehearsal.html` shows.
#[derive(Serialize)]
pub struct RehearsalPage {
    about: About,
    name: String,
    sha256: String,
    seen: String,
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
    who: String,
    said: String,
}

impl RehearsalPage {
    fn new<T>(about: About, sha256: Fingerprint, name: &str, plan: &Plan<T>) -> Self {
        let (fresh, changed) = (plan.fresh.len(), plan.changed.len());
        let title = match (plan.problems.len(), fresh + changed) {
            (0, 0) => "没有变化：名单已经是这样".to_owned(),
            (0, _) => format!("可以导入：新增 {fresh} 条，变更 {changed} 条"),
            (problems, _) => format!("没有导入：{problems} 处要改"),
        };
        let row = |step: &Step<T>| Row { cell: step.cell.clone(), who: step.who.clone(), said: step.said.clone() };
        let parts = [("新增", &plan.fresh), ("变更", &plan.changed)];
        let parts = parts.into_iter().filter(|(_, steps)| !steps.is_empty());
        Self {
            about,
            name: name.to_owned(),
            sha256: sha256.to_string(),
            seen: plan.seen.clone(),
            problems: plan.problems.clone(),
            parts: parts
                .map(|(verb, steps)| (format!("{verb} {} 条", steps.len()), steps.iter().map(row).collect()))
                .collect(),
            unchanged: plan.unchanged,
            title,
            changes: fresh + changed,
        }
    }

    /// What keeps a workbook of people out.
    #[must_use]
    pub fn people_refused(sha256: Fingerprint, name: &str, problems: Vec<Problem>) -> Self {
        Self::new(About::people(), sha256, name, &Plan::<()>::refused(problems))
    }

    /// What keeps a workbook of a centre's list out.
    #[must_use]
    pub fn due_refused(centre: &Authority, sha256: Fingerprint, name: &str, problems: Vec<Problem>) -> Self {
        Self::new(About::centre(centre), sha256, name, &Plan::<()>::refused(problems))
    }
}

impl View for RehearsalPage {
    const TEMPLATE: &'static str = "inspectors/rehearsal.html";

    fn head(&self) -> Head {
        let import = format!("{}/import", self.about.home);
        self.about.head(self.title.clone()).crumb(Crumb::to("导入", import)).crumb(Crumb::here("预演"))
    }
}

fn fingerprint(text: &str) -> Result<Fingerprint, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

/// The viewer's own authority, whose pool it is.
async fn own_authority(app: &AppState, viewer: &Viewer) -> Result<Authority, PageError> {
    let id: AuthorityId = viewer.authority().ok_or(PageError::NotFound)?;
    authorities::store::by_id(&app.db, id).await?.ok_or(PageError::NotFound)
}

/// GET `/inspectors/import/{sha256}`: what a kept workbook would change.
pub async fn rehearsal(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path(sha256): Path<String>,
    Query(query): Query<RehearsalQuery>,
) -> Result<Page<RehearsalPage>, PageError> {
    viewer.must(Power::KeepInspectors)?;
    let sha256 = fingerprint(&sha256)?;
    let own = own_authority(&app, &viewer).await?;
    let (_, table) = import::read_kept(&PEOPLE, (&app.files, &reader), sha256).await?;
    let plan = match table {
        Ok(table) => {
            let mut ground = Ground::load(&app.db, &catalogue, china_date(app.clock.now())).await?;
            rehearse_people(&app.db, &mut ground, &own, &table).await?
        }
        Err(problems) => Plan::refused(problems),
    };
    Ok(Page(RehearsalPage::new(About::people(), sha256, &query.name, &plan)))
}

/// GET `/qc-centres/{code}/import/{sha256}`: what a kept workbook would change.
pub async fn due_rehearsal(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path((code, sha256)): Path<(String, String)>,
    Query(query): Query<RehearsalQuery>,
) -> Result<Page<RehearsalPage>, PageError> {
    let centre = kept_centre(&app, &viewer, &code).await?;
    let sha256 = fingerprint(&sha256)?;
    let (_, table) = import::read_kept(&DUE, (&app.files, &reader), sha256).await?;
    let plan = match table {
        Ok(table) => {
            let mut ground = Ground::load(&app.db, &catalogue, china_date(app.clock.now())).await?;
            rehearse_due(&app.db, &mut ground, &centre, &table).await?
        }
        Err(problems) => Plan::refused(problems),
    };
    Ok(Page(RehearsalPage::new(About::centre(&centre), sha256, &query.name, &plan)))
}
