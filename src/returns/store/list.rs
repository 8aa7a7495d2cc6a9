//! Lists of returns: of a quarter, of a hospital.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round};
use crate::returns::model::Return;
use crate::returns::store::repeats::marked;
use crate::returns::store::return_of;
use crate::returns::store::round::hospitals_in;

/// A return of a list.
pub type ReturnRow = Return;

/// The returns of a quarter in scope, by hospital.
///
/// # Errors
/// Of the database.
pub async fn of_period(
    db: &impl ConnectionTrait,
    scope: &Scope,
    period: Period,
) -> Result<HashMap<HospitalId, ReturnRow>, StoreError> {
    let rows = quarterly_return::Entity::find()
        .filter(quarterly_return::Column::Period.eq(period.to_string()))
        .filter(hospitals_in(scope))
        .all(db)
        .await?;
    let returns = rows.into_iter().map(return_of).collect::<Result<_, _>>()?;
    Ok(marked(db, returns).await?.into_iter().map(|of| (of.hospital, of)).collect())
}

/// The returns of some hospitals in scope for a quarter, by hospital.
///
/// # Errors
/// Of the database.
pub async fn of_hospitals(
    db: &impl ConnectionTrait,
    scope: &Scope,
    period: Period,
    hospitals: &[HospitalId],
) -> Result<HashMap<HospitalId, ReturnRow>, StoreError> {
    let mut found = HashMap::with_capacity(hospitals.len());
    // Databases limit the parameters of a statement.
    for part in hospitals.chunks(1_000) {
        let rows = quarterly_return::Entity::find()
            .filter(quarterly_return::Column::Period.eq(period.to_string()))
            .filter(quarterly_return::Column::HospitalId.is_in(part.iter().map(|id| id.0)))
            .filter(hospitals_in(scope))
            .all(db)
            .await?;
        let returns = rows.into_iter().map(return_of).collect::<Result<_, _>>()?;
        found.extend(marked(db, returns).await?.into_iter().map(|of| (of.hospital, of)));
    }
    Ok(found)
}

/// The returns of one hospital in scope, the latest quarter first.
///
/// # Errors
/// Of the database.
pub async fn of_hospital(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
) -> Result<Vec<ReturnRow>, StoreError> {
    let rows = quarterly_return::Entity::find()
        .filter(quarterly_return::Column::HospitalId.eq(hospital.0))
        .filter(hospitals_in(scope))
        .order_by_desc(quarterly_return::Column::Period)
        .all(db)
        .await?;
    marked(db, rows.into_iter().map(return_of).collect::<Result<_, _>>()?).await
}

/// When the first round that was accepted came in, by hospital and quarter, of every return from `first` on that counts.
///
/// # Errors
/// Of the database.
pub async fn accepted_since(
    db: &impl ConnectionTrait,
    scope: &Scope,
    first: Period,
) -> Result<HashMap<(HospitalId, String), DateTime<Utc>>, StoreError> {
    let relation: RelationDef = return_round::Entity::belongs_to(quarterly_return::Entity)
        .from(return_round::Column::ReturnId)
        .to(quarterly_return::Column::Id)
        .into();
    let rows: Vec<(i64, String, DateTime<Utc>)> = return_round::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, relation)
        .column(quarterly_return::Column::HospitalId)
        .column(quarterly_return::Column::Period)
        .column(return_round::Column::ReceivedAt)
        .filter(return_round::Column::AcceptedAt.is_not_null())
        .filter(quarterly_return::Column::Accepted.is_not_null())
        .filter(quarterly_return::Column::Period.gte(first.to_string()))
        .filter(hospitals_in(scope))
        .order_by_desc(return_round::Column::Number)
        .into_tuple()
        .all(db)
        .await?;
    // The first round is the last to be written over the others.
    Ok(rows.into_iter().map(|(hospital, period, at)| ((HospitalId(hospital), period), at)).collect())
}

/// The latest quarter of which anything came in, within scope.
///
/// # Errors
/// Of the database.
pub async fn latest_period(db: &impl ConnectionTrait, scope: &Scope) -> Result<Option<Period>, StoreError> {
    let row = quarterly_return::Entity::find()
        .filter(quarterly_return::Column::Latest.gt(0))
        .filter(hospitals_in(scope))
        .order_by_desc(quarterly_return::Column::Period)
        .one(db)
        .await?;
    Ok(row.map(return_of).transpose()?.map(|found| found.period))
}
