//! The register as a list: filtered, sorted, paged, or whole.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::authorities;
use crate::db::StoreError;
use crate::hospitals::entity::{hospital, span};
use crate::hospitals::model::{Entry, Listed};
use crate::hospitals::store::{or_null, row, within};

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A part of name or code.
    pub search: String,
    /// Key of a level.
    pub level: Option<String>,
    /// Reports to this authority or one below it.
    pub authority: Option<AuthorityId>,
    /// Open on this day; else closed ones too.
    pub open_on: Option<NaiveDate>,
}

/// What a list is sorted by; the code breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// 编码
    #[default]
    Code,
    /// 名称
    Name,
    /// 级别, the highest first
    Level,
    /// 床位, the most first
    Beds,
}

/// A page of the register as it is now, with the number of all that match. `levels` are the keys, the highest first.
pub async fn page(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &Filter,
    (sort, levels): (Sort, &[&str]),
    (offset, limit): (u64, u64),
) -> Result<Vec<Listed>, StoreError> {
    let rows = sorted(matching(scope, filter), sort, levels)
        .offset(offset)
        .limit(limit)
        .select_also(hospital::Entity)
        .all(db)
        .await?;
    rows.into_iter().map(row::listed).collect()
}

/// How many match.
pub async fn count(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Result<u64, StoreError> {
    Ok(matching(scope, filter).count(db).await?)
}

/// How many of each level match, by key in no order; those with none are left out.
pub async fn count_by_level(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &Filter,
) -> Result<HashMap<String, i64>, StoreError> {
    let counts: Vec<(String, i64)> = matching(scope, filter)
        .select_only()
        .column(span::Column::Level)
        .column_as(span::Column::Id.count(), "hospitals")
        .group_by(span::Column::Level)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// All that match, by code.
pub async fn all(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let rows = sorted(matching(scope, filter), Sort::Code, &[]).select_also(hospital::Entity).all(db).await?;
    rows.into_iter().map(row::listed).collect()
}

/// The whole register with all its spans, by code: what an import is held against.
pub async fn entries(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Entry>, StoreError> {
    let hospitals = hospital::Entity::find().filter(within(scope)).order_by_asc(hospital::Column::Code).all(db).await?;
    let spans = span::Entity::find()
        .inner_join(hospital::Entity)
        .filter(within(scope))
        .order_by_asc(span::Column::HospitalId)
        .order_by_asc(span::Column::ValidFrom)
        .all(db)
        .await?;
    let mut of_hospital: HashMap<i64, Vec<span::Model>> = HashMap::new();
    for span in spans {
        of_hospital.entry(span.hospital_id).or_default().push(span);
    }
    let spans_of = |id: &i64| of_hospital.remove(id).unwrap_or_default();
    Ok(hospitals.into_iter().map(with_spans(spans_of)).collect())
}

fn with_spans(mut spans_of: impl FnMut(&i64) -> Vec<span::Model>) -> impl FnMut(hospital::Model) -> Entry {
    move |hospital| {
        let spans = spans_of(&hospital.id);
        row::entry(hospital, spans)
    }
}

/// Names of hospitals as they are now, by key; those outside the scope are left out.
pub async fn names(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[HospitalId],
) -> Result<Vec<(HospitalId, String)>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    // Databases limit the parameters of a statement.
    for part in ids.chunks(1_000) {
        let pairs: Vec<(i64, String)> = matching(scope, &Filter::default())
            .filter(span::Column::HospitalId.is_in(part.iter().map(|id| id.0)))
            .select_only()
            .columns([span::Column::HospitalId, span::Column::Name])
            .into_tuple()
            .all(db)
            .await?;
        found.extend(pairs.into_iter().map(|(id, name)| (HospitalId(id), name)));
    }
    Ok(found)
}

/// Open spans inside the scope that pass the filter, joined to their hospital.
fn matching(scope: &Scope, filter: &Filter) -> Select<span::Entity> {
    let mut query =
        span::Entity::find().inner_join(hospital::Entity).filter(within(scope)).filter(span::Column::ValidTo.is_null());
    let search = filter.search.trim().to_lowercase();
    if !search.is_empty() {
        // LIKE tells upper from lower case on one database and not on the other.
        let holds = |column: sea_orm::sea_query::SimpleExpr| {
            Expr::expr(Func::lower(column)).like(sea_orm::sea_query::LikeExpr::new(pattern(&search)).escape('\\'))
        };
        query = query.filter(
            Condition::any().add(holds(span::Column::Name.into_expr())).add(holds(hospital::Column::Code.into_expr())),
        );
    }
    if let Some(level) = &filter.level {
        query = query.filter(span::Column::Level.eq(level));
    }
    if let Some(day) = filter.open_on {
        query = query
            .filter(or_null(hospital::Column::Opened, hospital::Column::Opened.lte(day)))
            .filter(or_null(hospital::Column::Closed, hospital::Column::Closed.gte(day)));
    }
    if let Some(authority) = filter.authority {
        query = query.filter(span::Column::ReportsTo.in_subquery(authorities::store::ids_under(authority)));
    }
    query
}

/// Anywhere in the text; what the reader typed stands for itself.
fn pattern(search: &str) -> String {
    let mut pattern = String::from("%");
    for c in search.chars() {
        if ['%', '_', '\\'].contains(&c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn sorted(query: Select<span::Entity>, sort: Sort, levels: &[&str]) -> Select<span::Entity> {
    let query = match sort {
        Sort::Code => query,
        Sort::Name => query.order_by_asc(span::Column::Name),
        Sort::Level => query.order_by(rank(levels), Order::Asc),
        // The databases disagree on where nothing sorts.
        Sort::Beds => {
            query.order_by_with_nulls(span::Column::Beds, Order::Desc, sea_orm::sea_query::NullOrdering::Last)
        }
    };
    query.order_by_asc(hospital::Column::Code)
}

/// The place of a row's level among `levels`; after them all for one that is unknown.
fn rank(levels: &[&str]) -> sea_orm::sea_query::SimpleExpr {
    let mut case = CaseStatement::new();
    for (place, level) in (0_i32..).zip(levels) {
        case = case.case(span::Column::Level.eq(*level), place);
    }
    case.finally(i32::MAX).into()
}
