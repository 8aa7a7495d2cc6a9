//! Keeping accounts: made, changed, reset – the same for the pages, the command line and the demo.
//!
//! Each function is one transaction with its row in the journal, and touches only what the viewer keeps.

use crate::access::{AccountId, Missing, Place, Role, Viewer};
use crate::accounts::check::Weakness;
use crate::accounts::model::{Account, BadGrants, Grants, Keeping, Login, NewAccount};
use crate::accounts::password::{HashFault, Passwords, one_time};
use crate::accounts::store::{accounts, counters, sessions};
use crate::db::{self, StoreError, WriteTxn};
use crate::journal::{self, Event};
use crate::state::AppState;

/// Why an account was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The viewer keeps no accounts.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// There is no such account or place, or not among those the viewer keeps.
    #[error("没有这个账号或单位，或不在你的辖区内")]
    Unknown,
    /// It is the viewer's own account.
    #[error("自己的账号不能由自己停用、重置或改角色")]
    Own,
    /// The login is another account's.
    #[error("账号“{0}”已被别人使用，请换一个")]
    Taken(Login),
    /// The roles cannot be held together there.
    #[error(transparent)]
    Grants(#[from] BadGrants),
    /// The person's name is missing, too long or not plain text.
    #[error("姓名要有 1–40 个字")]
    BadName,
    /// The first password breaks the policy.
    #[error(transparent)]
    Weak(#[from] Weakness),
    /// Of hashing.
    #[error(transparent)]
    Hash(#[from] HashFault),
    /// Of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct Order {
    /// The name to sign in with.
    pub login: Login,
    /// The person's name.
    pub name: String,
    /// What it may do, and where.
    pub grants: Grants,
    /// The first password; `None` makes a one-time one.
    pub password: Option<String>,
    /// Whether it must be changed at the first sign-in; false only in the demo and in tests.
    pub must_change: bool,
}

/// Makes an account; gives its key and first password.
///
/// # Errors
/// [`NotKept`], among them [`NotKept::Unknown`] for a place the viewer does not keep.
pub async fn create(
    app: &AppState,
    passwords: &Passwords,
    viewer: &Viewer,
    order: Order,
) -> Result<(AccountId, String), NotKept> {
    let keeping = Keeping::of(viewer)?;
    let password = order.password.unwrap_or_else(one_time);
    let new = NewAccount {
        password_hash: passwords.hash(&password).await?,
        login: order.login,
        name: order.name,
        grants: order.grants,
        must_change: order.must_change,
    };
    let txn = db::write(&app.db).await?;
    if !accounts::keeps_place(&*txn, keeping, new.grants.place()).await? {
        return Err(NotKept::Unknown);
    }
    let id = match accounts::insert(&txn, &new, app.clock.now()).await {
        Err(StoreError::Duplicate) => return Err(NotKept::Taken(new.login)),
        made => made?,
    };
    let event = granted(Event::new("account.created", "account", id).detail("login", &new.login), &new.grants);
    journal::conclude(txn, viewer, app.clock.now(), event, &app.data_dir).await?;
    Ok((id, password))
}

/// Replaces the roles of an account seen at a version; its sessions end.
///
/// # Errors
/// [`NotKept`].
pub async fn set_roles(
    app: &AppState,
    viewer: &Viewer,
    id: AccountId,
    version: i32,
    roles: Vec<Role>,
) -> Result<(), NotKept> {
    let (txn, held) = load(app, viewer, id).await?;
    let grants = Grants::new(held.grants.place(), roles)?;
    accounts::set_grants(&txn, id, version, &grants).await?;
    sessions::end_all(&txn, id).await?;
    let event = granted(Event::new("account.roles_changed", "account", id), &grants);
    journal::conclude(txn, viewer, app.clock.now(), event, &app.data_dir).await?;
    Ok(())
}

/// 停用 or 启用 an account seen at a version; a disabled account has no sessions and cannot sign in.
///
/// # Errors
/// [`NotKept`].
pub async fn set_disabled(
    app: &AppState,
    viewer: &Viewer,
    id: AccountId,
    version: i32,
    disabled: bool,
) -> Result<(), NotKept> {
    let (txn, _) = load(app, viewer, id).await?;
    accounts::set_disabled(&txn, id, version, disabled).await?;
    sessions::end_all(&txn, id).await?;
    let action = if disabled { "account.disabled" } else { "account.enabled" };
    let event = Event::new(action, "account", id);
    journal::conclude(txn, viewer, app.clock.now(), event, &app.data_dir).await?;
    Ok(())
}

/// Gives an account a one-time password; its locks are lifted and its sessions end.
///
/// # Errors
/// [`NotKept`].
pub async fn reset(
    app: &AppState,
    passwords: &Passwords,
    viewer: &Viewer,
    id: AccountId,
) -> Result<(Account, String), NotKept> {
    let password = one_time();
    let hash = passwords.hash(&password).await?;
    let (txn, held) = load(app, viewer, id).await?;
    let credentials = accounts::credentials_everywhere(&*txn, &held.login).await?.ok_or(NotKept::Unknown)?;
    accounts::set_password(&txn, &credentials, &hash, true).await?;
    counters::forgive(&txn, &held.login).await?;
    sessions::end_all(&txn, id).await?;
    let event = Event::new("account.password_reset", "account", id);
    journal::conclude(txn, viewer, app.clock.now(), event, &app.data_dir).await?;
    Ok((held, password))
}

/// The account, inside what the viewer keeps and not the viewer's own, in a transaction.
async fn load(app: &AppState, viewer: &Viewer, id: AccountId) -> Result<(WriteTxn, Account), NotKept> {
    let keeping = Keeping::of(viewer)?;
    let txn = db::write(&app.db).await?;
    let held = accounts::get(&*txn, keeping, id).await?.ok_or(NotKept::Unknown)?;
    if viewer.account == Some(id) { Err(NotKept::Own) } else { Ok((txn, held)) }
}

/// Says in the journal what was granted, and where.
fn granted(event: Event, grants: &Grants) -> Event {
    let roles: Vec<_> = grants.roles().iter().map(|role| role.key()).collect();
    let event = event.detail("roles", roles.join(" "));
    match grants.place() {
        Place::Authority(id) => event.detail("authority", id),
        Place::Hospital(id) => event.detail("hospital", id),
        Place::System => event,
    }
}
