//! A commission's way with a table of many hospitals: download it, upload it, see what became of each.

use std::path::Path;
use std::process::Command;

use e2e::{Width, with_browser};

/// Fills so little that every row is refused.
fn one_number_a_row(from: &Path, out: &Path) {
    let python = std::env::var("ZHIKONG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/makers/rows.py");
    let done = Command::new(python).arg(script).args([from, out]).output().expect("run python");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[tokio::test]
async fn a_table_of_many_hospitals_is_uploaded_and_each_row_has_its_own_page() {
    with_browser(|stand, browser| async move {
        let empty = stand.path("huizong.xlsx");
        let name = empty.to_string_lossy().into_owned();
        stand.run(&["returns", "template", "--table", "--period", "2024Q2", "-o", &name]);
        browser.sign_in(stand.account("sheng")).await;
        browser.open("/returns?period=2024Q2").await;
        assert!(browser.text(".zk-do").await.contains("下载汇总表"));
        browser.press("上传汇总表或工作簿").await;
        let filled = stand.path("huizong-tianle.xlsx");
        one_number_a_row(&empty, &filled);
        browser.choose_file("file", &filled).await;
        browser.press("上传并核对").await;
        browser.find("main .zk-tabs").await;
        let said = browser.text("main").await;
        assert!(said.contains("12 份报表：0 份入库，12 份没有入库"), "{said}");
        for width in [Width::Desk, Width::Phone] {
            browser.resize(width).await;
            assert_eq!(browser.overhang().await, 0, "{width:?}");
            browser.picture("uploads-many", width).await;
        }
        // That the table was refused is said by the status of the upload too, and the browser notes it.
        let complaints = browser.complaints().await;
        let complaints: Vec<_> = complaints.into_iter().filter(|line| !line.contains("status of 422")).collect();
        assert_eq!(complaints, Vec::<String>::new());
        browser.resize(Width::Desk).await;
        browser.press("处必须改").await;
        browser.find("main .zk-errors").await;
        assert!(browser.text(".zk-crumb").await.contains("上传结果"));
        for width in [Width::Desk, Width::Phone] {
            browser.resize(width).await;
            assert_eq!(browser.overhang().await, 0, "{width:?}");
            browser.picture("uploads-one-of-many", width).await;
        }
        assert_eq!(browser.complaints().await, Vec::<String>::new());
    })
    .await;
}
