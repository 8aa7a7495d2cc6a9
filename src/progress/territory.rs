//! Whose figures a reader sees: pooled over what, and which hospitals one by one. Pure.

use crate::access::{AuthorityId, Power, Scope, Viewer};

/// Groups of fewer hospitals are shown only to those who may see the hospitals themselves.
pub const LEAST: i64 = 5;

/// What a reader looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Territory {
    /// The hospitals that are pooled.
    pub pooled: Scope,
    /// The hospitals that may be seen one by one, all of them among those that are pooled.
    pub singles: Scope,
    /// How many hospitals a shown group has at least.
    pub least: i64,
    /// The commission whose territory it is.
    pub authority: Option<AuthorityId>,
}

impl Territory {
    /// A commission looks at its own territory, the topmost at everything. Anybody else who signed in sees what all
    /// hospitals together are, in groups of five and more; a hospital sees itself besides.
    #[must_use]
    pub fn of(viewer: &Viewer) -> Self {
        let reads = viewer.may(Power::ReadHospitals);
        let singles = if reads { viewer.scope() } else { Scope::Nothing };
        match viewer.authority() {
            Some(id) if reads && viewer.top => {
                Self { pooled: Scope::Everything, singles, least: 0, authority: Some(id) }
            }
            Some(id) if reads => Self { pooled: singles, singles, least: 0, authority: Some(id) },
            _ => Self { pooled: Scope::Everything, singles, least: LEAST, authority: None },
        }
    }

    /// Whether it is everything there is.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.pooled == Scope::Everything
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{AccountId, HospitalId, Place, Role};

    fn viewer(place: Place, role: Role, top: bool) -> Viewer {
        Viewer { account: Some(AccountId(1)), place, roles: vec![role], top, ..Viewer::operator() }
    }

    #[test]
    fn only_a_commission_sees_small_groups_and_only_its_own() {
        let city = Territory::of(&viewer(Place::Authority(AuthorityId(7)), Role::AuthorityStaff, false));
        assert_eq!((city.pooled, city.least), (Scope::Authority(AuthorityId(7)), 0));
        let province = Territory::of(&viewer(Place::Authority(AuthorityId(1)), Role::AuthorityStaff, true));
        assert_eq!((province.pooled, province.least), (Scope::Everything, 0));
        let hospital = Territory::of(&viewer(Place::Hospital(HospitalId(3)), Role::Clerk, false));
        assert_eq!((hospital.pooled, hospital.least), (Scope::Everything, LEAST));
        assert_eq!(hospital.singles, Scope::Hospital(HospitalId(3)));
    }

    #[test]
    fn who_may_not_read_hospitals_sees_large_groups_only() {
        for (place, role) in [
            (Place::Authority(AuthorityId(7)), Role::AccountKeeper),
            (Place::System, Role::SecurityAdmin),
            (Place::System, Role::AuditAdmin),
        ] {
            let territory = Territory::of(&viewer(place, role, false));
            assert_eq!((territory.singles, territory.least), (Scope::Nothing, LEAST));
            assert_eq!(territory.authority, None);
        }
    }
}
