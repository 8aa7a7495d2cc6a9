//! The thresholds of one rule: the form for whoever keeps them, and how they came to be.

use axum::extract::State;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::authorities;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{RuleId, spoken};
use crate::settings::form::{Faults, RuleForm, field_of, label};
use crate::settings::model::{Key, Setting};
use crate::settings::pages::Step;
use crate::settings::pages::list::{ThresholdRow, severity_tag, thresholds};
use crate::settings::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// What `templates/settings/rule.html` shows.
#[derive(Serialize)]
pub struct RulePage {
    id: String,
    name: String,
    kind: &'static str,
    severity: &'static str,
    says: String,
    message: String,
    /// Whether the viewer may change it.
    keeps: bool,
    fields: Vec<ThresholdField>,
    changed: bool,
    reason: String,
    reason_error: Option<String>,
    version: i32,
    faults: Faults,
    history: Vec<Step>,
}

#[derive(Serialize)]
struct ThresholdField {
    field: String,
    #[serde(flatten)]
    row: ThresholdRow,
    hint: String,
    typed: String,
    error: Option<String>,
}

/// The versions of a rule's thresholds added up; it rises with every change.
pub fn version_of(rule: &RuleId, set: &[Setting]) -> i32 {
    let mine = |setting: &&Setting| matches!(&setting.key, Key::Threshold { rule: of, .. } if of == rule);
    set.iter().filter(mine).map(|setting| setting.version).sum()
}

impl RulePage {
    /// The page as first shown, or again with what was posted and what is wrong with it.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        rule: &str,
        posted: Option<(RuleForm, Faults)>,
    ) -> Result<Self, PageError> {
        let top = authorities::store::top(&app.db).await?.ok_or(PageError::NotFound)?;
        let set = store::thresholds(&app.db, top).await?;
        let in_force = store::overlaid(catalogue, &set);
        let rule = in_force.rule_named(rule).filter(|rule| !rule.thresholds.is_empty()).ok_or(PageError::NotFound)?;
        let version = version_of(&rule.id, &set);
        let (form, faults) = posted.unwrap_or_else(|| (RuleForm::fresh(rule, version), Faults::default()));
        let field = |row: ThresholdRow| ThresholdField {
            field: field_of(&row.name),
            hint: hint(&row),
            typed: form.typed.get(&row.name).cloned().unwrap_or_default(),
            error: faults.of(&field_of(&row.name)),
            row,
        };
        let fields: Vec<ThresholdField> = thresholds(rule, &set).into_iter().map(field).collect();
        let history = store::history_of_rule(&app.db, top, &rule.id).await?;
        let (kind, severity) = severity_tag(rule.severity);
        Ok(Self {
            id: rule.id.to_string(),
            name: rule.name.clone(),
            kind,
            severity,
            says: rule.in_words(&in_force),
            message: spoken(&rule.message),
            keeps: viewer.may(Power::KeepThresholds),
            changed: fields.iter().any(|field| field.row.changed),
            fields,
            reason: form.reason,
            reason_error: faults.of("reason"),
            version,
            faults,
            history: history.iter().map(|setting| Step::of(setting, what(setting))).collect(),
        })
    }
}

fn hint(row: &ThresholdRow) -> String {
    let unit = if row.unit.is_empty() { String::new() } else { format!("单位：{}；", row.unit) };
    format!("{unit}默认 {}", row.default)
}

fn what(setting: &Setting) -> String {
    let name = label(setting.threshold().unwrap_or_default());
    match setting.value {
        Some(value) => format!("{name}：改为 {value}"),
        None => format!("{name}：恢复默认"),
    }
}

/// GET `/settings/rules/{rule}`
pub async fn rule(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(rule): Path<String>,
) -> Result<Page<RulePage>, PageError> {
    Ok(Page(RulePage::load(&app, &viewer, &catalogue, &rule, None).await?))
}

impl View for RulePage {
    const TEMPLATE: &'static str = "settings/rule.html";

    fn head(&self) -> Head {
        let title = format!("阈值：{}", self.name);
        Head::titled(title).crumb(Crumb::to("本省设置", "/settings")).crumb(Crumb::here(&self.name))
    }
}
