//! The duty of a centre's yearly goals completes from the table and from nothing else.

use chrono::TimeDelta;
use zhikong::campaign::refresh::refresh;

use super::{HOME, Scene};

const TITLE: &str = "落实本专业年度质控工作改进目标";
const ONE: [&str; 9] = ["演示：甲", "国家", "", "", "", "", "", "", ""];
const TWO: [&str; 9] = ["演示：乙", "省定", "", "", "", "", "", "", ""];

async fn refreshed(scene: &Scene) {
    refresh(scene.bench.db(), &scene.bench.parts.catalogue, scene.bench.clock.now(), false).await.unwrap();
}

/// The row of the duty of a year on the centre's page, and the address of the duty.
async fn owed(scene: &Scene, year: &str) -> (String, String) {
    let page = scene.centre.get("/campaigns/henan-2021-2025/bearers/QC-01").await.body;
    let named = |row: &&str| row.contains(TITLE) && row.contains(&format!("{year} 年"));
    let row = page.split("<tr>").find(named).unwrap_or_else(|| panic!("no {year}: {page}")).to_owned();
    let from = row.find("/duties/").unwrap();
    let address = row[from..from + row[from..].find('"').unwrap()].to_owned();
    (row, address)
}

#[tokio::test]
async fn the_duty_completes_only_from_the_table() {
    let mut scene = Scene::new().await;
    refreshed(&scene).await;
    let (row, address) = owed(&scene, "2024").await;
    assert!(row.contains("进行中"), "{row}");
    let file = [("kind", "file"), ("day", "2024-10-01"), ("title", "演示：已经落实"), ("version", "1")];
    let pdf: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    let ticked = scene.centre.send_form(&format!("{address}/evidence"), &file, &[("目标.pdf", pdf)]).await;
    assert!(ticked.status == 422 && ticked.body.contains("由系统里的记录证明"), "{}", ticked.body);
    assert!(ticked.body.contains(&format!("{HOME}?year=2024")), "the way to the table: {}", ticked.body);
    refreshed(&scene).await;
    assert!(owed(&scene, "2024").await.0.contains("进行中"));
    scene.imported(&[ONE, TWO], "").await;
    refreshed(&scene).await;
    let page = scene.sheng.get(&address).await.body;
    assert!(page.contains("已完成") && page.contains("2024-10-21") && page.contains("已报 2 项目标"), "{page}");
    assert!(owed(&scene, "2023").await.0.contains("逾期"), "another year's is still owed");
    // A correction a month later leaves the day alone; a table without goals takes it away.
    scene.bench.advance(TimeDelta::days(30));
    (scene.centre, scene.sheng) = (scene.bench.sign_in("zhongxin").await, scene.bench.sign_in("sheng").await);
    scene.imported(&[ONE], "演示：合并了一项").await;
    refreshed(&scene).await;
    let page = scene.sheng.get(&address).await.body;
    assert!(page.contains("2024-10-21") && page.contains("已报 1 项目标"), "{page}");
    scene.imported(&[], "演示：传错了年份").await;
    refreshed(&scene).await;
    let (row, _) = owed(&scene, "2024").await;
    assert!(row.contains("进行中"), "{row}");
}
