//! Chromium under WebDriver, with the questions the tests ask of every page.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::commands::ChromeCommand;
use crate::stand::{Account, target};

/// How wide the window is, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// A desk: 1280.
    Desk,
    /// A telephone: 360.
    Phone,
}

impl Width {
    fn pixels(self) -> u32 {
        match self {
            Self::Desk => 1280,
            Self::Phone => 360,
        }
    }
}

/// One browser, looking at one server.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    address: String,
    /// Ends with the last clone.
    _driver: Arc<Child>,
    _profile: Arc<Profile>,
}

/// A user folder of the browser, removed with it.
struct Profile(PathBuf);

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Browser {
    /// A fresh browser that has never been at `address`.
    pub(crate) async fn start(address: &str) -> Self {
        let (driver, port) = start_driver().await;
        let profile = Profile(target().join("e2e").join(format!("profile-{port}")));
        fs::create_dir_all(&profile.0).expect("make the browser's folder");
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--hide-scrollbars", "--lang=zh-CN", "--disable-dev-shm-usage",
                format!("--user-data-dir={}", profile.0.display()),
            ] },
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("an object was written above") };
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("open a browser session");
        let browser =
            Self { client, address: address.to_owned(), _driver: Arc::new(driver), _profile: Arc::new(profile) };
        browser.resize(Width::Desk).await;
        browser
    }

    pub(crate) async fn close(self) {
        let _ = self.client.close().await;
    }

    /// Makes the window `width` wide, as a screen of that size would show the page.
    pub async fn resize(&self, width: Width) {
        let metrics =
            json!({ "width": width.pixels(), "height": 900, "deviceScaleFactor": 1, "mobile": width == Width::Phone });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Opens a page of the server and waits until it is loaded.
    pub async fn open(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.address))
            .await
            .unwrap_or_else(|error| panic!("open {path}: {error}"));
    }

    /// Path and query of the page that is shown.
    pub async fn place(&self) -> String {
        let url = self.client.current_url().await.expect("ask for the address");
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// The one element that `css` finds; waits for it up to ten seconds.
    pub async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(Duration::from_secs(10)).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} is not on {}: {error}\n{}", self.place().await, self.text("body").await),
        }
    }

    /// How many elements `css` finds now.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("look for elements").len()
    }

    /// The visible text of the first element that `css` finds.
    pub async fn text(&self, css: &str) -> String {
        let script = "const one = document.querySelector(arguments[0]); return one ? one.innerText : ''";
        self.ask(script, vec![json!(css)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Types into the field called `name`, replacing what stood there.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.clear().await.expect("empty a field");
        field.send_keys(text).await.expect("type into a field");
    }

    /// Puts a day, `2024-10-31`, into the field called `name`: how it is typed depends on the browser's language.
    pub async fn choose_day(&self, name: &str, day: &str) {
        self.find(&format!("[name='{name}']")).await;
        let script = "document.querySelector(`[name='${arguments[0]}']`).value = arguments[1]";
        self.ask(script, vec![json!(name), json!(day)]).await;
    }

    /// Chooses a file in the field called `name`.
    pub async fn choose_file(&self, name: &str, path: &std::path::Path) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.send_keys(&path.to_string_lossy()).await.expect("choose a file");
    }

    /// Clicks what `css` finds and waits until the page that follows is loaded.
    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap_or_else(|error| panic!("click {css}: {error}"));
        self.settle().await;
    }

    /// Clicks the link or button whose words are `label`.
    pub async fn press(&self, label: &str) {
        let path = format!("//*[self::a or self::button][contains(normalize-space(.), '{label}')]");
        let found = self.client.find(Locator::XPath(&path)).await;
        let Ok(element) = found else {
            panic!("no “{label}” on {}:\n{}", self.place().await, self.text("body").await)
        };
        element.click().await.unwrap_or_else(|error| panic!("press {label}: {error}"));
        self.settle().await;
    }

    async fn settle(&self) {
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if self.ask("return document.readyState", vec![]).await == "complete" {
                return;
            }
        }
        panic!("{} did not finish loading", self.place().await);
    }

    /// Forgets who signed in.
    pub async fn forget(&self) {
        self.client.delete_all_cookies().await.expect("forget the cookies");
    }

    /// Signs in through the page, and stops the test when that fails.
    pub async fn sign_in(&self, account: &Account) {
        self.open("/sign-in").await;
        self.fill("account", &account.account).await;
        self.fill("password", &account.password).await;
        self.click("main form button").await;
        let place = self.place().await;
        assert_ne!(place, "/sign-in", "{} could not sign in: {}", account.account, self.text("main").await);
    }

    /// What a careful reader would hold against the page: messages in the console (a broken content policy, a missing
    /// file, a script error), and structure that keyboards and readers of the screen stumble over.
    pub async fn complaints(&self) -> Vec<String> {
        let log = self.client.issue_cmd(ChromeCommand::browser_log()).await.expect("read the browser's log");
        let mut found: Vec<String> = log
            .as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry["level"] != "INFO" && entry["level"] != "DEBUG")
            .map(|entry| format!("console: {}", entry["message"].as_str().unwrap_or_default()))
            .collect();
        let structure = self.ask(include_str!("structure.js"), vec![]).await;
        let readable = self.audit().await;
        let lines = [structure, readable].into_iter().flat_map(|value| value.as_array().cloned().unwrap_or_default());
        found.extend(lines.filter_map(|line| line.as_str().map(str::to_owned)));
        found
    }

    /// What axe-core finds against WCAG 2.2 AA.
    async fn audit(&self) -> Value {
        let path = target().join("axe/axe.min.js");
        let axe = fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{} is not there: run scripts/test-tools first", path.display()));
        self.ask(&axe, vec![]).await;
        self.client.execute_async(include_str!("audit.js"), vec![]).await.expect("run axe-core in the page")
    }

    /// How many pixels of the page lie beyond the right edge of the window; 0 when it never scrolls sideways.
    pub async fn overhang(&self) -> i64 {
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth";
        self.ask(script, vec![]).await.as_i64().unwrap_or_default()
    }

    /// A picture of the whole page, as `target/screenshots/NAME-WIDTH.png`.
    pub async fn picture(&self, name: &str, width: Width) {
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let height = metrics["cssContentSize"]["height"].as_f64().unwrap_or(900.0);
        let clip = json!({ "x": 0, "y": 0, "width": width.pixels(), "height": height, "scale": 1 });
        let shot =
            self.devtools("Page.captureScreenshot", json!({ "captureBeyondViewport": true, "clip": clip })).await;
        let bytes = STANDARD.decode(shot["data"].as_str().unwrap_or_default()).expect("a picture in base64");
        let folder = target().join("screenshots");
        fs::create_dir_all(&folder).expect("make the folder of pictures");
        fs::write(folder.join(format!("{name}-{}.png", width.pixels())), bytes).expect("keep a picture");
    }

    /// Lets the page's downloads land in `folder`.
    pub async fn downloads_to(&self, folder: &std::path::Path) {
        let params = json!({ "behavior": "allow", "downloadPath": folder });
        self.devtools("Browser.setDownloadBehavior", params).await;
    }

    /// Runs `script` in every page before the page's own scripts.
    pub async fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
        self.devtools("Page.enable", json!({})).await;
    }

    async fn devtools(&self, command: &str, params: Value) -> Value {
        let done = self.client.issue_cmd(ChromeCommand::devtools(command, params)).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The value a script returns.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.expect("run a script in the page")
    }
}

/// Debian's chromedriver on a port it chose itself. It ends at once where the port it chose is taken by the other kind of
/// address, so it is asked again.
async fn start_driver() -> (Child, u16) {
    for _ in 0..5 {
        if let Some(started) = try_driver().await {
            return started;
        }
    }
    panic!("chromedriver ended five times without naming its port");
}

async fn try_driver() -> Option<(Child, u16)> {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("start chromedriver: scripts/test-tools installs it");
    let output = driver.stdout.take().expect("chromedriver's output is piped");
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await.expect("read what chromedriver says") {
        let port =
            line.split_once("successfully on port ").and_then(|(_, rest)| rest.trim_end_matches('.').parse().ok());
        if let Some(port) = port {
            // The rest is read and dropped, so that the driver never waits for a full pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some((driver, port));
        }
    }
    None
}
