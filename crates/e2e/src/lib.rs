//! The product in a real browser: the binary with a small invented province, and Chromium under WebDriver.
//!
//! The tests are in `tests/`. They need `zhikong` built (`cargo build`, or its path in `ZHIKONG_BIN`), Debian's
//! chromium and chromedriver, and the front-end packages (`scripts/assets`). Pictures land in `target/screenshots/`.

mod browser;
mod commands;
mod desk;
mod stand;

pub use browser::{Browser, Width};
pub use desk::in_excel;
pub use stand::{Account, Stand};

/// Runs `test` with a server and a browser of its own, and closes both whatever happens.
///
/// # Panics
/// When the server, the driver or the test fails.
pub async fn with_browser<Test, Walk>(test: Test)
where
    Test: FnOnce(Stand, Browser) -> Walk,
    Walk: Future<Output = ()> + Send + 'static,
{
    let stand = Stand::start().await;
    let browser = Browser::start(&stand.address).await;
    let closing = browser.clone();
    let outcome = tokio::spawn(test(stand, browser)).await;
    closing.close().await;
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}
