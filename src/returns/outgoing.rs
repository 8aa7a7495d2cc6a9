//! 下发: the pre-filled workbook of a hospital and quarter.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::HospitalAt;
use crate::returns::store;
use crate::returns::template::Plan;

/// The form of a hospital found in scope, with what it said the quarter before; `None` where no edition applies.
///
/// # Errors
/// Of the database.
pub async fn plan(
    db: &impl ConnectionTrait,
    scope: &Scope,
    catalogue: &Catalogue,
    hospital: &HospitalAt,
    quarter: Period,
) -> Result<Option<Plan>, StoreError> {
    let Some(edition) = catalogue.edition_for(quarter) else { return Ok(None) };
    let last = store::previous_values(db, scope, hospital.id, quarter.previous()).await?;
    let last = last.map_or_else(HashMap::new, |values| store::by_element(&values));
    Ok(Some(Plan::new(catalogue, edition, hospital, quarter, &last)))
}
