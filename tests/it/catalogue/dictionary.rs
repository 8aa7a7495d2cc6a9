//! 沿革, 对比, 指标字典, 检查规则: what a reader of the pages gets, and what the workbook holds.

use http::StatusCode;
use zhikong::catalogue::Catalogue;
use zhikong::spreadsheets::{Limits, Raw, read_in_process};

use super::pages::{get, get_bytes, product};

#[tokio::test]
async fn every_aim_stands_in_the_years_that_held_it() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/history").await;
    assert_eq!(status, StatusCode::OK);
    let catalogue = Catalogue::load(None).unwrap();
    for edition in catalogue.editions() {
        for target in &edition.targets {
            let link = format!("href=\"/catalogue/{}/{}\"", edition.year, target.ordinal);
            assert!(body.contains(&link), "{} is on the line", target.code);
        }
    }
    let row = |aim: &str| {
        let start = body.find(&format!("href=\"/catalogue/history/{aim}\"")).unwrap();
        body[start..].split("</tr>").next().unwrap()
    };
    let reoperation = row("unplanned_reoperation");
    assert_eq!(reoperation.matches("未列入").count(), 2, "2021 and 2023 did not hold it: {reoperation}");
    let staging = row("tumor_clinical_staging");
    assert!(staging.contains("6 个年版") && staging.contains("口径改变"), "redefined, yet one line: {staging}");
    let (_, _, old) = get(&router, "/catalogue/history/tumor_tnm_staging").await;
    assert!(old.contains("<h1>肿瘤治疗前临床分期评估率</h1>"), "its old id leads to the same line");
}

#[tokio::test]
async fn an_aim_shows_its_boxes_and_where_its_meaning_broke() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/history/vte_prevention").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body.matches("<li class=\"").count() - body.matches("<li class=\"now").count(), 6, "six years");
    let year = |code: &str| body.split("<li class=\"").find(|part| part.contains(code)).unwrap();
    assert!(year("NIT-2024-").starts_with("broken"), "{}", year("NIT-2024-"));
    assert!(!year("NIT-2024-").starts_with("broken joined"), "the line is cut where the meaning broke");
    assert!(year("NIT-2022-").contains("joined"), "and goes on where it did not");
    assert!(body.contains("意思在 <b>2024 年变过</b>"), "{body}");
    assert!(body.contains("改口径，曲线断开"));
    assert_eq!(get(&router, "/catalogue/history/nothing").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_editions_stand_side_by_side() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/compare?from=2023&to=2024").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("新列入 1 项，重新列入 1 项，不再列入 2 项"), "{body}");
    let pair = |target: &str| {
        let end = body.find(&format!("href=\"{target}\"")).unwrap();
        let start = body[..end].rfind("<tr>").unwrap();
        body[start..].split("</tr>").next().unwrap()
    };
    assert!(pair("/catalogue/2024/3").contains("href=\"/catalogue/2023/9\""));
    assert!(
        pair("/catalogue/2024/3").contains("改口径：采取VTE恰当（规范）预防措施比率"),
        "{}",
        pair("/catalogue/2024/3")
    );
    assert!(pair("/catalogue/2023/1").contains("不再列入"));
    assert!(body.contains("表里多出的行"));
    let backwards = get(&router, "/catalogue/compare?from=2024&to=2023").await.2;
    assert_eq!(backwards, body, "history runs forward whichever way it is asked");
    assert_eq!(get(&router, "/catalogue/compare?from=1999").await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&router, "/catalogue/compare?from=x").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_dictionary_is_searched_by_any_word_of_an_entry() {
    let (_test, router) = product().await;
    let found = |body: &str| body.matches("href=\"/catalogue/indicators/").count();
    let all = get(&router, "/catalogue/dictionary").await.2;
    assert_eq!(found(&all), Catalogue::load(None).unwrap().indicators().len());
    let vte = get(&router, "/catalogue/dictionary?q=vte+%E9%A2%84%E9%98%B2").await.2;
    assert!(vte.contains("/catalogue/indicators/vte_proper_prophylaxis_rate") && found(&vte) < 10, "{}", found(&vte));
    assert!(!vte.contains("/catalogue/indicators/iv_use_rate"));
    let by_element = get(&router, "/catalogue/dictionary?q=stroke_6h_reperfused").await.2;
    assert_eq!(found(&by_element), 1, "an element's code finds the figures it is counted for");
    let undefined = get(&router, "/catalogue/dictionary?state=undefined").await.2;
    assert_eq!(found(&undefined), undefined.matches("口径未发布</span>").count());
    let none = get(&router, "/catalogue/dictionary?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA").await.2;
    assert!(none.contains("没有符合条件的指标") && none.contains("没有符合条件的数据元"));
    let typed = get(&router, "/catalogue/dictionary?q=%3Cscript%3E").await.2;
    assert!(!typed.contains("<script>\"") && typed.contains("&lt;script&gt;"), "what was typed stays text");
}

#[tokio::test]
async fn an_entry_says_where_it_is_used() {
    let (_test, router) = product().await;
    let (_, _, body) = get(&router, "/catalogue/indicators/iv_use_rate").await;
    assert!(body.contains("href=\"/catalogue/elements/iv_patients\""), "formula");
    assert!(body.contains("href=\"/catalogue/2024/5\""), "form");
    assert!(body.contains("href=\"/targets/2024/5?indicator=iv_use_rate\""), "chart");
    for rule in ["iv-patients-above-discharges", "numerator-above-denominator", "sudden-extreme", "typed-rate-wrong"] {
        assert!(body.contains(&format!("href=\"/catalogue/rules#{rule}\"")), "{rule}");
    }
    assert!(!body.contains("vte-assessed-above-discharges"), "rules of others stay with them");
    let (_, _, body) = get(&router, "/catalogue/elements/iv_patients").await;
    assert!(body.contains("href=\"/catalogue/indicators/iv_use_rate\"") && body.contains("2024 年版"));
    assert!(body.contains("href=\"/catalogue/rules#iv-patients-above-discharges\""));
    assert_eq!(get(&router, "/catalogue/indicators/nothing").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_rule_is_on_its_page_with_its_limits() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/rules").await;
    assert_eq!(status, StatusCode::OK);
    for rule in Catalogue::load(None).unwrap().rules() {
        assert!(body.contains(&format!("<tr id=\"{}\">", rule.id)), "{}", rule.id);
    }
    assert!(body.contains("相差多少以内算作相像：5（%）") && body.contains("本省设置"));
}

#[tokio::test]
async fn the_workbook_holds_every_entry() {
    let (_test, router) = product().await;
    let bytes = get_bytes(&router, "/catalogue/dictionary.xlsx").await;
    assert_eq!(bytes, get_bytes(&router, "/catalogue/dictionary.xlsx").await, "the same bytes each time");
    let book = read_in_process(&bytes, &Limits::default()).expect("a workbook");
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["指标", "数据元", "历年目标", "检查规则"]);
    let catalogue = Catalogue::load(None).unwrap();
    let rows: Vec<usize> = book.sheets.iter().map(|sheet| sheet.rows().count() - 1).collect();
    let targets: usize = catalogue.editions().iter().map(|edition| edition.targets.len()).sum();
    let expected = [catalogue.indicators().len(), catalogue.elements().len(), targets, catalogue.rules().len()];
    assert_eq!(rows, expected);
    for (row, indicator) in (1..).zip(catalogue.indicators()) {
        let cell = |col| book.sheets[0].cell(row, col).map(|cell| cell.value.clone());
        assert_eq!(cell(0), Some(Raw::Text(indicator.id.to_string())));
        assert_eq!(cell(3), Some(Raw::Text(indicator.formula_in_words(&catalogue))));
    }
}
