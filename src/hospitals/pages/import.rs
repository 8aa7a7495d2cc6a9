//! 导入名录: choosing the file, and the rehearsal that shows what would change.

use axum::Extension;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::files::Fingerprint;
use crate::hospitals::form::{RehearsalQuery, day_of};
use crate::hospitals::import::{self, Import, Report};
use crate::hospitals::plan::{Change, Creation, Effect};
use crate::hospitals::problem::Problem;
use crate::hospitals::roster::Column;
use crate::hospitals::store;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{Crumb, Field, Head, Page, PageError, Path, Query, View};

/// Rows of each table at most; beyond them the page only counts.
const SHOWN: usize = 200;

/// Where to choose the file.
pub async fn upload() -> Page<UploadPage> {
    Page(UploadPage::new(None))
}

/// What a kept file would change.
pub async fn rehearsal(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path(sha256): Path<String>,
    Query(query): Query<RehearsalQuery>,
) -> Result<Page<RehearsalPage>, PageError> {
    let sha256: Fingerprint = sha256.parse().map_err(|_| PageError::NotFound)?;
    let seen = store::version(&app.db).await?;
    let (effect, error) = effect_of(&query.from, &app);
    let import = Import::of(&app, &catalogue, &viewer);
    let report = match import::read_kept(&app.files, &reader, sha256, &query.name).await? {
        Ok(roster) => import.rehearse(&roster, effect).await?,
        Err(problems) => Report::refused(0, problems),
    };
    let from = Field { value: query.from.clone(), error };
    Ok(Page(RehearsalPage::new(sha256, query.name, from, seen, &report)))
}

/// The day asked for; a day that cannot be is said beside the field, and the usual one is rehearsed.
fn effect_of(from: &str, app: &AppState) -> (Effect, Option<String>) {
    let now = app.clock.now();
    let usual = Effect::usual(crate::calendar::china_date(now));
    match day_of(from) {
        Err(error) => (usual, Some(error)),
        Ok(said) => match import::effect(said, now) {
            Ok(effect) => (effect, None),
            Err(ahead) => (usual, Some(format!("{ahead}。"))),
        },
    }
}

/// What `templates/hospitals/import.html` shows.
#[derive(Serialize)]
pub struct UploadPage {
    required: String,
    optional: String,
    problem: Option<Problem>,
}

impl UploadPage {
    pub(in crate::hospitals) fn new(problem: Option<Problem>) -> Self {
        let headers = |required| {
            let wanted = Column::all().filter(|column| column.is_required() == required);
            wanted.map(Column::header).collect::<Vec<_>>().join("、")
        };
        Self { required: headers(true), optional: headers(false), problem }
    }
}

impl View for UploadPage {
    const TEMPLATE: &'static str = "hospitals/import.html";

    fn head(&self) -> Head {
        Head::titled("导入名录").crumb(Crumb::to("医院名录", "/hospitals")).crumb(Crumb::here("导入名录"))
    }
}

/// What `templates/hospitals/rehearsal.html` shows.
#[derive(Serialize)]
pub struct RehearsalPage {
    name: String,
    sha256: String,
    from: Field,
    seen: i64,
    read: usize,
    created: Count<Named>,
    changed: Count<Changed>,
    unchanged: usize,
    absent: usize,
    problems: Count<Problem>,
    changes: bool,
}

/// The first rows of a table, and how many there are.
#[derive(Serialize)]
struct Count<T> {
    total: usize,
    more: usize,
    rows: Vec<T>,
}

impl<T> Count<T> {
    fn of<S>(all: &[S], shown: impl Fn(&S) -> T) -> Self {
        let rows: Vec<T> = all.iter().take(SHOWN).map(shown).collect();
        Self { total: all.len(), more: all.len() - rows.len(), rows }
    }
}

#[derive(Serialize)]
struct Named {
    code: String,
    name: String,
    opened: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Changed {
    code: String,
    name: String,
    what: Vec<&'static str>,
}

impl RehearsalPage {
    pub(in crate::hospitals) fn new(
        sha256: Fingerprint,
        name: String,
        from: Field,
        seen: i64,
        report: &Report,
    ) -> Self {
        let created =
            |new: &Creation| Named { code: new.code.clone(), name: new.span.facts.name.clone(), opened: new.opened };
        let changed = |change: &Change| Changed {
            code: change.code.clone(),
            name: change.name.clone(),
            what: change.what.clone(),
        };
        Self {
            name,
            sha256: sha256.to_string(),
            from,
            seen,
            read: report.rows.read,
            created: Count::of(&report.plan.created, created),
            changed: Count::of(&report.plan.changed, changed),
            unchanged: report.rows.unchanged,
            absent: report.plan.absent,
            problems: Count::of(&report.problems, Problem::clone),
            changes: report.changes_anything(),
        }
    }
}

impl View for RehearsalPage {
    const TEMPLATE: &'static str = "hospitals/rehearsal.html";

    fn head(&self) -> Head {
        let title = match (self.problems.total, self.changes) {
            (0, true) => format!("可以导入：新增 {} 家，变更 {} 家", self.created.total, self.changed.total),
            (0, false) => "没有变化：名录已经是这样".to_owned(),
            (problems, _) => format!("没有导入：{problems} 处要改"),
        };
        Head::titled(title)
            .crumb(Crumb::to("医院名录", "/hospitals"))
            .crumb(Crumb::to("导入名录", "/hospitals/import"))
            .crumb(Crumb::here("预演"))
    }
}
