//! A clerk's way in the browser: take the workbook, upload it, see every problem at its cell.

use std::time::Duration;

use e2e::{Browser, Width, with_browser};

/// The hospital of the clerk of the invented province.
const HOSPITAL: &str = "411627-001";

async fn complaints_but_refusal(browser: &Browser) -> Vec<String> {
    // That a workbook was refused is said by the status too, and the browser notes it.
    browser.complaints().await.into_iter().filter(|line| !line.contains("status of 422")).collect()
}

#[tokio::test]
async fn a_refused_workbook_comes_back_with_its_problems_and_a_stored_one_with_a_receipt() {
    with_browser(|stand, browser| async move {
        let empty = stand.path("empty.xlsx");
        let empty_name = empty.to_string_lossy().into_owned();
        stand.run(&["returns", "template", "--hospital", HOSPITAL, "--period", "2024Q2", "-o", &empty_name]);
        let text = stand.path("notes.xlsx");
        std::fs::write(&text, "not a workbook at all").expect("write a file");

        browser.sign_in(stand.account("tianbao1")).await;
        browser.open("/returns/upload?period=2024Q2").await;
        browser.choose_file("file", &empty).await;
        browser.choose_file("file", &text).await;
        assert!(
            browser.text(".zk-files").await.contains("notes.xlsx"),
            "the chosen files are listed before they are sent"
        );
        browser.press("上传并核对").await;
        browser.find("main .zk-errors, main .zk-tag.bad").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(complaints_but_refusal(&browser).await, Vec::<String>::new());
        for width in [Width::Desk, Width::Phone] {
            browser.resize(width).await;
            assert_eq!(browser.overhang().await, 0, "{width:?}");
            browser.picture("upload-refused", width).await;
        }
        let said = browser.text("main").await;
        assert!(said.contains("没有入库"), "{said}");
    })
    .await;
}
