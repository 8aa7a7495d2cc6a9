//! `zhikong roster`: what outside programs rely on.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use zhikong::hospitals::roster::{self, Line};

use crate::support::register::line;

fn zhikong(folder: &Path, words: &[&str]) -> Output {
    // SQLite in the folder, whichever database the suite runs on: the stores are tested on both elsewhere.
    Command::new(env!("CARGO_BIN_EXE_zhikong"))
        .arg("--data-dir")
        .arg(folder.join("data"))
        .args(words)
        .env_remove("ZHIKONG_DATABASE_URL")
        .output()
        .expect("the binary starts")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn write(folder: &Path, name: &str, lines: &[Line]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, roster::write(lines).unwrap()).unwrap();
    path.display().to_string()
}

#[test]
fn the_document_and_the_exit_code_are_as_promised() {
    let folder = tempfile::tempdir().unwrap();
    let (at, ok) = (folder.path(), write(folder.path(), "ok.xlsx", &[line("A1"), line("A2")]));
    let bad = write(at, "bad.xlsx", &[line("A1"), Line { region: "000000".to_owned(), ..line("A3") }]);

    let dry = zhikong(at, &["roster", "import", &ok, "--dry-run", "--json"]);
    assert_eq!((dry.status.code(), json(&dry)["rows"]["created"].as_i64()), (Some(0), Some(2)));

    let done = zhikong(at, &["roster", "import", &ok, "--from", "2023-01-01", "--json"]);
    assert_eq!(done.status.code(), Some(0));
    let said = json(&done);
    let rows = serde_json::json!({ "read": 2, "created": 2, "changed": 0, "unchanged": 0, "refused": 0 });
    assert_eq!((&said["rows"], &said["problems"]), (&rows, &serde_json::json!([])), "a dry run had changed nothing");

    let refused = zhikong(at, &["roster", "import", &bad, "--json"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = json(&refused);
    assert_eq!(said["rows"]["refused"], 2);
    let problem = &said["problems"][0];
    let place = ["severity", "rule", "sheet", "cell", "found"].map(|key| problem[key].as_str().unwrap_or("-"));
    assert_eq!(place, ["block", "roster_region", "医院名录", "G3", "000000"]);

    let out = at.join("out.xlsx").display().to_string();
    assert_eq!(zhikong(at, &["roster", "export", "-o", &out]).status.code(), Some(0));
    let again = zhikong(at, &["roster", "import", &out, "--json"]);
    assert_eq!(json(&again)["rows"]["unchanged"], 2);
}

#[test]
fn what_cannot_run_exits_with_two() {
    let folder = tempfile::tempdir().unwrap();
    let ok = write(folder.path(), "ok.xlsx", &[line("A1")]);
    for words in [&["roster", "import", "/nowhere.xlsx"][..], &["roster", "import", &ok, "--from", "2999-01-01"]] {
        let output = zhikong(folder.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn the_list_of_authorities_comes_in_by_itself_and_again_by_command() {
    let folder = tempfile::tempdir().unwrap();
    let output = zhikong(folder.path(), &["authority", "import", "--json"]);
    let said = json(&output);
    assert_eq!((said["created"].as_i64(), said["changed"].as_i64()), (Some(0), Some(0)));
    assert!(said["unchanged"].as_i64().unwrap() > 100);
}
