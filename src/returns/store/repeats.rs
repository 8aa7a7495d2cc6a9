//! Whether a newer round says what the accepted one says: then it waits for nobody, and nothing is being corrected.

use std::collections::HashSet;

use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::db::StoreError;
use crate::figures::Entry;
use crate::returns::entity::quarterly_return::{self, Column};
use crate::returns::entity::return_value;
use crate::returns::model::Return;
use crate::returns::store::values::state_of;

/// Marks those returns whose latest round repeats the accepted one. One query, and none where nothing newer came in.
pub(super) async fn marked(db: &impl ConnectionTrait, mut returns: Vec<Return>) -> Result<Vec<Return>, StoreError> {
    let overtaken: Vec<i64> = returns.iter().filter(|of| of.overtaken().is_some()).map(|of| of.id.0).collect();
    let mut found: HashSet<i64> = HashSet::new();
    // Databases limit the parameters of a statement.
    for part in overtaken.chunks(1_000) {
        let ids: Vec<i64> = quarterly_return::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(part.iter().copied()))
            .filter(repeats())
            .into_tuple()
            .all(db)
            .await?;
        found.extend(ids);
    }
    for of in &mut returns {
        of.repeats = found.contains(&of.id.0);
    }
    Ok(returns)
}

/// The condition on a row of `quarterly_return`: a newer round came in after the accepted one and says the same in every
/// cell.
pub(super) fn repeats() -> Condition {
    Condition::all()
        .add(Column::Accepted.is_not_null())
        .add(
            Expr::col((quarterly_return::Entity, Column::Latest))
                .ne(Expr::col((quarterly_return::Entity, Column::Accepted))),
        )
        .add(says_more(Column::LatestRoundId, Column::AcceptedRoundId).not())
        .add(says_more(Column::AcceptedRoundId, Column::LatestRoundId).not())
}

/// Whether a round says something in a cell in which the other does not say it; 缺报 is as good as no cell.
fn says_more(round: Column, other: Column) -> SimpleExpr {
    let value = |column: return_value::Column| Expr::col((return_value::Entity, column));
    let mut said: SelectStatement = Query::select();
    said.expr(Expr::val(1))
        .from(return_value::Entity)
        .and_where(value(return_value::Column::RoundId).equals((quarterly_return::Entity, round)))
        .and_where(value(return_value::Column::State).ne(state_of(Entry::Missing)))
        .and_where(Expr::exists(same_in(other)).not());
    Expr::exists(said)
}

/// The cell of the other round that says the same.
fn same_in(other: Column) -> SelectStatement {
    use return_value::Column as Cell;
    const THERE: &str = "there";
    let there = |column: Cell| Expr::col((THERE, column));
    let equal = |column: Cell| there(column).equals((return_value::Entity, column));
    // Where the states are alike, either both have a number or none has.
    let number = Condition::any().add(equal(Cell::Number)).add(there(Cell::Number).is_null());
    Query::select()
        .expr(Expr::val(1))
        .from_as(return_value::Entity, THERE)
        .and_where(there(Cell::RoundId).equals((quarterly_return::Entity, other)))
        .and_where(equal(Cell::Element))
        .and_where(equal(Cell::Month))
        .and_where(equal(Cell::State))
        .cond_where(number)
        .take()
}
