//! The invented province has published the quarter before the last, and corrected one figure since.

use zhikong::access::{AuthorityId, Place, Role};
use zhikong::authorities;
use zhikong::demo::{self, Wish};
use zhikong::publications::store::{self, Reach};
use zhikong::returns::Desk;

use crate::support::bench::Bench;

/// The province made anew; gives what it published, for everybody and for the inside.
async fn made() -> (Bench, Vec<zhikong::publications::model::Publication>, String) {
    let bench = Bench::bare("2024-04-01T04:00:00Z").await;
    let desk = Desk {
        db: bench.test.db.clone(),
        files: bench.parts.state.files.clone(),
        data_dir: bench.test.folder.path().into(),
        clock: bench.clock.clone(),
        catalogue: bench.parts.catalogue.clone(),
        reader: bench.parts.reader.clone(),
        together: zhikong::returns::take::Together::default(),
    };
    let wish = Wish { hospitals: 12, from: "2024Q2".parse().unwrap(), to: "2024Q3".parse().unwrap(), seed: 7 };
    let made = demo::make(&desk, wish, |_| ()).await.unwrap();
    let corrected: Vec<_> =
        made.planted.iter().filter(|planted| planted.kind == "corrected_after_publication").collect();
    assert_eq!(corrected.len(), 1);
    assert_eq!(corrected[0].period.to_string(), "2024Q2");
    let top: AuthorityId = authorities::store::top(bench.db()).await.unwrap().unwrap();
    let mut found = Vec::new();
    for number in ["2024Q2-1", "2024Q2-2"] {
        let of = store::find(bench.db(), &Reach::Of(vec![top]), number.parse().unwrap()).await.unwrap();
        found.push(of.unwrap());
    }
    (bench, found, corrected[0].hospital.clone())
}

#[tokio::test]
async fn a_quarter_is_published_and_a_difference_is_there_the_same_each_time() {
    let (bench, published, hospital) = made().await;
    let visitor = bench.visitor();
    assert!(visitor.get("/published").await.body.contains("2024Q2-1"));
    assert_eq!(visitor.get("/published/2024Q2-2").await.status, 404, "the second is for the inside");
    let top = authorities::store::top(bench.db()).await.unwrap().unwrap();
    bench.account("looks").role(Role::AuthorityStaff).at(Place::Authority(top)).store().await;
    let looks = bench.sign_in("looks").await;
    let page = looks.get("/publications/2024Q2-2").await.body;
    assert!(page.contains("处不同") && page.contains("此后接收了更正"), "{page}");
    let (_again, second, same) = made().await;
    assert_eq!(hospital, same);
    for (one, other) in published.iter().zip(&second) {
        assert_eq!((&one.hash, one.sound), (&other.hash, true), "the same seed publishes the same");
    }
}
