//! The register of authorities: who is under whom.

use zhikong::access::Viewer;
use zhikong::authorities::{self, Seeded, store};

use crate::support::bench::Bench;
use crate::support::fresh_database;
use crate::support::register::{authority, catalogue, noon, seed};

#[tokio::test]
async fn the_shipped_list_makes_the_tree_and_again_changes_nothing() {
    let test = fresh_database().await;
    seed(&test).await;
    let version = store::register_version(&test.db).await.unwrap();
    let tree = store::tree(&test.db).await.unwrap();
    assert_eq!(tree.roots().map(|root| root.code.as_str()).collect::<Vec<_>>(), ["410000"]);
    assert_eq!(tree.walk().len(), catalogue().authorities().len());

    let viewer = Viewer::operator();
    let again = authorities::seed(&test.db, &catalogue(), &viewer, noon("2024-02-01"), test.folder.path()).await;
    let all = catalogue().authorities().len();
    assert_eq!(again.unwrap(), Seeded { created: 0, changed: 0, unchanged: all });
    assert_eq!(store::register_version(&test.db).await.unwrap(), version, "no change, no new version");
}

#[tokio::test]
async fn a_province_administered_county_is_under_the_province_not_under_the_city_around_it() {
    let test = fresh_database().await;
    seed(&test).await;
    let (province, city) = (authority(&test, "410000").await, authority(&test, "411300").await);
    let (county, other) = (authority(&test, "411381").await, authority(&test, "411321").await);
    assert!(store::is_under(&test.db, province, county).await.unwrap());
    assert!(!store::is_under(&test.db, city, county).await.unwrap());
    assert!(store::is_under(&test.db, city, other).await.unwrap());
    assert!(store::is_under(&test.db, city, city).await.unwrap(), "everyone is under itself");
    let below: Vec<_> = store::children(&test.db, city).await.unwrap().into_iter().map(|child| child.code).collect();
    assert!(below.contains(&"411321".to_owned()) && !below.contains(&"411381".to_owned()));
}

#[tokio::test]
async fn an_installation_starts_with_the_list_once() {
    let test = fresh_database().await;
    let (catalogue, at) = (catalogue(), noon("2024-01-01"));
    authorities::seed_first(&test.db, &catalogue, at, test.folder.path()).await.unwrap();
    let version = store::register_version(&test.db).await.unwrap();
    authorities::seed_first(&test.db, &catalogue, at, test.folder.path()).await.unwrap();
    assert_eq!(store::register_version(&test.db).await.unwrap(), version);
    assert_eq!(store::all(&test.db).await.unwrap().len(), catalogue.authorities().len());
}

#[tokio::test]
async fn everyone_sees_their_own_branch_of_the_tree() {
    let bench = Bench::new().await;
    for (login, code) in [("sheng", "410000"), ("shi", "411300"), ("xian", "411381")] {
        bench.staff(login, code).await;
    }
    let seen = async |login: &str| bench.sign_in(login).await.get("/authorities").await.body;
    let province = seen("sheng").await;
    assert!(province.contains("邓州市卫生健康委员会") && province.contains("省直管，不由所在的市审核"));
    let city = seen("shi").await;
    assert!(city.contains("南召县卫生健康委员会") && !city.contains("邓州市卫生健康委员会"));
    let county = seen("xian").await;
    assert!(county.contains("上级审核机构是河南省卫生健康委员会") && county.contains("<b>1 个</b>"));
}
