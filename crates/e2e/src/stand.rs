//! The product on this machine: a small invented province, served on a free port.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde::Deserialize;

/// An account the invented province was made with.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// What is typed as the account.
    pub account: String,
    /// Its password.
    pub password: String,
    /// Its role, as `accounts.json` names it.
    pub role: String,
    /// The authority or hospital it acts for.
    pub scope: String,
}

/// A server of its own, with its own copy of the invented province; gone when dropped.
pub struct Stand {
    server: tokio::process::Child,
    folder: PathBuf,
    /// Where it listens, without a slash at the end.
    pub address: String,
    /// The accounts of the province.
    pub accounts: Vec<Account>,
}

/// The last quarter of the invented province.
pub const LAST_PERIOD: &str = "2024Q2";

impl Stand {
    /// Serves a copy of the invented province, which is made once a run.
    pub async fn start() -> Self {
        static COPIES: AtomicU32 = AtomicU32::new(0);
        let province = province();
        let folder = target().join("e2e").join(format!("copy-{}", COPIES.fetch_add(1, Ordering::Relaxed)));
        let _ = fs::remove_dir_all(&folder);
        copy(province, &folder);

        let port = free_port();
        let server = tokio::process::Command::new(binary())
            .arg("--data-dir")
            .arg(&folder)
            .args(["serve", "--bind", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("start zhikong serve");
        let accounts = fs::read_to_string(folder.join("accounts.json")).expect("the demo writes accounts.json");
        let stand = Self {
            server,
            folder,
            address: format!("http://127.0.0.1:{port}"),
            accounts: serde_json::from_str(&accounts).expect("accounts.json is a list of accounts"),
        };
        wait_until_it_listens(port).await;
        stand
    }

    /// The account called `name`.
    pub fn account(&self, name: &str) -> &Account {
        let names: Vec<&str> = self.accounts.iter().map(|one| one.account.as_str()).collect();
        self.accounts.iter().find(|one| one.account == name).unwrap_or_else(|| panic!("no {name} among {names:?}"))
    }

    /// Runs a command of the product on the same data and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        run(&self.folder, arguments)
    }

    /// A path in this stand's folder, for files of a test.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _ = self.server.start_kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder cargo builds into.
pub(crate) fn target() -> &'static Path {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    TARGET.get_or_init(|| {
        // …/target/debug/deps/pages-0123 → …/target
        let test = std::env::current_exe().expect("a test has a path");
        test.ancestors().nth(3).expect("a test lies three folders below target").to_owned()
    })
}

fn binary() -> PathBuf {
    let path = std::env::var_os("ZHIKONG_BIN").map_or_else(|| target().join("debug/zhikong"), PathBuf::from);
    assert!(path.is_file(), "{} is not there: run `cargo build` first", path.display());
    path
}

/// The invented province every stand copies, made anew once a run.
fn province() -> &'static Path {
    static PROVINCE: OnceLock<PathBuf> = OnceLock::new();
    PROVINCE.get_or_init(|| {
        let folder = target().join("e2e/province");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("make the province's folder");
        let wanted = ["demo", "--hospitals", "12", "--from", "2023Q4", "--to", LAST_PERIOD, "--seed", "7"];
        run(&folder, &wanted);
        folder
    })
}

fn run(data: &Path, arguments: &[&str]) -> String {
    let done = Command::new(binary())
        .arg("--data-dir")
        .arg(data)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("run zhikong");
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success(),
        "zhikong {arguments:?} ended with {}:\n{said}{}",
        done.status,
        String::from_utf8_lossy(&done.stderr)
    );
    said
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("make a folder");
    for entry in fs::read_dir(from).expect("read a folder") {
        let entry = entry.expect("read a folder");
        let there = to.join(entry.file_name());
        if entry.file_type().expect("tell a folder from a file").is_dir() {
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), &there).expect("copy a file");
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("find a free port");
    listener.local_addr().expect("find a free port").port()
}

async fn wait_until_it_listens(port: u16) {
    let until = Instant::now() + Duration::from_secs(30);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < until, "zhikong serve did not listen within 30 s");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
