//! Finding returns, rounds and uploads.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{AccountId, FileId, HospitalId, RoundId, Scope, Viewer};
use crate::accounts::entity::account;
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round, return_upload};
use crate::returns::model::{Counts, Outcome, Problem, Return, Value};
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
}

/// One uploaded file and what became of it.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its key.
    pub id: i64,
    /// What was uploaded together.
    pub batch: String,
    /// The kept original.
    pub file: FileId,
    /// The sender's name for it, or for the archive it came in.
    pub name: String,
    /// Which part of it this is; none where it is one return.
    pub part: Option<String>,
    /// 0-based row of a table that holds many.
    pub part_row: Option<u32>,
    /// Its SHA-256.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// Whose, once known.
    pub hospital: Option<HospitalId>,
    /// Which quarter's, once known.
    pub period: Option<Period>,
    /// The form's edition, once known.
    pub edition: Option<i32>,
    /// The round it became.
    pub round: Option<RoundId>,
    /// The sum.
    pub counts: Counts,
    /// Every problem.
    pub problems: Vec<Problem>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name as of then.
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
    }
}

fn upload_of(row: return_upload::Model) -> Result<Upload, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_upload", id: row.id, column };
    let outcomes = [Outcome::Stored, Outcome::Refused, Outcome::Unchanged];
    Ok(Upload {
        id: row.id,
        outcome: outcomes.into_iter().find(|o| o.key() == row.outcome).ok_or_else(|| bad("outcome"))?,
        period: row.period.as_deref().map(str::parse).transpose().map_err(|_| bad("period"))?,
        problems: serde_json::from_str(&row.problems).map_err(|_| bad("problems"))?,
        batch: row.batch,
        file: FileId(row.file_id),
        name: row.name,
        part: row.part,
        part_row: row.part_row.and_then(|row| u32::try_from(row).ok()),
        sha256: row.sha256,
        size: row.size,
        hospital: row.hospital_id.map(HospitalId),
        edition: row.edition,
        round: row.round_id.map(RoundId),
        counts: Counts {
            expected: row.expected,
            stored: row.stored,
            unchanged: row.unchanged,
            refused: row.refused,
            missing: row.missing,
        },
        at: row.at,
        by_name: row.by_name,
    })
}

/// The hospitals whose returns a scope sees.
pub(super) fn hospitals_in(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        scope => Condition::all()
            .add(quarterly_return::Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope))),
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
        .filter(quarterly_return::Column::HospitalId.eq(hospital.0))
        .filter(hospitals_in(scope))
        .one(db)
        .await?;
    row.map(return_of).transpose()
}

/// The name of whoever accepted the round that counts, as of now; none before an acceptance.
///
/// # Errors
/// Of the database.
pub async fn acceptor(db: &impl ConnectionTrait, of: &Return) -> Result<Option<String>, StoreError> {
    if of.accepted.is_none() {
        return Ok(None);
    }
    let Some(id) = of.accepted_by else { return Ok(Some(Viewer::operator().name)) };
    let found = account::Entity::find_by_id(id.0).select_only().column(account::Column::Name);
    let name: Option<String> = found.into_tuple().one(db).await?;
    // Accounts are never deleted.
    let lost = StoreError::BadRow { table: "quarterly_return", id: of.id.0, column: "accepted_by" };
    name.map(Some).ok_or(lost)
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
    Ok(Some((return_of(parent)?, round_row(row))))
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

/// What was uploaded together, as far as the viewer may see it: the own uploads, and those of hospitals in scope.
///
/// # Errors
/// Of the database.
pub async fn upload_batch(db: &impl ConnectionTrait, viewer: &Viewer, batch: &str) -> Result<Vec<Upload>, StoreError> {
    use return_upload::Column;
    let scope = viewer.scope();
    let mut visible = Condition::any();
    match scope {
        Scope::Everything => visible = Condition::all(),
        scope => visible = visible.add(Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(&scope))),
    }
    if let Some(account) = viewer.account {
        visible = visible.add(Column::By.eq(account.0));
    }
    let rows = return_upload::Entity::find()
        .filter(Column::Batch.eq(batch))
        .filter(visible)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(upload_of).collect()
}

/// The receipt numbers of rounds that uploads found in scope became.
///
/// # Errors
/// Of the database.
pub async fn receipts(db: &impl ConnectionTrait, rounds: &[RoundId]) -> Result<HashMap<RoundId, String>, StoreError> {
    let mut found = HashMap::with_capacity(rounds.len());
    // Databases limit the parameters of a statement.
    for part in rounds.chunks(1_000) {
        let rows: Vec<(i64, String)> = return_round::Entity::find()
            .select_only()
            .columns([return_round::Column::Id, return_round::Column::Receipt])
            .filter(return_round::Column::Id.is_in(part.iter().map(|id| id.0)))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|(id, receipt)| (RoundId(id), receipt)));
    }
    Ok(found)
}

/// The upload a round found in scope came with.
///
/// # Errors
/// Of the database.
pub async fn upload(db: &impl ConnectionTrait, id: i64) -> Result<Option<Upload>, StoreError> {
    return_upload::Entity::find_by_id(id).one(db).await?.map(upload_of).transpose()
}

/// The uploads of a hospital and quarter in scope, the latest first, at most `most`.
///
/// # Errors
/// Of the database.
pub async fn uploads_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
    most: u64,
) -> Result<Vec<Upload>, StoreError> {
    use return_upload::Column;
    let mut query = return_upload::Entity::find()
        .filter(Column::HospitalId.eq(hospital.0))
        .filter(Column::Period.eq(period.to_string()))
        .order_by_desc(Column::Id)
        .limit(most);
    if *scope != Scope::Everything {
        query = query.filter(Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope)));
    }
    query.all(db).await?.into_iter().map(upload_of).collect()
}
