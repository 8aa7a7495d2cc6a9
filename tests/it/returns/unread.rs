//! Files that could not be opened at the command line: each is answered in its place, the others are stored.

use crate::returns::command::zhikong;
use crate::returns::scene::Scene;

#[tokio::test]
async fn files_that_cannot_be_read_are_answered_like_the_others() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("好.xlsx"), scene.clean("A1").await).unwrap();
    std::fs::create_dir(at("夹")).unwrap();
    std::os::unix::fs::symlink(at("不在"), at("链接.xlsx")).unwrap();
    std::fs::File::create(at("大.xlsx")).unwrap().set_len(1 << 40).unwrap();
    let files =
        ["没有.xlsx", "好.xlsx", "夹", "链接.xlsx", "大.xlsx"].map(|name| at(name).to_str().unwrap().to_owned());
    let arguments: Vec<&str> =
        ["returns", "ingest", "--json"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let (code, out) = zhikong(&scene, &arguments);
    assert_eq!(code, Some(1));
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    let files = document["files"].as_array().unwrap();
    let said: Vec<_> = files
        .iter()
        .map(|file| {
            (file["file"].as_str().unwrap(), file["status"].as_str().unwrap(), file["problems"][0]["rule"].as_str())
        })
        .collect();
    assert_eq!(
        said,
        [
            ("没有.xlsx", "refused", Some("unreadable-file")),
            ("好.xlsx", "stored", None),
            ("夹", "refused", Some("unreadable-file")),
            ("链接.xlsx", "refused", Some("unreadable-file")),
            ("大.xlsx", "refused", Some("file-too-large")),
        ]
    );
    assert_eq!(files[0]["sha256"], serde_json::Value::Null);
    assert_eq!(files[0]["problems"][0]["message"], "文件打不开：没有这个文件。");
}
