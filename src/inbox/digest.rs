//! The daily mail: claimed, sent, settled – from the server every minute, or from the command line.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;
use serde::Serialize;

use crate::calendar::china_date;
use crate::clock::Clock;
use crate::db::{self, StoreError};
use crate::inbox::due::{again_before, hour_has_come};
use crate::inbox::mail::{Mail, Mailer, NotSent, TITLES};
use crate::inbox::store::digests::{self, Claim, Claimed, Due, Outcomes};

/// How often the server looks whether a mail is due.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Mails claimed together: what a process that dies has claimed and not sent waits for the next day.
const BATCH: u64 = 50;

/// Most mails a dry run names.
const NAMED: u64 = 100_000;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It would be sent.
    Due,
    /// The mail server took it.
    Sent,
    /// It did not go; the log says why.
    Failed,
    /// The mail server could not be reached before its turn came.
    Waiting,
}

/// A mail and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The name the account signs in with.
    pub login: String,
    /// How many messages the mail tells of.
    pub messages: i64,
    /// What became of it.
    pub fate: Fate,
}

/// What would go now.
///
/// # Errors
/// Of the database.
pub async fn rehearse(db: &DatabaseConnection, now: DateTime<Utc>) -> Result<Vec<Told>, StoreError> {
    let due = digests::due(db, &Claim::new(china_date(now), now), NAMED).await?;
    let told = |due: Due| Told { login: due.login, messages: due.messages, fate: Fate::Due };
    Ok(due.into_iter().map(told).collect())
}

/// Sends what is due: to each account with an address and unread messages since its last mail one mail a day, whichever
/// process comes first. Mails that failed before `again_before` are tried again.
///
/// # Errors
/// Of the database. What a mail server does is no error: it is logged and tried again.
pub async fn send_due(
    db: &DatabaseConnection,
    mailer: &Mailer,
    now: DateTime<Utc>,
    again_before: DateTime<Utc>,
) -> Result<Vec<Told>, StoreError> {
    let mut told = Vec::new();
    loop {
        let mut claim = Claim::new(china_date(now), again_before);
        let Some(claimed) = take(db, &mut claim, now).await? else { return Ok(told) };
        let (outcomes, fates) = send(mailer, &claim, &claimed, now).await;
        let txn = db::write(db).await?;
        digests::settle(&*txn, &claim, &outcomes, now).await?;
        txn.commit().await?;
        let fate = |(mail, fate): (Claimed, Fate)| Told { login: mail.login, messages: mail.messages, fate };
        told.extend(claimed.into_iter().zip(fates).map(fate));
        if !outcomes.untried.is_empty() {
            return Ok(told);
        }
    }
}

/// Claims the next mails; none when nothing is due.
async fn take(
    db: &DatabaseConnection,
    claim: &mut Claim,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Claimed>>, StoreError> {
    // Looking first: most minutes of a day nothing is due, and a look does not take the writer.
    if digests::due(db, claim, 1).await?.is_empty() {
        return Ok(None);
    }
    let txn = db::write(db).await?;
    let due = digests::due(&*txn, claim, BATCH).await?;
    claim.newest = digests::newest(&due);
    let claimed = digests::claim(&*txn, claim, due, now, TITLES).await?;
    txn.commit().await?;
    Ok(Some(claimed))
}

/// Sends claimed mails one after another; once the server cannot be reached, the others are not tried.
async fn send(mailer: &Mailer, claim: &Claim, claimed: &[Claimed], now: DateTime<Utc>) -> (Outcomes, Vec<Fate>) {
    let mut outcomes = Outcomes::default();
    let mut fates = Vec::with_capacity(claimed.len());
    let mut reachable = true;
    for mail in claimed {
        let fate = if reachable { deliver(mailer, claim, mail, now, &mut reachable).await } else { Fate::Waiting };
        match fate {
            Fate::Sent => outcomes.sent.push(mail.id),
            Fate::Failed => outcomes.failed.push(mail.id),
            Fate::Waiting | Fate::Due => outcomes.untried.push(mail.id),
        }
        fates.push(fate);
    }
    (outcomes, fates)
}

async fn deliver(mailer: &Mailer, claim: &Claim, mail: &Claimed, now: DateTime<Utc>, reachable: &mut bool) -> Fate {
    let written =
        Mail { id: mail.id, day: claim.day, at: now, to: &mail.email, messages: mail.messages, titles: &mail.titles };
    match mailer.send(&written).await {
        Ok(()) => Fate::Sent,
        Err(error) => {
            *reachable = !matches!(error, NotSent::Unreachable(_));
            // The account's key, not its address: logs hold no personal data.
            tracing::warn!(account = %mail.account, %error, "a daily mail did not go");
            Fate::Failed
        }
    }
}

/// Sends from the hour on, as long as the process serves.
pub async fn keep_sending(db: DatabaseConnection, clock: Clock, mailer: Mailer) {
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    loop {
        ticks.tick().await;
        let now = clock.now();
        if !hour_has_come(now) {
            continue;
        }
        match send_due(&db, &mailer, now, again_before(now)).await {
            Ok(told) if told.is_empty() => (),
            Ok(told) => {
                let sent = told.iter().filter(|told| told.fate == Fate::Sent).count();
                tracing::info!(sent, of = told.len(), "daily mails");
            }
            Err(error) => tracing::error!(%error, "daily mails could not be sent"),
        }
    }
}
