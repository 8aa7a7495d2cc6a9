//! Whole files that are not taken: not a workbook, not ours, of another edition, hospital or quarter.

use std::time::Instant;

use rust_xlsxwriter::{Format, Workbook};
use zhikong::access::{Place, Viewer};
use zhikong::returns::model::{FileReport, Outcome};
use zhikong::returns::take::Options;

use crate::returns::scene::{Scene, clean_fills};

/// What is said of a file of which nothing is taken; the server's words are whole sentences.
fn refusal(report: &FileReport) -> (&str, &str) {
    assert_eq!(report.status, Outcome::Refused);
    assert_eq!(report.values, Default::default());
    assert_eq!((report.round, &report.receipt), (None, &None));
    let [problem] = report.problems.as_slice() else { panic!("{:#?}", report.problems) };
    assert_eq!((&problem.sheet, &problem.cell), (&None, &None));
    assert!(problem.message.ends_with('。') && problem.remedy.ends_with('。'), "{problem:?}");
    assert!(!problem.message.contains('{') && !problem.remedy.contains('{'), "{problem:?}");
    (problem.rule.as_str(), problem.found.as_deref().unwrap_or("-"))
}

#[tokio::test]
async fn what_is_no_workbook_is_refused_by_a_rule_of_the_catalogue() {
    let scene = Scene::new().await;
    let clean = scene.clean("A1").await;
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("三季度.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec(), "not-a-spreadsheet"),
        ("三季度.xlsx", b"\x89PNG\r\n\x1A\n\0\0".to_vec(), "not-a-spreadsheet"),
        ("盖章.pdf", b"%PDF-1.7\n%\xE2\xE3".to_vec(), "not-a-spreadsheet"),
        ("导出.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>".to_vec(), "web-page-file"),
        ("导出.xlsx", b"\xB1\xE0\xC2\xEB,\xCA\xFD\r\nA1,12\r\nA2,13\r\n".to_vec(), "plain-text-file"),
        ("半截.xlsx", clean[..clean.len() / 2].to_vec(), "unreadable-file"),
        ("密码.xls", crate::support::hostile::password_xls(), "password-protected"),
        ("空.xlsx", Vec::new(), "not-a-spreadsheet"),
    ];
    let sent: Vec<_> = files.iter().map(|(name, bytes, _)| (*name, bytes.clone())).collect();
    let reports = scene.take(&sent).await;
    for ((name, _, rule), report) in files.iter().zip(&reports) {
        assert_eq!(refusal(report).0, *rule, "{name}");
        assert!(scene.desk.catalogue.rule_named(rule).is_some());
    }
    assert_eq!(scene.rows().await, [0, 0, 0, 8], "each is kept as it came");
}

/// A table of another system: titles stacked over tables, merged heads, units in brackets, figures as text.
fn foreign() -> Vec<u8> {
    let mut book = Workbook::new();
    let format = Format::new();
    for name in ["附表1", "附表2", "汇总"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for table in 0..6_u32 {
            let top = table * 12;
            sheet.merge_range(top, 0, top, 8, "演示市医疗质量安全改进目标监测表", &format).unwrap();
            for (col, head) in
                (0..).zip(["序号", "指标名称", "计算公式", "单位", "7月", "8月", "9月", "季度合计", "说明"])
            {
                sheet.write_string(top + 1, col, head).unwrap();
            }
            for row in top + 2..top + 11 {
                sheet.write_number(row, 0, f64::from(row - top - 1)).unwrap();
                sheet.write_string(row, 1, "出院患者人次（人次）").unwrap();
                sheet.write_string(row, 4, "1,234").unwrap();
                sheet.write_string(row, 7, "98.5%").unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_foreign_workbook_is_refused_in_plain_words_and_quickly() {
    let scene = Scene::new().await;
    let started = Instant::now();
    let report = scene.take_one(foreign()).await;
    // A second in a release build; this is a debug build beside other tests.
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
    assert_eq!(refusal(&report), ("not-our-workbook", "-"));
    assert!(report.problems[0].message.contains("找不到数据元编码"));
}

#[tokio::test]
async fn the_wrong_edition_hospital_or_quarter_is_refused_with_what_to_do() {
    let scene = Scene::new().await;
    let fills = clean_fills(&scene.desk.catalogue);
    let mut edition = scene.paper("A1").await;
    edition.only_data().put("C2", "演示A1医院　2024年第三季度　2023 年版");
    let mut months = scene.paper("A1").await;
    months.put("F4", "4月").put("G4", "5月").put("H4", "6月");
    let mut unknown = scene.paper("A1").await;
    unknown.only_data().put("B2", "Z9");
    let future = scene.workbook("A1", "2024Q4".parse().unwrap(), &fills).await;
    let files = [
        ("年版.xlsx", edition.bytes(), "wrong-edition", "2023"),
        ("月份.xlsx", months.bytes(), "wrong-period", "2024 年第二季度"),
        ("医院.xlsx", unknown.bytes(), "unknown-hospital", "Z9"),
        ("未来.xlsx", future, "period-not-over", "-"),
    ];
    let sent: Vec<_> = files.iter().map(|(name, bytes, ..)| (*name, bytes.clone())).collect();
    let reports = scene.take(&sent).await;
    for ((name, _, rule, found), report) in files.iter().zip(&reports) {
        let told = refusal(report);
        assert_eq!((told.0, told.1.replace(' ', "")), (*rule, found.replace(' ', "")), "{name}");
        let known = (*rule != "unknown-hospital").then_some("A1");
        assert_eq!(report.hospital.as_deref(), known, "{name}");
    }
    assert_eq!(scene.rows().await[..3], [0, 0, 0]);
}

#[tokio::test]
async fn a_workbook_sent_to_another_quarters_page_or_by_another_hospital_is_refused() {
    let scene = Scene::new().await;
    let clean = scene.clean("A1").await;
    let asked = Options { period: Some("2024Q2".parse().unwrap()), ..Options::default() };
    let taken = scene.take_as(&Viewer::operator(), &[("三季度.xlsx", clean.clone())], asked).await;
    assert_eq!(refusal(&taken.reports[0]).0, "wrong-period");
    assert!(taken.reports[0].problems[0].remedy.contains("季度"));
    let a2 = Viewer { place: Place::Hospital(scene.hospital("A2").await.id), ..Viewer::operator() };
    let clerk = Viewer { account: Some(zhikong::access::AccountId(5)), ..a2 };
    let taken = scene.take_as(&clerk, &[("三季度.xlsx", clean)], Options::default()).await;
    assert_eq!(refusal(&taken.reports[0]), ("wrong-hospital", "A1"));
    assert_eq!(taken.reports[0].hospital, None, "nothing is told of another hospital");
    assert_eq!(scene.rows().await[..3], [0, 0, 0]);
}
