//! The frame of the product: health, safety headers, what every template keeps.

use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use http::Request;
use tower::ServiceExt;
use zhikong::app;
use zhikong::clock::Clock;
use zhikong::config::Transport;

use crate::support::fresh_database;

#[tokio::test]
async fn health_is_answered_with_the_safety_headers() {
    let test = fresh_database().await;
    let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
    let router = app::router(test.parts(Clock::system(), transport));
    let response = router.oneshot(Request::get("/healthz").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'self'"));
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.headers()["cache-control"], "no-store");
}

fn templates(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            templates(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Tables that are wide by nature – one column a year, quarter or round – or narrow enough as they are.
const NOT_STACKED: &[&str] = &[
    "catalogue/aim.html",
    "catalogue/compare.html",
    "catalogue/dictionary.html",
    "catalogue/history.html",
    "catalogue/target.html",
    "catalogue/year.html",
    "progress/groups.html",
    "progress/withdrawal.html",
    "returns/compare.html",
    "returns/entry.html",
];

/// On a phone a row is a block: its name, then each value with the name of its column.
#[test]
fn tables_have_a_form_for_a_phone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut found = Vec::new();
    templates(&root, &mut found);
    let mut wrong = Vec::new();
    for file in found {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        for table in text.split("<table class=\"zk-t").skip(1) {
            let class = table.split('"').next().unwrap_or_default();
            let stacked = ["zk-rows", "zk-stack", "zk-pairs"].iter().any(|form| class.contains(form));
            let table = table.split("</table>").next().unwrap_or_default();
            if !stacked && !NOT_STACKED.contains(&name.as_str()) {
                wrong.push(format!("{name}: a table that only scrolls"));
            }
            if class.contains("zk-rows") && !table.contains("data-k=") {
                wrong.push(format!("{name}: values without the names of their columns"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_file_that_is_not_there_is_said_in_chinese_by_whatever_command_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let commands: [&[&str]; 4] = [
        &["draw", "verify", "nosuch"],
        &["restore", "nosuch"],
        &["roster", "import", "nosuch"],
        &["analyse", "wilson", "--input", "nosuch"],
    ];
    for command in commands {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_zhikong"));
        let done = run.args(command).args(["--data-dir", data]).output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{command:?}: {said}");
        assert!(said.contains("读不了 nosuch：没有这个文件") && !said.contains("os error"), "{command:?}: {said}");
    }
}
