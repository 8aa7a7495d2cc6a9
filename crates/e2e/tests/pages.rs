//! Every main page, as its reader sees it: at a desk and on a telephone, with nothing to hold against it.

use e2e::{Browser, Width, with_browser};

/// Looks at `path` at both widths, leaves pictures called `name`, and gives what is wrong with it.
async fn look(browser: &Browser, name: &str, path: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for width in [Width::Desk, Width::Phone] {
        browser.resize(width).await;
        browser.open(path).await;
        wrong.extend(browser.complaints().await.into_iter().map(|complaint| format!("{path}: {complaint}")));
        let overhang = browser.overhang().await;
        if overhang > 0 {
            wrong.push(format!("{path}: {overhang} px lie beyond the right edge at {width:?}"));
        }
        browser.picture(name, width).await;
    }
    wrong
}

#[tokio::test]
async fn a_visitor_is_led_to_sign_in() {
    with_browser(|_stand, browser| async move {
        browser.open("/").await;
        assert!(browser.place().await.starts_with("/sign-in"), "{}", browser.place().await);
        assert_eq!(look(&browser, "sign-in", "/sign-in").await, Vec::<String>::new());
    })
    .await;
}
