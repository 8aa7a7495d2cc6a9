//! Reading the journal: pages of it for the walk along the chain, and the filtered list for the page.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::db::StoreError;
use crate::journal::entity::event::{self, Column, Entity};
use crate::journal::model::Entry;

/// What the list shows: all conditions at once.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Rows of exactly this login.
    pub login: Option<String>,
    /// Rows of exactly this action.
    pub action: Option<String>,
    /// Rows from the first moment up to before the second.
    pub between: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Wanted {
    fn condition(&self) -> Condition {
        Condition::all()
            .add_option(self.login.as_deref().map(|login| Column::Login.eq(login)))
            .add_option(self.action.as_deref().map(|action| Column::Action.eq(action)))
            .add_option(self.between.map(|(from, _)| Column::At.gte(from)))
            .add_option(self.between.map(|(_, until)| Column::At.lt(until)))
    }
}

/// How many rows are wanted.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, wanted: &Wanted) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(wanted.condition()).count(db).await?)
}

/// The wanted rows, newest first, `limit` of them after `offset`.
///
/// # Errors
/// Of the database.
pub async fn newest(
    db: &impl ConnectionTrait,
    wanted: &Wanted,
    offset: u64,
    limit: u64,
) -> Result<Vec<Entry>, StoreError> {
    let query = Entity::find().filter(wanted.condition()).order_by_desc(Column::Seq).offset(offset).limit(limit);
    Ok(query.all(db).await?.into_iter().map(entry_of).collect())
}

/// The next numbers above `after`, in rising order, at most `limit`.
///
/// # Errors
/// Of the database.
pub(in crate::journal) async fn numbers_after(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, StoreError> {
    let query = Entity::find().select_only().column(Column::Seq).filter(Column::Seq.gt(after));
    Ok(query.order_by_asc(Column::Seq).limit(limit).into_tuple().all(db).await?)
}

/// The rows above `after` up to `last`, in rising order.
///
/// # Errors
/// Of the database, and when a row cannot be read.
pub(in crate::journal) async fn entries_between(
    db: &impl ConnectionTrait,
    after: i64,
    last: i64,
) -> Result<Vec<Entry>, StoreError> {
    let query = Entity::find().filter(Column::Seq.gt(after)).filter(Column::Seq.lte(last));
    Ok(query.order_by_asc(Column::Seq).all(db).await?.into_iter().map(entry_of).collect())
}

/// The hashes of these rows by number; a row that is not there has none.
///
/// # Errors
/// Of the database.
pub(in crate::journal) async fn hashes_of(
    db: &impl ConnectionTrait,
    numbers: &[i64],
) -> Result<HashMap<i64, String>, StoreError> {
    let query = Entity::find().select_only().columns([Column::Seq, Column::Hash]);
    let rows: Vec<(i64, String)> =
        query.filter(Column::Seq.is_in(numbers.iter().copied())).into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

fn entry_of(row: event::Model) -> Entry {
    Entry {
        seq: row.seq,
        at: row.at,
        account: row.account_id,
        login: row.login,
        address: row.address,
        action: row.action,
        subject_kind: row.subject_kind,
        subject_id: row.subject_id,
        detail: row.detail,
        result: row.result,
        previous: row.previous,
        hash: row.hash,
    }
}
