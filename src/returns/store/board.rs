//! Where the returns of a quarter stand: counted by who reviews them, and of a few hospitals.

use std::collections::HashMap;

use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::hospitals;
use crate::hospitals::entity::span;
use crate::returns::entity::quarterly_return::{self, Column};
use crate::returns::model::{Closing, Standing};
use crate::returns::store::repeats::repeats;
use crate::returns::store::round::hospitals_among;

/// How many hospitals an authority reviews whose returns stand alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standings {
    /// Who reviews them, by the register of the quarter's last day.
    pub authority: AuthorityId,
    /// Where their returns stand.
    pub standing: Standing,
    /// How many.
    pub hospitals: i64,
}

/// Every hospital in scope that the register holds on the quarter's last day, counted by who reviews it and where its
/// return stands. One query.
///
/// # Errors
/// Of the database.
pub async fn board(db: &impl ConnectionTrait, scope: &Scope, quarter: Period) -> Result<Vec<Standings>, StoreError> {
    let counts: Vec<Counted> = hospitals::store::open_on(quarter.last_day())
        .filter(hospitals::store::within(scope))
        .join(JoinType::LeftJoin, returns_of(quarter))
        .select_only()
        .column(span::Column::ReportsTo)
        .column(Column::Latest)
        .column(Column::Accepted)
        .column_as(repeated(), REPEATED)
        .column_as(closed(), CLOSED)
        .column_as(span::Column::Id.count(), "hospitals")
        .group_by(span::Column::ReportsTo)
        .group_by(Column::Latest)
        .group_by(Column::Accepted)
        .group_by(Expr::col(REPEATED))
        .group_by(Expr::col(CLOSED))
        .into_tuple()
        .all(db)
        .await?;
    let row = |(authority, latest, accepted, repeated, closed, hospitals): Counted| Standings {
        authority: AuthorityId(authority),
        standing: Standing::of(latest.unwrap_or(0), accepted, repeated == 1, how(closed.as_deref())),
        hospitals,
    };
    Ok(counts.into_iter().map(row).collect())
}

/// Authority, latest and accepted round, [`repeated`], [`closed`], and how many hospitals.
type Counted = (i64, Option<i32>, Option<i32>, i32, Option<String>, i64);

/// The name of [`closed`] in a result.
const CLOSED: &str = "hospital_s_turn";

/// How the latest round came to be the hospital's again; null where it did not.
fn closed() -> SimpleExpr {
    let of = |column: Column| Expr::col((quarterly_return::Entity, column));
    let latest = of(Column::Closed).equals((quarterly_return::Entity, Column::Latest));
    CaseStatement::new().case(latest, of(Column::ClosedAs)).into()
}

fn how(closed: Option<&str>) -> Option<Closing> {
    closed?.parse().ok()
}

/// The name of [`repeated`] in a result.
const REPEATED: &str = "repeated";

/// 1 where the latest round says what the accepted one says, though it is newer.
fn repeated() -> SimpleExpr {
    CaseStatement::new().case(repeats(), 1_i32).finally(0_i32).into()
}

/// The return of a span's hospital in a quarter, where there is one.
fn returns_of(quarter: Period) -> RelationDef {
    let relation: RelationDef =
        span::Entity::belongs_to(quarterly_return::Entity).from(span::Column::HospitalId).to(Column::HospitalId).into();
    relation.on_condition(move |_, _| {
        let period = Expr::col((quarterly_return::Entity, Column::Period));
        Condition::all().add(period.eq(quarter.to_string()))
    })
}

/// Hospital, latest and accepted round, [`repeated`] and [`closed`].
type OfHospital = (i64, i32, Option<i32>, i32, Option<String>);

/// Where the returns of these hospitals stand, as far as they are in scope; who has none is awaited and left out.
///
/// # Errors
/// Of the database.
pub async fn standings_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    quarter: Period,
    hospitals: &[HospitalId],
) -> Result<HashMap<HospitalId, Standing>, StoreError> {
    let rows: Vec<OfHospital> = quarterly_return::Entity::find()
        .select_only()
        .columns([Column::HospitalId, Column::Latest, Column::Accepted])
        .column_as(repeated(), REPEATED)
        .column_as(closed(), CLOSED)
        .filter(Column::Period.eq(quarter.to_string()))
        .filter(hospitals_among(scope, hospitals))
        .into_tuple()
        .all(db)
        .await?;
    let standing = |(id, latest, accepted, repeated, closed): OfHospital| {
        (HospitalId(id), Standing::of(latest, accepted, repeated == 1, how(closed.as_deref())))
    };
    Ok(rows.into_iter().map(standing).collect())
}
