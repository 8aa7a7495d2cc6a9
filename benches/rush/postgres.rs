//! A PostgreSQL of our own, as an installation would run it: it waits for the disk. Listens on 127.0.0.1 only, belongs to
//! an unprivileged user, and is stopped and removed at the end.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::server::free_port;

pub struct Cluster {
    bin: PathBuf,
    place: tempfile::TempDir,
    port: u16,
    /// As whom it runs; nobody else where we are nobody special ourselves.
    owner: Option<&'static str>,
}

impl Cluster {
    /// Makes and starts one in a folder of its own under `above`.
    pub fn start(above: &Path) -> Self {
        let place = tempfile::tempdir_in(above).expect("a folder");
        let owner = rustix::process::geteuid().is_root().then_some("postgres");
        let cluster = Self { bin: programs(), place, port: free_port(), owner };
        if let Some(owner) = owner {
            run(Command::new("chown").arg(owner).arg(cluster.place.path()));
        }
        let data = cluster.data();
        run(cluster
            .command("initdb")
            .arg("-D")
            .arg(&data)
            .args(["--locale=C", "--encoding=UTF8", "--auth=trust", "--username=zhikong"])
            .stdout(Stdio::null()));
        cluster.control("start", "fast");
        cluster
    }

    /// Where a database of it is.
    pub fn server(&self) -> String {
        format!("postgres://zhikong@127.0.0.1:{}", self.port)
    }

    /// Stops and starts it: `fast` ends what runs, `immediate` is a crash.
    pub fn restart(&self, mode: &str) {
        self.control("restart", mode);
    }

    fn data(&self) -> PathBuf {
        self.place.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let path = self.bin.join(program);
        let mut command = match self.owner {
            Some(owner) => {
                let mut command = Command::new("runuser");
                command.args(["-u", owner, "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        command.current_dir(self.place.path());
        command
    }

    fn control(&self, what: &str, mode: &str) {
        let place = self.place.path().display();
        let options = format!("-c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -p {}", self.port);
        let mut command = self.command("pg_ctl");
        command.arg("-D").arg(self.data()).arg("-l").arg(self.place.path().join("server.log"));
        command.args(["-w", "-t", "60", "-o", &options, "-m", mode, what]).stdout(Stdio::null());
        run(&mut command);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut command = self.command("pg_ctl");
        command.arg("-D").arg(self.data()).args(["-m", "immediate", "-w", "stop"]);
        let stopped = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !stopped.is_ok_and(|status| status.success()) {
            eprintln!("PostgreSQL in {} did not stop", self.place.path().display());
        }
    }
}

/// The newest that is installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed");
    let mut found: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    found.sort();
    found.pop().expect("PostgreSQL is installed")
}

fn run(command: &mut Command) {
    let done = command.status().expect("the program is there");
    assert!(done.success(), "{command:?}: {done}");
}
