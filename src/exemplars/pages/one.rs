//! One exemplar with its pictures and what became of it.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Serialize;

use super::{Card, Choice, Known};
use crate::access::Viewer;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::exemplars::check::Typed;
use crate::exemplars::keep::{may_decide, may_take_back};
use crate::exemplars::model::{Exemplar, Number, State as Standing};
use crate::exemplars::store::{self, Reach};
use crate::publications::model::AUDIENCES;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// An exemplar as every page of one shows it.
#[derive(Serialize)]
pub struct Sheet {
    card: Card,
    paragraphs: Vec<String>,
    pictures: Vec<String>,
}

impl Sheet {
    /// Of one the reader has found, at this address.
    pub async fn load(app: &AppState, catalogue: &Catalogue, one: &Exemplar, base: &str) -> Result<Self, PageError> {
        let known = Known::load(&app.db, std::slice::from_ref(one)).await?;
        let pictures = store::pictures(&app.db, &[one]).await?;
        let href = |place: i32| format!("{base}/{}/pictures/{place}", one.number);
        Ok(Self {
            card: known.card(catalogue, one, base),
            paragraphs: one.text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            pictures: pictures.into_iter().map(|(_, picture)| href(picture.number)).collect(),
        })
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.card.title
    }
}

/// What `templates/exemplars/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    sheet: Sheet,
    steps: Vec<Step>,
    may_decide: bool,
    may_take_back: bool,
    public: bool,
    audiences: Vec<Choice>,
    /// Whether it was decided about before.
    decided: bool,
    version: i32,
    typed: Typed,
    errors: BTreeMap<String, String>,
    faults: FieldErrors,
}

#[derive(Serialize)]
struct Step {
    label: String,
    kind: &'static str,
    reason: String,
    at: String,
    by: String,
}

impl View for OnePage {
    const TEMPLATE: &'static str = "exemplars/one.html";

    fn head(&self) -> Head {
        Head::titled(self.sheet.title().to_owned())
            .crumb(Crumb::to("先进典型", "/exemplars"))
            .crumb(Crumb::here(self.sheet.card.number.clone()))
    }
}

impl OnePage {
    /// The one with this number; `typed` and `faults` are a form that was refused.
    ///
    /// # Errors
    /// Of the database, and where the viewer does not see it.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        viewer: &Viewer,
        number: Number,
        (typed, faults): (Typed, FieldErrors),
    ) -> Result<Self, PageError> {
        let one = store::find(&app.db, Reach::of(viewer), number).await?.ok_or(PageError::NotFound)?;
        // How it was decided is between the top and whoever submitted it; others read why it was chosen.
        let inside = store::find(&app.db, Reach::within(viewer), number).await?.is_some();
        let decided = if inside { store::decisions(&app.db, &[&one]).await? } else { Vec::new() };
        let first = Step {
            label: "报送".to_owned(),
            kind: "",
            reason: String::new(),
            at: china_minute(one.at),
            by: format!("{} {}", one.by_place, one.by_name),
        };
        let step = |(_, decision): (i64, crate::exemplars::model::Decision)| Step {
            label: match decision.audience {
                Some(audience) => format!("{}（{}）", decision.state.label(), audience.label()),
                None => decision.state.label().to_owned(),
            },
            kind: if decision.state == Standing::Chosen { "ok" } else { "" },
            reason: decision.reason,
            at: china_minute(decision.at),
            by: format!("{} {}", decision.by_place, decision.by_name),
        };
        let mut steps: Vec<Step> = std::iter::once(first).chain(decided.into_iter().map(step)).collect();
        steps.reverse();
        Ok(Self {
            sheet: Sheet::load(app, catalogue, &one, "/exemplars").await?,
            steps: if inside { steps } else { Vec::new() },
            may_decide: may_decide(viewer) && one.state != Standing::Withdrawn,
            may_take_back: may_take_back(viewer, &one) && one.state.may_become(Standing::Withdrawn),
            public: one.audience == Some(crate::publications::model::Audience::Public),
            audiences: AUDIENCES.map(|one| Choice::new(one.key(), one.label())).into(),
            decided: matches!(one.state, Standing::Chosen | Standing::Declined),
            version: one.version,
            errors: faults.0.iter().map(|(field, text)| (field.to_string(), text.clone())).collect(),
            // What was decided before stands in the form until something else is typed.
            typed: current(&one).into_iter().chain(typed).collect(),
            faults,
        })
    }
}

/// The fields of the form as it was decided last.
fn current(one: &Exemplar) -> Typed {
    let decision = matches!(one.state, Standing::Chosen | Standing::Declined).then(|| one.state.key());
    let audience = one.audience.map(|audience| audience.key());
    let fields = [("decision", decision), ("audience", audience)];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect()
}

/// GET `/exemplars/{number}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(number): Path<String>,
) -> Result<Page<OnePage>, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    Ok(Page(OnePage::load(&app, &catalogue, &viewer, number, Default::default()).await?))
}
