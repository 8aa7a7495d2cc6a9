//! `zhikong returns` at the command line: documents with every key, exit codes, nothing stored by a rehearsal.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::returns::scene::{CELLS, Scene};

/// Runs the binary on a scene's data; exit code and what stood on stdout.
pub fn zhikong(scene: &Scene, arguments: &[&str]) -> (Option<i32>, String) {
    let out = command(scene, arguments).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap())
}

/// The command, not yet run.
pub fn command(scene: &Scene, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhikong"));
    command.args(arguments).arg("--data-dir").arg(scene.bench.test.folder.path());
    command.args(["--database-url", &scene.bench.test.url]).env("ZHIKONG_LOG", "error");
    command
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn ingest_answers_with_every_key_and_an_exit_code() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().unwrap();
    let good = write(folder.path(), "好.xlsx", &scene.clean("A1").await);
    let bad = write(folder.path(), "坏.xlsx", &scene.paper("A2").await.put("F6", "无").bytes());
    let picture = write(folder.path(), "照片.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0");
    let [good, bad, picture] = [&good, &bad, &picture].map(|path| path.to_str().unwrap());

    let before = scene.rows().await;
    let (code, out) = zhikong(&scene, &["returns", "ingest", "--dry-run", "--json", good]);
    let rehearsed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &rehearsed["dry_run"], &rehearsed["files"][0]["status"]),
        (Some(0), &true.into(), &"stored".into())
    );
    assert_eq!(scene.rows().await, before);

    let (code, out) = zhikong(&scene, &["returns", "ingest", "--json", good, bad, picture]);
    assert_eq!(code, Some(1), "something was refused");
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(keys(&document), ["dry_run", "files"]);
    let files = document["files"].as_array().unwrap();
    assert_eq!(files.len(), 3);
    for file in files {
        assert_eq!(
            keys(file),
            [
                "edition", "file", "hospital", "part", "period", "problems", "receipt", "round", "sha256", "status",
                "values"
            ]
        );
        assert_eq!(keys(&file["values"]), ["expected", "missing", "refused", "stored", "unchanged"]);
        for problem in file["problems"].as_array().unwrap() {
            assert_eq!(keys(problem), ["cell", "element", "found", "message", "remedy", "rule", "severity", "sheet"]);
        }
    }
    let [stored, refused, no_workbook] = files.as_slice() else { unreachable!() };
    assert_eq!(stored["file"], "好.xlsx");
    assert_eq!(
        (&stored["status"], &stored["hospital"], &stored["period"]),
        (&"stored".into(), &"A1".into(), &"2024Q3".into())
    );
    assert_eq!(
        (&stored["edition"], &stored["round"], &stored["receipt"]),
        (&2024.into(), &1.into(), &"2024Q3-A1-01".into())
    );
    assert_eq!((&stored["values"]["expected"], &stored["values"]["stored"]), (&CELLS.into(), &CELLS.into()));
    assert_eq!(stored["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(
        (&refused["status"], &refused["hospital"], &refused["round"]),
        (&"refused".into(), &"A2".into(), &Value::Null)
    );
    let problem = &refused["problems"][0];
    assert_eq!((&problem["severity"], &problem["rule"]), (&"block".into(), &"ambiguous-mark".into()));
    assert_eq!(
        (&problem["sheet"], &problem["cell"], &problem["found"]),
        (&"数据填报".into(), &"F6".into(), &"无".into())
    );
    for key in ["hospital", "period", "edition", "round", "receipt"] {
        assert_eq!(no_workbook[key], Value::Null, "{key}");
    }

    let (code, out) = zhikong(&scene, &["returns", "ingest", "--json", good]);
    let again: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &again["files"][0]["status"]), (Some(0), &"unchanged".into()));
    assert_eq!(zhikong(&scene, &["returns", "ingest", "--json", "/nowhere/演示.xlsx"]).0, Some(1));
}

#[tokio::test]
async fn a_template_goes_out_comes_back_and_is_accepted() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("A1.xlsx");
    let path = out.to_str().unwrap();
    let template = ["returns", "template", "--hospital", "A1", "--period", "2024Q3", "-o", path];
    assert_eq!(zhikong(&scene, &template).0, Some(0));
    let blank = scene.workbook("A1", crate::returns::scene::q3(), &Default::default()).await;
    assert_eq!(std::fs::read(&out).unwrap(), blank, "the page and the command write the same form");
    let unknown = ["returns", "template", "--hospital", "Z9", "--period", "2024Q3", "-o", path];
    assert_eq!(zhikong(&scene, &unknown).0, Some(2));

    std::fs::write(&out, scene.clean("A1").await).unwrap();
    assert_eq!(zhikong(&scene, &["returns", "ingest", path]).0, Some(0));
    let accept = |code: &str| {
        let (exit, out) = zhikong(&scene, &["returns", "accept", "--period", "2024Q3", "--hospital", code, "--json"]);
        (exit, serde_json::from_str::<Value>(&out).unwrap())
    };
    let (exit, done) = accept("A1");
    assert_eq!((exit, keys(&done)), (Some(0), vec!["accepted", "period", "skipped"]));
    assert_eq!((&done["accepted"], &done["skipped"]), (&serde_json::json!(["A1"]), &serde_json::json!([])));
    for code in ["A1", "A2", "Z9"] {
        let (exit, done) = accept(code);
        assert_eq!((exit, &done["skipped"][0]["hospital"]), (Some(1), &code.into()), "nothing of {code} waits");
    }
    let (exit, out) = zhikong(&scene, &["returns", "accept", "--period", "2024Q3", "--json"]);
    assert_eq!(
        (exit, serde_json::from_str::<Value>(&out).unwrap()["accepted"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
}
