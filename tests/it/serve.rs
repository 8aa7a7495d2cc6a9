//! `zhikong serve` asked to stop: the door closes, whoever is inside is served.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// The process, which does not outlive the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks on a connection that stays open and gives the head of the answer.
fn ask(link: &mut TcpStream) -> String {
    link.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let (mut said, mut some) = (String::new(), [0; 4_096]);
    while !said.ends_with("\r\n\r\nok") {
        let count = link.read(&mut some).unwrap();
        assert!(count > 0, "cut off after {said:?}");
        said.push_str(std::str::from_utf8(&some[..count]).unwrap());
    }
    said.to_ascii_lowercase()
}

fn connect(at: SocketAddr) -> std::io::Result<TcpStream> {
    let link = TcpStream::connect_timeout(&at, Duration::from_secs(1))?;
    link.set_read_timeout(Some(Duration::from_secs(10)))?;
    Ok(link)
}

#[test]
fn a_stop_closes_the_door_and_serves_who_is_inside() {
    let folder = tempfile::tempdir().unwrap();
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_zhikong"))
        .arg("--data-dir")
        .arg(folder.path())
        .args(["serve", "--bind", &at.to_string()])
        .env_remove("ZHIKONG_DATABASE_URL")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let started = Instant::now();
    let mut kept = loop {
        match connect(at) {
            Ok(link) => break link,
            Err(error) => assert!(started.elapsed() < Duration::from_secs(60), "{error}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(!ask(&mut kept).contains("connection: close"));
    let mut silent = connect(at).unwrap();
    // Long enough that the server has taken it in.
    std::thread::sleep(Duration::from_millis(100));
    kill_process(Pid::from_raw(i32::try_from(server.0.id()).unwrap()).unwrap(), Signal::TERM).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    assert!(connect(at).is_err(), "nobody new comes in");
    for link in [&mut kept, &mut silent] {
        let said = ask(link);
        assert!(said.starts_with("http/1.1 200"), "{said}");
        assert!(said.contains("connection: close"), "{said}");
        assert_eq!(link.read(&mut [0; 16]).unwrap(), 0, "and then it is closed");
    }
    let asked = Instant::now();
    let status = loop {
        if let Some(status) = server.0.try_wait().unwrap() {
            break status;
        }
        assert!(asked.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
}
