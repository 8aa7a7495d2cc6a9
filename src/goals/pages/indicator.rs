//! The goals of one indicator in a year: the form of whoever keeps them, and how they came to be.

use axum::extract::State;
use serde::Serialize;

use super::{Step, found, steps};
use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator};
use crate::goals::form::{GoalForm, field_of, subjects};
use crate::goals::judge::may_have;
use crate::goals::model::{Goals, Stated};
use crate::goals::store;
use crate::goals::words::{goal_words, hint, subject_words};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/goals/indicator.html` shows.
#[derive(Serialize)]
pub struct IndicatorPage {
    year: i32,
    code: String,
    name: String,
    /// The target it stands for: its place, title and address.
    target: Option<(String, String, String)>,
    formula: String,
    hint: String,
    keeps: bool,
    /// Why it can have no goal.
    cannot: Option<&'static str>,
    /// What holds: for whom, and which goal.
    held: Vec<(String, String)>,
    fields: Vec<Field>,
    source: String,
    source_error: Option<String>,
    resource: bool,
    seen: usize,
    faults: FieldErrors,
    history: Vec<Step>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    label: String,
    typed: String,
    error: Option<String>,
    /// What holds now, in words.
    held: String,
}

/// GET `/goals/{year}/{indicator}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((year, code)): Path<(i32, String)>,
) -> Result<Page<IndicatorPage>, PageError> {
    Ok(Page(IndicatorPage::load(&app, &viewer, &catalogue, (year, &code), None).await?))
}

impl IndicatorPage {
    /// The page as first shown, or again with what was posted and what is wrong with it.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        (year, code): (i32, &str),
        posted: Option<(GoalForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let (edition, indicator) = found(catalogue, year, code)?;
        let history = store::history(&app.db, year, &indicator.id).await?;
        let latest: Vec<Stated> = latest_of(&history);
        let (form, faults) = posted.unwrap_or_else(|| (GoalForm::fresh(&latest, 0), FieldErrors::default()));
        Ok(Self {
            year,
            code: indicator.id.to_string(),
            name: indicator.name.clone(),
            target: target_of(edition, indicator),
            formula: indicator.formula_in_words(catalogue),
            hint: hint(indicator),
            keeps: viewer.may(Power::KeepThresholds),
            cannot: may_have(indicator).err().map(crate::goals::Why::said),
            held: held(catalogue, indicator, &latest),
            fields: fields(catalogue, (indicator, year), &latest, &form, &faults),
            source: form.source.clone(),
            source_error: faults.of("source"),
            resource: form.resource,
            seen: history.len(),
            faults,
            history: steps(catalogue, indicator, &history, viewer.authority().is_some()),
        })
    }
}

/// Of each goal what was said last; the history has the latest first.
fn latest_of(history: &[Stated]) -> Vec<Stated> {
    let mut latest: Vec<Stated> = Vec::new();
    for stated in history {
        if !latest.iter().any(|known| known.key == stated.key) {
            latest.push(stated.clone());
        }
    }
    latest
}

fn target_of(edition: &Edition, indicator: &Indicator) -> Option<(String, String, String)> {
    let target = edition.all_targets().find(|target| target.indicators.contains(&indicator.id))?;
    let href = format!("/targets/{}/{}?indicator={}", edition.year, target.ordinal, indicator.id);
    Some((target.numeral.clone(), target.short_title.clone(), href))
}

fn held(catalogue: &Catalogue, indicator: &Indicator, latest: &[Stated]) -> Vec<(String, String)> {
    let holds = |subject| {
        let stated = latest.iter().find(|stated| stated.key.subject == subject)?;
        Some((subject_words(&subject, catalogue), goal_words(indicator, stated.value?)))
    };
    subjects(catalogue).into_iter().filter_map(holds).collect()
}

fn fields(
    catalogue: &Catalogue,
    (indicator, year): (&Indicator, i32),
    latest: &[Stated],
    form: &GoalForm,
    faults: &FieldErrors,
) -> Vec<Field> {
    let goals = Goals::of(latest);
    let field = |subject| {
        let name = field_of(&subject);
        let goal = goals.exactly(&indicator.id, year, &subject);
        Field {
            label: subject_words(&subject, catalogue),
            typed: form.field(&subject).to_owned(),
            error: faults.of(&name),
            held: goal
                .map_or_else(|| "现在没有设".to_owned(), |goal| format!("现在 {}", goal_words(indicator, goal.value))),
            name,
        }
    };
    subjects(catalogue).into_iter().map(field).collect()
}

impl View for IndicatorPage {
    const TEMPLATE: &'static str = "goals/indicator.html";

    fn head(&self) -> Head {
        Head::titled(format!("{} 年目标值：{}", self.year, self.name))
            .crumb(Crumb::to("目标值", format!("/goals?year={}", self.year)))
            .crumb(Crumb::here(self.name.clone()))
    }
}
