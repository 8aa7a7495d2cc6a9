//! Draws in the database: added, added to, revealed. Which ones somebody may read whole is the [`Reach`]; what is public of a
//! draw everybody finds, and the pages for everybody show no more than that.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::access::{AuthorityId, DrawId, Place, Viewer};
use crate::authorities;
use crate::db::StoreError;
use crate::draws::entity::draw::{self, Column};
use crate::draws::entity::record;
use crate::draws::kept::{Draw, Reveal, Written};
use crate::draws::model::{FrozenList, Number, Record};
use crate::draws::{canonical, judge};

/// Which draws somebody may look into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All: what is made of them shows only what is public.
    Everybody,
    /// Those of an authority and of the ones below it.
    Under(AuthorityId),
    /// None.
    Nothing,
}

impl Reach {
    /// Of somebody who signed in.
    #[must_use]
    pub fn of(viewer: &Viewer) -> Self {
        match viewer.place {
            _ if viewer.is_operator() => Self::Everybody,
            Place::Authority(id) => Self::Under(id),
            Place::Hospital(_) | Place::System => Self::Nothing,
        }
    }

    fn condition(self) -> Condition {
        match self {
            Self::Everybody => Condition::all(),
            Self::Under(id) => Condition::all().add(Column::AuthorityId.in_subquery(authorities::store::ids_under(id))),
            // A key is never null.
            Self::Nothing => Condition::all().add(Column::Id.is_null()),
        }
    }
}

/// How many draws there are.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, reach: Reach) -> Result<u64, StoreError> {
    Ok(draw::Entity::find().filter(reach.condition()).count(db).await?)
}

/// Some draws, the latest year first, of an authority and year the latest round first.
///
/// # Errors
/// Of the database.
pub async fn page(db: &impl ConnectionTrait, reach: Reach, skip: u64, take: u64) -> Result<Vec<Draw>, StoreError> {
    let rows = draw::Entity::find()
        .filter(reach.condition())
        .order_by_desc(Column::Year)
        .order_by_asc(Column::AuthorityId)
        .order_by_desc(Column::Round)
        .offset(skip)
        .limit(take)
        .all(db)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut records = records(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let own = records.remove(&row.id).unwrap_or_default();
            whole(row, own)
        })
        .collect()
}

/// The records of draws, by the draw's key, each in order.
async fn records(db: &impl ConnectionTrait, draws: &[i64]) -> Result<HashMap<i64, Vec<record::Model>>, StoreError> {
    let rows = record::Entity::find()
        .filter(record::Column::DrawId.is_in(draws.iter().copied()))
        .order_by_asc(record::Column::DrawId)
        .order_by_asc(record::Column::Number)
        .all(db)
        .await?;
    let mut of: HashMap<i64, Vec<record::Model>> = HashMap::new();
    for row in rows {
        of.entry(row.draw_id).or_default().push(row);
    }
    Ok(of)
}

/// The draw of this number.
///
/// # Errors
/// Of the database, and where what is kept is no draw.
pub async fn find(db: &impl ConnectionTrait, reach: Reach, number: &Number) -> Result<Option<Draw>, StoreError> {
    let Some(authority) = authorities::store::by_code(db, &number.authority).await? else { return Ok(None) };
    let row = draw::Entity::find()
        .filter(reach.condition())
        .filter(Column::AuthorityId.eq(authority.id.0))
        .filter(Column::Year.eq(number.year))
        .filter(Column::Round.eq(number.round))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let own = records(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    whole(row, own).map(Some)
}

fn whole(row: draw::Model, records: Vec<record::Model>) -> Result<Draw, StoreError> {
    let bad = |column| StoreError::BadRow { table: "draw", id: row.id, column };
    let written = |kept: record::Model| -> Result<Written, StoreError> {
        let bad = StoreError::BadRow { table: "draw_record", id: kept.id, column: "body" };
        let record: Record = serde_json::from_str(&kept.body).map_err(|_| bad)?;
        Ok(Written { at: kept.written_at, by: kept.written_name, record })
    };
    let reveal = |at| Reveal { at, by: row.revealed_name.clone(), reason: row.reveal_reason.clone() };
    Ok(Draw {
        id: DrawId(row.id),
        authority: AuthorityId(row.authority_id),
        list: canonical::read(&row.canonical).map_err(|_| bad("canonical"))?,
        committed_at: row.committed_at,
        committed_by: row.committed_name.clone(),
        salt: judge::salt(&row.salt).ok_or_else(|| bad("salt"))?,
        written: records.into_iter().map(written).collect::<Result<_, _>>()?,
        revealed: row.revealed_at.map(reveal),
        commitment: row.commitment,
        head: row.head,
        version: row.version,
    })
}

/// The round that the next commitment of an authority in a year gets.
///
/// # Errors
/// Of the database.
pub(super) async fn next(db: &impl ConnectionTrait, authority: AuthorityId, year: i32) -> Result<i64, StoreError> {
    let last: Option<Option<i64>> = draw::Entity::find()
        .select_only()
        .column_as(Column::Round.max(), "round")
        .filter(Column::AuthorityId.eq(authority.0))
        .filter(Column::Year.eq(year))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

/// A commitment to be added.
pub(super) struct NewDraw<'a> {
    pub authority: AuthorityId,
    pub list: &'a FrozenList,
    pub canonical: &'a str,
    pub salt: &'a [u8; 32],
    pub commitment: &'a str,
    pub at: DateTime<Utc>,
    pub due: NaiveDate,
}

/// Adds a commitment.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody took the number meanwhile.
pub(super) async fn add(txn: &impl ConnectionTrait, viewer: &Viewer, new: NewDraw<'_>) -> Result<(), StoreError> {
    let row = draw::ActiveModel {
        id: ActiveValue::NotSet,
        authority_id: ActiveValue::Set(new.authority.0),
        year: ActiveValue::Set(new.list.number.year),
        round: ActiveValue::Set(new.list.number.round),
        kind: ActiveValue::Set(new.list.kind.key().to_owned()),
        committed_at: ActiveValue::Set(new.at),
        committed_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        committed_name: ActiveValue::Set(viewer.name.clone()),
        due: ActiveValue::Set(new.due),
        commitment: ActiveValue::Set(new.commitment.to_owned()),
        canonical: ActiveValue::Set(new.canonical.to_owned()),
        salt: ActiveValue::Set(hex::encode(new.salt)),
        head: ActiveValue::Set(new.commitment.to_owned()),
        records: ActiveValue::Set(0),
        revealed_at: ActiveValue::Set(None),
        revealed_name: ActiveValue::Set(String::new()),
        reveal_reason: ActiveValue::Set(String::new()),
        version: ActiveValue::Set(1),
    };
    draw::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// Adds a record to a draw that was read at its version; `head` is the new last link.
///
/// # Errors
/// [`StoreError::Stale`] when somebody added one meanwhile.
pub(super) async fn append(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    draw: &Draw,
    (record, head): (&Record, &str),
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let number = i32::try_from(draw.written.len()).unwrap_or(i32::MAX).saturating_add(1);
    let body =
        serde_json::to_string(record).map_err(|error| StoreError::Db(sea_orm::DbErr::Custom(error.to_string())))?;
    let done = draw::Entity::update_many()
        .col_expr(Column::Head, Expr::value(head))
        .col_expr(Column::Records, Expr::value(number))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(draw.id.0))
        .filter(Column::Version.eq(draw.version))
        .exec(txn)
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    let row = record::ActiveModel {
        id: ActiveValue::NotSet,
        draw_id: ActiveValue::Set(draw.id.0),
        number: ActiveValue::Set(number),
        written_at: ActiveValue::Set(at),
        written_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        written_name: ActiveValue::Set(viewer.name.clone()),
        body: ActiveValue::Set(body),
    };
    record::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// Reveals a draw that was read at its version.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub(super) async fn reveal(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    draw: &Draw,
    reason: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let done = draw::Entity::update_many()
        .col_expr(Column::RevealedAt, Expr::value(at))
        .col_expr(Column::RevealedName, Expr::value(viewer.name.as_str()))
        .col_expr(Column::RevealReason, Expr::value(reason))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(draw.id.0))
        .filter(Column::Version.eq(draw.version))
        .filter(Column::RevealedAt.is_null())
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
