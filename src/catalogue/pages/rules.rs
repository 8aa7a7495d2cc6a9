use serde::Serialize;

use crate::catalogue::labels::severity_label;
use crate::catalogue::model::{Catalogue, Meaning, Rule, RuleCheck, Severity, spoken};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/rules.html` shows.
#[derive(Serialize)]
pub struct RulesPage {
    blocking: usize,
    asking: usize,
    groups: Vec<Group>,
}

#[derive(Serialize)]
struct Group {
    label: &'static str,
    rows: Vec<RuleRow>,
}

/// A rule in a table.
#[derive(Serialize)]
pub(super) struct RuleRow {
    id: String,
    name: String,
    kind: &'static str,
    severity: &'static str,
    /// What must hold; for a structural rule its message.
    says: String,
    missing: &'static str,
    thresholds: Vec<Limit>,
    remedy: String,
}

/// A threshold in force.
#[derive(Serialize)]
struct Limit {
    text: String,
    /// What the files say, where a setting put another value in force.
    stated: Option<i64>,
}

impl RuleRow {
    pub(super) fn of(catalogue: &Catalogue, rule: &Rule) -> Self {
        let (kind, severity) = severity_label(rule.severity);
        let structural = rule.check == RuleCheck::Structural;
        Self {
            id: rule.id.to_string(),
            name: rule.name.clone(),
            kind,
            severity,
            says: if structural { spoken(&rule.message) } else { rule.in_words(catalogue) },
            missing: rule.check.missing().map(|missing| missing.in_words()).unwrap_or_default(),
            thresholds: rule.thresholds.iter().map(|(name, value)| limit(rule, name, *value)).collect(),
            remedy: spoken(&rule.remedy),
        }
    }
}

fn limit(rule: &Rule, name: &str, value: i64) -> Limit {
    let text = Meaning::of(name).map_or_else(|| format!("{name}：{value}"), |meaning| meaning.says(value));
    Limit { text, stated: rule.stated.get(name).copied() }
}

/// A heading and which rules stand under it.
type Part = (&'static str, fn(&RuleCheck) -> bool);

const PARTS: [Part; 4] = [
    ("数与数之间", |check| {
        matches!(check, RuleCheck::Elements { .. } | RuleCheck::Indicators { .. } | RuleCheck::Months)
    }),
    ("填的比率", |check| matches!(check, RuleCheck::TypedRates { .. })),
    ("与以往比较", |check| matches!(check, RuleCheck::History(_))),
    ("文件、表和单元格", |check| matches!(check, RuleCheck::Structural)),
];

impl RulesPage {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let severity = |wanted| catalogue.rules().iter().filter(|rule| rule.severity == wanted).count();
        let group = |(label, belongs): &Part| {
            let rules = catalogue.rules().iter().filter(|rule| belongs(&rule.check));
            Group { label, rows: rules.map(|rule| RuleRow::of(catalogue, rule)).collect() }
        };
        Self {
            blocking: severity(Severity::Block),
            asking: severity(Severity::Explain),
            groups: PARTS.iter().map(group).collect(),
        }
    }
}

impl View for RulesPage {
    const TEMPLATE: &'static str = "catalogue/rules.html";

    fn head(&self) -> Head {
        Head::titled("报表检查规则").crumb(Crumb::to("目标口径", "/catalogue")).crumb(Crumb::here("检查规则"))
    }
}
