use super::*;

#[test]
fn the_three_administrators_exclude_each_other_and_everyone() {
    for a in ROLES {
        for b in ROLES {
            if a != b && (a.is_administrator() || b.is_administrator()) {
                assert!(!a.goes_with(b), "{a:?} with {b:?}");
            }
        }
    }
    assert!(Role::Clerk.goes_with(Role::HospitalReviewer));
    assert!(!Role::Clerk.goes_with(Role::AuthorityStaff));
}

#[test]
fn administrators_see_no_business_data() {
    for role in ROLES.into_iter().filter(|role| role.is_administrator()) {
        assert!(!role.powers().contains(&Power::ReadHospitals));
        assert_eq!(role.place(), PlaceKind::System);
    }
}

#[test]
fn only_the_top_keeps_register_and_thresholds() {
    let mut viewer = Viewer { account: Some(AccountId(1)), roles: vec![Role::AuthorityStaff], ..Viewer::operator() };
    viewer.place = Place::Authority(AuthorityId(2));
    assert!(viewer.may(Power::KeepRegister) && viewer.may(Power::KeepThresholds));
    viewer.top = false;
    assert!(!viewer.may(Power::KeepRegister) && !viewer.may(Power::KeepThresholds));
    assert!(viewer.may(Power::KeepSettings));
    assert!(viewer.may(Power::AcceptReturns));
    assert_eq!(viewer.must(Power::ActForHospital), Err(Missing(Power::ActForHospital)));
}

#[test]
fn a_stranger_may_nothing() {
    let stranger = Viewer::stranger("10.0.0.1");
    assert!(!stranger.is_operator());
    assert!(POWERS.into_iter().all(|power| !stranger.may(power)));
    assert_eq!(stranger.scope(), Scope::Nothing);
}

#[test]
fn role_keys_read_back() {
    for role in ROLES {
        assert_eq!(role.key().parse(), Ok(role));
    }
}
