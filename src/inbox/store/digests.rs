//! The daily mails: whom one is due to, claimed before it is sent, and what became of it. Of the accounts of the whole
//! installation, since whoever sends mails is the installation itself.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait, Func, IntoColumnRef, JoinType, OnConflict, Order, Query, SelectStatement,
    SimpleExpr, WindowStatement,
};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use crate::access::AccountId;
use crate::accounts::entity::account;
use crate::db::StoreError;
use crate::inbox::due::ATTEMPTS;
use crate::inbox::entity::{message, message_digest as digest};
use crate::inbox::model::Topic;

/// Somebody's run has it; sent, or lost with the process that had it.
const CLAIMED: &str = "claimed";
/// The mail server took it.
const SENT: &str = "sent";
/// It did not go.
const FAILED: &str = "failed";

/// The mail of an account that is due.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Due {
    account_id: i64,
    /// The name the account signs in with.
    pub login: String,
    /// Where the mail goes.
    pub email: String,
    /// The mail of the day, where it was tried already.
    digest_id: Option<i64>,
    /// Unread messages that no mail has told of.
    pub messages: i64,
    /// The newest of them.
    newest: i64,
}

/// A mail that is ours to send: nobody else will.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its key.
    pub id: i64,
    /// Whose.
    pub account: AccountId,
    /// The name the account signs in with.
    pub login: String,
    /// Where it goes.
    pub email: String,
    /// How many messages it tells of.
    pub messages: i64,
    /// Topics and titles of the newest of them, newest first.
    pub titles: Vec<(Topic, String)>,
}

/// A claim on some mails.
#[derive(Clone, Debug)]
pub struct Claim {
    /// No other run has this text.
    pub token: String,
    /// The day of the mails in 北京时间.
    pub day: NaiveDate,
    /// Mails that failed before this moment may be tried again.
    pub again_before: DateTime<Utc>,
    /// The newest message that any of the claimed mails tells of.
    pub newest: i64,
}

impl Claim {
    /// A claim that holds nothing yet.
    #[must_use]
    pub fn new(day: NaiveDate, again_before: DateTime<Utc>) -> Self {
        Self { token: hex::encode(rand::random::<[u8; 16]>()), day, again_before, newest: 0 }
    }
}

/// What became of claimed mails, by their keys.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// Taken by the mail server.
    pub sent: Vec<i64>,
    /// Tried in vain.
    pub failed: Vec<i64>,
    /// Not tried, because the server could not be reached: no attempt is counted.
    pub untried: Vec<i64>,
}

fn untold() -> Condition {
    Condition::all()
        .add(Expr::col((message::Entity, message::Column::ReadAt)).is_null())
        .add(Expr::col((message::Entity, message::Column::DigestId)).is_null())
}

/// The mails due on a day, by account, at most `limit` of them.
///
/// # Errors
/// Of the database.
pub async fn due(db: &impl ConnectionTrait, claim: &Claim, limit: u64) -> Result<Vec<Due>, StoreError> {
    let id = (account::Entity, account::Column::Id);
    let message_id = (message::Entity, message::Column::Id);
    let of_the_day = Condition::all()
        .add(Expr::col((digest::Entity, digest::Column::AccountId)).equals(id))
        .add(Expr::col((digest::Entity, digest::Column::Day)).eq(claim.day.to_string()));
    let free = Condition::any().add(Expr::col((digest::Entity, digest::Column::Id)).is_null()).add(
        Condition::all()
            .add(Expr::col((digest::Entity, digest::Column::State)).eq(FAILED))
            .add(Expr::col((digest::Entity, digest::Column::Attempts)).lt(ATTEMPTS))
            .add(Expr::col((digest::Entity, digest::Column::TriedAt)).lt(claim.again_before)),
    );
    let groups = [id.into_column_ref(), (account::Entity, account::Column::Login).into_column_ref()];
    let more = [
        (account::Entity, account::Column::Email).into_column_ref(),
        (digest::Entity, digest::Column::Id).into_column_ref(),
    ];
    let select = Query::select()
        .expr_as(Expr::col(id), "account_id")
        .column((account::Entity, account::Column::Login))
        .column((account::Entity, account::Column::Email))
        .expr_as(Expr::col((digest::Entity, digest::Column::Id)), "digest_id")
        .expr_as(Func::count(Expr::col(message_id)), "messages")
        .expr_as(Func::max(Expr::col(message_id)), "newest")
        .from(account::Entity)
        .inner_join(message::Entity, Expr::col((message::Entity, message::Column::AccountId)).equals(id))
        .join(JoinType::LeftJoin, digest::Entity, of_the_day)
        .and_where(Expr::col((account::Entity, account::Column::Email)).is_not_null())
        .and_where(Expr::col((account::Entity, account::Column::Disabled)).eq(false))
        .cond_where(untold())
        .cond_where(free)
        .group_by_columns(groups)
        .group_by_columns(more)
        .order_by(id, Order::Asc)
        .limit(limit)
        .to_owned();
    Ok(Due::find_by_statement(db.get_database_backend().build(&select)).all(db).await?)
}

/// Claims the mails of `due`, and gives those that are ours: another process may have been faster with some.
///
/// # Errors
/// Of the database.
pub async fn claim(
    txn: &impl ConnectionTrait,
    claim: &Claim,
    due: Vec<Due>,
    at: DateTime<Utc>,
    titles: u64,
) -> Result<Vec<Claimed>, StoreError> {
    let (again, fresh): (Vec<&Due>, Vec<&Due>) = due.iter().partition(|due| due.digest_id.is_some());
    insert(txn, claim, &fresh, at).await?;
    take_again(txn, claim, &again, at).await?;
    let accounts = due.iter().map(|due| due.account_id);
    let ours: Vec<(i64, i64)> = digest::Entity::find()
        .select_only()
        .columns([digest::Column::AccountId, digest::Column::Id])
        .filter(digest::Column::AccountId.is_in(accounts))
        .filter(digest::Column::Day.eq(claim.day.to_string()))
        .filter(digest::Column::Claim.eq(claim.token.as_str()))
        .into_tuple()
        .all(txn)
        .await?;
    let ours: HashMap<i64, i64> = ours.into_iter().collect();
    let mut titles = newest_titles(txn, &ours, titles).await?;
    let claimed = due.into_iter().filter_map(|due| {
        Some(Claimed {
            id: *ours.get(&due.account_id)?,
            account: AccountId(due.account_id),
            titles: titles.remove(&due.account_id).unwrap_or_default(),
            login: due.login,
            email: due.email,
            messages: due.messages,
        })
    });
    Ok(claimed.collect())
}

async fn insert(
    txn: &impl ConnectionTrait,
    claim: &Claim,
    fresh: &[&Due],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let rows = fresh.iter().map(|due| digest::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(due.account_id),
        day: ActiveValue::Set(claim.day.to_string()),
        state: ActiveValue::Set(CLAIMED.to_owned()),
        attempts: ActiveValue::Set(1),
        claim: ActiveValue::Set(claim.token.clone()),
        tried_at: ActiveValue::Set(at),
    });
    let taken = OnConflict::columns([digest::Column::AccountId, digest::Column::Day]).do_nothing().to_owned();
    match digest::Entity::insert_many(rows).on_conflict(taken).exec_without_returning(txn).await {
        // Another process was faster with all of them.
        Err(DbErr::RecordNotInserted) => Ok(()),
        done => Ok(done.map(|_| ())?),
    }
}

async fn take_again(
    txn: &impl ConnectionTrait,
    claim: &Claim,
    again: &[&Due],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    digest::Entity::update_many()
        .col_expr(digest::Column::State, Expr::value(CLAIMED))
        .col_expr(digest::Column::Attempts, Expr::col(digest::Column::Attempts).add(1))
        .col_expr(digest::Column::Claim, Expr::value(claim.token.as_str()))
        .col_expr(digest::Column::TriedAt, Expr::value(at))
        .filter(digest::Column::Id.is_in(again.iter().filter_map(|due| due.digest_id)))
        .filter(digest::Column::State.eq(FAILED))
        .exec(txn)
        .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Titled {
    account_id: i64,
    topic: String,
    title: String,
}

/// The newest untold titles of each account, newest first, at most `most` of each.
async fn newest_titles(
    db: &impl ConnectionTrait,
    accounts: &HashMap<i64, i64>,
    most: u64,
) -> Result<BTreeMap<i64, Vec<(Topic, String)>>, StoreError> {
    let place = || Alias::new("place");
    let numbered = Query::select()
        .columns([message::Column::AccountId, message::Column::Topic, message::Column::Title])
        .expr_window_as(
            Func::cust("ROW_NUMBER"),
            WindowStatement::partition_by(message::Column::AccountId)
                .order_by(message::Column::Id, Order::Desc)
                .to_owned(),
            place(),
        )
        .from(message::Entity)
        .and_where(message::Column::AccountId.is_in(accounts.keys().copied()))
        .cond_where(untold())
        .to_owned();
    let select = Query::select()
        .columns(["account_id", "topic", "title"])
        .from_subquery(numbered, "numbered")
        .and_where(Expr::col(place()).lte(i64::try_from(most).unwrap_or(i64::MAX)))
        .order_by("account_id", Order::Asc)
        .order_by(place(), Order::Asc)
        .to_owned();
    let rows = Titled::find_by_statement(db.get_database_backend().build(&select)).all(db).await?;
    let mut found: BTreeMap<i64, Vec<(Topic, String)>> = BTreeMap::new();
    for row in rows {
        let bad = StoreError::BadRow { table: "message", id: row.account_id, column: "topic" };
        found.entry(row.account_id).or_default().push((row.topic.parse().map_err(|()| bad)?, row.title));
    }
    Ok(found)
}

/// Writes down what became of claimed mails; the messages of those that went are told.
///
/// # Errors
/// Of the database.
pub async fn settle(
    txn: &impl ConnectionTrait,
    claim: &Claim,
    outcomes: &Outcomes,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let attempts = || Expr::col(digest::Column::Attempts);
    end(txn, &outcomes.sent, SENT, attempts(), at).await?;
    end(txn, &outcomes.failed, FAILED, attempts(), at).await?;
    end(txn, &outcomes.untried, FAILED, attempts().sub(1), at).await?;
    message::Entity::update_many()
        .col_expr(message::Column::DigestId, SimpleExpr::from(told_by(claim)))
        .filter(message::Column::AccountId.in_subquery(told_accounts(&outcomes.sent)))
        .filter(message::Column::Id.lte(claim.newest))
        .filter(message::Column::ReadAt.is_null())
        .filter(message::Column::DigestId.is_null())
        .exec(txn)
        .await?;
    Ok(())
}

async fn end(
    txn: &impl ConnectionTrait,
    mails: &[i64],
    state: &str,
    attempts: SimpleExpr,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    digest::Entity::update_many()
        .col_expr(digest::Column::State, Expr::value(state))
        .col_expr(digest::Column::Attempts, attempts)
        .col_expr(digest::Column::TriedAt, Expr::value(at))
        .filter(digest::Column::Id.is_in(mails.iter().copied()))
        .exec(txn)
        .await?;
    Ok(())
}

/// The mail of this claim that told a message's account.
fn told_by(claim: &Claim) -> SelectStatement {
    let own = Expr::col((message::Entity, message::Column::AccountId));
    Query::select()
        .column((digest::Entity, digest::Column::Id))
        .from(digest::Entity)
        .and_where(Expr::col((digest::Entity, digest::Column::Claim)).eq(claim.token.as_str()))
        .and_where(Expr::col((digest::Entity, digest::Column::Day)).eq(claim.day.to_string()))
        .and_where(own.equals((digest::Entity, digest::Column::AccountId)))
        .to_owned()
}

fn told_accounts(sent: &[i64]) -> SelectStatement {
    Query::select()
        .column(digest::Column::AccountId)
        .from(digest::Entity)
        .and_where(digest::Column::Id.is_in(sent.iter().copied()))
        .to_owned()
}

/// The newest message that any of these mails tells of.
#[must_use]
pub fn newest(due: &[Due]) -> i64 {
    due.iter().map(|due| due.newest).max().unwrap_or_default()
}
