//! Finding returns, rounds and uploads.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AccountId, HospitalId, RoundId, Scope, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round};
use crate::returns::model::{Return, Value};
use crate::returns::store::repeats::marked;
use crate::returns::store::{return_of, values};

/// One round with its receipt.
#[derive(Clone, Debug)]
pub struct RoundRow {
    /// Its key.
    pub id: RoundId,
    /// 1 for the first.
    pub number: i32,
    /// The upload it came with.
    pub upload: i64,
    /// Edition of the form.
    pub edition: i32,
    /// The revision of the edition it was made with.
    pub revision: String,
    /// Name of the sheet the cells are of.
    pub sheet: String,
    /// Number on the receipt.
    pub receipt: String,
    /// When it came in.
    pub received_at: DateTime<Utc>,
    /// Whose account sent it; none for the operator.
    pub received_from: Option<AccountId>,
    /// Problems that ask for an explanation.
    pub explanations: i32,
    /// When the hospital's own reviewer checked it, and who that was; none where nobody did.
    pub checked: Option<Acceptance>,
    /// When it began to count, and who made it so; none for a round that never did.
    pub accepted: Option<Acceptance>,
}

/// When a round was accepted or checked, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// When.
    pub at: DateTime<Utc>,
    /// By name as of then.
    pub by_name: String,
}

pub(super) fn round_row(row: return_round::Model) -> RoundRow {
    RoundRow {
        id: RoundId(row.id),
        number: row.number,
        upload: row.upload_id,
        edition: row.edition,
        revision: row.revision,
        sheet: row.sheet,
        receipt: row.receipt,
        received_at: row.received_at,
        received_from: row.received_from.map(AccountId),
        explanations: row.explanations,
        checked: done(row.checked_at, row.checked_name),
        accepted: done(row.accepted_at, row.accepted_name),
    }
}

fn done(at: Option<DateTime<Utc>>, name: Option<String>) -> Option<Acceptance> {
    at.map(|at| Acceptance { at, by_name: name.unwrap_or_else(|| Viewer::operator().name) })
}

/// The hospitals whose returns a scope sees.
pub(super) fn hospitals_in(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        scope => Condition::all()
            .add(quarterly_return::Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope))),
    }
}

/// Those of these hospitals whose returns a scope sees.
pub(super) fn hospitals_among(scope: &Scope, hospitals: &[HospitalId]) -> Condition {
    use quarterly_return::Column;
    let known = Condition::all().add(Column::HospitalId.is_in(hospitals.iter().map(|id| id.0)));
    match scope {
        Scope::Everything => known,
        scope => known.add(Column::HospitalId.in_subquery(crate::hospitals::store::ids_among(scope, hospitals))),
    }
}

/// The return of a hospital and quarter, in scope.
///
/// # Errors
/// Of the database.
pub async fn find(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
) -> Result<Option<Return>, StoreError> {
    let row = quarterly_return::Entity::find()
        .filter(quarterly_return::Column::Period.eq(period.to_string()))
        .filter(hospitals_among(scope, &[hospital]))
        .one(db)
        .await?;
    let of = row.map(return_of).transpose()?;
    Ok(marked(db, of.into_iter().collect()).await?.pop())
}

/// The rounds of a return found in scope, the latest first.
///
/// # Errors
/// Of the database.
pub async fn rounds(db: &impl ConnectionTrait, of: &Return) -> Result<Vec<RoundRow>, StoreError> {
    let rows = return_round::Entity::find()
        .filter(return_round::Column::ReturnId.eq(of.id.0))
        .order_by_desc(return_round::Column::Number)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(round_row).collect())
}

/// One round of a return found in scope.
///
/// # Errors
/// Of the database.
pub async fn round(db: &impl ConnectionTrait, id: RoundId) -> Result<Option<RoundRow>, StoreError> {
    Ok(return_round::Entity::find_by_id(id.0).one(db).await?.map(round_row))
}

/// A round with its return, in scope.
///
/// # Errors
/// Of the database.
pub async fn find_round(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: RoundId,
) -> Result<Option<(Return, RoundRow)>, StoreError> {
    let Some(row) = return_round::Entity::find_by_id(id.0).one(db).await? else { return Ok(None) };
    let parent = quarterly_return::Entity::find()
        .filter(quarterly_return::Column::Id.eq(row.return_id))
        .filter(hospitals_in(scope))
        .one(db)
        .await?;
    let Some(parent) = parent else { return Ok(None) };
    let of = marked(db, vec![return_of(parent)?]).await?.pop();
    Ok(of.map(|of| (of, round_row(row))))
}

/// The values of the latest round of a hospital's quarter; none before the first.
///
/// # Errors
/// Of the database.
pub async fn previous_values(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
) -> Result<Option<Vec<Value>>, StoreError> {
    let Some(of) = find(db, scope, hospital, period).await? else { return Ok(None) };
    match of.accepted.map(|(id, _)| id).or(of.latest_round) {
        Some(id) => Ok(Some(values::of_round(db, id).await?)),
        None => Ok(None),
    }
}

/// The values that count of a hospital's quarter in scope; empty where none was accepted.
///
/// # Errors
/// Of the database.
pub async fn accepted_values(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
) -> Result<Vec<Value>, StoreError> {
    match find(db, scope, hospital, period).await?.and_then(|of| of.accepted) {
        Some((round, _)) => values::of_round(db, round).await,
        None => Ok(Vec::new()),
    }
}
