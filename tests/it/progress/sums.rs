//! Stored sums: the same as added up anew, used only for the version they were stored at.

use std::collections::HashMap;
use std::sync::Arc;

use zhikong::access::Scope;
use zhikong::calendar::Period;
use zhikong::db;
use zhikong::figures::summing::{KEPT, sum_up};
use zhikong::figures::{By, Cell, PooledCache, Sums, store};

use crate::support::bench::Bench;
use crate::support::scene::hospital;

async fn province() -> Bench {
    let bench = Bench::new().await;
    bench.register(&[hospital("D001", "三级", "410105"), hospital("D002", "二级", "410302")]).await;
    bench.db_facts("D001", "2024Q1", &[("iv_use_rate", Some((900, 1000)))]).await;
    bench.db_facts("D002", "2024Q1", &[("iv_use_rate", Some((30, 100))), ("ae_per_100_discharges", None)]).await;
    bench
}

fn quarter() -> Period {
    "2024Q1".parse().unwrap()
}

/// What a process that knows nothing yet finds.
async fn afresh(bench: &Bench, by: By) -> Arc<Sums> {
    let db = &bench.desk().db;
    PooledCache::default().pooled(db, &[quarter()], by).await.unwrap().remove(0)
}

async fn added_up(bench: &Bench, by: By) -> Vec<Cell> {
    let found = store::pooled_over(&bench.desk().db, &Scope::Everything, &[quarter()], by).await.unwrap();
    found.into_iter().map(|(_, cell)| cell).collect()
}

async fn version(bench: &Bench) -> i64 {
    store::versions(&bench.desk().db).await.unwrap()[&quarter()]
}

/// Stores sums whose every numerator is 7, to tell them from those of the facts.
async fn store_marked(bench: &Bench, at: i64) -> bool {
    let mut cells = added_up(bench, By::Level).await;
    cells.iter_mut().for_each(|cell| cell.numerator = 7);
    let txn = db::write(&bench.desk().db).await.unwrap();
    let stored = store::keep(&*txn, quarter(), By::Level, at, &cells).await.unwrap();
    txn.commit().await.unwrap();
    stored
}

#[tokio::test]
async fn what_is_stored_is_what_the_facts_add_up_to() {
    let bench = province().await;
    let db = bench.desk().db;
    let mut before = HashMap::new();
    for by in KEPT {
        before.insert(by, afresh(&bench, by).await);
    }
    let mut seen = HashMap::new();
    assert_eq!(sum_up(&db, &mut seen).await.unwrap(), 0, "facts that may still be moving are left alone");
    let stored = sum_up(&db, &mut seen).await.unwrap();
    let periods = store::versions(&db).await.unwrap().len();
    assert_eq!(stored, periods);
    assert_eq!(sum_up(&db, &mut seen).await.unwrap(), 0, "once");
    for by in KEPT {
        assert_eq!(afresh(&bench, by).await, before[&by], "{by:?}");
        let kept = store::kept(&db, &[quarter()], by).await.unwrap();
        assert_eq!(kept.len(), before[&by].len(), "{by:?}");
    }
}

#[tokio::test]
async fn groups_of_every_grouping_add_up_to_the_whole() {
    let bench = province().await;
    let whole = |cells: &[Cell]| -> (i64, i64, i64, i64) {
        let of = |count: fn(&Cell) -> i64| cells.iter().map(count).sum();
        (of(|c| c.numerator), of(|c| c.denominator), of(|c| c.reported), of(|c| c.not_applicable))
    };
    for by in [By::Level, By::City, By::County, By::Ownership, By::Category, By::Hospital, By::All] {
        assert_eq!(whole(&added_up(&bench, by).await), (930, 1100, 2, 1), "{by:?}");
    }
    let groups = |cells: Vec<Cell>| {
        let mut groups: Vec<(String, i64)> = cells.into_iter().map(|cell| (cell.group, cell.denominator)).collect();
        groups.sort();
        groups
    };
    let expected = |pairs: &[(&str, i64)]| pairs.iter().map(|(key, sum)| ((*key).to_owned(), *sum)).collect::<Vec<_>>();
    assert_eq!(groups(added_up(&bench, By::City).await), expected(&[("410100", 1000), ("410300", 0), ("410300", 100)]));
    assert_eq!(
        groups(added_up(&bench, By::County).await),
        expected(&[("410105", 1000), ("410302", 0), ("410302", 100)])
    );
}

#[tokio::test]
async fn stored_sums_are_read_while_they_hold_and_never_after() {
    let bench = province().await;
    let at = version(&bench).await;
    assert!(store_marked(&bench, at).await);
    let marked = afresh(&bench, By::Level).await;
    assert!(!marked.is_empty() && marked.values().all(|cell| cell.numerator == 7), "the stored ones were read");

    bench.db_facts("D001", "2024Q1", &[("iv_use_rate", Some((910, 1000)))]).await;
    let now = afresh(&bench, By::Level).await;
    let level3: Vec<i64> = now.values().filter(|cell| cell.group == "level3").map(|cell| cell.numerator).collect();
    assert_eq!(level3, [910], "the facts changed, so that the stored sums are of the past");
    assert!(!store_marked(&bench, at).await, "sums of an old version are not stored over");

    let scope = Scope::Authority(bench.authority("410300").await);
    let at = version(&bench).await;
    assert!(store_marked(&bench, at).await);
    let own = PooledCache::default();
    let own = own.pooled_within(&bench.desk().db, &scope, 0, &[quarter()], By::Level).await.unwrap().remove(0);
    assert!(own.values().all(|cell| cell.numerator != 7), "what is stored is of everything, not of one territory");
}

#[tokio::test]
async fn what_is_asked_of_single_hospitals_stays_inside_the_scope() {
    let bench = province().await;
    let db = bench.desk().db;
    let id: zhikong::catalogue::model::IndicatorId = "iv_use_rate".parse().unwrap();
    let held = zhikong::hospitals::store::on_day(&db, &Scope::Everything, quarter().last_day()).await.unwrap();
    let first = held.iter().find(|one| one.code == "D001").unwrap().id;
    let (own, other) = (bench.authority("410100").await, bench.authority("410300").await);
    for (scope, sees) in [
        (Scope::Everything, true),
        (Scope::Authority(own), true),
        (Scope::Hospital(first), true),
        (Scope::Authority(other), false),
        (Scope::Hospital(held.iter().find(|one| one.id != first).unwrap().id), false),
        (Scope::Nothing, false),
    ] {
        let one = store::of_one(&db, &scope, first, &id, &[quarter()]).await.unwrap();
        let all = store::of_hospital(&db, &scope, first, &[quarter()]).await.unwrap();
        let several = store::of_hospitals(&db, &scope, &[first], &[quarter()]).await.unwrap();
        let levels = store::levels_of(&db, &scope, &[first], quarter()).await.unwrap();
        let counts = store::counts_of(&db, &scope, &[first], quarter(), &[&id]).await.unwrap();
        let found = [one.len(), all.len(), several.len(), levels.len(), counts.len()];
        assert_eq!(found, [usize::from(sees); 5], "{scope:?}");
    }
}
