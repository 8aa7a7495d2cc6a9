//! 质控中心: the list, one with who is due and since when, and the form of whoever keeps the register.

use axum::extract::State;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Choice, Tag, specialities};
use crate::access::{Power, Viewer};
use crate::authorities::{self, Authority, Tree};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::inspectors::form::CentreForm;
use crate::inspectors::ground::{Ground, hospitals_due};
use crate::inspectors::judge::may_keep_due;
use crate::inspectors::model::Due;
use crate::inspectors::store;
use crate::inspectors::workbook::{self, DueLine};
use crate::state::AppState;
use crate::web::{
    Crumb, Download, FieldErrors, Head, Page, PageError, Paging, PagingQuery, Path, Query, View, form_encoded,
};

/// Spans on a page.
const SIZE: u64 = 50;

/// What `templates/inspectors/centres.html` shows.
#[derive(Serialize)]
pub struct CentresPage {
    rows: Vec<CentreRow>,
    keeps: bool,
}

#[derive(Serialize)]
struct CentreRow {
    code: String,
    name: String,
    speciality: String,
    under: String,
    due: i64,
    ended: Option<NaiveDate>,
}

impl View for CentresPage {
    const TEMPLATE: &'static str = "inspectors/centres.html";

    fn head(&self) -> Head {
        Head::titled("质控中心").crumb(Crumb::to("督查员", "/inspectors")).crumb(Crumb::here("质控中心"))
    }
}

/// Whether a viewer sees a centre and its list: the centre itself, and every authority above it.
fn sees(viewer: &Viewer, tree: &Tree, centre: &Authority) -> bool {
    !centre.is_commission() && viewer.authority().is_none_or(|own| tree.is_under(own, centre.id))
}

/// GET `/qc-centres`
pub async fn centres(State(app): State<AppState>, viewer: Viewer) -> Result<Page<CentresPage>, PageError> {
    let today = china_date(app.clock.now());
    let tree = authorities::store::tree(&app.db).await?;
    let due = store::due_counts(&app.db, today).await?;
    let seen = tree.walk().into_iter().map(|(_, one)| one).filter(|one| sees(&viewer, &tree, one));
    let rows = seen.map(|one| CentreRow {
        code: one.code.clone(),
        name: one.name.clone(),
        speciality: one.speciality.clone().unwrap_or_default(),
        under: one.reviewed_by.map(|id| tree.name(id).to_owned()).unwrap_or_default(),
        due: due.get(&one.id).copied().unwrap_or_default(),
        ended: one.valid_to.filter(|day| *day < today),
    });
    Ok(Page(CentresPage { rows: rows.collect(), keeps: viewer.may(Power::KeepRegister) }))
}

/// The centre with this code, for who sees it.
async fn seen_centre(app: &AppState, viewer: &Viewer, code: &str) -> Result<(Tree, Authority), PageError> {
    let tree = authorities::store::tree(&app.db).await?;
    let centre = tree.coded(code).filter(|one| sees(viewer, &tree, one)).cloned();
    Ok((tree, centre.ok_or(PageError::NotFound)?))
}

/// The centre with this code, for who keeps its list.
///
/// # Errors
/// [`PageError::NotFound`] for anybody else.
pub async fn kept_centre(app: &AppState, viewer: &Viewer, code: &str) -> Result<Authority, PageError> {
    viewer.must(Power::KeepInspectors)?;
    let (_, centre) = seen_centre(app, viewer, code).await?;
    if may_keep_due(viewer, &centre) { Ok(centre) } else { Err(PageError::NotFound) }
}

/// What a list is narrowed to, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DueQuery {
    /// A part of a hospital's name or code.
    q: String,
    /// Empty for who is due today, `ended`, `later`, `all`.
    status: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

/// What `templates/inspectors/centre.html` shows.
#[derive(Serialize)]
pub struct CentrePage {
    code: String,
    name: String,
    speciality: String,
    under: String,
    ended: Option<NaiveDate>,
    today: NaiveDate,
    due: usize,
    asked: DueQuery,
    statuses: Vec<Choice>,
    rows: Vec<DueRow>,
    paging: Paging,
    keeps: bool,
    edits: bool,
}

#[derive(Serialize)]
struct DueRow {
    code: String,
    name: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
    source: String,
    tag: Tag,
}

fn tag(due: &Due, today: NaiveDate) -> Tag {
    match (due.ever(), due.holds_on(today), due.from > today) {
        (false, ..) => Tag { kind: "plain", label: "登记错了" },
        (_, true, _) => Tag { kind: "ok", label: "应质控" },
        (_, _, true) => Tag { kind: "wait", label: "未到起始日" },
        _ => Tag { kind: "plain", label: "已止" },
    }
}

fn takes(asked: &DueQuery, due: &Due, ground: &Ground<'_>) -> bool {
    let named = ground.hospital(due.hospital);
    let q = asked.q.trim();
    let holds = due.holds_on(ground.today);
    let status = match asked.status.as_str() {
        "ended" => !holds && due.from <= ground.today,
        "later" => due.from > ground.today,
        "all" => true,
        _ => holds,
    };
    status && (q.is_empty() || named.name.contains(q) || named.code.contains(q))
}

/// GET `/qc-centres/{code}`
pub async fn centre(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(asked): Query<DueQuery>,
) -> Result<Page<CentrePage>, PageError> {
    let (tree, centre) = seen_centre(&app, &viewer, &code).await?;
    let today = china_date(app.clock.now());
    let all = store::due_of(&app.db, centre.id).await?;
    let ground = Ground::of(&app.db, &catalogue, today, &hospitals_due(&all)).await?;
    let chosen: Vec<&Due> = all.iter().filter(|due| takes(&asked, due, &ground)).collect();
    let total = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    let link = format!("/qc-centres/{code}?q={}&status={}", form_encoded(&asked.q), form_encoded(&asked.status));
    let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{link}&page={page}"));
    let skip = usize::try_from(paging.offset()).unwrap_or(usize::MAX);
    let shown = chosen.into_iter().skip(skip).take(usize::try_from(SIZE).unwrap_or(usize::MAX));
    let statuses = [("", "今天应质控"), ("later", "未到起始日"), ("ended", "已止"), ("all", "全部")];
    Ok(Page(CentrePage {
        rows: shown.map(|due| due_row(due, &ground)).collect(),
        due: all.iter().filter(|due| due.holds_on(today)).count(),
        speciality: centre.speciality.clone().unwrap_or_default(),
        under: centre.reviewed_by.map(|id| tree.name(id).to_owned()).unwrap_or_default(),
        ended: centre.valid_to.filter(|day| *day < today),
        keeps: may_keep_due(&viewer, &centre),
        edits: viewer.may(Power::KeepRegister),
        statuses: statuses.map(|(value, label)| Choice::of(value, label)).into(),
        code: centre.code,
        name: centre.name,
        today,
        asked,
        paging,
    }))
}

fn due_row(due: &Due, ground: &Ground<'_>) -> DueRow {
    let named = ground.hospital(due.hospital);
    DueRow {
        code: named.code,
        name: named.name,
        from: due.from,
        to: due.to,
        source: due.source.clone(),
        tag: tag(due, ground.today),
    }
}

impl View for CentrePage {
    const TEMPLATE: &'static str = "inspectors/centre.html";

    fn head(&self) -> Head {
        Head::titled(self.name.clone())
            .crumb(Crumb::to("质控中心", "/qc-centres"))
            .crumb(Crumb::here(self.name.clone()))
            .as_of(self.today.to_string())
    }
}

/// GET `/qc-centres/{code}/due.xlsx`: the whole list.
pub async fn due_xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
) -> Result<impl IntoResponse, PageError> {
    let (_, centre) = seen_centre(&app, &viewer, &code).await?;
    let today = china_date(app.clock.now());
    let all = store::due_of(&app.db, centre.id).await?;
    let ground = Ground::of(&app.db, &catalogue, today, &hospitals_due(&all)).await?;
    let line = |due: &Due| {
        let named = ground.hospital(due.hospital);
        let to = due.to.map(|day| day.to_string()).unwrap_or_default();
        DueLine([named.code, named.name, due.from.to_string(), to, due.source.clone()])
    };
    let lines: Vec<DueLine> = all.iter().map(line).collect();
    let bytes = workbook::due(&lines).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}应质控医院{today}.xlsx", centre.name), bytes))
}

/// What `templates/inspectors/centre_edit.html` shows.
#[derive(Serialize)]
pub struct CentreEditPage {
    title: &'static str,
    action: String,
    fresh: bool,
    form: CentreForm,
    specialities: Vec<Choice>,
    commissions: Vec<Choice>,
    faults: FieldErrors,
    errors: [Option<String>; 5],
}

impl CentreEditPage {
    /// The form of a new centre, or of the one with this code, as typed and with what is wrong.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        code: Option<&str>,
        (form, faults): (CentreForm, FieldErrors),
    ) -> Result<Self, PageError> {
        let tree = authorities::store::tree(&app.db).await?;
        let commissions = tree.walk().into_iter().filter(|(_, one)| one.is_commission());
        let (title, action) = match code {
            None => ("设立质控中心", "/qc-centres".to_owned()),
            Some(code) => ("变更质控中心", format!("/qc-centres/{code}")),
        };
        Ok(Self {
            title,
            action,
            fresh: code.is_none(),
            specialities: specialities(catalogue, "请选专业"),
            commissions: commissions.map(|(_, one)| Choice::of(&one.code, &one.name)).collect(),
            errors: ["code", "name", "speciality", "under", "until"].map(|field| faults.of(field)),
            form,
            faults,
        })
    }
}

impl View for CentreEditPage {
    const TEMPLATE: &'static str = "inspectors/centre_edit.html";

    fn head(&self) -> Head {
        Head::titled(self.title).crumb(Crumb::to("质控中心", "/qc-centres")).crumb(Crumb::here(self.title))
    }
}

/// GET `/qc-centres/new`
pub async fn centre_new(State(app): State<AppState>, catalogue: Catalogue) -> Result<Page<CentreEditPage>, PageError> {
    let none = (CentreForm::default(), FieldErrors::default());
    Ok(Page(CentreEditPage::load(&app, &catalogue, None, none).await?))
}

/// GET `/qc-centres/{code}/edit`
pub async fn centre_edit(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
) -> Result<Page<CentreEditPage>, PageError> {
    let (tree, centre) = seen_centre(&app, &viewer, &code).await?;
    let form = CentreForm {
        version: centre.version,
        code: centre.code.clone(),
        name: centre.name.clone(),
        speciality: centre.speciality.clone().unwrap_or_default(),
        under: centre.reviewed_by.and_then(|id| tree.get(id)).map(|one| one.code.clone()).unwrap_or_default(),
        until: centre.valid_to.map(|day| day.to_string()).unwrap_or_default(),
    };
    let page = CentreEditPage::load(&app, &catalogue, Some(&code), (form, FieldErrors::default())).await?;
    Ok(Page(page))
}
