//! One person: what is known, what happened, where lent; and the form of whoever keeps the pool.

use axum::extract::State;
use serde::Serialize;

use super::{Tag, specialities};
use crate::access::{Power, Viewer};
use crate::calendar::{china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::inspectors::check::{Typed, joined};
use crate::inspectors::form::ActiveForm;
use crate::inspectors::ground::{Ground, hospitals_of};
use crate::inspectors::judge::may_change;
use crate::inspectors::keep::people::login_of;
use crate::inspectors::model::{Change, Deed, Inspector, Loan, Standing};
use crate::inspectors::store;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/inspectors/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    code: String,
    name: String,
    employer: String,
    region: String,
    specialities: String,
    certificate: String,
    whose: String,
    login: Option<String>,
    active: bool,
    tag: Tag,
    version: i32,
    keeps: bool,
    /// What was declared: hospital, tie, last day.
    relations: Vec<(String, &'static str, String)>,
    loans: Vec<Lent>,
    history: Vec<Step>,
    form: ActiveForm,
    faults: FieldErrors,
    reason_error: Option<String>,
}

#[derive(Serialize)]
struct Lent {
    to: String,
    days: String,
    reason: String,
}

#[derive(Serialize)]
struct Step {
    what: &'static str,
    bad: bool,
    said: Vec<String>,
    at: String,
    by: String,
}

impl Step {
    fn of(change: Change) -> Self {
        Self {
            what: change.deed.label(),
            bad: change.deed == Deed::Deactivated,
            said: change.said.lines().map(str::to_owned).collect(),
            at: china_minute(change.at),
            by: change.by_name,
        }
    }
}

/// The person the viewer means, in today's pools.
async fn person(app: &AppState, viewer: &Viewer, code: &str) -> Result<Inspector, PageError> {
    let today = china_date(app.clock.now());
    store::by_code(&app.db, &viewer.scope(), today, code).await?.ok_or(PageError::NotFound)
}

impl OnePage {
    /// The page as first shown, or again with what is wrong with the form.
    ///
    /// # Errors
    /// [`PageError::NotFound`] outside the viewer's pools; of the database.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        code: &str,
        sent: Option<(ActiveForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let person = person(app, viewer, code).await?;
        let today = china_date(app.clock.now());
        let ground = Ground::of(&app.db, catalogue, today, &hospitals_of([&person])).await?;
        let keeps = may_change(viewer, &person);
        let login = if keeps { login_of(&app.db, person.authority, person.facts.account).await? } else { None };
        // What others do with their own people, and the history of those, is theirs.
        let within = viewer.authority().is_none_or(|own| ground.tree.is_under(own, person.authority));
        let (loans, history) = if within {
            (store::loans_of_person(&app.db, person.id).await?, store::history(&app.db, person.id).await?)
        } else {
            (Vec::new(), Vec::new())
        };
        let (form, faults) = sent.unwrap_or_default();
        let facts = &person.facts;
        Ok(Self {
            name: facts.name.clone(),
            employer: ground.employer(&facts.employer),
            region: ground.region(&facts.region),
            specialities: joined(&facts.specialities),
            certificate: facts.certificate.clone(),
            whose: ground.tree.name(person.authority).to_owned(),
            login,
            active: person.active,
            tag: tag(&person, within),
            version: person.version,
            keeps,
            relations: relations(&person, &ground),
            loans: loans
                .iter()
                .filter(|loan| loan.standing == Standing::Agreed)
                .map(|one| lent(one, &ground))
                .collect(),
            history: history.into_iter().map(Step::of).collect(),
            reason_error: faults.of("reason"),
            code: person.code,
            form,
            faults,
        })
    }
}

fn tag(person: &Inspector, within: bool) -> Tag {
    match (person.active, within) {
        (false, _) => Tag { kind: "plain", label: "停用" },
        (_, false) => Tag { kind: "info", label: "借入" },
        _ => Tag { kind: "ok", label: "在用" },
    }
}

fn relations(person: &Inspector, ground: &Ground<'_>) -> Vec<(String, &'static str, String)> {
    let words = person.facts.relations.iter().map(|one| {
        let until = one.until.map(|day| format!("{day} 离职")).unwrap_or_default();
        (ground.hospital(one.hospital).name, one.tie.label(), until)
    });
    words.collect()
}

fn lent(loan: &Loan, ground: &Ground<'_>) -> Lent {
    Lent {
        to: ground.tree.name(loan.borrower).to_owned(),
        days: format!("{} 至 {}", loan.from, loan.to),
        reason: loan.reason.clone(),
    }
}

impl View for OnePage {
    const TEMPLATE: &'static str = "inspectors/one.html";

    fn head(&self) -> Head {
        Head::titled(self.name.clone()).crumb(Crumb::to("督查员", "/inspectors")).crumb(Crumb::here(self.name.clone()))
    }
}

/// GET `/inspectors/{code}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
) -> Result<Page<OnePage>, PageError> {
    Ok(Page(OnePage::load(&app, &viewer, &catalogue, &code, None).await?))
}

/// What `templates/inspectors/edit.html` shows.
#[derive(Serialize)]
pub struct EditPage {
    title: &'static str,
    action: String,
    fresh: bool,
    typed: Typed,
    known: Vec<String>,
    faults: FieldErrors,
    errors: [Option<String>; 8],
}

/// The fields in the order of [`EditPage::errors`].
const FIELDS: [&str; 8] = ["code", "name", "employer", "region", "specialities", "certificate", "relations", "account"];

impl EditPage {
    /// The form of somebody new, or of the person with this code, as typed and with what is wrong.
    #[must_use]
    pub fn new(catalogue: &Catalogue, code: Option<&str>, typed: Typed, faults: FieldErrors) -> Self {
        let known = specialities(catalogue, "").into_iter().skip(1).map(|one| one.value).collect();
        let errors = FIELDS.map(|field| faults.of(field));
        match code {
            None => Self {
                title: "新增督查员",
                action: "/inspectors".to_owned(),
                fresh: true,
                typed,
                known,
                faults,
                errors,
            },
            Some(code) => Self {
                title: "变更督查员",
                action: format!("/inspectors/{code}"),
                fresh: false,
                typed,
                known,
                faults,
                errors,
            },
        }
    }
}

impl View for EditPage {
    const TEMPLATE: &'static str = "inspectors/edit.html";

    fn head(&self) -> Head {
        let head = Head::titled(self.title).crumb(Crumb::to("督查员", "/inspectors"));
        if self.fresh {
            head.crumb(Crumb::here("新增"))
        } else {
            head.crumb(Crumb::to(self.typed.code.clone(), self.action.clone())).crumb(Crumb::here("变更"))
        }
    }
}

/// GET `/inspectors/new`
pub async fn new(viewer: Viewer, catalogue: Catalogue) -> Result<Page<EditPage>, PageError> {
    viewer.authority().ok_or(PageError::NotFound)?;
    Ok(Page(EditPage::new(&catalogue, None, Typed::default(), FieldErrors::default())))
}

/// GET `/inspectors/{code}/edit`
pub async fn edit(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
) -> Result<Page<EditPage>, PageError> {
    viewer.must(Power::KeepInspectors)?;
    let person = person(&app, &viewer, &code).await?;
    if !may_change(&viewer, &person) {
        return Err(PageError::NotFound);
    }
    let today = china_date(app.clock.now());
    let ground = Ground::of(&app.db, &catalogue, today, &hospitals_of([&person])).await?;
    let login = login_of(&app.db, person.authority, person.facts.account).await?;
    let typed = Typed::of(&person, &ground, login);
    Ok(Page(EditPage::new(&catalogue, Some(&code), typed, FieldErrors::default())))
}
