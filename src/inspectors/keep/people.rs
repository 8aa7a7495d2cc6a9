//! People come into the pool, change, go out of use and back.

use sea_orm::ConnectionTrait;

use crate::access::{AccountId, AuthorityId, InspectorId, Place, Power, Role, Scope, Viewer};
use crate::accounts;
use crate::accounts::model::{Keeping, Login};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::files::{self, NewFile};
use crate::inspectors::check::{self, Typed, joined, relation_words};
use crate::inspectors::ground::{self, Ground};
use crate::inspectors::import::{Person, Plan, rehearse_people};
use crate::inspectors::judge::may_change;
use crate::inspectors::keep::NotKept;
use crate::inspectors::model::{Deed, Facts, Inspector};
use crate::inspectors::store;
use crate::inspectors::workbook::Table;
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::FieldErrors;

/// The account with this login, of the authority's own people and nobody else's; none for no login.
///
/// # Errors
/// Outside of the database, inside what is wrong.
pub async fn account_of(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    login: &str,
    person: Option<&str>,
) -> Result<Result<Option<AccountId>, String>, StoreError> {
    if login.trim().is_empty() {
        return Ok(Ok(None));
    }
    let unknown =
        || Ok(Err(format!("本机构和下级没有督查员或工作人员账号“{}”。请先在“账号”里建好，或不填。", login.trim())));
    let Ok(login) = login.parse::<Login>() else { return unknown() };
    let Some(found) = accounts::store::accounts::by_login(db, Keeping::Territory(authority), &login).await? else {
        return unknown();
    };
    let inspects = found.grants.roles().iter().any(|role| matches!(role, Role::Inspector | Role::AuthorityStaff));
    if !inspects || !matches!(found.grants.place(), Place::Authority(_)) {
        return unknown();
    }
    match store::of_account(db, found.id).await? {
        Some(other) if Some(other.as_str()) != person => {
            Ok(Err(format!("账号“{login}”已经是督查员 {other} 的。一个账号只能是一个人的。")))
        }
        _ => Ok(Ok(Some(found.id))),
    }
}

/// The login of somebody's account, where the authority keeps it.
///
/// # Errors
/// Of the database.
pub async fn login_of(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    account: Option<AccountId>,
) -> Result<Option<String>, StoreError> {
    let Some(id) = account else { return Ok(None) };
    let found = accounts::store::accounts::get(db, Keeping::Territory(authority), id).await?;
    Ok(found.map(|account| account.login.to_string()))
}

/// What is known of somebody, in words.
fn worded(facts: &Facts, ground: &Ground<'_>) -> [(&'static str, String); 7] {
    [
        ("姓名", facts.name.clone()),
        ("单位", ground.employer(&facts.employer)),
        ("区划", ground.region(&facts.region)),
        ("专业", joined(&facts.specialities)),
        ("执法证", facts.certificate.clone()),
        ("回避关系", relation_words(&facts.relations, ground).join("、")),
        ("账号", if facts.account.is_some() { "已关联".to_owned() } else { String::new() }),
    ]
}

/// What becomes otherwise, a sentence each; of somebody new everything there is.
#[must_use]
pub fn differences(before: Option<&Facts>, after: &Facts, ground: &Ground<'_>) -> Vec<String> {
    let after = worded(after, ground);
    let Some(before) = before else {
        let said = after.into_iter().filter(|(_, text)| !text.is_empty());
        return said.map(|(label, text)| format!("{label}：{text}")).collect();
    };
    let none = |text: String| if text.is_empty() { "无".to_owned() } else { text };
    let pairs = worded(before, ground).into_iter().zip(after).filter(|(old, new)| old != new);
    pairs.map(|((label, old), (_, new))| format!("{label}：{} → {}", none(old), none(new))).collect()
}

/// Adds a person to the viewer's pool; gives the code.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn add(app: &AppState, catalogue: &Catalogue, viewer: &Viewer, typed: &Typed) -> Result<String, NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let ground = Ground::load(&*txn, catalogue, china_date(at)).await?;
    let own = ground.authority(viewer.authority().ok_or(NotKept::Unknown)?)?;
    let mut faults = FieldErrors::default();
    let code = match typed.code.trim() {
        "" => store::next_code(&*txn, own).await?,
        text => check::code(text).unwrap_or_else(|fault| {
            faults.add("code", fault);
            String::new()
        }),
    };
    if !store::codes_taken(&*txn, std::slice::from_ref(&code)).await?.is_empty() {
        faults.add("code", format!("编号 {code} 已经有人用了。请换一个，或留空由系统编。"));
    }
    let facts = wanted(&*txn, &ground, own.id, (typed, None), faults).await?;
    let id = store::add(&*txn, own.id, &code, &facts).await?;
    let said = differences(None, &facts, &ground).join("\n");
    store::write_down(&*txn, (viewer, at), id, (Deed::Added, &said)).await?;
    let event = Event::new("inspector.added", "inspector", &code).detail("inspector_said", said);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(code)
}

async fn wanted(
    db: &impl ConnectionTrait,
    ground: &Ground<'_>,
    own: AuthorityId,
    (typed, held): (&Typed, Option<&Inspector>),
    mut faults: FieldErrors,
) -> Result<Facts, NotKept> {
    let account = account_of(db, own, &typed.account, held.map(|held| held.code.as_str())).await?;
    let facts = typed.check(ground, ground.authority(own)?);
    match (facts, account, faults.is_empty()) {
        (Ok(facts), Ok(account), true) => Ok(Facts { account, ..facts }),
        (facts, account, _) => {
            faults.0.extend(facts.err().map(|more| more.0).unwrap_or_default());
            if let Err(fault) = account {
                faults.add("account", fault);
            }
            Err(NotKept::Faulty(faults))
        }
    }
}

/// A person of the viewer's own pool.
async fn own_person(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    today: chrono::NaiveDate,
    code: &str,
) -> Result<Inspector, NotKept> {
    let own = viewer.authority().ok_or(NotKept::Unknown)?;
    let found = store::by_code(db, &Scope::Authority(own), today, code).await?;
    found.filter(|person| may_change(viewer, person)).ok_or(NotKept::Unknown)
}

/// Changes a person of the viewer's own pool; gives whether anything became otherwise.
///
/// # Errors
/// [`NotKept`], stale when somebody changed it meanwhile; then nothing was written.
pub async fn change(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    code: &str,
    typed: &Typed,
) -> Result<bool, NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let held = own_person(&*txn, viewer, china_date(at), code).await?;
    if held.version != typed.version {
        return Err(StoreError::Stale.into());
    }
    let mut ground = Ground::load(&*txn, catalogue, china_date(at)).await?;
    ground.know(&*txn, &ground::hospitals_of([&held])).await?;
    let facts = wanted(&*txn, &ground, held.authority, (typed, Some(&held)), FieldErrors::default()).await?;
    if facts == held.facts {
        txn.rollback().await?;
        return Ok(false);
    }
    let said = store_change(&*txn, (viewer, at), &ground, &held, &facts).await?;
    let event = Event::new("inspector.changed", "inspector", code).detail("inspector_said", said);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(true)
}

async fn store_change(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, chrono::DateTime<chrono::Utc>),
    ground: &Ground<'_>,
    held: &Inspector,
    facts: &Facts,
) -> Result<String, StoreError> {
    store::change(txn, (held.id, held.version), facts).await?;
    let said = differences(Some(&held.facts), facts, ground).join("\n");
    store::write_down(txn, (viewer, at), held.id, (Deed::Changed, &said)).await?;
    Ok(said)
}

/// Takes a person of the viewer's own pool out of use, or back into it.
///
/// # Errors
/// [`NotKept`], stale when it is so already or was changed meanwhile; then nothing was written.
pub async fn set_active(
    app: &AppState,
    viewer: &Viewer,
    code: &str,
    (seen, active): (i32, bool),
    reason: &str,
) -> Result<(), NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let held = own_person(&*txn, viewer, china_date(at), code).await?;
    if held.active == active {
        return Err(StoreError::Stale.into());
    }
    let reason = check::reason(reason, "原因").map_err(|fault| NotKept::one("reason", fault))?;
    store::set_active(&*txn, (held.id, seen), active).await?;
    let deed = if active { Deed::Activated } else { Deed::Deactivated };
    store::write_down(&*txn, (viewer, at), held.id, (deed, &reason)).await?;
    let action = if active { "inspector.activated" } else { "inspector.deactivated" };
    let event = Event::new(action, "inspector", code).detail("reason", reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Takes a workbook into the viewer's pool, if nothing changed since the rehearsal `seen`; gives how many people are new or
/// otherwise.
///
/// # Errors
/// [`NotKept`], stale when the pool changed since; then nothing was written.
pub async fn import(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    table: &Table,
    (file, seen): (NewFile, Option<&str>),
) -> Result<usize, NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let mut ground = Ground::load(&*txn, catalogue, china_date(at)).await?;
    let own = ground.authority(viewer.authority().ok_or(NotKept::Unknown)?)?.clone();
    let plan: Plan<Person> = rehearse_people(&*txn, &mut ground, &own, table).await?;
    if !plan.problems.is_empty() {
        return Err(NotKept::Problems(plan.problems));
    }
    if seen.is_some_and(|seen| seen != plan.seen) {
        return Err(StoreError::Stale.into());
    }
    for step in &plan.fresh {
        let Person { code, facts, .. } = &step.wanted;
        let id: InspectorId = store::add(&*txn, own.id, code, facts).await?;
        let said = differences(None, facts, &ground).join("\n");
        store::write_down(&*txn, (viewer, at), id, (Deed::Added, &said)).await?;
    }
    for step in &plan.changed {
        let Some(held) = &step.wanted.held else { continue };
        store_change(&*txn, (viewer, at), &ground, held, &step.wanted.facts).await?;
    }
    let done = plan.fresh.len() + plan.changed.len();
    if done == 0 {
        txn.rollback().await?;
        return Ok(0);
    }
    let id = files::store::insert(&txn, &file).await?;
    let event = Event::new("inspectors.imported", "stored_file", id)
        .detail("sha256", file.kept.sha256)
        .detail("created", plan.fresh.len())
        .detail("changed", plan.changed.len())
        .detail("unchanged", plan.unchanged);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(done)
}
