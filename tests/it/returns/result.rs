//! The page that says what became of files: words that fit what was sent, each problem at its place in the sheet.

use zhikong::returns::template::Fills;

use crate::returns::explained::{People, asking, people};
use crate::returns::paper::Put;
use crate::returns::scene::{Scene, clean_fills};
use crate::returns::table::{paper, zipped};

#[tokio::test]
async fn each_cell_of_the_list_leads_to_its_place_in_the_sheet_in_the_colour_of_its_kind() {
    let scene = Scene::new().await;
    let People { clerk, .. } = people(&scene).await;
    let sent = clerk.upload("/returns/upload", &[("三季度.xlsx", &asking(&scene).await.bytes())]).await;
    let page = clerk.get(sent.location()).await.body;
    assert!(page.contains("在表里的样子：F29") && page.contains("虚线框请说明"), "{page}");
    assert!(page.contains("<td class=\"num ask\">9000</td>") && !page.contains("num bad"), "{page}");
    // The total stands beside the months.
    assert!(page.contains("<th scope=\"col\">I</th>"), "{page}");
    let place = page.split("href=\"").find(|rest| rest.contains("?problem=2#excerpt\"")).expect("a link to the second");
    let place = clerk.get(place.split('#').next().unwrap()).await.body;
    assert!(place.contains("在表里的样子：I29") && place.contains("id=\"excerpt\""), "{place}");
    let mut wrong = asking(&scene).await;
    // A total without a figure stands there all the same.
    wrong.put("G6", "98%").put("I6", Put::Above("IF(COUNT(F6:H6)=3,SUM(F6:H6),\"\")".to_owned()));
    let sent = clerk.upload("/returns/upload", &[("三季度.xlsx", &wrong.bytes())]).await;
    let page = clerk.get(sent.location()).await.body;
    assert!(page.contains("<td class=\" bad\">98%</td>") && page.contains("红框要改"), "{page}");
    assert!(page.contains("<th scope=\"col\">I</th>"), "{page}");
}

#[tokio::test]
async fn rows_of_a_table_are_no_workbooks_and_each_block_names_its_hospital() {
    let scene = Scene::new().await;
    let People { province, .. } = people(&scene).await;
    let mut sheet = paper(&scene).await;
    sheet.put("D8", "98.5%");
    let sent = province.upload("/returns/upload?period=2024Q3", &[("汇总.xlsx", &sheet.bytes())]).await;
    let page = province.get(sent.location()).await.body;
    assert!(page.contains("3 份报表：2 份入库，1 份没有入库") && page.contains("每一份单独收"), "{page}");
    assert!(!page.contains("本工作簿"), "{page}");
    for code in ["A1", "A2", "B1"] {
        assert!(page.contains(&format!("<h2>{}</h2>", scene.hospital(code).await.name)), "{code} {page}");
    }
    let name = scene.hospital("A2").await.name;
    assert!(page.contains(&format!("{name}：有 1 处问题")) && page.contains(&format!("{name}：逐条处理")), "{page}");
}

#[tokio::test]
async fn a_page_of_one_quarter_says_so_and_the_one_without_takes_every_workbook_by_its_own() {
    let scene = Scene::new().await;
    let People { clerk, .. } = people(&scene).await;
    let (third, every) = ("/returns/upload?period=2024Q3", "/returns/upload");
    let page = clerk.get(third).await.body;
    assert!(page.contains("这里只收 2024 年第三季度的") && page.contains("href=\"/returns/upload\""), "{page}");
    assert!(!page.contains("识别医院和季度"), "{page}");
    let page = clerk.get(every).await.body;
    assert!(!page.contains("这里只收") && page.contains("按内容识别医院和季度"), "{page}");
    let fills: Fills = clean_fills(&scene.desk.catalogue);
    let second = scene.workbook("A1", "2024Q2".parse().unwrap(), &fills).await;
    let zip = zipped(&[("二.xlsx", &second), ("三.xlsx", &scene.clean("A1").await)]);
    let sent = clerk.upload(third, &[("两季.zip", &zip)]).await;
    let page = clerk.get(sent.location()).await.body;
    assert!(page.contains("2 本工作簿：1 本入库，1 本没有入库") && page.contains("不限季度的上传页"), "{page}");
    let sent = clerk.upload(every, &[("两季.zip", &zip)]).await;
    let page = clerk.get(sent.location()).await.body;
    assert!(page.contains("2024Q2-A1-01") && !page.contains("不限季度的上传页"), "{page}");
}
