//! GET: the list of a hospital.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::china_date;
use crate::hospitals::departments::form::{ListQuery, OpenForm};
use crate::hospitals::departments::model::{Department, MOST, NAME_MAX};
use crate::hospitals::departments::store;
use crate::hospitals::model::BEGINNING;
use crate::hospitals::store as register;
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, Path, Query, View};

/// GET `/hospitals/{code}/departments`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Page<DepartmentsPage>, PageError> {
    let page = load(&app, &viewer, &code).await?;
    Ok(Page(match query.close {
        Some(id) => page.closing(id, String::new(), FieldErrors::default()),
        None => page,
    }))
}

/// The page of a hospital in scope, with nothing typed.
pub(super) async fn load(app: &AppState, viewer: &Viewer, code: &str) -> Result<DepartmentsPage, PageError> {
    let scope = viewer.scope();
    let entry = register::entry(&app.db, &scope, code).await?.ok_or(PageError::NotFound)?;
    let name = entry.spans.last().map(|span| span.facts.name.clone()).ok_or(PageError::NotFound)?;
    let departments = store::departments(&app.db, &scope, entry.id).await?;
    let today = china_date(app.clock.now());
    Ok(DepartmentsPage {
        code: entry.code,
        name,
        may_keep: viewer.may(Power::ActForHospital),
        open: departments.iter().filter(|department| department.is_open(today)).count(),
        rows: departments.iter().map(|department| Row::of(department, today)).collect(),
        most: MOST,
        name_max: NAME_MAX,
        lines: Field::default(),
        from: Field::default(),
        closing: None,
        refused: "",
        faults: FieldErrors::default(),
    })
}

/// What `templates/hospitals/departments.html` shows.
#[derive(Serialize)]
pub struct DepartmentsPage {
    code: String,
    name: String,
    /// Whether the reader may change the list.
    may_keep: bool,
    /// Departments open today.
    open: usize,
    rows: Vec<Row>,
    most: usize,
    name_max: usize,
    lines: Field,
    from: Field,
    /// The department whose last day is asked for.
    closing: Option<Closing>,
    /// What did not happen, where there are faults.
    refused: &'static str,
    faults: FieldErrors,
}

#[derive(Clone, Serialize)]
struct Row {
    id: i64,
    version: i32,
    name: String,
    code: Option<String>,
    /// None for what has always been there.
    from: Option<String>,
    to: Option<String>,
    /// Kind and label of its state today.
    state: (&'static str, &'static str),
}

#[derive(Serialize)]
struct Closing {
    row: Row,
    to: Field,
}

impl Row {
    fn of(department: &Department, today: NaiveDate) -> Self {
        Self {
            id: department.id.0,
            version: department.version,
            name: department.name.clone(),
            code: department.code.clone(),
            from: (department.from > BEGINNING).then(|| department.from.to_string()),
            to: department.to.map(|to| to.to_string()),
            state: match department.is_open(today) {
                true => ("ok", "在用"),
                false if department.from > today => ("wait", "未开始"),
                false => ("plain", "已停用"),
            },
        }
    }
}

impl DepartmentsPage {
    /// The page with what was typed to open departments, and what is wrong with it.
    pub(super) fn opening(self, form: OpenForm, faults: FieldErrors) -> Self {
        // Each faulty line is told by itself above; beside the field they stand together.
        let lines: Vec<&str> =
            faults.0.iter().filter(|(field, _)| *field == "lines").map(|(_, text)| text.as_str()).collect();
        let lines = (!lines.is_empty()).then(|| lines.concat());
        Self {
            lines: Field { value: form.lines, error: lines },
            from: Field { value: form.from, error: faults.of("from") },
            refused: "一个也没有加",
            faults,
            ..self
        }
    }

    /// The page that asks for the last day of a department nobody closed yet; what is wrong with one that is closed
    /// has no field to stand beside.
    pub(super) fn closing(self, id: i64, to: String, faults: FieldErrors) -> Self {
        let row = self.rows.iter().find(|row| row.id == id && row.to.is_none() && self.may_keep).cloned();
        let closing = row.map(|row| Closing { row, to: Field { value: to, error: faults.of("to") } });
        let unplaced = |faults: FieldErrors| faults.0.into_iter().map(|(_, text)| ("".into(), text)).collect();
        let faults = if closing.is_some() { faults } else { FieldErrors(unplaced(faults)) };
        Self { closing, refused: "没有停用", faults, ..self }
    }
}

impl View for DepartmentsPage {
    const TEMPLATE: &'static str = "hospitals/departments.html";

    fn head(&self) -> Head {
        let head = Head::titled(format!("{}的科室名单", self.name));
        // Whoever keeps the list has no 医院名录 among the pages.
        let head = if self.may_keep { head } else { head.crumb(Crumb::to("医院名录", "/hospitals")) };
        let up = if self.may_keep { "" } else { "/register" };
        head.crumb(Crumb::to(self.name.clone(), format!("/hospitals/{}{up}", self.code))).crumb(Crumb::here("科室名单"))
    }
}
