//! Every rule with thresholds: what the files say, what is in force, who set it and why.

use axum::extract::State;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::authorities;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Meaning, Rule, Severity};
use crate::settings::choice::{CHOICES, Choice};
use crate::settings::form::label;
use crate::settings::model::{Key, Setting};
use crate::settings::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, View};

/// What `templates/settings/list.html` shows.
#[derive(Serialize)]
pub struct SettingsPage {
    /// Name of the authority that keeps the thresholds; none before the tree is there.
    keeper: Option<String>,
    /// Whether the viewer may change thresholds.
    keeps: bool,
    total: usize,
    changed: usize,
    rows: Vec<RuleRow>,
    /// Settings of rules or thresholds that the files no longer state.
    gone: usize,
    /// What the viewer's own authority decides; empty where it accepts nothing.
    choices: Vec<ChoiceRow>,
}

#[derive(Serialize)]
struct ChoiceRow {
    key: &'static str,
    title: &'static str,
    authority: String,
    said: &'static str,
    set: Option<SetBy>,
}

/// Who set a value, when and why.
#[derive(Serialize)]
pub(super) struct SetBy {
    at: String,
    by: String,
    reason: String,
}

impl From<&Setting> for SetBy {
    fn from(set: &Setting) -> Self {
        Self { at: china_minute(set.set_at), by: set.set_by_name.clone(), reason: set.reason.clone() }
    }
}

#[derive(Serialize)]
struct RuleRow {
    id: String,
    name: String,
    kind: &'static str,
    severity: &'static str,
    says: String,
    thresholds: Vec<ThresholdRow>,
}

/// A threshold with its default and the value in force.
#[derive(Serialize)]
pub(super) struct ThresholdRow {
    pub name: String,
    pub label: String,
    pub unit: &'static str,
    pub default: i64,
    pub in_force: i64,
    /// Whether the value is the province's own.
    pub changed: bool,
    /// Who set it last; none where nobody ever did.
    pub set: Option<SetBy>,
}

/// The thresholds of a rule in force, with who set them.
pub(super) fn thresholds(rule: &Rule, set: &[Setting]) -> Vec<ThresholdRow> {
    let row = |(name, in_force): (&String, &i64)| {
        let key = Key::Threshold { rule: rule.id.clone(), name: name.clone() };
        let default = rule.default_threshold(name).unwrap_or(*in_force);
        ThresholdRow {
            name: name.clone(),
            label: label(name).to_owned(),
            unit: Meaning::of(name).map_or("", |meaning| meaning.unit),
            default,
            in_force: *in_force,
            changed: default != *in_force,
            set: set.iter().find(|setting| setting.key == key).map(SetBy::from),
        }
    };
    rule.thresholds.iter().map(row).collect()
}

/// Kind of the tag of a severity and its words.
pub(super) fn severity_tag(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Block => ("bad", "必须改"),
        Severity::Explain => ("wait", "请说明"),
    }
}

/// GET `/settings`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
) -> Result<Page<SettingsPage>, PageError> {
    let top = authorities::store::top(&app.db).await?;
    let set = match top {
        Some(top) => store::thresholds(&app.db, top).await?,
        None => Vec::new(),
    };
    let keeper = match top {
        Some(top) => authorities::store::by_id(&app.db, top).await?.map(|keeper| keeper.name),
        None => None,
    };
    let in_force = store::overlaid(&catalogue, &set);
    let rows: Vec<RuleRow> = in_force
        .rules()
        .iter()
        .filter(|rule| !rule.thresholds.is_empty())
        .map(|rule| row(&in_force, rule, &set))
        .collect();
    let all = || rows.iter().flat_map(|row| &row.thresholds);
    let known = |setting: &&Setting| match &setting.key {
        Key::Threshold { rule, name } => in_force.rule(rule).is_some_and(|rule| rule.threshold(name).is_some()),
        Key::Choice(_) => true,
    };
    Ok(Page(SettingsPage {
        keeper,
        keeps: viewer.may(Power::KeepThresholds),
        total: all().count(),
        changed: all().filter(|threshold| threshold.changed).count(),
        gone: set.iter().filter(|setting| setting.value.is_some() && !known(setting)).count(),
        choices: own_choices(&app, &viewer).await?,
        rows,
    }))
}

fn row(catalogue: &Catalogue, rule: &Rule, set: &[Setting]) -> RuleRow {
    let (kind, severity) = severity_tag(rule.severity);
    let says = rule.in_words(catalogue);
    RuleRow {
        id: rule.id.to_string(),
        name: rule.name.clone(),
        kind,
        severity,
        says,
        thresholds: thresholds(rule, set),
    }
}

async fn own_choices(app: &AppState, viewer: &Viewer) -> Result<Vec<ChoiceRow>, PageError> {
    let Some(id) = viewer.authority() else { return Ok(Vec::new()) };
    let own = authorities::store::by_id(&app.db, id).await?.filter(authorities::Authority::is_commission);
    let Some(own) = own else { return Ok(Vec::new()) };
    let set = store::choices(&app.db, id).await?;
    let row = |choice: Choice| {
        let set = set.iter().find(|setting| setting.key == Key::Choice(choice));
        ChoiceRow {
            key: choice.key(),
            title: choice.title(),
            authority: own.name.clone(),
            said: choice.answer(set.and_then(|set| set.value)).said,
            set: set.map(SetBy::from),
        }
    };
    Ok(CHOICES.into_iter().map(row).collect())
}

impl View for SettingsPage {
    const TEMPLATE: &'static str = "settings/list.html";

    fn head(&self) -> Head {
        Head::titled("本省设置").crumb(Crumb::here("本省设置"))
    }
}
