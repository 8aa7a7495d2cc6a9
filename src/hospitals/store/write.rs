//! Carrying out a plan.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use crate::access::HospitalId;
use crate::db::StoreError;
use crate::hospitals::entity::{hospital, span};
use crate::hospitals::model::{Facts, Span, services_text};
use crate::hospitals::plan::{Change, Creation, Plan, Respan};

/// Rows a statement carries at most, far below the parameters either database takes.
const CHUNK: usize = 200;

/// Writes what `plan` says. The caller holds the lock that [`crate::authorities::store::raise_register_version`]
/// takes since before it read what the plan was made from, so nothing changed in between.
pub(in crate::hospitals) async fn carry_out(txn: &DatabaseTransaction, plan: &Plan) -> Result<(), StoreError> {
    create(txn, &plan.created).await?;
    let mut fresh: Vec<(HospitalId, Span)> = Vec::new();
    for change in &plan.changed {
        fresh.extend(respan(txn, change).await?);
    }
    insert_spans(txn, &fresh).await?;
    for change in plan.changed.iter().filter(|change| change.dates.is_some()) {
        set_dates(txn, change).await?;
    }
    let touched: Vec<i64> = plan.changed.iter().map(|change| change.id.0).collect();
    for ids in touched.chunks(CHUNK) {
        let version = hospital::Column::Version;
        hospital::Entity::update_many()
            .col_expr(version, Expr::col(version).add(1))
            .filter(hospital::Column::Id.is_in(ids.iter().copied()))
            .exec(txn)
            .await?;
    }
    Ok(())
}

async fn create(txn: &DatabaseTransaction, created: &[Creation]) -> Result<(), StoreError> {
    for chunk in created.chunks(CHUNK) {
        let rows = chunk.iter().map(|creation| hospital::ActiveModel {
            id: ActiveValue::NotSet,
            code: ActiveValue::Set(creation.code.clone()),
            opened: ActiveValue::Set(creation.opened),
            closed: ActiveValue::Set(creation.closed),
            version: ActiveValue::Set(1),
        });
        hospital::Entity::insert_many(rows).exec_without_returning(txn).await?;
        let ids = ids_of(txn, chunk.iter().map(|creation| creation.code.as_str())).await?;
        let spans = chunk.iter().filter_map(|creation| Some((*ids.get(&creation.code)?, creation.span.clone())));
        insert_spans(txn, &spans.collect::<Vec<_>>()).await?;
    }
    Ok(())
}

async fn ids_of(
    db: &impl ConnectionTrait,
    codes: impl Iterator<Item = &str>,
) -> Result<HashMap<String, HospitalId>, StoreError> {
    let pairs: Vec<(String, i64)> = hospital::Entity::find()
        .select_only()
        .columns([hospital::Column::Code, hospital::Column::Id])
        .filter(hospital::Column::Code.is_in(codes))
        .into_tuple()
        .all(db)
        .await?;
    Ok(pairs.into_iter().map(|(code, id)| (code, HospitalId(id))).collect())
}

/// Ends or corrects the span a change falls into, and gives the span that is to be added.
async fn respan(txn: &DatabaseTransaction, change: &Change) -> Result<Option<(HospitalId, Span)>, StoreError> {
    let (begins, row) = match &change.spans {
        None => return Ok(None),
        Some(Respan::Precede { new }) => return Ok(Some((change.id, (**new).clone()))),
        Some(Respan::Replace { from, facts }) => (*from, of_facts(facts)),
        Some(Respan::Cut { cut, new }) => {
            let row = span::ActiveModel { valid_to: ActiveValue::Set(new.from.pred_opt()), ..Default::default() };
            (*cut, row)
        }
    };
    let done = span::Entity::update_many()
        .set(row)
        .filter(span::Column::HospitalId.eq(change.id.0))
        .filter(span::Column::ValidFrom.eq(begins))
        .exec(txn)
        .await?;
    match &change.spans {
        _ if done.rows_affected != 1 => Err(StoreError::Stale),
        Some(Respan::Cut { new, .. }) => Ok(Some((change.id, (**new).clone()))),
        _ => Ok(None),
    }
}

async fn set_dates(txn: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let Some((opened, closed)) = change.dates else { return Ok(()) };
    hospital::Entity::update_many()
        .col_expr(hospital::Column::Opened, Expr::value(opened))
        .col_expr(hospital::Column::Closed, Expr::value(closed))
        .filter(hospital::Column::Id.eq(change.id.0))
        .exec(txn)
        .await?;
    Ok(())
}

async fn insert_spans(txn: &DatabaseTransaction, spans: &[(HospitalId, Span)]) -> Result<(), StoreError> {
    for chunk in spans.chunks(CHUNK) {
        let rows = chunk.iter().map(|(id, span)| span::ActiveModel {
            hospital_id: ActiveValue::Set(id.0),
            valid_from: ActiveValue::Set(span.from),
            valid_to: ActiveValue::Set(span.to),
            ..of_facts(&span.facts)
        });
        span::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    Ok(())
}

/// The columns of the facts; those of hospital and days are not set.
fn of_facts(facts: &Facts) -> span::ActiveModel {
    span::ActiveModel {
        name: ActiveValue::Set(facts.name.clone()),
        level: ActiveValue::Set(facts.level.clone()),
        grade: ActiveValue::Set(facts.grade.clone()),
        category: ActiveValue::Set(facts.category.clone()),
        ownership: ActiveValue::Set(facts.ownership.clone()),
        affiliation: ActiveValue::Set(facts.affiliation.clone()),
        region: ActiveValue::Set(facts.region.clone()),
        beds: ActiveValue::Set(facts.beds),
        services: ActiveValue::Set(services_text(&facts.services)),
        reports_to: ActiveValue::Set(facts.reports_to.0),
        supervised_by: ActiveValue::Set(facts.supervised_by.0),
        statistical_city: ActiveValue::Set(facts.statistical_city.clone()),
        county: ActiveValue::Set(facts.county.clone()),
        registration_no: ActiveValue::Set(facts.registration_no.clone()),
        credit_code: ActiveValue::Set(facts.credit_code.clone()),
        ..Default::default()
    }
}
