//! One draw for the authority: what was committed to, who is drawn, and the next step.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::draws::form::{RecordForm, TEXT_MAX};
use crate::draws::judge::misfit_label;
use crate::draws::kept::Draw;
use crate::draws::pages::found;
use crate::draws::pages::shown::{Inside, Open, today};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/draws/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    open: Open,
    inside: Inside,
    seeded: bool,
    revealed: bool,
    /// Whether the day of the reveal is still to come.
    early: bool,
    /// Whether the viewer may write.
    own: bool,
    version: i32,
    form: RecordForm,
    /// Which form the faults are of: `seed`, `strike`, `recuse`, `reveal` or empty.
    which: &'static str,
    faults: FieldErrors,
    /// What is wrong with each field.
    errors: BTreeMap<&'static str, Option<String>>,
    text_max: usize,
    /// What visits may be planned with; none where the page is about something else.
    checklists: Vec<(String, String)>,
}

/// The fields of the forms.
const FIELDS: [&str; 12] = [
    "source",
    "time",
    "value",
    "note",
    "first",
    "first_value",
    "second",
    "second_value",
    "code",
    "inspector",
    "reason",
    "early",
];

impl OnePage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// Where what is kept does not fit together.
    pub fn of(
        app: &AppState,
        viewer: &Viewer,
        draw: &Draw,
        posted: Option<(&'static str, RecordForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let outcome = draw.outcome().map_err(|misfit| PageError::internal(misfit_label(&misfit)))?.unwrap_or_default();
        let (which, form, faults) = posted.unwrap_or_default();
        Ok(Self {
            open: Open::of(draw, today(app)),
            inside: Inside::of(draw, &outcome),
            seeded: draw.seeded(),
            revealed: draw.revealed.is_some(),
            early: today(app) < draw.list.due,
            own: viewer.may(Power::PlanVisits) && viewer.authority() == Some(draw.authority),
            version: draw.version,
            form,
            which,
            errors: FIELDS.into_iter().map(|field| (field, faults.of(field))).collect(),
            faults,
            text_max: TEXT_MAX,
            checklists: Vec::new(),
        })
    }
}

impl OnePage {
    fn with_checklists(self, catalogue: &Catalogue) -> Self {
        let named = catalogue.checklists().iter().map(|one| (one.id.to_string(), one.title.clone()));
        Self { checklists: named.collect(), ..self }
    }
}

impl View for OnePage {
    const TEMPLATE: &'static str = "draws/one.html";

    fn head(&self) -> Head {
        let number = self.open.number();
        Head::titled(format!("抽取 {number}")).crumb(Crumb::to("随机抽取", "/draws")).crumb(Crumb::here(number))
    }
}

/// GET `/draws/{number}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(number): Path<String>,
) -> Result<Page<OnePage>, PageError> {
    let draw = found(&app, &viewer, &number).await?;
    Ok(Page(OnePage::of(&app, &viewer, &draw, None)?.with_checklists(&catalogue)))
}
