//! `zhikong serve` as a process of its own: started, watched, stopped, killed – always by its own id.

use std::fs::{File, read_dir, read_to_string};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::client::{Browser, Request};
use crate::ground::Installation;

/// The binary under test: built with the same profile as this bench, or the one `RUSH_BINARY` names, to compare two.
pub fn binary() -> PathBuf {
    std::env::var_os("RUSH_BINARY").map_or_else(|| env!("CARGO_BIN_EXE_zhikong").into(), PathBuf::from)
}

/// How long a start may take.
const START: Duration = Duration::from_secs(60);

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Server {
    /// Starts it and waits until it answers.
    pub async fn start(of: &Installation, port: u16) -> Self {
        let log = of.log.clone();
        let said = File::options().create(true).append(true).open(&log).expect("a log");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let child = of
            .command()
            .args(["serve", "--bind", &address.to_string()])
            .env("ZHIKONG_LOG", "warn")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(said.try_clone().expect("a log"))
            .stderr(said)
            .spawn()
            .expect("the server starts");
        let mut server = Self { child, address, log };
        let started = Instant::now();
        while !server.answers().await {
            let ended = server.child.try_wait().expect("a status");
            assert!(ended.is_none(), "the server ended at once: {ended:?}, see {}", server.log.display());
            assert!(started.elapsed() < START, "the server does not answer");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        server
    }

    async fn answers(&self) -> bool {
        let answer = Browser::new(self.address, "").send(&Request::get("/healthz")).await;
        answer.is_ok_and(|answer| answer.status == 200)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("a status");
    }

    /// Asks it to stop, as an administrator does.
    pub fn ask_to_stop(&self) {
        let id = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("an id");
        kill_process(id, Signal::TERM).expect("it runs");
    }

    /// Waits for its end after it was asked; kills it when it takes longer than half a minute.
    pub async fn ended(mut self) -> (Option<ExitStatus>, Duration) {
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return (Some(status), asked.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.kill();
        (None, asked.elapsed())
    }

    /// Asks and waits.
    pub async fn stop(self) {
        self.ask_to_stop();
        let (status, _) = self.ended().await;
        assert!(status.is_some_and(|status| status.success()), "the server stops well: {status:?}");
    }

    /// Lines of its log that hold a word.
    pub fn log_lines(&self, word: &str) -> usize {
        log_lines(&self.log, word)
    }
}

impl Drop for Server {
    /// Whatever ends a run, its server ends with it.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines of a log that hold a word.
pub fn log_lines(log: &Path, word: &str) -> usize {
    read_to_string(log).unwrap_or_default().lines().filter(|line| line.contains(word)).count()
}

/// A free port of this machine.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|bound| bound.local_addr()).expect("a free port").port()
}

/// Memory of a process and its children, watched until dropped.
pub struct Memory {
    most: Arc<AtomicU64>,
    watching: tokio::task::JoinHandle<()>,
}

impl Memory {
    pub fn watch(id: u32) -> Self {
        let most = Arc::new(AtomicU64::new(0));
        let seen = most.clone();
        let watching = tokio::spawn(async move {
            loop {
                seen.fetch_max(resident_with_children(id), Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        Self { most, watching }
    }

    /// The most that was seen, MB.
    pub fn most(self) -> f64 {
        self.watching.abort();
        self.most.load(Ordering::Relaxed) as f64 / 1024.0
    }
}

fn resident_with_children(id: u32) -> u64 {
    let tasks = read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| read_to_string(task.path().join("children")).ok());
    let ids: Vec<u32> = children.flat_map(|ids| numbers(&ids)).collect();
    resident(id) + ids.into_iter().map(resident).sum::<u64>()
}

fn numbers(text: &str) -> Vec<u32> {
    text.split_whitespace().filter_map(|id| id.parse().ok()).collect()
}

/// Resident memory, KiB.
fn resident(id: u32) -> u64 {
    let status = read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Processor time of a process with its ended children, seconds.
pub fn processor(id: u32) -> f64 {
    let stat = read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: f64 = fields.split(' ').skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// What the machine is busy with: the load of the last minute.
pub fn load() -> String {
    read_to_string("/proc/loadavg").unwrap_or_default().split(' ').take(3).collect::<Vec<_>>().join(" ")
}

/// Runs a command of the binary on an installation and says whether it ended well.
pub fn ran_well(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).status().is_ok_and(|status| status.success())
}
