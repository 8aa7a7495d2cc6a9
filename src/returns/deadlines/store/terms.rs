//! Terms: every one that was set.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AuthorityId, Viewer};
use crate::authorities;
use crate::db::StoreError;
use crate::returns::deadlines::entity::deadline::{self, Column};
use crate::returns::deadlines::model::{Key, Reach, Stated, Term};

/// Everything that the authority on top of the tree has ever set, in the order it did.
///
/// # Errors
/// Of the database.
pub async fn stated(db: &impl ConnectionTrait) -> Result<Vec<Stated>, StoreError> {
    let Some(top) = authorities::store::top(db).await? else { return Ok(Vec::new()) };
    let rows = deadline::Entity::find().filter(Column::AuthorityId.eq(top.0)).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: deadline::Model) -> Result<Stated, StoreError> {
    let bad = |column| StoreError::BadRow { table: "deadline", id: row.id, column };
    let term = match (row.days, row.due_on) {
        (Some(days), None) => Some(Term::After { days, moves: row.moves.unwrap_or(false) }),
        (None, Some(day)) => Some(Term::On(day)),
        (None, None) => None,
        (Some(_), Some(_)) => return Err(bad("due_on")),
    };
    Ok(Stated {
        key: Key {
            reach: Reach::of(&row.kind).ok_or_else(|| bad("kind"))?,
            period: row.period.parse().map_err(|_| bad("period"))?,
            level: Some(row.level).filter(|level| !level.is_empty()),
        },
        term,
        version: row.version,
        set_at: row.set_at,
        set_by_name: row.set_by_name,
        reason: row.reason,
    })
}

/// Sets a term, or takes it back with none: a row more, nothing is overwritten. `seen` is the version of the key that
/// whoever sets it has seen, 0 before the first.
///
/// # Errors
/// [`StoreError::Stale`] when somebody set the key meanwhile.
pub async fn add(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    (authority, key, seen): (AuthorityId, &Key, i32),
    (term, reason): (Option<Term>, &str),
) -> Result<(), StoreError> {
    let (days, moves, due_on) = match term {
        Some(Term::After { days, moves }) => (Some(days), Some(moves), None),
        Some(Term::On(day)) => (None, None, Some(day)),
        None => (None, None, None),
    };
    let row = deadline::ActiveModel {
        id: ActiveValue::NotSet,
        authority_id: ActiveValue::Set(authority.0),
        kind: ActiveValue::Set(key.reach.key().to_owned()),
        period: ActiveValue::Set(key.period.to_string()),
        level: ActiveValue::Set(key.level.clone().unwrap_or_default()),
        days: ActiveValue::Set(days),
        moves: ActiveValue::Set(moves),
        due_on: ActiveValue::Set(due_on),
        version: ActiveValue::Set(seen + 1),
        set_at: ActiveValue::Set(at),
        set_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        set_by_name: ActiveValue::Set(viewer.name.clone()),
        reason: ActiveValue::Set(reason.to_owned()),
    };
    match deadline::Entity::insert(row).exec_without_returning(txn).await.map_err(StoreError::from) {
        // The next version is there already.
        Err(StoreError::Duplicate) => Err(StoreError::Stale),
        done => done.map(|_| ()),
    }
}
