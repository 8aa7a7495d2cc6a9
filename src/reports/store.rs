//! Words and frozen editions in the database. They hold no row of a single hospital, so that no function here takes a scope.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::access::Viewer;
use crate::db::StoreError;
use crate::publications::seal;
use crate::reports::entity::{edition, text};
use crate::reports::model::{Content, Line, Texts};

/// Id of the campaign and of the summary within it.
pub type Key<'a> = (&'a str, &'a str);

/// The words as they were saved last.
///
/// # Errors
/// Of the database, and where they are none at all.
pub async fn texts(db: &impl ConnectionTrait, (campaign, summary): Key<'_>) -> Result<Texts, StoreError> {
    let row = text::Entity::find()
        .filter(text::Column::Campaign.eq(campaign))
        .filter(text::Column::Summary.eq(summary))
        .order_by_desc(text::Column::Version)
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(Texts::default()) };
    let bad = StoreError::BadRow { table: "summary_text", id: row.id, column: "texts" };
    let of: BTreeMap<String, String> = serde_json::from_str(&row.texts).map_err(|_| bad)?;
    Ok(Texts { version: row.version, of, saved: Some((row.at, format!("{} {}", row.by_place, row.by_name))) })
}

/// Saves words as the version after the one that was seen.
///
/// # Errors
/// [`StoreError::Stale`] where somebody saved meanwhile.
pub async fn save(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    (campaign, summary): Key<'_>,
    (seen, texts): (i32, &BTreeMap<String, String>),
) -> Result<(), StoreError> {
    let texts = serde_json::to_string(texts).map_err(unwritable)?;
    let row = text::ActiveModel {
        campaign: Set(campaign.to_owned()),
        summary: Set(summary.to_owned()),
        version: Set(seen + 1),
        texts: Set(texts),
        at: Set(at),
        by_name: Set(viewer.name.clone()),
        by_place: Set(viewer.place_name.clone()),
        ..Default::default()
    };
    match text::Entity::insert(row).exec(txn).await.map_err(StoreError::from) {
        Err(StoreError::Duplicate) => Err(StoreError::Stale),
        other => other.map(|_| ()),
    }
}

fn unwritable(error: serde_json::Error) -> StoreError {
    StoreError::Db(DbErr::Custom(error.to_string()))
}

/// The frozen editions of some summaries or of all, the latest first.
///
/// # Errors
/// Of the database.
pub async fn lines(db: &impl ConnectionTrait, of: Option<Key<'_>>) -> Result<Vec<Line>, StoreError> {
    let mut wanted = edition::Entity::find();
    // Of one summary the last edition comes first, whatever the clock said.
    if of.is_some() {
        wanted = wanted.order_by_desc(edition::Column::Edition);
    }
    if let Some((campaign, summary)) = of {
        wanted = wanted.filter(edition::Column::Campaign.eq(campaign)).filter(edition::Column::Summary.eq(summary));
    }
    let rows = wanted.order_by_desc(edition::Column::At).order_by_desc(edition::Column::Edition).all(db).await?;
    Ok(rows.into_iter().map(line).collect())
}

fn line(row: edition::Model) -> Line {
    Line {
        campaign: row.campaign,
        summary: row.summary,
        edition: row.edition,
        reason: row.reason,
        at: row.at,
        by_name: row.by_name,
        by_place: row.by_place,
        seal: row.seal,
    }
}

/// A frozen edition with what it says, and whether that is still what was frozen.
///
/// # Errors
/// Of the database, and where the content is none at all.
pub async fn edition(
    db: &impl ConnectionTrait,
    (campaign, summary): Key<'_>,
    number: i32,
) -> Result<Option<(Line, Content, bool)>, StoreError> {
    let row = edition::Entity::find()
        .filter(edition::Column::Campaign.eq(campaign))
        .filter(edition::Column::Summary.eq(summary))
        .filter(edition::Column::Edition.eq(number))
        .one(db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let bad = StoreError::BadRow { table: "summary_edition", id: row.id, column: "content" };
    let content: Content = serde_json::from_str(&row.content).map_err(|_| bad)?;
    let whole = seal(&row.content) == row.seal;
    Ok(Some((line(row), content, whole)))
}

/// Freezes what is said as an edition; gives its key and its seal.
///
/// # Errors
/// [`StoreError::Stale`] where somebody froze the same meanwhile.
pub async fn freeze(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    (campaign, summary): Key<'_>,
    (number, content, reason): (i32, &Content, &str),
) -> Result<(i64, String), StoreError> {
    let content = serde_json::to_string(content).map_err(unwritable)?;
    let sealed = seal(&content);
    let row = edition::ActiveModel {
        campaign: Set(campaign.to_owned()),
        summary: Set(summary.to_owned()),
        edition: Set(number),
        content: Set(content),
        seal: Set(sealed.clone()),
        reason: Set(reason.to_owned()),
        at: Set(at),
        by_name: Set(viewer.name.clone()),
        by_place: Set(viewer.place_name.clone()),
        ..Default::default()
    };
    match edition::Entity::insert(row).exec(txn).await.map_err(StoreError::from) {
        Err(StoreError::Duplicate) => Err(StoreError::Stale),
        other => other.map(|done| (done.last_insert_id, sealed)),
    }
}
