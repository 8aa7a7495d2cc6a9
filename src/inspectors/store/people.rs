//! The pool.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use crate::access::{AccountId, AuthorityId, HospitalId, InspectorId, Scope, Viewer};
use crate::authorities;
use crate::db::StoreError;
use crate::inspectors::entity::{change as history_row, inspector, loan, relation};
use crate::inspectors::model::{Change, Deed, Employer, Facts, Inspector, Relation, Standing, Tie};

/// Keys a statement names at most, far below the parameters either database takes.
const CHUNK: usize = 1_000;

/// Who is in the pools of a scope on a day: kept by an authority in it, or lent to one.
fn seen(scope: &Scope, day: NaiveDate) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::Authority(id) => Condition::any()
            .add(inspector::Column::AuthorityId.in_subquery(authorities::store::ids_under(*id)))
            .add(inspector::Column::Id.in_subquery(lent_to(authorities::store::ids_under(*id), day))),
        // A key is never null.
        Scope::Hospital(_) | Scope::Nothing => Condition::all().add(inspector::Column::Id.is_null()),
    }
}

/// Keys of those lent on a day to the authorities of a subquery.
fn lent_to(borrowers: SelectStatement, day: NaiveDate) -> SelectStatement {
    lent(day).and_where(loan::Column::BorrowerId.in_subquery(borrowers)).to_owned()
}

fn lent(day: NaiveDate) -> SelectStatement {
    Query::select()
        .column((loan::Entity, loan::Column::InspectorId))
        .from(loan::Entity)
        .and_where(loan::Column::Standing.eq(Standing::Agreed.key()))
        .and_where(loan::Column::InspectorId.is_not_null())
        .and_where(loan::Column::ValidFrom.lte(day))
        .and_where(loan::Column::ValidTo.gte(day))
        .to_owned()
}

/// Everybody in the pools of a scope on a day, by code, inactive people too.
///
/// # Errors
/// Of the database.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, day: NaiveDate) -> Result<Vec<Inspector>, StoreError> {
    found(db, seen(scope, day)).await
}

/// The person with this code; none outside the scope's pools on the day.
///
/// # Errors
/// Of the database.
pub async fn by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    day: NaiveDate,
    code: &str,
) -> Result<Option<Inspector>, StoreError> {
    let which = Condition::all().add(seen(scope, day)).add(inspector::Column::Code.eq(code));
    Ok(found(db, which).await?.pop())
}

/// Who can be sent by these authorities on a day, by code: active, in one of their own pools or lent to one of them.
///
/// # Errors
/// Of the database.
pub async fn pool(
    db: &impl ConnectionTrait,
    authorities: &[AuthorityId],
    day: NaiveDate,
) -> Result<Vec<Inspector>, StoreError> {
    let mut all: BTreeMap<String, Inspector> = BTreeMap::new();
    for part in authorities.chunks(CHUNK) {
        let ids = || part.iter().map(|id| id.0);
        let borrowed = lent(day).and_where(loan::Column::BorrowerId.is_in(ids())).to_owned();
        let any = Condition::any()
            .add(inspector::Column::AuthorityId.is_in(ids()))
            .add(inspector::Column::Id.in_subquery(borrowed));
        let which = Condition::all().add(any).add(inspector::Column::Active.eq(true));
        all.extend(found(db, which).await?.into_iter().map(|one| (one.code.clone(), one)));
    }
    Ok(all.into_values().collect())
}

async fn found(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Inspector>, StoreError> {
    let rows = inspector::Entity::find().filter(which).order_by_asc(inspector::Column::Code).all(db).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut ties = relations(db, &ids).await?;
    rows.into_iter().map(|row| of_row(&mut ties, row)).collect()
}

async fn relations(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, BTreeSet<Relation>>, StoreError> {
    let mut ties: HashMap<i64, BTreeSet<Relation>> = HashMap::new();
    for part in ids.chunks(CHUNK) {
        let rows = relation::Entity::find().filter(relation::Column::InspectorId.is_in(part.iter().copied()));
        for row in rows.all(db).await? {
            let bad = StoreError::BadRow { table: "inspector_relation", id: row.id, column: "tie" };
            let tie = Tie::of_key(&row.tie).ok_or(bad)?;
            let one = Relation { hospital: HospitalId(row.hospital_id), tie, until: row.until };
            ties.entry(row.inspector_id).or_default().insert(one);
        }
    }
    Ok(ties)
}

fn of_row(ties: &mut HashMap<i64, BTreeSet<Relation>>, row: inspector::Model) -> Result<Inspector, StoreError> {
    let bad = |column| StoreError::BadRow { table: "inspector", id: row.id, column };
    let employer = match (row.employer_authority_id, row.employer_hospital_id) {
        (Some(id), _) => Employer::Authority(AuthorityId(id)),
        (None, Some(id)) => Employer::Hospital(HospitalId(id)),
        (None, None) => Employer::Other(row.employer.clone()),
    };
    Ok(Inspector {
        id: InspectorId(row.id),
        authority: AuthorityId(row.authority_id),
        facts: Facts {
            name: row.name.clone(),
            employer,
            region: row.region.clone(),
            specialities: serde_json::from_str(&row.specialities).map_err(|_| bad("specialities"))?,
            certificate: row.certificate.clone(),
            relations: ties.remove(&row.id).unwrap_or_default(),
            account: row.account_id.map(AccountId),
        },
        active: row.active,
        version: row.version,
        code: row.code,
    })
}

/// What happened to a person, the last first. The caller has found the person in its own scope.
///
/// # Errors
/// Of the database.
pub async fn history(db: &impl ConnectionTrait, id: InspectorId) -> Result<Vec<Change>, StoreError> {
    use history_row::{Column, Entity};
    let rows = Entity::find().filter(Column::InspectorId.eq(id.0)).order_by_desc(Column::Number).all(db).await?;
    let of_row = |row: history_row::Model| {
        let bad = StoreError::BadRow { table: "inspector_change", id: row.id, column: "kind" };
        let deed = Deed::of_key(&row.kind).ok_or(bad)?;
        Ok(Change { deed, said: row.said, at: row.at, by_name: row.by_name })
    };
    rows.into_iter().map(of_row).collect()
}

/// Which of these codes somebody has, in whatever pool.
pub(in crate::inspectors) async fn codes_taken(
    db: &impl ConnectionTrait,
    codes: &[String],
) -> Result<HashSet<String>, StoreError> {
    let mut taken = HashSet::new();
    for part in codes.chunks(CHUNK) {
        let rows = inspector::Entity::find().filter(inspector::Column::Code.is_in(part)).all(db).await?;
        taken.extend(rows.into_iter().map(|row| row.code));
    }
    Ok(taken)
}

/// A code nobody has: that of the authority and a number.
pub(in crate::inspectors) async fn next_code(
    db: &impl ConnectionTrait,
    authority: &authorities::Authority,
) -> Result<String, StoreError> {
    let own = inspector::Entity::find().filter(inspector::Column::AuthorityId.eq(authority.id.0));
    let mut number = own.count(db).await? + 1;
    loop {
        let code = format!("{}-{number:02}", authority.code);
        if codes_taken(db, std::slice::from_ref(&code)).await?.is_empty() {
            return Ok(code);
        }
        number += 1;
    }
}

/// Who signs in with this account.
pub(in crate::inspectors) async fn of_account(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<String>, StoreError> {
    let row = inspector::Entity::find().filter(inspector::Column::AccountId.eq(account.0)).one(db).await?;
    Ok(row.map(|row| row.code))
}

fn employer_columns(employer: &Employer) -> (Option<i64>, Option<i64>, String) {
    match employer {
        Employer::Authority(id) => (Some(id.0), None, String::new()),
        Employer::Hospital(id) => (None, Some(id.0), String::new()),
        Employer::Other(text) => (None, None, text.clone()),
    }
}

fn words(specialities: &BTreeSet<String>) -> String {
    serde_json::Value::from_iter(specialities.iter().map(String::as_str)).to_string()
}

/// Adds a person to a pool.
///
/// # Errors
/// [`StoreError::Duplicate`] where the code or the account is somebody's.
pub(in crate::inspectors) async fn add(
    txn: &impl ConnectionTrait,
    authority: AuthorityId,
    code: &str,
    facts: &Facts,
) -> Result<InspectorId, StoreError> {
    let (of_authority, of_hospital, other) = employer_columns(&facts.employer);
    let row = inspector::ActiveModel {
        code: Set(code.to_owned()),
        name: Set(facts.name.clone()),
        authority_id: Set(authority.0),
        employer_authority_id: Set(of_authority),
        employer_hospital_id: Set(of_hospital),
        employer: Set(other),
        region: Set(facts.region.clone()),
        specialities: Set(words(&facts.specialities)),
        certificate: Set(facts.certificate.clone()),
        active: Set(true),
        account_id: Set(facts.account.map(|id| id.0)),
        version: Set(1),
        ..Default::default()
    };
    let id = inspector::Entity::insert(row).exec(txn).await?.last_insert_id;
    add_relations(txn, id, &facts.relations).await?;
    Ok(InspectorId(id))
}

async fn add_relations(txn: &impl ConnectionTrait, id: i64, relations: &BTreeSet<Relation>) -> Result<(), StoreError> {
    if relations.is_empty() {
        return Ok(());
    }
    let rows = relations.iter().map(|one| relation::ActiveModel {
        inspector_id: Set(id),
        hospital_id: Set(one.hospital.0),
        tie: Set(one.tie.key().to_owned()),
        until: Set(one.until),
        ..Default::default()
    });
    relation::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}

/// Changes a person that was read at version `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile; [`StoreError::Duplicate`] where the account is somebody's.
pub(in crate::inspectors) async fn change(
    txn: &impl ConnectionTrait,
    (id, seen): (InspectorId, i32),
    facts: &Facts,
) -> Result<(), StoreError> {
    use inspector::Column;
    let (of_authority, of_hospital, other) = employer_columns(&facts.employer);
    let done = inspector::Entity::update_many()
        .col_expr(Column::Name, Expr::value(facts.name.clone()))
        .col_expr(Column::EmployerAuthorityId, Expr::value(of_authority))
        .col_expr(Column::EmployerHospitalId, Expr::value(of_hospital))
        .col_expr(Column::Employer, Expr::value(other))
        .col_expr(Column::Region, Expr::value(facts.region.clone()))
        .col_expr(Column::Specialities, Expr::value(words(&facts.specialities)))
        .col_expr(Column::Certificate, Expr::value(facts.certificate.clone()))
        .col_expr(Column::AccountId, Expr::value(facts.account.map(|id| id.0)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Version.eq(seen))
        .exec(txn)
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    relation::Entity::delete_many().filter(relation::Column::InspectorId.eq(id.0)).exec(txn).await?;
    add_relations(txn, id.0, &facts.relations).await
}

/// Takes a person out of use or back into it.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub(in crate::inspectors) async fn set_active(
    txn: &impl ConnectionTrait,
    (id, seen): (InspectorId, i32),
    active: bool,
) -> Result<(), StoreError> {
    use inspector::Column;
    let done = inspector::Entity::update_many()
        .col_expr(Column::Active, Expr::value(active))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Version.eq(seen))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Adds a line to a person's history.
///
/// # Errors
/// Of the database.
pub(in crate::inspectors) async fn write_down(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    id: InspectorId,
    (deed, said): (Deed, &str),
) -> Result<(), StoreError> {
    use history_row::{Column, Entity};
    let lines = Entity::find().filter(Column::InspectorId.eq(id.0)).count(txn).await?;
    let row = history_row::ActiveModel {
        inspector_id: Set(id.0),
        number: Set(i32::try_from(lines).unwrap_or(i32::MAX).saturating_add(1)),
        at: Set(at),
        by_account: Set(viewer.account.map(|account| account.0)),
        by_name: Set(viewer.name.clone()),
        kind: Set(deed.key().to_owned()),
        said: Set(said.to_owned()),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}
