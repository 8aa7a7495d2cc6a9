//! Occurrences and evidence in the database. Rows of a single hospital take a scope; those of a commission are open to whoever
//! stands above or below it.

mod board;
mod evidence;
mod occurrences;
mod periods;
mod pressing;
mod trainings;

pub use board::{Counts, Sum, counts};
pub use evidence::{New, insert, of as pieces, received, withdraw};
pub use occurrences::{
    Change, Filter, Kept, Key, change_derived, count, exempt, find, insert_missing, kept_everywhere, list,
    open_everywhere_on, set_done, strays_everywhere,
};
pub use periods::{PeriodSum, by_period_everywhere};
pub use pressing::{Pressing, late_right_below, pressing};
pub use trainings::{TrainingLine, Trainings, count_trainings, trainings, trainings_between};

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition};

use crate::access::{AuthorityId, Scope};
use crate::authorities;
use crate::campaign::entity::occurrence::Column;
use crate::hospitals;

/// What a reader sees: hospitals inside its scope; commissions and QC centres below it, itself, and those in `above`.
fn visible(scope: &Scope, above: &[AuthorityId]) -> Condition {
    let hospitals = Column::HospitalId.in_subquery(hospitals::store::ids_within(scope));
    match scope {
        Scope::Everything => Condition::all(),
        Scope::Authority(id) => Condition::any()
            .add(hospitals)
            .add(Column::HospitalId.is_null().and(Column::UnderId.in_subquery(authorities::store::ids_under(*id))))
            .add(Column::HospitalId.is_null().and(Column::UnderId.is_in(above.iter().map(|id| id.0)))),
        Scope::Hospital(_) | Scope::Nothing => Condition::all().add(hospitals),
    }
}
