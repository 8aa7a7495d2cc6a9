//! Visits in the database.
//!
//! A visit is seen by whoever goes, and by those above; once it has begun also by whoever reviews or supervises the hospital,
//! and by the hospital itself. Before, nobody else knows: a visit is not announced.

mod answers;
mod files;
mod findings;
mod tallies;
mod team;
mod visits;

pub(super) use answers::{NewAnswer, insert_answers};
pub use answers::{answers, earlier, said_before};
pub(super) use files::{count_files, insert_file};
pub use files::{file, files};
pub(super) use findings::insert_findings;
pub use findings::{
    FindingFilter, count_findings, finding, findings_of, findings_of_hospital, list_findings, mending, set_standing,
};
pub use tallies::{Mending, Tallied, Visited, found, mending_of_points, tallied};
pub(super) use team::set_members;
pub use team::{loads_everywhere, members};
pub(super) use visits::{Change, New, Summed, change, insert, keep_edition};
pub use visits::{Filter, by_id, by_ids, count, done, edition, find, hold, list, of_hospital};

use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

use crate::access::Scope;
use crate::authorities;
use crate::hospitals;
use crate::inspections::entity::visit;
use crate::inspections::model::Kind;

/// The condition that keeps a query of visits inside `scope`.
#[must_use]
fn visible(scope: &Scope) -> Condition {
    let begun = visit::Column::BegunOn.is_not_null();
    match scope {
        Scope::Everything => Condition::all(),
        Scope::Authority(id) => Condition::any()
            .add(visit::Column::AuthorityId.in_subquery(authorities::store::ids_under(*id)))
            .add(begun.and(visit::Column::HospitalId.in_subquery(hospitals::store::ids_visitable(scope)))),
        Scope::Hospital(id) => Condition::all()
            .add(visit::Column::HospitalId.eq(id.0))
            .add(begun.or(visit::Column::Kind.eq(Kind::SelfExam.key()))),
        // A key is never null.
        Scope::Nothing => Condition::all().add(visit::Column::Id.is_null()),
    }
}

/// A subquery of the keys of visits inside `scope`, for tables that hold a `visit_id`.
#[must_use]
pub fn ids_within(scope: &Scope) -> SelectStatement {
    Query::select().column((visit::Entity, visit::Column::Id)).from(visit::Entity).cond_where(visible(scope)).to_owned()
}
