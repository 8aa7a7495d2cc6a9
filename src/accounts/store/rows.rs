//! What several queries share: how a grant leads to its place, and how rows become grants.

use std::str::FromStr;

use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, SimpleExpr};

use crate::access::{AccountId, AuthorityId, HospitalId, Place, Role};
use crate::accounts::entity::{account, grant};
use crate::accounts::model::Grants;
use crate::authorities::entity::authority;
use crate::db::StoreError;
use crate::hospitals::entity::span;

/// The key of an account in a join.
pub(super) const ACCOUNT: (account::Entity, account::Column) = (account::Entity, account::Column::Id);

/// The columns of a grant that [`grants`] reads.
pub(super) const GRANT_COLUMNS: [(grant::Entity, grant::Column); 3] = [
    (grant::Entity, grant::Column::Role),
    (grant::Entity, grant::Column::AuthorityId),
    (grant::Entity, grant::Column::HospitalId),
];

/// A grant at an authority.
pub(super) fn at_authority() -> SimpleExpr {
    Expr::col((authority::Entity, authority::Column::Id)).equals((grant::Entity, grant::Column::AuthorityId))
}

/// A grant at a hospital, whose name of today stands in its open span.
pub(super) fn at_hospital() -> Condition {
    let hospital = Expr::col((span::Entity, span::Column::HospitalId));
    Condition::all()
        .add(hospital.equals((grant::Entity, grant::Column::HospitalId)))
        .add(Expr::col((span::Entity, span::Column::ValidTo)).is_null())
}

/// The name of the place, whichever kind it is; null for administrators.
pub(super) fn place_name() -> SimpleExpr {
    let authority = Expr::col((authority::Entity, authority::Column::Name));
    Func::coalesce([authority, Expr::col((span::Entity, span::Column::Name))]).into()
}

/// The grants of an account from the rows (role, authority, hospital) that name them.
///
/// # Errors
/// [`StoreError::BadRow`] when a role is unknown or the rows contradict each other.
pub(super) fn grants<'a>(
    account: AccountId,
    rows: impl Iterator<Item = (&'a str, Option<i64>, Option<i64>)>,
) -> Result<Grants, StoreError> {
    let bad = |column| StoreError::BadRow { table: "grant", id: account.0, column };
    let mut place = None;
    let mut roles = Vec::new();
    for (role, authority, hospital) in rows {
        roles.push(Role::from_str(role).map_err(|()| bad("role"))?);
        let here = match (authority, hospital) {
            (Some(id), None) => Place::Authority(AuthorityId(id)),
            (None, Some(id)) => Place::Hospital(HospitalId(id)),
            (None, None) => Place::System,
            (Some(_), Some(_)) => return Err(bad("authority_id")),
        };
        if *place.get_or_insert(here) != here {
            return Err(bad("authority_id"));
        }
    }
    Grants::new(place.unwrap_or(Place::System), roles).map_err(|_| bad("role"))
}
