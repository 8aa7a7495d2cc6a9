//! Goals by workbook: out and in again without a change, rehearsed, and refused whole with every cell.

use rust_xlsxwriter::Workbook;
use zhikong::goals::Value;
use zhikong::goals::store;

use super::{keeper, read, set};
use crate::support::bench::Bench;
use crate::support::client::{Answer, Client};

const HEADS: [&str; 7] = ["年度", "指标编码", "指标名称", "单位", "范围", "目标值", "依据"];

/// A workbook with these rows under the headers.
fn workbook(rows: &[[&str; 7]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(std::iter::once(&HEADS).chain(rows)) {
        for (col, text) in (0..).zip(cells) {
            sheet.write_string(row, col, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

async fn upload(client: &Client, bytes: &[u8]) -> Answer {
    client.upload("/goals/import", &[("演示目标值.xlsx", bytes)]).await
}

/// The rehearsal of a workbook: its address and its text.
async fn rehearsed(client: &Client, bytes: &[u8]) -> (String, String) {
    let answer = upload(client, bytes).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let address = answer.location().to_owned();
    let page = read(client, &address).await;
    (address, page)
}

async fn confirm(client: &Client, address: &str, seen: &str) -> Answer {
    let path = address.split('?').next().unwrap();
    client.post(path, &[("name", "演示目标值.xlsx"), ("seen", seen)]).await
}

#[tokio::test]
async fn what_is_exported_changes_nothing_when_it_comes_back() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, "iv_use_rate", &[("all", "85"), ("level-level3", "80.1234")], "0").await;
    set(&sheng, "ae_per_100_discharges", &[("level-ungraded", "0.7"), ("source", "=1+1 演示")], "0").await;
    let before = store::in_force(bench.db(), 2024).await.unwrap();
    let exported = sheng.get("/goals.xlsx?year=2024").await;
    assert_eq!(exported.status, 200);
    let (address, page) = rehearsed(&sheng, &exported.bytes).await;
    assert!(page.contains("没有变化：目标值已经是这样") && !page.contains("导入这"), "{page}");
    let answer = confirm(&sheng, &address, "3").await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("nothing-changed"));
    assert_eq!(store::in_force(bench.db(), 2024).await.unwrap(), before);
}

#[tokio::test]
async fn a_workbook_is_rehearsed_and_then_taken_whole() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, "iv_use_rate", &[("all", "85"), ("level-level3", "80")], "0").await;
    let bytes = workbook(&[
        ["2024", "iv_use_rate", "", "%", "全部", "84", "演示：新文"],
        ["2024年", "iv_use_rate", "住院患者静脉输液使用率", "", "三级医院", "", "演示：不再单列"],
        ["２０２４", "vte_proper_prophylaxis_rate", "", "", "二级", "75%", "演示：新文"],
        ["2023", "vte_proper_prophylaxis_rate", "", "", "全部医院", "70", "演示：补录"],
        ["2024", "iv_use_rate", "", "", "一级", "", ""],
    ]);
    let (address, page) = rehearsed(&sheng, &bytes).await;
    for said in
        ["可以导入：新设 2 个，改 1 个，撤销 1 个", "F2", "≤ 85 %", "≤ 84 %", "有 1 行与现在一样", "F4", "≥ 75 %"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(store::latest(bench.db(), 2024).await.unwrap().len(), 2, "a rehearsal writes nothing");
    assert_eq!(confirm(&sheng, &address, "1").await.status, 409, "somebody set a goal since the rehearsal");
    let answer = confirm(&sheng, &address, "2").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/goals?year=2023"));
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    let held: Vec<_> = goals.0.iter().map(|goal| (goal.indicator.as_str(), goal.value)).collect();
    // In the order in which they were stored: what is new first.
    let wanted = [("vte_proper_prophylaxis_rate", Value(750_000)), ("iv_use_rate", Value(840_000))];
    assert_eq!(held, wanted);
    assert_eq!(store::in_force(bench.db(), 2023).await.unwrap().0.len(), 1);
}

#[tokio::test]
async fn one_fault_keeps_the_whole_workbook_out_and_each_is_named_with_its_cell() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    let bytes = workbook(&[
        ["2024", "iv_use_rate", "", "", "全部", "84", "演示"],
        ["2024", "iv_use_rate", "", "", "全省", "83", "演示"],
        ["2019", "iv_use_rate", "", "", "全部", "84", "演示"],
        ["2024", "iv_rate", "", "", "全部", "84", "演示"],
        ["2024", "periop_death_48h_rate", "", "", "全部", "0.1", "演示"],
        ["2024", "iv_use_rate", "", "", "特级", "84", "演示"],
        ["2024", "iv_use_rate", "", "", "三级甲等", "84", "演示"],
        ["2024", "iv_use_rate", "", "", "二级", "120", ""],
        ["2024", "iv_use_rate", "", "", "一级", "84", " "],
        ["2024", "vte_proper_prophylaxis_rate", "出血风险评估率", "", "全部", "70", "演示"],
        ["2024", "vte_risk_assess_rate", "", "‰", "全部", "70", "演示"],
        ["2026", "stroke_acute_care_rate", "", "", "全部", "70", "演示"],
    ]);
    let (address, page) = rehearsed(&sheng, &bytes).await;
    for (cell, said) in [
        ("F3", "在 F2 已经写过一次"),
        ("A4", "没有这一年的目标版本"),
        ("B5", "没有这个指标编码"),
        ("B6", "2024 年的目标里没有"),
        ("E7", "不认识的范围。请填“全部”或一个级别：三级"),
        ("E8", "不认识的范围"),
        ("F9", "超过 100 %"),
        ("G9", "没有写依据"),
        ("G10", "没有写依据"),
        ("C11", "与编码 vte_proper_prophylaxis_rate 对不上"),
        ("D12", "它的单位是“%”"),
        ("B13", "多个指标综合评价"),
    ] {
        assert!(page.contains(&format!(">{cell}<")) && page.contains(said), "{cell} {said}: {page}");
    }
    assert!(page.contains("没有导入：12 处要改") && !page.contains("导入这"), "{page}");
    assert_eq!(confirm(&sheng, &address, "0").await.status, 422);
    assert!(store::latest(bench.db(), 2024).await.unwrap().is_empty());
}

#[tokio::test]
async fn taking_a_goal_back_needs_its_reason_too() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, "iv_use_rate", &[("all", "85")], "0").await;
    let (_, page) = rehearsed(&sheng, &workbook(&[["2024", "iv_use_rate", "", "", "全部", "", ""]])).await;
    assert!(page.contains("没有导入：1 处要改") && page.contains("为什么撤销"), "{page}");
}

#[tokio::test]
async fn what_is_no_goals_workbook_is_refused_before_it_is_kept() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    for (bytes, said) in [
        (b"GIF89a not a workbook".to_vec(), "请上传目标值工作簿"),
        (workbook(&[]), ""),
        (Workbook::new().save_to_buffer().unwrap(), "没有找到目标值"),
    ] {
        let answer = upload(&sheng, &bytes).await;
        if said.is_empty() {
            let page = read(&sheng, answer.location()).await;
            assert!(page.contains("一行也没有"), "{page}");
            continue;
        }
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
}
