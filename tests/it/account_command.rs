//! `zhikong account`: the first account of an empty installation, and what an operator does where no page can help.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;
use zhikong::access::Role;

use crate::support::bench::{Bench, PASSWORD};
use crate::support::empty_database;
use crate::support::register::line;

/// How a command ended: exit code, stdout, stderr.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// An installation as the command line names it.
struct Installation<'a> {
    url: &'a str,
    folder: &'a std::path::Path,
}

impl<'a> Installation<'a> {
    fn of(bench: &'a Bench) -> Self {
        Self { url: &bench.test.url, folder: bench.test.folder.path() }
    }

    fn account(&self, arguments: &[&str]) -> Ended {
        self.account_told(arguments, "")
    }

    /// The command with something on its standard input.
    fn account_told(&self, arguments: &[&str], input: &str) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_zhikong"))
            .arg("account")
            .args(arguments)
            .args(["--database-url", self.url, "--data-dir"])
            .arg(self.folder)
            .env("ZHIKONG_LOG", "error")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may have ended before.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let out = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { code: out.status.code().unwrap(), out: text(out.stdout), err: text(out.stderr) }
    }
}

/// Adds a clerk of the hospital `JS-1`, with more arguments.
fn clerk<'a>(login: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let first = ["add", "--login", login, "--name", "演示甲", "--role", "clerk", "--hospital", "JS-1", "--json"];
    first.into_iter().chain(more.iter().copied()).collect()
}

/// Signs in and opens the first page: where that leads, or the status of the refusal.
async fn enter(bench: &Bench, login: &str, password: &str) -> Result<String, u16> {
    let client = bench.visitor();
    let answer = client.post("/sign-in", &[("account", login), ("password", password)]).await;
    if answer.status != 303 {
        return Err(answer.status.as_u16());
    }
    let first = client.get(answer.location()).await;
    Ok(if first.status == 303 { first.location().to_owned() } else { answer.location().to_owned() })
}

/// Where an account is led that must change its password.
const CHANGE: &str = "/account/password";

#[tokio::test]
async fn the_first_command_of_an_empty_installation_makes_an_account_of_a_commission() {
    let test = empty_database().await;
    let empty = Installation { url: &test.url, folder: test.folder.path() };
    let order = ["add", "--login", "first", "--name", "演示甲", "--role", "account_keeper", "--authority", "410000"];
    let made = empty.account(&order);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("账号 first 已建好") && made.out.contains("一次性密码 "), "{}", made.out);
    let listed = empty.account(&["list", "--json"]).json();
    let first = &listed[0];
    assert_eq!((&first["login"], &first["roles"]), (&"first".into(), &serde_json::json!(["account_keeper"])));
    assert_eq!((&first["place"], &first["must_change"]), (&"河南省卫生健康委员会".into(), &true.into()));
    assert_eq!((&first["disabled"], &first["signed_in_at"]), (&false.into(), &Value::Null));
}

#[tokio::test]
async fn a_new_account_signs_in_with_the_printed_password_and_must_change_it() {
    let bench = Bench::new().await;
    bench.hospital("演示甲医院").with(|row| *row = line("JS-1")).store().await;
    let here = Installation::of(&bench);
    let made = here.account(&clerk("liu", &[])).json();
    let password = made["password"].as_str().unwrap();
    assert_eq!(enter(&bench, "liu", password).await.as_deref(), Ok(CHANGE));

    let told = here.account_told(&clerk("wang", &["--password-stdin"]), &format!("{PASSWORD}\n"));
    assert_eq!((told.code, &told.json()["password"]), (0, &Value::Null), "a typed password is not printed");
    assert_eq!(enter(&bench, "wang", PASSWORD).await.as_deref(), Ok(CHANGE));

    let listed = here.account(&["list"]).out;
    let lines: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.iter().map(|line| line[0]).collect::<Vec<_>>(), ["liu", "wang"]);
    assert_eq!((lines[0][2], lines[0][4], lines[0][5]), ("在用", "clerk", "演示JS-1医院"));
}

#[tokio::test]
async fn what_cannot_be_made_is_said_and_nothing_is_kept() {
    let bench = Bench::new().await;
    bench.hospital("演示甲医院").with(|row| *row = line("JS-1")).store().await;
    let here = Installation::of(&bench);
    assert_eq!(here.account(&clerk("liu", &[])).code, 0);
    let order = |login: &'static str, more: &[&'static str]| {
        ["add", "--login", login, "--name", "演示乙"].into_iter().chain(more.iter().copied()).collect::<Vec<_>>()
    };
    for (arguments, code, said) in [
        (clerk("liu", &[]), 1, "账号“liu”已被别人使用"),
        (order("zhao", &["--role", "clerk", "--hospital", "NONE"]), 1, "没有这个账号或单位"),
        (order("zhao", &["--role", "authority_staff", "--authority", "999999"]), 1, "没有这个账号或单位"),
        (order("zhao", &["--role", "clerk", "--authority", "410000"]), 1, "医院填报人"),
        (order("zhao", &["--role", "audit_admin", "--role", "system_admin"]), 1, "审计管理员"),
        (order("zhao", &["--role", "king"]), 2, "authority_staff"),
        (clerk("zhao", &["--password-stdin"]), 1, "密码只有 0 个字符"),
        (vec!["reset", "nobody"], 1, "没有这个账号或单位"),
    ] {
        let ended = here.account(&arguments);
        assert_eq!(ended.code, code, "{arguments:?}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(said) && ended.out.is_empty(), "{arguments:?}: {}{}", ended.out, ended.err);
    }
    assert_eq!(here.account(&["list", "--json"]).json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_account_is_reset_disabled_and_enabled() {
    let bench = Bench::new().await;
    bench.account("audit").role(Role::AuditAdmin).store().await;
    let here = Installation::of(&bench);
    let client = bench.sign_in("audit").await;

    let password = here.account(&["reset", "audit", "--json"]).json()["password"].as_str().unwrap().to_owned();
    assert_eq!(client.get("/journal").await.status, 303, "its sessions have ended");
    assert_eq!(enter(&bench, "audit", PASSWORD).await, Err(422), "the old password is void");
    assert_eq!(enter(&bench, "audit", &password).await.as_deref(), Ok(CHANGE));

    let disabled = here.account(&["disable", "audit"]);
    assert_eq!((disabled.code, disabled.out.trim()), (0, "账号 audit 已停用，各处的登录已退出"));
    assert_eq!(enter(&bench, "audit", &password).await, Err(422));
    assert_eq!(here.account(&["list", "--json"]).json()[0]["disabled"], true);

    assert_eq!(here.account(&["enable", "audit"]).code, 0);
    assert_eq!(enter(&bench, "audit", &password).await.as_deref(), Ok(CHANGE));
}
