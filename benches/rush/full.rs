//! The disk is full: on a small file system of our own in memory, which is taken away at the end. Needs root to mount it.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use zhikong::calendar::Period;

use crate::client::{Answer, Browser, Failed, Request};
use crate::ground::Ground;
use crate::load::{Sessions, seen, sign_in_all, upload};
use crate::province::{self, Book, CHEAP, PASSWORD, Province, clerk};
use crate::runs::sound;
use crate::server::{Server, free_port};
use crate::times::Verdict;
use crate::{Options, proof, quarter};

/// A file system of a few megabytes, unmounted when dropped.
struct Small(PathBuf);

impl Small {
    fn mount(place: PathBuf, megabytes: usize) -> Self {
        std::fs::create_dir_all(&place).expect("a folder");
        let size = format!("size={megabytes}m");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&place).status();
        assert!(done.is_ok_and(|status| status.success()), "a small file system can be mounted (root?)");
        Self(place)
    }

    /// Fills it up to some bytes that stay free; gives the file that does it.
    fn fill(&self, leave: usize) -> PathBuf {
        let ballast = self.0.join("ballast");
        let mut file = File::create(&ballast).expect("a file");
        let block = vec![0_u8; 4_096];
        while file.write_all(&block).is_ok() {}
        let length = file.metadata().expect("a length").len();
        file.set_len(length.saturating_sub(leave as u64)).expect("shrinks");
        ballast
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        if !Command::new("umount").arg(&self.0).status().is_ok_and(|status| status.success()) {
            eprintln!("{} stays mounted", self.0.display());
        }
    }
}

/// What was met while the disk was full.
#[derive(Default)]
struct Met {
    /// Answers to uploads that were not taken.
    refused: Vec<String>,
    /// Of these, those that say in Chinese what is wrong and what to do.
    plain: usize,
    /// Receipts of those that were.
    taken: Vec<String>,
}

/// Uploads go on while the disk fills to the last byte, reads too; then there is room again.
pub async fn full(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let hospitals = options.hospitals.unwrap_or(120);
    let province = province::make(&ground, hospitals, &[quarter("2024Q3")], CHEAP).await;
    let small = Small::mount(ground.folder().join("small"), 64);
    let of = ground.copy_to(&province.made, "full", small.0.join("data")).await;
    let server = Server::start(&of, free_port()).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    println!("\n{}: the disk of the data folder is full", ground.name());
    let (mut met, mut readable) = (Met::default(), true);
    let mut books = province.books.iter();
    // From a little room to none at all: first the database or the files run out, then both.
    for leave in [400_000, 150_000, 60_000, 20_000, 0] {
        let ballast = small.fill(leave);
        let some: Vec<Book> = books.by_ref().take(12).cloned().collect();
        send(&server, &sessions, &some, &mut met).await;
        readable &= reads(&server, &sessions, &province, some[0].period).await;
        if leave == 0 {
            fill_the_database(&server, hospitals, verdict).await;
        }
        std::fs::remove_file(ballast).expect("there is room again");
        let next: Vec<Book> = books.by_ref().take(2).cloned().collect();
        let before = met.refused.len();
        send(&server, &sessions, &next, &mut met).await;
        verdict
            .promise(format!("with room again uploads work at once (left {leave} bytes)"), met.refused.len() == before);
    }
    for said in met.refused.iter().take(4) {
        println!("    {said}");
    }
    let log = std::fs::read_to_string(&of.log).unwrap_or_default();
    let causes: std::collections::BTreeSet<&str> = log.lines().filter_map(|line| line.split("error=").nth(1)).collect();
    for cause in causes.iter().take(8) {
        println!("    log: {cause}");
    }
    let count = met.refused.len();
    println!("{count} uploads met a full disk, {} were taken", met.taken.len());
    verdict.promise("some uploads met a full disk", count > 0);
    let plain = met.plain;
    verdict.promise(
        format!("each says in Chinese that the disk is full and what to do ({plain} of {count})"),
        plain == count,
    );
    verdict.promise("pages were read all the while", readable);
    server.stop().await;
    let proof = proof::look(&of, true).await;
    let lost = met.taken.iter().filter(|receipt| !proof.receipts.contains_key(*receipt)).count();
    verdict.promise(format!("nothing acknowledged is lost ({lost} of {})", met.taken.len()), lost == 0);
    let more = proof.receipts.len() - (met.taken.len() - lost);
    verdict.promise(format!("nothing refused is stored ({more} are)"), more == 0);
    verdict.promise("no half-written file is left", leftovers(&of.data_dir.join("files")) == 0);
    sound(&proof, verdict);
}

async fn send(server: &Server, sessions: &Sessions, books: &[Book], met: &mut Met) {
    for book in books {
        let answer = Browser::new(server.address, &sessions.clerks[book.hospital]).send(&upload(book)).await;
        match answer {
            Ok(answer) if answer.status == 303 => met.taken.push(book.receipt.clone()),
            answer => {
                met.plain += usize::from(says_so(&answer));
                met.refused.push(seen(&answer));
            }
        }
    }
}

fn says_so(answer: &Result<Answer, Failed>) -> bool {
    let Ok(answer) = answer else { return false };
    let text = answer.text();
    answer.status == 507 && text.contains("磁盘") && text.contains("系统管理员")
}

async fn reads(server: &Server, sessions: &Sessions, province: &Province, period: Period) -> bool {
    let mut all = true;
    for (path, cookie) in [
        (format!("/overview?period={period}"), &sessions.staff),
        (format!("/returns?period={period}"), &sessions.staff),
        (format!("/returns/{period}/{}", province.codes[0]), &sessions.staff),
        ("/home".to_owned(), &sessions.clerks[0]),
    ] {
        let page = Browser::new(server.address, cookie).send(&Request::get(&path)).await;
        if !page.as_ref().is_ok_and(|page| page.status == 200) {
            println!("    {path}: {}", seen(&page));
            all = false;
        }
    }
    all
}

/// Signs in again and again, which needs no file, until the database too finds no room: its log reuses space for a while.
async fn fill_the_database(server: &Server, hospitals: usize, verdict: &mut Verdict) {
    for number in 0..2_000 {
        let answer = sign_in_answer(server, number % hospitals).await;
        if !answer.as_ref().is_ok_and(|answer| answer.status == 303) {
            let what = format!("sign-in {number} says that the disk is full: {}", seen(&answer));
            return verdict.promise(what, says_so(&answer));
        }
    }
    println!("    2,000 sign-ins found room in the database");
}

async fn sign_in_answer(server: &Server, hospital: usize) -> Result<Answer, Failed> {
    let login = clerk(hospital);
    let request = Request::form("/sign-in", &[("account", &login), ("password", PASSWORD)]);
    Browser::new(server.address, "").send(&request).await
}

/// Files whose name is no fingerprint.
fn leftovers(files: &Path) -> usize {
    let folders = std::fs::read_dir(files).expect("the kept files").flatten();
    let kept = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    kept.filter(|file| file.file_name().len() != 62).count()
}
