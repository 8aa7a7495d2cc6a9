//! The visits themselves.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::access::{AuthorityId, HospitalId, Scope, Viewer, VisitId};
use crate::catalogue::model::ChecklistId;
use crate::db::StoreError;
use crate::inspections::edition::Edition;
use crate::inspections::entity::{edition as editions, visit};
use crate::inspections::model::{Closing, Done, Kind, Number, State, Visit};
use crate::inspections::store::visible;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Planned in this year.
    pub year: Option<i32>,
    /// How far they have come.
    pub state: Option<State>,
    /// Why somebody goes.
    pub kind: Option<Kind>,
    /// At these hospitals.
    pub hospitals: Option<Vec<HospitalId>>,
    /// By this authority.
    pub authority: Option<AuthorityId>,
    /// Of this draw.
    pub draw: Option<String>,
    /// Begun on one of these days, both inside.
    pub begun: Option<(NaiveDate, NaiveDate)>,
}

fn matching(scope: &Scope, filter: &Filter) -> Select<visit::Entity> {
    use visit::Column;
    let state = filter.state.map(|state| match state {
        State::Planned => Condition::all().add(Column::BegunOn.is_null()).add(Column::DroppedAt.is_null()),
        State::Begun => Condition::all()
            .add(Column::BegunOn.is_not_null())
            .add(Column::ClosedOn.is_null())
            .add(Column::DroppedAt.is_null()),
        State::Closed => Condition::all().add(Column::ClosedOn.is_not_null()),
        State::Dropped => Condition::all().add(Column::DroppedAt.is_not_null()),
    });
    let hospitals = filter.hospitals.as_ref().map(|ids| Column::HospitalId.is_in(ids.iter().map(|id| id.0)));
    let wanted = Condition::all()
        .add_option(filter.year.map(|year| Column::Year.eq(year)))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.key())))
        .add_option(filter.authority.map(|id| Column::AuthorityId.eq(id.0)))
        .add_option(filter.draw.as_ref().map(|draw| Column::Draw.eq(draw)))
        .add_option(filter.begun.map(|(from, to)| Column::BegunOn.between(from, to)))
        .add_option(hospitals)
        .add_option(state);
    visit::Entity::find().filter(visible(scope)).filter(wanted)
}

/// How many visits match.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Result<u64, StoreError> {
    Ok(matching(scope, filter).count(db).await?)
}

/// Visits that match: open ones first, the earliest planned day first, then the closed ones, the latest first.
///
/// # Errors
/// Of the database.
pub async fn list(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &Filter,
    (offset, limit): (u64, u64),
) -> Result<Vec<Visit>, StoreError> {
    let over = Expr::case(
        Condition::any().add(visit::Column::ClosedOn.is_not_null()).add(visit::Column::DroppedAt.is_not_null()),
        1,
    )
    .finally(0);
    let rows = matching(scope, filter)
        .order_by_asc(Expr::expr(over))
        .order_by_desc(visit::Column::ClosedOn)
        .order_by_asc(visit::Column::PlannedFor)
        .order_by_asc(visit::Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The visits of a hospital that count as begun, the latest first.
///
/// # Errors
/// Of the database.
pub async fn of_hospital(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
) -> Result<Vec<Visit>, StoreError> {
    let rows = visit::Entity::find()
        .filter(visible(scope))
        .filter(visit::Column::HospitalId.eq(hospital.0))
        .filter(visit::Column::BegunOn.is_not_null())
        .order_by_desc(visit::Column::BegunOn)
        .order_by_desc(visit::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The visit with this number; none outside the scope.
///
/// # Errors
/// Of the database.
pub async fn find(db: &impl ConnectionTrait, scope: &Scope, number: &Number) -> Result<Option<Visit>, StoreError> {
    numbered(scope, number).one(db).await?.map(of_row).transpose()
}

/// The same, and nobody else changes it until the transaction ends: an answer would else come into a visit that is over.
///
/// # Errors
/// Of the database.
pub async fn hold(txn: &DatabaseTransaction, scope: &Scope, number: &Number) -> Result<Option<Visit>, StoreError> {
    // Not the strongest lock: rows that refer to the visit may be written meanwhile.
    numbered(scope, number).lock(LockType::NoKeyUpdate).one(txn).await?.map(of_row).transpose()
}

fn numbered(scope: &Scope, number: &Number) -> Select<visit::Entity> {
    visit::Entity::find()
        .filter(visible(scope))
        .filter(visit::Column::Holder.eq(&number.holder))
        .filter(visit::Column::Year.eq(number.year))
        .filter(visit::Column::Serial.eq(number.serial))
}

/// The visit with this key; none outside the scope.
///
/// # Errors
/// Of the database.
pub async fn by_id(db: &impl ConnectionTrait, scope: &Scope, id: VisitId) -> Result<Option<Visit>, StoreError> {
    visit::Entity::find_by_id(id.0).filter(visible(scope)).one(db).await?.map(of_row).transpose()
}

/// The visits with these keys, by key; those outside the scope are left out.
///
/// # Errors
/// Of the database.
pub async fn by_ids(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[VisitId],
) -> Result<HashMap<VisitId, Visit>, StoreError> {
    let mut found = HashMap::new();
    // Databases limit the parameters of a statement.
    for part in ids.chunks(1_000) {
        let query = visit::Entity::find().filter(visible(scope));
        let rows = query.filter(visit::Column::Id.is_in(part.iter().map(|id| id.0))).all(db).await?;
        for row in rows {
            let visit = of_row(row)?;
            found.insert(visit.id, visit);
        }
    }
    Ok(found)
}

/// Key, hospital, authority, kind, first day.
type DoneRow = (i64, i64, Option<i64>, String, Option<NaiveDate>);

/// Closed visits whose first day lies from `from` to `to`, both inside, the earliest first.
///
/// # Errors
/// Of the database.
pub async fn done(
    db: &impl ConnectionTrait,
    scope: &Scope,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Done>, StoreError> {
    use visit::Column;
    let rows: Vec<DoneRow> = visit::Entity::find()
        .select_only()
        .columns([Column::Id, Column::HospitalId, Column::AuthorityId, Column::Kind, Column::BegunOn])
        .filter(visible(scope))
        .filter(Column::ClosedOn.is_not_null())
        .filter(Column::BegunOn.between(from, to))
        .order_by_asc(Column::BegunOn)
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let done = |(id, hospital, authority, kind, on): DoneRow| {
        let bad = |column| StoreError::BadRow { table: "visit", id, column };
        Ok(Done {
            visit: VisitId(id),
            hospital: HospitalId(hospital),
            authority: authority.map(AuthorityId),
            kind: Kind::of_key(&kind).ok_or_else(|| bad("kind"))?,
            on: on.ok_or_else(|| bad("begun_on"))?,
        })
    };
    rows.into_iter().map(done).collect()
}

fn of_row(row: visit::Model) -> Result<Visit, StoreError> {
    let bad = |column| StoreError::BadRow { table: "visit", id: row.id, column };
    let closing = match (row.closed_on, row.closed_at) {
        (Some(on), Some(at)) => Some(Closing {
            on,
            at,
            by_name: row.closed_by_name.unwrap_or_default(),
            signer: row.signer,
            witness: row.witness,
            objection: row.objection,
        }),
        _ => None,
    };
    Ok(Visit {
        id: VisitId(row.id),
        kind: Kind::of_key(&row.kind).ok_or_else(|| bad("kind"))?,
        checklist: row.checklist.parse::<ChecklistId>().map_err(|_| bad("checklist"))?,
        number: Number { holder: row.holder, year: row.year, serial: row.serial },
        authority: row.authority_id.map(AuthorityId),
        hospital: HospitalId(row.hospital_id),
        campus: row.campus,
        reason: row.reason,
        draw: row.draw,
        purposes: row.purposes,
        edition: row.edition_id,
        planned_for: row.planned_for,
        begun_on: row.begun_on,
        closing,
        dropped: row.dropped_at.map(|_| row.dropped_reason.unwrap_or_default()),
        follows: row.follows_id.map(VisitId),
        made_by_name: row.made_by_name,
        made_at: row.made_at,
        version: row.version,
    })
}

/// A visit to be planned.
pub(in crate::inspections) struct New<'a> {
    /// Code of who goes, or of the hospital that examines itself.
    pub holder: &'a str,
    pub year: i32,
    pub authority: Option<AuthorityId>,
    pub hospital: HospitalId,
    pub campus: Option<&'a str>,
    pub kind: Kind,
    pub reason: Option<&'a str>,
    pub draw: Option<&'a str>,
    pub purposes: &'a str,
    pub checklist: &'a ChecklistId,
    pub planned_for: Option<NaiveDate>,
    pub follows: Option<VisitId>,
}

/// Adds a visit under the holder's next number.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody took the number at the same moment.
pub(in crate::inspections) async fn insert(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    new: New<'_>,
) -> Result<(VisitId, Number), StoreError> {
    let last: Option<Option<i32>> = visit::Entity::find()
        .select_only()
        .column_as(visit::Column::Serial.max(), "last")
        .filter(visit::Column::Holder.eq(new.holder))
        .filter(visit::Column::Year.eq(new.year))
        .into_tuple()
        .one(txn)
        .await?;
    let number =
        Number { holder: new.holder.to_owned(), year: new.year, serial: last.flatten().unwrap_or_default() + 1 };
    let row = visit::ActiveModel {
        holder: Set(number.holder.clone()),
        year: Set(number.year),
        serial: Set(number.serial),
        authority_id: Set(new.authority.map(|id| id.0)),
        hospital_id: Set(new.hospital.0),
        campus: Set(new.campus.map(str::to_owned)),
        kind: Set(new.kind.key().to_owned()),
        reason: Set(new.reason.map(str::to_owned)),
        draw: Set(new.draw.map(str::to_owned)),
        purposes: Set(new.purposes.to_owned()),
        checklist: Set(new.checklist.to_string()),
        planned_for: Set(new.planned_for),
        follows_id: Set(new.follows.map(|id| id.0)),
        refused: Set(false),
        made_at: Set(at),
        made_by: Set(viewer.account.map(|account| account.0)),
        made_by_name: Set(viewer.name.clone()),
        version: Set(1),
        ..Default::default()
    };
    Ok((VisitId(visit::Entity::insert(row).exec(txn).await?.last_insert_id), number))
}

/// What a closed visit keeps for roll-ups.
pub(in crate::inspections) struct Summed {
    /// 级别: key, of its first day; none where the register knew none then.
    pub level: Option<String>,
    /// 统计地市: code, of its first day.
    pub city: Option<String>,
    /// A letter a point, as [`crate::inspections::measure::letters`] writes them.
    pub verdicts: String,
}

/// What becomes of a visit.
pub(in crate::inspections) enum Change<'a> {
    /// It begins, with the checklist of this edition.
    Begin { on: NaiveDate, edition: i64, campus: Option<&'a str> },
    /// It ends.
    Close { closing: &'a Closing, summed: Summed },
    /// It is given up.
    Drop { at: DateTime<Utc>, reason: &'a str },
}

/// Changes a visit that was read at its version.
///
/// # Errors
/// [`StoreError::Stale`] where somebody changed it meanwhile.
pub(in crate::inspections) async fn change(
    txn: &impl ConnectionTrait,
    visit: &Visit,
    change: Change<'_>,
) -> Result<(), StoreError> {
    use visit::Column;
    let update = visit::Entity::update_many().col_expr(Column::Version, Expr::col(Column::Version).add(1));
    let update = match change {
        Change::Begin { on, edition, campus } => update
            .col_expr(Column::BegunOn, Expr::value(on))
            .col_expr(Column::EditionId, Expr::value(edition))
            .col_expr(Column::Campus, Expr::value(campus.map(str::to_owned))),
        Change::Close { closing, summed } => update
            .col_expr(Column::Level, Expr::value(summed.level))
            .col_expr(Column::City, Expr::value(summed.city))
            .col_expr(Column::Verdicts, Expr::value(summed.verdicts))
            .col_expr(Column::ClosedOn, Expr::value(closing.on))
            .col_expr(Column::ClosedAt, Expr::value(closing.at))
            .col_expr(Column::ClosedByName, Expr::value(closing.by_name.clone()))
            .col_expr(Column::Signer, Expr::value(closing.signer.clone()))
            .col_expr(Column::Refused, Expr::value(closing.signer.is_none()))
            .col_expr(Column::Witness, Expr::value(closing.witness.clone()))
            .col_expr(Column::Objection, Expr::value(closing.objection.clone())),
        Change::Drop { at, reason } => update
            .col_expr(Column::DroppedAt, Expr::value(at))
            .col_expr(Column::DroppedReason, Expr::value(reason.to_owned())),
    };
    let done = update
        .filter(Column::Id.eq(visit.id.0))
        .filter(Column::Version.eq(visit.version))
        .filter(Column::ClosedOn.is_null())
        .filter(Column::DroppedAt.is_null())
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps a checklist as it stands; the same one is kept once.
///
/// # Errors
/// Of the database.
pub(in crate::inspections) async fn keep_edition(
    txn: &impl ConnectionTrait,
    at: DateTime<Utc>,
    edition: &Edition,
) -> Result<i64, StoreError> {
    let known = editions::Entity::find().filter(editions::Column::Sha256.eq(&edition.sha256)).one(txn).await?;
    if let Some(row) = known {
        return Ok(row.id);
    }
    let row = editions::ActiveModel {
        checklist: Set(edition.checklist.id.to_string()),
        revision: Set(edition.checklist.revision.clone()),
        sha256: Set(edition.sha256.clone()),
        body: Set(edition.body.clone()),
        kept_at: Set(at),
        ..Default::default()
    };
    Ok(editions::Entity::insert(row).exec(txn).await?.last_insert_id)
}

/// A kept checklist.
///
/// # Errors
/// Of the database, or where it cannot be read.
pub async fn edition(db: &impl ConnectionTrait, id: i64) -> Result<Edition, StoreError> {
    let bad = |column| StoreError::BadRow { table: "checklist_edition", id, column };
    let row = editions::Entity::find_by_id(id).one(db).await?.ok_or_else(|| bad("id"))?;
    Edition::read(row.body, row.sha256).map_err(|_| bad("body"))
}
