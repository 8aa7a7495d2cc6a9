//! The board as a workbook says what the page says, and names what is late behind it.

use zhikong::spreadsheets::Raw;

use super::{HENAN, refreshed};
use crate::inspections::scene::Scene;
use crate::support::bench::Bench;

/// What stands on each sheet of a workbook, a line a row.
pub async fn cells(bench: &Bench, bytes: bytes::Bytes) -> Vec<String> {
    let book = bench.parts.reader.read(bytes).await.unwrap();
    let text = |sheet: &zhikong::spreadsheets::Sheet| {
        let mut rows: std::collections::BTreeMap<u32, Vec<String>> = Default::default();
        for cell in &sheet.cells {
            let said = match &cell.value {
                Raw::Text(text) => text.clone(),
                Raw::Number(number) => number.to_string(),
                other => format!("{other:?}"),
            };
            rows.entry(cell.row).or_default().push(said);
        }
        rows.into_values().map(|row| row.join("|")).collect::<Vec<_>>().join("\n")
    };
    book.sheets.iter().map(text).collect()
}

#[tokio::test]
async fn a_board_as_a_workbook_holds_its_counts_and_all_that_is_late() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let page = scene.city.get(&format!("/campaigns/{HENAN}/board?kind=county&only=late")).await.body;
    assert!(page.contains("/bearers/410105") && page.contains("board.xlsx?kind=county&amp;only=late"), "{page}");
    let book = scene.city.get(&format!("/campaigns/{HENAN}/board.xlsx?kind=county&only=late")).await;
    assert_eq!(book.status, 200);
    let sheets = cells(&scene.bench, book.bytes).await;
    let line = |sheet: &str, parts: &[&str]| {
        sheet.lines().find(|line| parts.iter().all(|part| line.contains(part))).map(str::to_owned)
    };
    let counted = line(&sheets[0], &["金水区", "制订本地实施方案"]).unwrap_or_else(|| panic!("{}", sheets[0]));
    assert!(counted.ends_with("|1|0|1|0|0|0"), "asked, done, late, running, ahead, exempt: {counted}");
    let late =
        line(&sheets[1], &["410105", "制订本地实施方案", "2021-08-31"]).unwrap_or_else(|| panic!("{}", sheets[1]));
    assert!(late.contains("|1147|还没有交"), "days since 2021-08-31: {late}");
    assert!(sheets[1].contains("全部列出") && !sheets[1].contains("郑州市卫生健康委员会|"), "{}", sheets[1]);
    // What the page counts as late is what the sheet lists.
    let list = scene.city.get(&format!("/campaigns/{HENAN}/bearers/410105?state=late")).await.body;
    let listed = sheets[1].lines().filter(|line| line.contains("|410105|")).count();
    assert_eq!(list.matches("</svg>逾期</span>").count(), listed);
    let one = scene.city.get(&format!("/campaigns/{HENAN}/board.xlsx?kind=county&under=410105")).await;
    assert!(!cells(&scene.bench, one.bytes).await[1].contains("|410102|"), "narrowed to one county");
    // Right below the province stand the counties it reviews itself, and the list says so.
    scene.bench.staff("top", "410000").await;
    let top = scene.bench.sign_in("top").await;
    let below = top.get(&format!("/campaigns/{HENAN}/board.xlsx?kind=county&only=late-below")).await;
    let below = cells(&scene.bench, below.bytes).await;
    assert!(below[1].contains("直接下级的县级承担的任务") && !below[1].contains("|410105|"), "{}", below[1]);
    assert!(!below[0].contains("金水区"), "{}", below[0]);
    // Nothing late: the other list is empty and says so.
    let before = scene.city.get(&format!("/campaigns/{HENAN}/board?kind=county&only=late&on=2021-07-15")).await.body;
    assert!(before.contains("没有逾期的") && before.contains("<b>没有逾期</b>"), "{before}");
    let own = scene.clerk.get(&format!("/campaigns/{HENAN}/bearers/{}/duties.xlsx?state=late", scene.ours.code)).await;
    let own = cells(&scene.bench, own.bytes).await;
    assert!(own[0].contains("成立领导小组") && !own[0].contains("未到期"), "{}", own[0]);
}
