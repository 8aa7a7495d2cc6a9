//! Exemplars in the database. What was chosen is open to its audience; what was submitted only to whoever submitted it and to those
//! above it.

mod read;
mod write;

pub use read::{
    Filter, campaigns, chosen_everywhere, count, decisions, find, list, pictures, quarters, submitted_everywhere,
};
pub use write::{New, decide, insert, insert_picture, next_serial};

use sea_orm::{ColumnTrait, Condition};

use crate::access::{Scope, Viewer};
use crate::authorities;
use crate::exemplars::entity::exemplar::Column;
use crate::exemplars::model::State;
use crate::publications::model::Audience;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Somebody who did not sign in: what was chosen for everybody.
    Public,
    /// A signed-in reader of this scope: all that was chosen, and what was submitted inside the scope.
    Of(Scope),
    /// The same reader: only what was submitted inside the scope.
    Within(Scope),
}

impl Reach {
    /// That of a signed-in reader.
    #[must_use]
    pub fn of(viewer: &Viewer) -> Self {
        Self::Of(viewer.scope())
    }

    /// What a signed-in reader and those below it submitted.
    #[must_use]
    pub fn within(viewer: &Viewer) -> Self {
        Self::Within(viewer.scope())
    }

    fn condition(self) -> Condition {
        let chosen = Column::State.eq(State::Chosen.key());
        match self {
            Self::Public => Condition::all().add(chosen).add(Column::Audience.eq(Audience::Public.key())),
            Self::Of(scope) => Condition::any().add(chosen).add(submitted(scope)),
            Self::Within(scope) => submitted(scope),
        }
    }
}

/// What was submitted by authorities of a scope.
fn submitted(scope: Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::Authority(id) => {
            Condition::all().add(Column::AuthorityId.in_subquery(authorities::store::ids_under(id)))
        }
        Scope::Hospital(_) | Scope::Nothing => Condition::all().add(Column::Id.is_null()),
    }
}
