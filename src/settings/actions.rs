//! POST: thresholds of a rule, the stamp of one's own authority.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, Power, Viewer};
use crate::authorities;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Rule;
use crate::db::{self, StoreError};
use crate::journal::{self, Event};
use crate::settings::form::{Faults, RuleForm, StampForm, Wanted, label};
use crate::settings::model::{Key, Setting};
use crate::settings::pages::{RulePage, StampPage, own_commission, version_of};
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

/// POST `/settings/stamp`
pub async fn set_stamp(
    State(app): State<AppState>,
    viewer: Viewer,
    Form(form): Form<StampForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepSettings)?;
    let own = own_commission(&app, &viewer).await?;
    let (required, reason) = match form.check() {
        Ok(wanted) => wanted,
        Err(faults) => {
            let page = StampPage::load(&app, &own, Some((form, faults))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
        }
    };
    match keep_stamp(&app, &viewer, (own.id, &own.code), form.version, required, &reason).await {
        Ok(true) => Ok(done("setting-changed", "/settings")),
        Ok(false) => Ok(done("nothing-changed", "/settings")),
        Err(StoreError::Stale) => {
            let faults = Faults(vec![(String::new(), CLASH.to_owned())]);
            let page = StampPage::load(&app, &own, Some((form, faults))).await?;
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep_stamp(
    app: &AppState,
    viewer: &Viewer,
    (authority, code): (AuthorityId, &str),
    seen: i32,
    required: bool,
    reason: &str,
) -> Result<bool, StoreError> {
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let set = store::stamp(&*txn, authority).await?;
    if set.as_ref().map_or(0, |set| set.version) != seen {
        return Err(StoreError::Stale);
    }
    if set.is_some_and(|set| set.value == Some(1)) == required {
        txn.rollback().await?;
        return Ok(false);
    }
    let new = NewValue { authority, key: Key::StampRequired, value: Some(i64::from(required)), seen, reason };
    store::add(&*txn, viewer, at, new).await?;
    let event = Event::new("settings.stamp_changed", "setting", code);
    let event = event.detail("stamp", if required { "yes" } else { "no" }).detail("reason", reason);
    let recorded = journal::record(&txn, viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&app.data_dir, &recorded);
    Ok(true)
}
