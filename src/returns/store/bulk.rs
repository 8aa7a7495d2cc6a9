//! Many rounds at once, for what looks at a whole quarter.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{RoundId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round};
use crate::returns::store::round::{RoundRow, hospitals_in, round_row};

/// Some rounds by key; the caller holds returns that it found in scope.
///
/// # Errors
/// Of the database.
pub async fn rounds_of(
    db: &impl ConnectionTrait,
    rounds: &[RoundId],
) -> Result<HashMap<RoundId, RoundRow>, StoreError> {
    let mut found = HashMap::with_capacity(rounds.len());
    // Databases limit the parameters of a statement.
    for part in rounds.chunks(1_000) {
        let keys = part.iter().map(|round| round.0);
        let rows = return_round::Entity::find().filter(return_round::Column::Id.is_in(keys)).all(db).await?;
        found.extend(rows.into_iter().map(|row| (RoundId(row.id), round_row(row))));
    }
    Ok(found)
}

/// The first and the last quarter of which anything came in, within scope.
///
/// # Errors
/// Of the database.
pub async fn periods(db: &impl ConnectionTrait, scope: &Scope) -> Result<Option<(Period, Period)>, StoreError> {
    use quarterly_return::Column;
    let any = || quarterly_return::Entity::find().filter(Column::Latest.gt(0)).filter(hospitals_in(scope));
    let first = any().order_by_asc(Column::Period).one(db).await?;
    let last = any().order_by_desc(Column::Period).one(db).await?;
    let period = |row: quarterly_return::Model| {
        let bad = StoreError::BadRow { table: "quarterly_return", id: row.id, column: "period" };
        row.period.parse::<Period>().map_err(|_| bad)
    };
    Ok(first.map(period).transpose()?.zip(last.map(period).transpose()?))
}
