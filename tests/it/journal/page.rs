//! The page 操作日志 and the command.

use std::process::Command;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use sea_orm::ConnectionTrait;
use tower::ServiceExt;
use zhikong::access::{AccountId, Place, Role, Viewer};
use zhikong::app;
use zhikong::clock::Clock;
use zhikong::config::Transport;
use zhikong::journal::Event;

use super::{write_row, write_rows};
use crate::support::{TestDatabase, fresh_database};

fn account(login: &str, role: Role) -> Viewer {
    Viewer {
        account: Some(AccountId(7)),
        login: login.to_owned(),
        place: Place::System,
        roles: vec![role],
        address: "10.1.2.3".to_owned(),
        ..Viewer::operator()
    }
}

/// What a person sees at `path`: status and page.
async fn see(test: &TestDatabase, viewer: Viewer, path: &str) -> (u16, String) {
    let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
    let parts = test.parts(Clock::system(), transport);
    let router = app::router(parts).layer(axum::Extension(viewer));
    let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn only_the_audit_administrator_reads_the_journal() {
    let test = fresh_database().await;
    for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuthorityStaff, Role::Clerk] {
        assert_eq!(see(&test, account("yanshi", role), "/journal").await.0, 403, "{role:?}");
    }
    let (status, page) = see(&test, account("audit", Role::AuditAdmin), "/journal").await;
    assert_eq!(status, 200);
    assert!(page.contains("还没有记录"));
}

#[tokio::test]
async fn the_list_is_filtered_by_account_action_and_day_in_china() {
    let test = fresh_database().await;
    write_rows(&test, 60).await;
    let typed = Event::new("account.refused", "account", "<script>alert(1)</script>").refused();
    write_row(&test, &account("zhang", Role::Clerk), typed).await;
    let audit = || account("audit", Role::AuditAdmin);

    let (_, page) = see(&test, audit(), "/journal").await;
    assert!(page.contains("共 <b>61 条</b>") && page.contains("第 1–50 条"), "{page}");
    assert!(page.contains("接收报表") && page.contains("报表 59") && page.contains("期：2024Q3"));
    assert!(page.contains("2026-03-31 12:00:00"), "the time is the reader's");
    assert!(page.contains("拒绝") && page.contains("10.1.2.3") && page.contains("命令行"));
    assert!(!page.contains("<script>alert"), "what people typed is text");
    let (_, page) = see(&test, audit(), "/journal?page=2").await;
    assert!(page.contains("第 51–61 条") && page.contains("报表 0") && !page.contains("报表 59"));

    let (_, page) = see(&test, audit(), "/journal?login=zhang").await;
    assert!(page.contains("符合条件的有 <b>1 条</b>") && !page.contains("报表 59"));
    let (_, page) = see(&test, audit(), "/journal?action=returns.accepted&day=2026-03-31").await;
    assert!(page.contains("符合条件的有 <b>60 条</b>"));
    assert!(page.contains("/journal?login=&amp;action=returns.accepted&amp;day=2026-03-31&amp;page=2"), "{page}");
    let (_, page) = see(&test, audit(), "/journal?day=2026-04-01").await;
    assert!(page.contains("没有符合条件的记录"));
    let (_, page) = see(&test, audit(), "/journal?day=yesterday").await;
    assert!(page.contains("没有读懂") && page.contains("共 <b>61 条</b>"));
}

#[tokio::test]
async fn roles_are_named_as_people_name_them() {
    let test = fresh_database().await;
    let granted = Event::new("account.created", "account", 5).detail("roles", "clerk hospital_reviewer");
    write_row(&test, &account("keeper", Role::AccountKeeper), granted.detail("login", "clerk")).await;
    let (_, page) = see(&test, account("audit", Role::AuditAdmin), "/journal").await;
    assert!(page.contains("账号名：clerk；角色：医院填报人、医院审核人"), "{page}");
}

#[tokio::test]
async fn the_command_says_by_its_exit_whether_the_chain_holds() {
    let test = fresh_database().await;
    let rows = write_rows(&test, 3).await;
    let run = |more: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_zhikong"))
            .args(["journal", "verify", "--json", "--database-url", &test.url, "--data-dir"])
            .arg(test.folder.path())
            .args(more)
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        (out.status.code().unwrap(), report)
    };
    let (code, report) = run(&["--head", &rows[1].head]);
    assert_eq!((code, &report["intact"], &report["rows"]), (0, &true.into(), &3.into()), "{report}");
    assert_eq!(run(&["--head", &"ab".repeat(32)]).0, 1);
    test.db.execute_unprepared("DELETE FROM journal_event WHERE seq = 2").await.unwrap();
    let (code, report) = run(&[]);
    assert_eq!((code, &report["faults"][0]["kind"], &report["faults"][0]["first"]), (1, &"deleted".into(), &2.into()));
    assert_eq!(report["faults"][0]["message"], "第 2 条被删除");
}

#[test]
fn the_command_makes_no_database_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhikong"));
    let out = command.args(["journal", "verify", "--data-dir"]).arg(folder.path()).output().unwrap();
    assert_eq!(out.status.code(), Some(2));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
