//! POST: thresholds of a rule, what one's own authority decides.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use sea_orm::ConnectionTrait;

use crate::access::{Power, Viewer};
use crate::authorities::{self, Authority};
use crate::catalogue::Catalogue;
use crate::catalogue::model::Rule;
use crate::db::{self, StoreError};
use crate::journal::{self, Event};
use crate::settings::choice::{Answer, Choice};
use crate::settings::form::{ChoiceForm, Faults, RuleForm, Wanted, label};
use crate::settings::model::{Key, Setting};
use crate::settings::pages::{ChoicePage, RulePage, own_commission, version_of};
use crate::settings::store::{self, NewValue};
use crate::state::AppState;
use crate::web::{Flash, Form, Page, PageError, Path};

/// Said where somebody else was faster; the fields keep what was typed.
const CLASH: &str = "刚有别人改过这里，你的改动没有保存。下面是现在的值和经过，看清后再交一次；你填的还在。";

/// POST `/settings/rules/{rule}`
pub async fn set_thresholds(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(rule): Path<String>,
    Form(posted): Form<BTreeMap<String, String>>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepThresholds)?;
    let stated = catalogue.rule_named(&rule).filter(|rule| !rule.thresholds.is_empty()).ok_or(PageError::NotFound)?;
    let form = RuleForm::of(stated, &posted);
    let wanted = match form.check(stated) {
        Ok(wanted) => wanted,
        Err(faults) => return again(&app, &viewer, &catalogue, &rule, form, faults).await,
    };
    match keep(&app, &viewer, &catalogue, stated, form.seen, &wanted).await {
        Ok(true) => Ok(done("setting-changed", "/settings")),
        Ok(false) => Ok(done("nothing-changed", "/settings")),
        Err(StoreError::Stale) => clash(&app, &viewer, &catalogue, &rule, form).await,
        Err(error) => Err(error.into()),
    }
}

/// Sets what differs from the values in force; whether anything did.
async fn keep(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    stated: &Rule,
    seen: i32,
    wanted: &Wanted,
) -> Result<bool, StoreError> {
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let top = authorities::store::top(&*txn).await?.ok_or(StoreError::Stale)?;
    let set = store::thresholds(&*txn, top).await?;
    if version_of(&stated.id, &set) != seen {
        return Err(StoreError::Stale);
    }
    let in_force = store::overlaid(catalogue, &set);
    let mut changes = Vec::new();
    for (name, value) in &wanted.values {
        let was = in_force.rule(&stated.id).and_then(|rule| rule.threshold(name));
        if was == Some(*value) {
            continue;
        }
        let key = Key::Threshold { rule: stated.id.clone(), name: name.clone() };
        // The default is followed, not copied: when the files change it, it changes here too.
        let value = Some(*value).filter(|value| stated.threshold(name) != Some(*value));
        changes.push(format!(
            "{} {} → {}",
            label(name),
            said(was),
            value.map_or("默认".to_owned(), |value| value.to_string())
        ));
        set_value(&*txn, viewer, at, &set, NewValue { authority: top, key, value, seen: 0, reason: &wanted.reason })
            .await?;
    }
    if changes.is_empty() {
        txn.rollback().await?;
        return Ok(false);
    }
    let event = Event::new("settings.thresholds_changed", "setting", &stated.id);
    let event =
        event.detail("rule", &stated.name).detail("thresholds", changes.join("；")).detail("reason", &wanted.reason);
    let recorded = journal::record(&txn, viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&app.data_dir, &recorded);
    Ok(true)
}

fn said(value: Option<i64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Adds a value after the version that `set` has of its key.
async fn set_value(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: chrono::DateTime<chrono::Utc>,
    set: &[Setting],
    new: NewValue<'_>,
) -> Result<(), StoreError> {
    let seen = set.iter().find(|setting| setting.key == new.key).map_or(0, |setting| setting.version);
    store::add(txn, viewer, at, NewValue { seen, ..new }).await
}

fn done(flash: &'static str, to: &str) -> Response {
    ([Flash::cookie(flash)], Redirect::to(to)).into_response()
}

/// The form again, with what is wrong and all that was typed.
async fn again(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    rule: &str,
    form: RuleForm,
    faults: Faults,
) -> Result<Response, PageError> {
    let page = RulePage::load(app, viewer, catalogue, rule, Some((form, faults))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

async fn clash(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    rule: &str,
    form: RuleForm,
) -> Result<Response, PageError> {
    let faults = Faults(vec![(String::new(), CLASH.to_owned())]);
    let page = RulePage::load(app, viewer, catalogue, rule, Some((form, faults))).await?;
    Ok((StatusCode::CONFLICT, Page(page)).into_response())
}

/// POST `/settings/choices/{choice}`
pub async fn set_choice(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(key): Path<String>,
    Form(form): Form<ChoiceForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepSettings)?;
    let choice = Choice::of_key(&key).ok_or(PageError::NotFound)?;
    let own = own_commission(&app, &viewer).await?;
    let wanted = match form.check(choice) {
        Ok(wanted) => wanted,
        Err(faults) => {
            let page = ChoicePage::load(&app, &own, choice, Some((form, faults))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
        }
    };
    match keep_choice(&app, &viewer, &own, choice, form.version, wanted).await {
        Ok(true) => Ok(done("setting-changed", "/settings")),
        Ok(false) => Ok(done("nothing-changed", "/settings")),
        Err(StoreError::Stale) => {
            let faults = Faults(vec![(String::new(), CLASH.to_owned())]);
            let page = ChoicePage::load(&app, &own, choice, Some((form, faults))).await?;
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep_choice(
    app: &AppState,
    viewer: &Viewer,
    own: &Authority,
    choice: Choice,
    seen: i32,
    (answer, reason): (Answer, String),
) -> Result<bool, StoreError> {
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let set = store::choice(&*txn, own.id, choice).await?;
    if set.as_ref().map_or(0, |set| set.version) != seen {
        return Err(StoreError::Stale);
    }
    if choice.answer(set.and_then(|set| set.value)) == answer {
        txn.rollback().await?;
        return Ok(false);
    }
    let (key, value) = (Key::Choice(choice), Some(answer.value));
    store::add(&*txn, viewer, at, NewValue { authority: own.id, key, value, seen, reason: &reason }).await?;
    let event = Event::new("settings.choice_changed", "setting", &own.code);
    let event = event.detail("choice", choice.title()).detail("answer", answer.label).detail("reason", &reason);
    let recorded = journal::record(&txn, viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&app.data_dir, &recorded);
    Ok(true)
}
