//! Where a person lands after signing in.

use crate::access::{Place, Power, Viewer};
use crate::web::stays_here;

/// The page a viewer's work begins on.
#[must_use]
pub fn start_of(viewer: &Viewer) -> &'static str {
    match viewer.place {
        // Whose work is out there begins with the visits.
        Place::Authority(_) if viewer.may(Power::Inspect) && !viewer.may(Power::AcceptReturns) => "/visits",
        // Who governs everything begins with the figures, who reviews hospitals with what waits.
        Place::Authority(_) if viewer.may(Power::ReadHospitals) && viewer.top => "/overview",
        Place::Authority(_) if viewer.may(Power::ReadHospitals) => "/home",
        Place::Hospital(_) => "/home",
        _ if viewer.may(Power::ReadJournal) => "/journal",
        _ if viewer.may(Power::RunSystem) => "/system",
        _ => "/accounts",
    }
}

/// `next` where it is a path of ours that can be opened, else the page the work begins on.
#[must_use]
pub fn landing(viewer: &Viewer, next: &str) -> String {
    if stays_here(next) && !next.starts_with("/sign-") { next.to_owned() } else { start_of(viewer).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{AccountId, HospitalId, Role};

    fn clerk() -> Viewer {
        let place = Place::Hospital(HospitalId(1));
        Viewer { account: Some(AccountId(1)), place, roles: vec![Role::Clerk], top: false, ..Viewer::operator() }
    }

    #[test]
    fn only_our_own_paths_are_followed() {
        for ours in ["/returns?period=2024Q3", "/a//b", "/查"] {
            assert_eq!(landing(&clerk(), ours), ours);
        }
        for foreign in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "returns",
            "/sign-out",
        ] {
            assert_eq!(landing(&clerk(), foreign), "/home", "{foreign:?}");
        }
    }

    #[test]
    fn everyone_has_a_page_to_begin_on() {
        let at = |place, role| start_of(&Viewer { place, roles: vec![role], ..clerk() });
        let authority = Place::Authority(crate::access::AuthorityId(1));
        assert_eq!(at(authority, Role::AuthorityStaff), "/home");
        assert_eq!(at(authority, Role::Inspector), "/visits");
        let top = Viewer { place: authority, roles: vec![Role::AuthorityStaff], top: true, ..clerk() };
        assert_eq!(start_of(&top), "/overview");
        assert_eq!(at(authority, Role::AccountKeeper), "/accounts");
        assert_eq!(at(Place::System, Role::SecurityAdmin), "/accounts");
        assert_eq!(at(Place::System, Role::AuditAdmin), "/journal");
        assert_eq!(at(Place::System, Role::SystemAdmin), "/system");
    }
}
