//! What was handed in. The scope is that of the occurrence: whoever calls has found it in the reader's.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{FileId, Viewer};
use crate::calendar::china_date;
use crate::campaign::entity::evidence::{ActiveModel, Column, Entity, Model};
use crate::campaign::model::{Linked, Occurrence, Piece, Training};
use crate::catalogue::model::EvidenceKind;
use crate::db::StoreError;
use crate::files::Evidence;

/// Rows asked for in one statement.
const CHUNK: usize = 500;

/// The pieces of an occurrence, those taken back too, the first first.
///
/// # Errors
/// Of the database.
pub async fn of(db: &impl ConnectionTrait, occurrence: &Occurrence) -> Result<Vec<Piece>, StoreError> {
    let rows =
        Entity::find().filter(Column::OccurrenceId.eq(occurrence.id)).order_by_asc(Column::Number).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

/// The days on which pieces that count came in, by the key of what they are for; whoever calls has found those in scope.
///
/// # Errors
/// Of the database.
pub async fn received(
    db: &impl ConnectionTrait,
    occurrences: &[Occurrence],
) -> Result<HashMap<i64, Vec<NaiveDate>>, StoreError> {
    let mut days: HashMap<i64, Vec<NaiveDate>> = HashMap::new();
    let done: Vec<i64> = occurrences.iter().filter(|one| one.done_on.is_some()).map(|one| one.id).collect();
    // Databases limit the parameters of a statement.
    for part in done.chunks(CHUNK) {
        let rows: Vec<(i64, DateTime<Utc>)> = Entity::find()
            .select_only()
            .columns([Column::OccurrenceId, Column::At])
            .filter(Column::OccurrenceId.is_in(part.iter().copied()))
            .filter(Column::WithdrawnAt.is_null())
            .into_tuple()
            .all(db)
            .await?;
        for (of, at) in rows {
            days.entry(of).or_default().push(china_date(at));
        }
    }
    Ok(days)
}

/// The days of what the pieces of an occurrence that count show.
///
/// # Errors
/// Of the database.
pub(super) async fn days(txn: &impl ConnectionTrait, occurrence: i64) -> Result<Vec<NaiveDate>, StoreError> {
    let rows = Entity::find()
        .select_only()
        .column(Column::Day)
        .filter(Column::OccurrenceId.eq(occurrence))
        .filter(Column::WithdrawnAt.is_null());
    Ok(rows.into_tuple().all(txn).await?)
}

fn of_row(row: Model) -> Result<Piece, StoreError> {
    let bad = |column| StoreError::BadRow { table: "duty_evidence", id: row.id, column };
    let kind = EvidenceKind::of_key(&row.kind).ok_or_else(|| bad("kind"))?;
    let file = match (row.file_id, row.file_kind) {
        (Some(id), Some(kind)) => {
            let kind = Evidence::of_key(&kind).ok_or_else(|| bad("file_kind"))?;
            Some((FileId(id), kind, row.file_name.unwrap_or_default()))
        }
        _ => None,
    };
    let training = (kind == EvidenceKind::Training).then(|| Training {
        lecturer: row.lecturer.unwrap_or_default(),
        audience: row.audience.unwrap_or_default(),
        attendance: row.attendance.unwrap_or_default(),
    });
    let why = row.withdrawn_reason.unwrap_or_default();
    Ok(Piece {
        id: row.id,
        number: row.number,
        kind,
        day: row.day,
        title: row.title,
        training,
        file,
        record: row.record_id.zip(row.record_number).map(|(key, number)| Linked { key, number }),
        at: row.at,
        by_name: row.by_name,
        by_place: row.by_place,
        withdrawn: row.withdrawn_at.map(|_| (row.withdrawn_name.unwrap_or_default(), why)),
    })
}

/// A piece to be kept.
pub struct New<'a> {
    /// For what.
    pub occurrence: &'a Occurrence,
    /// Its place.
    pub number: i32,
    /// What it is.
    pub kind: EvidenceKind,
    /// The day of what it shows.
    pub day: NaiveDate,
    /// What it shows.
    pub title: &'a str,
    /// Of a training.
    pub training: Option<&'a Training>,
    /// The file.
    pub file: Option<(FileId, Evidence, &'a str)>,
    /// The record it links to.
    pub record: Option<&'a Linked>,
}

/// Keeps a piece.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody handed in a piece at the same moment.
pub async fn insert(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    new: New<'_>,
) -> Result<(), StoreError> {
    let (file, kind, name) = new.file.map_or((None, None, None), |(id, kind, name)| (Some(id), Some(kind), Some(name)));
    let row = ActiveModel {
        occurrence_id: Set(new.occurrence.id),
        number: Set(new.number),
        kind: Set(new.kind.key().to_owned()),
        day: Set(new.day),
        title: Set(new.title.to_owned()),
        lecturer: Set(new.training.map(|training| training.lecturer.clone())),
        audience: Set(new.training.map(|training| training.audience.clone())),
        attendance: Set(new.training.map(|training| training.attendance)),
        file_id: Set(file.map(|id| id.0)),
        file_kind: Set(kind.map(|kind| kind.key().to_owned())),
        file_name: Set(name.map(str::to_owned)),
        record_id: Set(new.record.map(|record| record.key)),
        record_number: Set(new.record.map(|record| record.number.clone())),
        at: Set(at),
        by_name: Set(viewer.name.clone()),
        by_place: Set(viewer.place_name.clone()),
        ..Default::default()
    };
    Entity::insert(row).exec(txn).await?;
    Ok(())
}

/// Takes a piece back.
///
/// # Errors
/// [`StoreError::Stale`] where somebody did so meanwhile.
pub async fn withdraw(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    piece: &Piece,
    reason: &str,
) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(at))
        .col_expr(Column::WithdrawnName, Expr::value(viewer.name.clone()))
        .col_expr(Column::WithdrawnReason, Expr::value(reason.to_owned()))
        .filter(Column::Id.eq(piece.id))
        .filter(Column::WithdrawnAt.is_null())
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
