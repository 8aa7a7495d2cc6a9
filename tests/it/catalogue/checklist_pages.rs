//! The pages of the checklists, as a signed-in reader gets them.

use http::StatusCode;

use super::pages::{get, product};

#[tokio::test]
async fn both_lists_stand_in_the_menu_and_on_their_page() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/checklists").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("<b>2 张检查表、167 个要点</b>"), "{body}");
    assert!(body.contains("href=\"/catalogue/checklists/core-systems\">医疗质量安全核心制度现场检查表</a>"));
    assert!(body.contains("href=\"/catalogue/checklists\" aria-current=\"page\""), "its place in the menu: {body}");
    assert!(body.contains("未发布"), "what the document announces and does not hold");
}

#[tokio::test]
async fn a_list_shows_its_parts_its_limits_and_how_it_counts() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/checklists/core-systems").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("<b>18 项制度、85 条基本要求</b>；原文 55 问拆成 125 个可以单独回答的要点"), "{body}");
    for ordinal in 1..=18 {
        assert!(body.contains(&format!("href=\"/catalogue/checklists/core-systems/{ordinal}\"")), "{ordinal}");
    }
    let row = "机构内急会诊到位</th><td data-k=\"限值\"><b class=\"nw\">10 分钟以内</b></td><td data-k=\"从何时起算\">会诊请求发出</td>";
    assert!(body.contains(row), "{body}");
    assert!(body.contains("夜间或紧急情况可单人两次核对"));
    assert!(body.contains("以紧急抢救生命为目的的急诊手术除外"));
    assert!(body.contains("本系统口径，文件没有规定"), "the scores are nobody else's");
    assert!(!body.contains("style="), "the content policy forbids styles in the page");
}

#[tokio::test]
async fn a_system_shows_requirements_and_points_that_name_each_other() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/checklists/core-systems/3").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("<h1>3　会诊制度</h1>"));
    assert!(body.contains("<b>2 条要求没有设问</b>"), "{body}");
    assert!(body.contains("href=\"#r2\">三(一)3(2)</a>") && body.contains("href=\"#p2\">要点 2</a>"));
    assert!(body.contains("三(一)3.评问2") && body.contains("consultation-follow-up"));
    assert!(body.contains("抽查病历") && body.contains("5–10 份"));
    let (_, _, body) = get(&router, "/catalogue/checklists/core-systems/11").await;
    assert!(body.contains("只见于评价方法") && body.contains("没有开展“产科”的医院不适用"), "{body}");
    let (_, _, body) = get(&router, "/catalogue/checklists/targets-2021/5").await;
    assert!(body.contains("没有印“基本要求”字样"), "the oddity of the document is told");
}

#[tokio::test]
async fn lists_and_parts_that_are_not_there_are_not_found() {
    let (_test, router) = product().await;
    for path in ["none", "core-systems/0", "core-systems/19", "core-systems/x", "targets-2021/11"] {
        let path = format!("/catalogue/checklists/{path}");
        assert_eq!(get(&router, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
