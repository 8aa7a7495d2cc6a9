//! The list of one reader.

use sea_orm::sea_query::{Asterisk, Expr, Func, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::access::AccountId;
use crate::db::StoreError;
use crate::inbox::entity::message::{Column, Entity, Model};
use crate::inbox::model::{Message, Topic};

/// Which messages a reader wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those nobody has opened.
    pub unread: bool,
    /// Only those about this.
    pub topic: Option<Topic>,
}

fn wanted(reader: AccountId, wanted: Wanted) -> Select<Entity> {
    let mut select = Entity::find().filter(Column::AccountId.eq(reader.0));
    if wanted.unread {
        select = select.filter(Column::ReadAt.is_null());
    }
    if let Some(topic) = wanted.topic {
        select = select.filter(Column::Topic.eq(topic.key()));
    }
    select
}

/// How many there are.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, reader: AccountId, which: Wanted) -> Result<u64, StoreError> {
    Ok(wanted(reader, which).select_only().column(Column::Id).count(db).await?)
}

/// How many unread messages there are, counted no further than `most`.
///
/// # Errors
/// Of the database.
pub async fn unread_up_to(db: &impl ConnectionTrait, reader: AccountId, most: u64) -> Result<u64, StoreError> {
    let unread = Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::AccountId.eq(reader.0))
        .and_where(Column::ReadAt.is_null())
        .limit(most)
        .to_owned();
    let counted = Query::select().expr(Func::count(Expr::col(Asterisk))).from_subquery(unread, "few").to_owned();
    let row = db.query_one(&counted).await?;
    let number: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u64::try_from(number).unwrap_or_default())
}

/// Some of them, newest first.
///
/// # Errors
/// Of the database, or when a topic is unknown.
pub async fn page(
    db: &impl ConnectionTrait,
    reader: AccountId,
    which: Wanted,
    offset: u64,
    limit: u64,
) -> Result<Vec<Message>, StoreError> {
    let rows = wanted(reader, which).order_by_desc(Column::Id).offset(offset).limit(limit).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

/// One message, if it is the reader's.
///
/// # Errors
/// Of the database, or when its topic is unknown.
pub async fn get(db: &impl ConnectionTrait, reader: AccountId, id: i64) -> Result<Option<Message>, StoreError> {
    let row = Entity::find_by_id(id).filter(Column::AccountId.eq(reader.0)).one(db).await?;
    row.map(of_row).transpose()
}

fn of_row(row: Model) -> Result<Message, StoreError> {
    let bad = StoreError::BadRow { table: "message", id: row.id, column: "topic" };
    Ok(Message {
        id: row.id,
        topic: row.topic.parse().map_err(|()| bad)?,
        title: row.title,
        text: row.text,
        href: row.href,
        at: row.at,
        read: row.read_at.is_some(),
    })
}
