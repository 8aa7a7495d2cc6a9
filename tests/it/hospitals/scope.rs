//! Who sees which hospitals.

use zhikong::access::{HospitalId, Scope};
use zhikong::authorities;
use zhikong::hospitals::roster::Line;
use zhikong::hospitals::store::{self, list};

use crate::support::register::{authority, day, line, line_in, register, scope_of};
use crate::support::{TestDatabase, fresh_database};

/// 金水区, Zhengzhou; 南召县 and 邓州市 within Nanyang; one of the province, one of the city Zhengzhou.
async fn province() -> TestDatabase {
    let test = fresh_database().await;
    let city = Line { affiliation: "市直".to_owned(), ..line("ZZ-CITY") };
    let top = Line { affiliation: "省直".to_owned(), level: "三级".to_owned(), ..line("HN-TOP") };
    let lines = [line("ZZ-JS"), line_in("NY-NZ", "411321"), line_in("NY-DZ", "411381"), city, top];
    register(&test, &lines).await;
    test
}

async fn seen(test: &TestDatabase, scope: &Scope) -> Vec<String> {
    let found = store::on_day(&test.db, scope, day("2024-09-30")).await.unwrap();
    found.into_iter().map(|hospital| hospital.code).collect()
}

#[tokio::test]
async fn everyone_sees_what_reports_to_them_and_nothing_else() {
    let test = province().await;
    for (code, expected) in [
        ("410000", &["HN-TOP", "NY-DZ", "NY-NZ", "ZZ-CITY", "ZZ-JS"][..]),
        ("410100", &["ZZ-CITY", "ZZ-JS"]),
        ("410105", &["ZZ-JS"]),
        ("411300", &["NY-NZ"]),
        ("411381", &["NY-DZ"]),
        ("411321", &["NY-NZ"]),
        ("410102", &[]),
    ] {
        assert_eq!(seen(&test, &scope_of(&test, code).await).await, expected, "{code}");
    }
    assert_eq!(seen(&test, &Scope::Everything).await.len(), 5);
    assert_eq!(seen(&test, &Scope::Nothing).await, Vec::<String>::new());
}

#[tokio::test]
async fn every_door_is_behind_the_same_scope() {
    let test = province().await;
    let (db, on) = (&test.db, day("2024-09-30"));
    let own = scope_of(&test, "411381").await;
    let inside = store::by_code(db, &own, "NY-DZ", on).await.unwrap().unwrap();
    let outside = store::by_code(db, &Scope::Everything, "NY-NZ", on).await.unwrap().unwrap();
    assert!(store::by_code(db, &own, "NY-NZ", on).await.unwrap().is_none());
    assert!(store::one_on_day(db, &own, outside.id, on).await.unwrap().is_none());
    assert!(store::entry(db, &own, "NY-NZ").await.unwrap().is_none());
    assert_eq!(store::entry(db, &own, "NY-DZ").await.unwrap().unwrap().id, inside.id);
    assert_eq!(list::count(db, &own, &list::Filter::default()).await.unwrap(), 1);
    assert_eq!(list::entries(db, &own).await.unwrap().len(), 1);
    assert_eq!(list::names(db, &own, &[inside.id, outside.id]).await.unwrap().len(), 1);
    let counts = store::count_by_authority(db, &own, on).await.unwrap();
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(authority(&test, "411381").await, 1)]);
    assert_eq!(seen(&test, &Scope::Hospital(inside.id)).await, ["NY-DZ"]);
    assert_eq!(seen(&test, &Scope::Hospital(HospitalId(inside.id.0 + 1_000))).await, Vec::<String>::new());
}

#[tokio::test]
async fn who_governs_follows_from_region_and_affiliation() {
    let test = province().await;
    let tree = authorities::store::tree(&test.db).await.unwrap();
    let functional =
        Line { affiliation: "民营".to_owned(), ownership: "社会办".to_owned(), ..line_in("ZZ-HK", "410173") };
    let seat = Line { affiliation: "市直".to_owned(), ..line_in("JY", "419001") };
    register(&test, &[functional, seat]).await;
    let found = store::on_day(&test.db, &Scope::Everything, day("2024-09-30")).await.unwrap();
    let of = |code: &str| {
        let hospital = found.iter().find(|hospital| hospital.code == code).unwrap();
        let name = |id| tree.get(id).unwrap().code.clone();
        (
            name(hospital.reports_to),
            name(hospital.supervised_by),
            hospital.statistical_city.clone(),
            hospital.county.clone().unwrap_or_default(),
        )
    };
    let expect = |parts: [&str; 4]| {
        let [reports, supervised, city, county] = parts.map(str::to_owned);
        (reports, supervised, city, county)
    };
    assert_eq!(of("ZZ-JS"), expect(["410105", "410105", "410100", "410105"]));
    assert_eq!(of("ZZ-CITY"), expect(["410100", "410100", "410100", "410105"]));
    assert_eq!(of("HN-TOP"), expect(["410000", "410105", "410100", "410105"]));
    assert_eq!(of("NY-DZ"), expect(["411381", "411381", "411300", "411381"]));
    assert_eq!(of("ZZ-HK"), expect(["410100", "410100", "410100", "410173"]), "a 功能区 has no commission");
    assert_eq!(of("JY"), expect(["419001", "419001", "419001", ""]), "a city without counties");
}

/// The registers of several days from one query are those that single days give: openings, closures and changes of level.
#[tokio::test]
async fn the_registers_of_several_days_are_those_of_each_day() {
    let test = province().await;
    let opened = Line { opened: "2024-03-15".to_owned(), ..line("ZZ-NEW") };
    let closed = Line { closed: "2024-06-30".to_owned(), ..line("ZZ-OLD") };
    let lines = [line("ZZ-JS"), opened, closed];
    register(&test, &lines).await;
    let raised = Line { level: "三级".to_owned(), ..line("ZZ-JS") };
    register(&test, &[raised]).await;
    let days = ["2023-12-31", "2024-03-14", "2024-03-15", "2024-06-30", "2024-07-01", "2026-11-01"].map(day);
    let mut sizes = std::collections::BTreeSet::new();
    for scope in [Scope::Everything, scope_of(&test, "410105").await, scope_of(&test, "410100").await] {
        let registers = store::supervised_on(&test.db, &scope, &days).await.unwrap();
        assert_eq!(registers.len(), days.len());
        for (day, register) in days.iter().zip(registers) {
            let single = store::visitable_on(&test.db, &scope, *day).await.unwrap();
            let mut wanted: Vec<_> = single.iter().map(|one| (one.id, one.level.clone(), one.supervised_by)).collect();
            let mut found: Vec<_> = register.into_iter().map(|one| (one.hospital, one.level, one.by)).collect();
            wanted.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, wanted, "{scope:?} on {day}");
            sizes.insert(found.len());
        }
    }
    assert!(sizes.len() > 3, "the days differ: {sizes:?}");
    assert!(store::supervised_on(&test.db, &Scope::Everything, &[]).await.unwrap().is_empty());
}
