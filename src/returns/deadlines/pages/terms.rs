//! 上报期限 of the province: the form for whoever keeps it, the due dates that follow, and how they came to be.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::Datelike;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::authorities;
use crate::calendar::{Period, china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Evidence, HolidayYear};
use crate::returns::deadlines::due::{InForce, counted};
use crate::returns::deadlines::form::TermForm;
use crate::returns::deadlines::model::{Reach, Stated, Term};
use crate::returns::deadlines::pages::by_field;
use crate::returns::deadlines::store;
use crate::returns::deadlines::words::{key_said, term_said, weekday};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, View};

/// Quarters whose due dates are shown: the one before last, to a year ahead.
const SHOWN: std::ops::RangeInclusive<i32> = -2..=3;

/// Quarters that can be chosen, from the present one.
const CHOICES: std::ops::RangeInclusive<i32> = -12..=8;

/// The fields of the forms.
const FIELDS: [&str; 8] = ["reach", "period", "level", "days", "moves", "on", "back", "reason"];

/// What `templates/returns/deadlines/terms.html` shows.
#[derive(Serialize)]
pub struct TermsPage {
    keeper: String,
    /// Whether the viewer may change it.
    keeps: bool,
    form: TermForm,
    faults: FieldErrors,
    /// What is wrong with each field, by its name.
    errors: BTreeMap<&'static str, Option<String>>,
    levels: Vec<Choice>,
    periods: Vec<Choice>,
    held: Vec<Held>,
    heads: Vec<String>,
    rows: Vec<DueRow>,
    /// Years of the due dates shown without a table of free days.
    unknown: Vec<i32>,
    years: Vec<YearShown>,
    history: Vec<Step>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// A term in force.
#[derive(Serialize)]
struct Held {
    value: String,
    label: String,
    said: String,
    at: String,
    by: String,
    reason: String,
}

#[derive(Serialize)]
struct DueRow {
    label: String,
    cells: Vec<DueCell>,
}

#[derive(Serialize)]
struct DueCell {
    level: String,
    /// The day; none where nothing is set.
    day: Option<String>,
    note: String,
}

#[derive(Serialize)]
struct YearShown {
    year: i32,
    document: String,
    title: String,
    evidence: &'static str,
    off: Vec<String>,
    working: Vec<String>,
}

#[derive(Serialize)]
struct Step {
    at: String,
    by: String,
    what: String,
    reason: String,
}

impl TermsPage {
    /// The page as first shown, or again with what was posted and what is wrong with it.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        posted: Option<(TermForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let now = app.clock.now();
        let top = authorities::store::top(&app.db).await?.ok_or(PageError::NotFound)?;
        let keeper = authorities::store::by_id(&app.db, top).await?.ok_or(PageError::NotFound)?.name;
        let stated = store::stated(&app.db).await?;
        let present = Period::quarter_containing(china_date(now));
        let (mut form, faults) =
            posted.unwrap_or_else(|| (TermForm::fresh(present.previous()), FieldErrors::default()));
        form.version = stated.len().to_string();
        let terms = catalogue.register();
        let in_force = InForce::new(&stated, now);
        let shown: Vec<Period> = SHOWN.map(|by| present.shifted(by)).collect();
        Ok(Self {
            keeper,
            keeps: viewer.may(Power::KeepThresholds),
            levels: terms.levels.iter().map(|level| choice(&level.word.key, &level.word.name)).collect(),
            periods: CHOICES.map(|by| present.shifted(by)).map(|of| choice(&of.to_string(), &of.label())).collect(),
            held: in_force.terms().iter().map(|one| held(one, catalogue)).collect(),
            heads: terms.levels.iter().map(|level| level.word.name.clone()).collect(),
            rows: shown.iter().map(|period| due_row(&in_force, catalogue, *period)).collect(),
            unknown: unknown_years(catalogue, &shown),
            years: catalogue.holidays().years().iter().map(year_shown).collect(),
            history: stated.iter().rev().map(|one| step(one, catalogue)).collect(),
            form,
            errors: by_field(&FIELDS, &faults),
            faults,
        })
    }
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

fn held(one: &Stated, catalogue: &Catalogue) -> Held {
    Held {
        value: one.key.to_string(),
        label: key_said(&one.key, catalogue.register()),
        said: term_said(one.term),
        at: china_minute(one.set_at),
        by: one.set_by_name.clone(),
        reason: one.reason.clone(),
    }
}

fn due_row(in_force: &InForce<'_>, catalogue: &Catalogue, period: Period) -> DueRow {
    let levels = &catalogue.register().levels;
    let cell = |key: &str, name: &str| {
        let deciding = in_force.deciding(period, key);
        let day = in_force.due(catalogue.holidays(), period, key);
        let note = match (deciding.map(|one| one.key.reach), deciding.and_then(|one| one.term), day) {
            (Some(Reach::Only), ..) => "单独定的".to_owned(),
            (_, Some(Term::After { days, .. }), Some(day)) if counted(period, days) != day => {
                let plain = counted(period, days);
                format!("从 {} 月 {} 日顺延", plain.month(), plain.day())
            }
            _ => String::new(),
        };
        DueCell { level: name.to_owned(), day: day.map(|day| format!("{day} {}", weekday(day))), note }
    };
    let cells = levels.iter().map(|level| cell(&level.word.key, &level.word.name)).collect();
    DueRow { label: period.label(), cells }
}

/// Returns of a quarter are due in its own year or the next.
fn unknown_years(catalogue: &Catalogue, shown: &[Period]) -> Vec<i32> {
    let mut years: Vec<i32> = shown.iter().map(|period| period.next().year()).collect();
    years.retain(|year| catalogue.holidays().of(*year).is_none());
    years.dedup();
    years
}

fn year_shown(year: &HolidayYear) -> YearShown {
    let said = |day: chrono::NaiveDate| format!("{} 月 {} 日", day.month(), day.day());
    let off = |off: &crate::catalogue::model::DaysOff| {
        let days = if off.from == off.to { said(off.from) } else { format!("{}至 {}", said(off.from), said(off.to)) };
        format!("{} {days}", off.name)
    };
    YearShown {
        year: year.year,
        document: year.document.clone(),
        title: year.title.clone(),
        evidence: match year.evidence {
            Evidence::Verified => "已核对原件",
            Evidence::Secondary => "据转载，没有见到原件",
            Evidence::Unverified => "没有见到文件",
        },
        off: year.off.iter().map(off).collect(),
        working: year.working.iter().map(|one| format!("{}（{}）", said(one.day), weekday(one.day))).collect(),
    }
}

fn step(one: &Stated, catalogue: &Catalogue) -> Step {
    Step {
        at: china_minute(one.set_at),
        by: one.set_by_name.clone(),
        what: format!("{}：{}", key_said(&one.key, catalogue.register()), term_said(one.term)),
        reason: one.reason.clone(),
    }
}

/// GET `/settings/deadlines`
pub async fn terms(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
) -> Result<Page<TermsPage>, PageError> {
    Ok(Page(TermsPage::load(&app, &viewer, &catalogue, None).await?))
}

impl View for TermsPage {
    const TEMPLATE: &'static str = "returns/deadlines/terms.html";

    fn head(&self) -> Head {
        Head::titled("上报期限").crumb(Crumb::to("本省设置", "/settings")).crumb(Crumb::here("上报期限"))
    }
}
