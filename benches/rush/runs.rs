//! The measurements: the deadline rush, sign-ins, and many writers beside many readers.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::sleep;
use zhikong::accounts::Cost;

use crate::client::{Browser, Request};
use crate::ground::Ground;
use crate::load::{Sessions, Viewers, seen, send_all, sign_in_all, sign_ins, upload};
use crate::province::{self, Book, CHEAP, Province};
use crate::server::{Memory, Server, free_port, load, processor, ran_well};
use crate::times::{Times, Verdict, heading};
use crate::{Options, proof, quarter};

/// Page views a second beside the measured load.
const VIEWS: f64 = 6.0;

fn ms(limit: u64) -> Duration {
    Duration::from_millis(limit)
}

/// Everybody sends on the last evening, beside the same files at the command line.
pub async fn rush(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let hospitals = options.hospitals.unwrap_or(1_500);
    let province = province::make(&ground, hospitals, &[quarter("2024Q3")], CHEAP).await;
    let command = at_the_command_line(&ground, &province).await;
    let of = ground.copy(&province.made, "rush").await;
    let server = Server::start(&of, free_port()).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    println!("\n{}: {hospitals} workbooks, {} at a time; load before {}", ground.name(), options.at_once, load());
    let (busy, own) = (processor(server.id()), processor(std::process::id()));
    let memory = Memory::watch(server.id());
    let viewers = Viewers::start(server.address, &sessions, &province, VIEWS);
    let sent = send_all(server.address, &sessions, &province.books, options.at_once).await;
    heading();
    sent.acknowledged.line("acknowledged");
    sent.verdict.line("verdict");
    let pages = viewers.end().await;
    let memory = memory.most();
    let (busy, own) = (processor(server.id()) - busy, processor(std::process::id()) - own);
    server.stop().await;
    let rate = hospitals as f64 / sent.took.as_secs_f64();
    println!(
        "{rate:.1} a second in {:.1} s; command line {command:.1} a second: {:.0} %; memory at most {memory:.0} MB; \
         processor: server {busy:.1} s, this tool {own:.1} s; load after {}",
        sent.took.as_secs_f64(),
        100.0 * rate / command,
        load()
    );
    verdict.wanted("acknowledged p99 ≤ 2 s", sent.acknowledged.quantile(0.99) <= ms(2_000));
    verdict.wanted("verdict p95 ≤ 10 s", sent.verdict.quantile(0.95) <= ms(10_000));
    verdict.wanted("pages p95 ≤ 300 ms", pages.quantile(0.95) <= ms(300));
    verdict.wanted("memory ≤ 512 MB", memory <= 512.0);
    verdict.wanted("throughput ≥ 50 % of the command line", rate >= command / 2.0);
    let proof = proof::look(&of, true).await;
    verdict
        .promise("no request failed", sent.acknowledged.failures() + sent.verdict.failures() + pages.failures() == 0);
    judge(&proof, &sent.said, &province.books, verdict);
}

/// Every workbook exactly one round, every receipt that was said there with its batch, nothing in half.
pub fn judge(proof: &proof::Proof, said: &[(String, String)], books: &[Book], verdict: &mut Verdict) {
    let lost = said.iter().filter(|(receipt, batch)| proof.receipts.get(receipt) != Some(batch)).count();
    verdict.promise(format!("nothing acknowledged is lost ({lost} of {})", said.len()), lost == 0);
    let whose = |book: &Book| book.receipt.rsplit_once('-').map(|(whose, _)| whose.to_owned()).unwrap_or_default();
    let missing = books.iter().filter(|book| !proof.rounds.contains_key(&whose(book))).count();
    verdict.promise(format!("every hospital has its round ({missing} of {} have none)", books.len()), missing == 0);
    let doubled = proof.rounds.values().filter(|rounds| **rounds != 1).count();
    verdict.promise(format!("no hospital has two ({doubled} have)"), doubled == 0);
    sound(proof, verdict);
}

/// Nothing in half, the journal whole.
pub fn sound(proof: &proof::Proof, verdict: &mut Verdict) {
    for fault in proof.faults.iter().take(10) {
        println!("    {fault}");
    }
    let what =
        format!("return, rounds, values, upload, facts, files and journal agree ({} faults)", proof.faults.len());
    verdict.promise(what, proof.faults.is_empty());
}

/// Workbooks a second of `zhikong returns ingest`.
async fn at_the_command_line(ground: &Ground, province: &Province) -> f64 {
    let of = ground.copy(&province.made, "command").await;
    let files = province::write(&province.books, &ground.folder().join("books"));
    let started = Instant::now();
    assert!(ran_well(of.command().args(["returns", "ingest"]).args(&files)), "the command line takes them");
    files.len() as f64 / started.elapsed().as_secs_f64()
}

/// 300 people sign in within half a minute.
pub async fn signins(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let people = options.hospitals.unwrap_or(300);
    let over = Duration::from_secs(options.seconds.unwrap_or(30));
    let province = province::make(&ground, people, &[quarter("2024Q3")], Cost::STANDARD).await;
    let of = ground.copy(&province.made, "signins").await;
    let server = Server::start(&of, free_port()).await;
    // Those who look have signed in before.
    let sessions = sign_in_all(server.address, people.min(20)).await;
    let lookers = Province { codes: province.codes[..people.min(20)].to_vec(), ..province };
    println!("\n{}: {people} sign-ins within {over:?}; load before {}", ground.name(), load());
    let memory = Memory::watch(server.id());
    let viewers = Viewers::start(server.address, &sessions, &lookers, VIEWS);
    let times = sign_ins(server.address, people, over).await;
    heading();
    times.line("signed in");
    let pages = viewers.end().await;
    println!("memory at most {:.0} MB; load after {}", memory.most(), load());
    server.stop().await;
    verdict.wanted("sign-in p95 ≤ 3 s", times.quantile(0.95) <= ms(3_000));
    verdict.wanted("pages p95 ≤ 300 ms", pages.quantile(0.95) <= ms(300));
    verdict.promise("no request failed", times.failures() + pages.failures() == 0);
}

const WRITERS: usize = 50;
const READERS: usize = 200;

/// Many writers beside many readers for some minutes.
pub async fn mixed(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let hospitals = options.hospitals.unwrap_or(400).max(WRITERS);
    let lasts = Duration::from_secs(options.seconds.unwrap_or(300));
    let quarters = ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3"].map(quarter);
    let province = province::make(&ground, hospitals, &quarters, CHEAP).await;
    let of = ground.copy(&province.made, "mixed").await;
    let server = Server::start(&of, free_port()).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    println!("\n{}: {WRITERS} writers, {READERS} readers, {lasts:?}; load before {}", ground.name(), load());
    let memory = Memory::watch(server.id());
    let until = Instant::now() + lasts;
    let (mut writers, mut readers) = (JoinSet::new(), JoinSet::new());
    for writer in 0..WRITERS {
        // The hospitals are shared out among the writers.
        let mine = |book: &&Book| book.hospital % WRITERS == writer;
        let books: Vec<Book> = province.books.iter().filter(mine).cloned().collect();
        writers.spawn(write(server.address, sessions.clone(), books, province.codes.clone(), until));
    }
    for reader in 0..READERS {
        readers.spawn(read(server.address, sessions.clone(), province.codes.clone(), reader, until));
    }
    let (mut uploads, mut drafts, mut pages) = (Times::default(), Times::default(), Times::default());
    let mut said = Vec::new();
    while let Some(done) = writers.join_next().await {
        let (sent, saved, receipts) = done.expect("no panic");
        uploads.join(sent);
        drafts.join(saved);
        said.extend(receipts);
    }
    while let Some(done) = readers.join_next().await {
        pages.join(done.expect("no panic"));
    }
    heading();
    uploads.line("uploads");
    drafts.line("drafts");
    pages.line("pages");
    println!("memory at most {:.0} MB; load after {}", memory.most(), load());
    let locked = server.log_lines("locked");
    server.stop().await;
    verdict.promise(format!("no “database is locked” in the log ({locked})"), locked == 0);
    let failures = uploads.failures() + drafts.failures() + pages.failures();
    verdict.promise(format!("no request failed ({failures})"), failures == 0);
    let proof = proof::look(&of, false).await;
    let lost = said.iter().filter(|receipt| !proof.receipts.contains_key(*receipt)).count();
    verdict.promise(format!("nothing acknowledged is lost ({lost} of {})", said.len()), lost == 0);
    let doubled = proof.rounds.values().filter(|rounds| **rounds != 1).count();
    verdict.promise(format!("the same workbook again makes no round ({doubled} did)"), doubled == 0);
    sound(&proof, verdict);
}

/// Sends workbook after workbook and saves a draft between two, with a second's thought or so.
async fn write(
    address: SocketAddr,
    sessions: Sessions,
    books: Vec<Book>,
    codes: Vec<String>,
    until: Instant,
) -> (Times, Times, Vec<String>) {
    let (mut sent, mut saved, mut said) = (Times::default(), Times::default(), Vec::new());
    let mut versions = std::collections::HashMap::new();
    let mut browser = Browser::new(address, "");
    for book in books.iter().cycle() {
        if Instant::now() >= until {
            break;
        }
        sleep(ms(rand::random_range(200..1_200))).await;
        browser.become_one(&sessions.clerks[book.hospital]);
        match browser.send(&upload(book)).await {
            Ok(answer) if answer.status == 303 => {
                sent.add(answer.took);
                said.push(book.receipt.clone());
            }
            other => sent.fail(seen(&other)),
        }
        sleep(ms(rand::random_range(200..1_200))).await;
        let version = versions.entry(book.hospital).or_insert(0_i64);
        let path = format!("/returns/2024Q4/{}/entry/draft", codes[book.hospital]);
        let fields = [("version", version.to_string()), ("discharges-1", rand::random_range(100..999).to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
        match browser.send(&Request::form(&path, &fields).json()).await {
            Ok(answer) if answer.status == 200 => {
                saved.add(answer.took);
                let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                *version = said["version"].as_i64().unwrap_or(*version);
            }
            other => saved.fail(seen(&other)),
        }
    }
    (sent, saved, said)
}

/// Looks at page after page, some seconds at each.
async fn read(address: SocketAddr, sessions: Sessions, codes: Vec<String>, reader: usize, until: Instant) -> Times {
    let mut times = Times::default();
    let (own, period) = (reader * 7 % codes.len(), "2024Q3");
    let mut number = reader;
    let mut browser = Browser::new(address, "");
    while Instant::now() < until {
        sleep(ms(rand::random_range(1_000..7_000))).await;
        let (path, cookie) = match number % 5 {
            0 => (format!("/overview?period={period}"), &sessions.staff),
            1 => (format!("/returns?period={period}"), &sessions.staff),
            2 => (format!("/returns/{period}/{}", codes[number % codes.len()]), &sessions.staff),
            3 => ("/home".to_owned(), &sessions.clerks[own]),
            _ => (format!("/returns/{period}/{}/entry", codes[own]), &sessions.clerks[own]),
        };
        browser.become_one(cookie);
        match browser.send(&Request::get(&path)).await {
            Ok(page) if page.status == 200 => times.add(page.took),
            other => times.fail(seen(&other)),
        }
        number += 1;
    }
    times
}
