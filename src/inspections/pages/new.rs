//! A new visit.

use axum::extract::State;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::authorities;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::inspections::form::{PlanForm, kinds};
use crate::inspections::keep::whither;
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, Query, View};

/// What `templates/inspections/new.html` shows.
#[derive(Serialize)]
pub struct NewPage {
    own: bool,
    /// The hospital as the register names it, where the code is known.
    named: Option<String>,
    hospital: Field,
    campus: Field,
    kind: Field,
    kinds: Vec<Choice>,
    reason: Field,
    checklist: Field,
    checklists: Vec<Choice>,
    planned_for: Field,
    purposes: Field,
    follows: Field,
    faults: FieldErrors,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl NewPage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// Of the database; [`PageError::NotFound`] for who plans no visits.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        viewer: &Viewer,
        form: PlanForm,
        faults: FieldErrors,
    ) -> Result<Self, PageError> {
        let own = viewer.hospital().is_some();
        viewer.must(if own { Power::ActForHospital } else { Power::PlanVisits })?;
        let authority = match viewer.authority() {
            Some(id) => authorities::store::by_id(&app.db, id).await?,
            None => None,
        };
        let today = china_date(app.clock.now());
        let code = form.hospital.trim();
        let named = whither(&app.db, viewer, authority.as_ref(), (code, today)).await?;
        let field = |value: &str, name: &str| Field { value: value.to_owned(), error: faults.of(name) };
        let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
        Ok(Self {
            own,
            named: named.map(|hospital| hospital.name),
            hospital: field(&form.hospital, "hospital"),
            campus: field(&form.campus, "campus"),
            kind: field(&form.kind, "kind"),
            kinds: kinds(authority.as_ref()).iter().map(|kind| choice(kind.key(), kind.label())).collect(),
            reason: field(&form.reason, "reason"),
            checklist: field(&form.checklist, "checklist"),
            checklists: catalogue.checklists().iter().map(|one| choice(one.id.as_str(), &one.title)).collect(),
            planned_for: field(&form.planned_for, "planned_for"),
            purposes: field(&form.purposes, "purposes"),
            follows: field(&form.follows, "follows"),
            faults,
        })
    }
}

impl View for NewPage {
    const TEMPLATE: &'static str = "inspections/new.html";

    fn head(&self) -> Head {
        let title = if self.own { "安排本院自查" } else { "安排一次督导" };
        Head::titled(title).crumb(Crumb::to("现场督导", "/visits")).crumb(Crumb::here(title))
    }
}

/// GET `/visits/new?hospital=CODE&kind=…&follows=…`
pub async fn new(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Query(mut form): Query<PlanForm>,
) -> Result<Page<NewPage>, PageError> {
    if form.checklist.is_empty() {
        form.checklist = catalogue.checklists().first().map(|one| one.id.to_string()).unwrap_or_default();
    }
    Ok(Page(NewPage::load(&app, &catalogue, &viewer, form, FieldErrors::default()).await?))
}
