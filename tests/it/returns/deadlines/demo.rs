//! The invented province has a due date, and those planted as late are late on the page.

use std::collections::BTreeSet;

use zhikong::access::Scope;
use zhikong::demo::{self, Wish};
use zhikong::returns::Desk;
use zhikong::returns::deadlines::Board;
use zhikong::returns::deadlines::measure::Timing;

use crate::returns::deadlines::cells;
use crate::returns::scene::q3;
use crate::support::bench::Bench;

#[tokio::test]
async fn the_planted_late_ones_are_late_and_no_other() {
    let bench = Bench::bare("2024-07-01T04:00:00Z").await;
    let desk = Desk {
        db: bench.test.db.clone(),
        files: bench.parts.state.files.clone(),
        data_dir: bench.test.folder.path().into(),
        clock: bench.clock.clone(),
        catalogue: bench.parts.catalogue.clone(),
        reader: bench.parts.reader.clone(),
        together: zhikong::returns::take::Together::default(),
    };
    let made = demo::make(&desk, Wish { hospitals: 120, from: q3(), to: q3(), seed: 7 }, |_| ()).await.unwrap();
    let planted = |kind: &str| -> BTreeSet<String> {
        made.planted.iter().filter(|planted| planted.kind == kind).map(|planted| planted.hospital.clone()).collect()
    };
    let board = Board::load(&desk.db, &desk.catalogue, &Scope::Everything, q3(), desk.clock.now()).await.unwrap();
    let found = |timing: Timing| -> BTreeSet<String> {
        let rows = board.rows.iter().filter(|row| row.course.timing == timing);
        rows.map(|row| row.hospital.code.clone()).collect()
    };
    let faults = planted("fault");
    let reported =
        |code: &&String| board.rows.iter().any(|row| row.hospital.code == **code && row.course.received.is_some());
    // A refused workbook is nothing; its mended one comes in with the late ones, and so do those that wait.
    let mended: BTreeSet<String> = faults.iter().filter(reported).cloned().collect();
    let (late, waiting) = (planted("late"), planted("waiting"));
    assert!(!late.is_empty() && !waiting.is_empty() && !mended.is_empty(), "{:?}", made.planted);
    let expected: BTreeSet<String> = late.iter().chain(&waiting).chain(&mended).cloned().collect();
    assert_eq!(found(Timing::Late), expected);
    let missing: BTreeSet<String> =
        planted("missing").union(&faults).filter(|code| !mended.contains(*code)).cloned().collect();
    assert_eq!(found(Timing::Missing), missing);
    assert_eq!(board.sums().expected, 120);
    bench.staff("zhanghu-sheng", "410000").await;
    let page = bench.sign_in("zhanghu-sheng").await.get("/returns/timeliness?period=2024Q3").await.body;
    let total = cells(&page, "合计");
    assert_eq!((total["逾期"].clone(), total["未报"].clone()), (expected.len().to_string(), missing.len().to_string()));
    crate::goals::the_demo_is_judged(&desk.db, &desk.catalogue).await;
}
