//! A clerk types a return in the browser: a problem shows while typing, is mended, and the return is handed in.

use std::time::Duration;

use e2e::{Browser, Width, with_browser};

const FORM: &str = "/returns/2024Q2/411627-001/entry";

/// Waits until what `css` shows contains these words.
async fn until(browser: &Browser, css: &str, words: &str) {
    for _ in 0..100 {
        if browser.text(css).await.contains(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{css} does not say {words}: {}", browser.text(css).await);
}

#[tokio::test]
async fn a_return_is_typed_checked_while_typing_and_handed_in() {
    with_browser(|stand, browser| async move {
        browser.sign_in(stand.account("tianbao1")).await;
        browser.open(FORM).await;
        assert!(browser.text("#saved").await.contains("还没有草稿"));

        browser.fill("beds_open-0", "四十张").await;
        until(&browser, "#problems", "1 处必须改").await;
        until(&browser, "#m-beds_open", "四十张").await;
        until(&browser, "#saved", "已存").await;
        assert_eq!(browser.count("#f-beds_open-0[aria-invalid=true]").await, 1);
        // The row of buttons stays at the bottom of the window and lies over whatever scrolls under it.
        let complaints = browser.complaints().await;
        let held: Vec<&String> = complaints.iter().filter(|line| !line.contains("partially obscured")).collect();
        assert_eq!(held, Vec::<&String>::new());
        for width in [Width::Desk, Width::Phone] {
            browser.resize(width).await;
            assert_eq!(browser.overhang().await, 0, "{width:?}");
            browser.picture("entry-problem", width).await;
        }
        let small = "return Array.from(document.querySelectorAll('#entry input:not([type=hidden]), #entry select, #entry textarea, \
                     #entry button:not([hidden]), #entry summary')).filter(one => one.offsetParent && one.offsetHeight < 44).length";
        assert_eq!(browser.ask(small, vec![]).await, 0, "targets of a finger");
        browser.resize(Width::Desk).await;

        browser.fill("beds_open-0", "39").await;
        until(&browser, "#problems", "没有").await;
        assert_eq!(browser.count("#f-beds_open-0[aria-invalid=true]").await, 0);
        // What was saved is there for whoever opens the page next.
        until(&browser, "#saved", "已存").await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        browser.open(FORM).await;
        let kept = browser.ask("return document.getElementById('f-beds_open-0').value", vec![]).await;
        assert_eq!(kept, "39");

        browser.press("上传并核对").await;
        assert!(browser.place().await.starts_with("/returns/uploads/"), "{}", browser.text("main").await);
        browser.open("/returns/2024Q2/411627-001/rounds/2").await;
        let receipt = browser.text("main").await;
        assert!(receipt.contains("2024Q2-411627-001-02") && receipt.contains("网上填报-"), "{receipt}");
    })
    .await;
}
