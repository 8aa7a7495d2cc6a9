//! A running server takes changed files into use, and keeps the last good ones where the change is faulty.

use std::fs;
use std::io::Write;

use http::StatusCode;
use zhikong::access::Role;
use zhikong::app;
use zhikong::catalogue::{Catalogue, Looked, Shelf};

use super::{copied, spoil};
use crate::support::bench::Bench;
use crate::support::client::Client;

#[tokio::test]
async fn a_running_server_keeps_the_last_good_catalogue() {
    let folder = copied();
    let bench = Bench::new().await;
    let shelf = Shelf::of(Catalogue::load(Some(folder.path())).unwrap(), Some(folder.path()));
    bench.account("zhang").role(Role::SystemAdmin).store().await;
    let zhang = Client::new(app::router_on(bench.parts.clone(), shelf.clone()));
    let password = crate::support::bench::PASSWORD;
    assert_eq!(zhang.post("/sign-in", &[("account", "zhang"), ("password", password)]).await.status, 303);
    assert_eq!(shelf.look_again(), Looked::Same);

    let line = spoil(folder.path(), "2024/edition.toml", "提高静脉血栓栓塞症规范预防率\"", "降低静脉血栓\"");
    let Looked::Refused(faults) = shelf.look_again() else { panic!("a faulty change is refused") };
    assert_eq!((faults[0].file.as_str(), faults[0].line), ("2024/edition.toml", line));
    assert_eq!(shelf.current().target(2024, 3).unwrap().title, "提高静脉血栓栓塞症规范预防率");
    let page = zhang.get("/system").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!("2024/edition.toml:{line}: ")), "{}", page.body);
    assert!(page.body.contains("仍用改动前的内容"));

    spoil(folder.path(), "2024/edition.toml", "title = \"降低静脉血栓\"", "title = \"提高静脉血栓栓塞症规范预防率\"");
    spoil(folder.path(), "2024/edition.toml", "国卫办医政函〔2024〕40号", "演示函〔2024〕1号");
    assert_eq!(shelf.look_again(), Looked::Taken);
    assert!(zhang.get("/catalogue/2024").await.body.contains("演示函〔2024〕1号"), "the next request sees it");
    assert!(!zhang.get("/system").await.body.contains("仍用改动前的内容"));

    fs::remove_dir_all(folder.path()).unwrap();
    let Looked::Refused(faults) = shelf.look_again() else { panic!("a missing folder is refused") };
    assert!(faults.len() == 1 && faults[0].what.contains("没有这个文件夹"), "{faults:?}");
    assert_eq!(shelf.current().editions().len(), 6);
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_by_its_name_and_nothing_else_is_blamed() {
    let folder = copied();
    let mut file = fs::File::create(folder.path().join("elements.toml")).unwrap();
    let line = [b'#'; 1 << 20];
    for _ in 0..50 {
        file.write_all(&line).unwrap();
    }
    let faults = Catalogue::load(Some(folder.path())).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!(faults[0].to_string(), "elements.toml:1: 文件过大：50.0 MB，上限 4 MB，没有读取");
}
