//! Proving a password: the one way in for sign-in and for a change of the password, with one counter of failures.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;

use crate::accounts::judge::{Counter, ELSEWHERE, HERE, LOCK_MINUTES, Locked, minutes_left, network_of};
use crate::accounts::model::Login;
use crate::accounts::password::Passwords;
use crate::accounts::store::accounts::{self, Credentials};
use crate::accounts::store::counters;
use crate::db;
use crate::journal::{self, Actor, Event};
use crate::state::AppState;
use crate::web::PageError;

/// The network of the counter that all networks unknown to a login share.
const UNKNOWN_NETWORKS: &str = "";

/// What came of it.
#[derive(Debug)]
pub enum Proof {
    /// The password is right; [`clear`] the counter in the transaction that uses it.
    Right(Credentials),
    /// It is wrong, or there is no such account.
    Wrong {
        /// Wrong passwords left before the lock; 0 when it has just locked.
        left: i32,
    },
    /// It was not looked at: too many were wrong before.
    Locked {
        /// Minutes until the lock ends.
        minutes: i64,
        /// The login is locked for networks that never signed in with it, not for this network alone.
        widely: bool,
    },
}

/// Who says what, from where.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// The login as typed.
    pub login: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// Where the request came from.
    pub address: &'a str,
}

/// Compares a password with an account's; an unknown account takes as long and answers the same.
///
/// # Errors
/// Of the database or of hashing.
pub async fn prove(app: &AppState, passwords: &Passwords, claim: Claim<'_>) -> Result<Proof, PageError> {
    let login = claim.login.parse::<Login>().ok();
    let key = login.as_ref().map_or("?", Login::as_str);
    let now = app.clock.now();
    let left = match counted(app, key, &network_of(claim.address), now).await? {
        Ok(left) => left,
        Err((locked, widely)) => return Ok(Proof::Locked { minutes: minutes_left(locked.until, now), widely }),
    };
    let held = match &login {
        Some(login) => accounts::credentials_everywhere(&app.db, login).await?,
        None => None,
    };
    let hash = held.as_ref().map(|held| held.hash.as_str());
    let right = passwords.is(claim.password, hash).await.map_err(PageError::internal)?;
    match held {
        Some(held) if right => Ok(Proof::Right(held)),
        held => {
            note_failure(app, held.as_ref(), claim.address, left, now).await?;
            Ok(Proof::Wrong { left })
        }
    }
}

/// Counts the attempt before the password is looked at; gives how many are left after it.
async fn counted(
    app: &AppState,
    login: &str,
    network: &str,
    now: DateTime<Utc>,
) -> Result<Result<i32, (Locked, bool)>, PageError> {
    let txn = db::write(&app.db).await?;
    counters::sweep(&txn, now).await?;
    let here = counters::hold(&txn, login, network, now).await?;
    let attempt = match here.attempt(HERE, now) {
        Ok(attempt) => attempt,
        Err(locked) => return Ok(Err((locked, false))),
    };
    if !here.is_known(now) {
        let elsewhere = counters::hold(&txn, login, UNKNOWN_NETWORKS, now).await?;
        match elsewhere.attempt(ELSEWHERE, now) {
            Ok(attempt) => counters::save(&txn, login, UNKNOWN_NETWORKS, attempt).await?,
            Err(locked) => return Ok(Err((locked, true))),
        }
    }
    counters::save(&txn, login, network, attempt).await?;
    txn.commit().await?;
    Ok(Ok(HERE - attempt.failures))
}

/// A login that is no account's is not written down: people type passwords there.
async fn note_failure(
    app: &AppState,
    held: Option<&Credentials>,
    address: &str,
    left: i32,
    now: DateTime<Utc>,
) -> Result<(), PageError> {
    let action = if left == 0 { "account.locked" } else { "account.sign_in_failed" };
    let subject = held.map(|held| held.id.to_string()).unwrap_or_default();
    let event = Event::new(action, "account", subject).detail("left", left).refused();
    let event = if left == 0 { event.detail("minutes", LOCK_MINUTES) } else { event };
    let login = held.map(|held| held.login.to_string()).unwrap_or_default();
    let txn = db::write(&app.db).await?;
    journal::conclude(txn, Actor::stranger(&login, address), now, event, &app.data_dir).await?;
    Ok(())
}

/// Forgets the failures of a login from a network and makes the network known to it.
///
/// # Errors
/// Of the database.
pub async fn clear(
    txn: &DatabaseTransaction,
    login: &Login,
    address: &str,
    now: DateTime<Utc>,
) -> Result<(), PageError> {
    let network = network_of(address);
    let held: Counter = counters::hold(txn, login.as_str(), &network, now).await?;
    if !held.is_known(now) {
        let elsewhere = counters::hold(txn, login.as_str(), UNKNOWN_NETWORKS, now).await?;
        counters::save(txn, login.as_str(), UNKNOWN_NETWORKS, elsewhere.taken_back()).await?;
    }
    Ok(counters::save(txn, login.as_str(), &network, held.cleared(now)).await?)
}
