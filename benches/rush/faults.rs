//! What goes wrong on such an evening: the process dies, replies are lost, somebody stops the server, the database restarts.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::client::{Browser, Failed, Request};
use crate::ground::Ground;
use crate::load::{Queue, Sessions, next, queue, seen, sign_in_all, upload};
use crate::province::{self, Book, CHEAP, Province};
use crate::runs::{judge, sound};
use crate::server::{Server, free_port, load, ran_well};
use crate::times::{Times, Verdict, heading};
use crate::{Options, proof, quarter};

/// What was said to people so far.
#[derive(Default)]
struct Said {
    /// Workbooks that were taken.
    taken: Vec<Book>,
    /// Those of them whose acceptance was confirmed.
    accepted: HashSet<String>,
    /// Answers that are neither a receipt nor a cut connection.
    odd: Vec<String>,
}

/// kill -9 at random moments; after each the server starts again, and everything that was said must be there.
pub async fn kill(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let (hospitals, times) = (options.hospitals.unwrap_or(300), options.times.unwrap_or(100));
    let quarters: Vec<_> = quarter("2021Q1").through(quarter("2024Q4"));
    let province = province::make(&ground, hospitals, &quarters, CHEAP).await;
    let of = ground.copy(&province.made, "kill").await;
    let port = free_port();
    let mut server = Server::start(&of, port).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    println!("\n{}: killed {times} times under load; load before {}", ground.name(), load());
    let said = Arc::new(Mutex::new(Said::default()));
    let queue = queue(province.books.iter().cloned());
    let mut bad = 0;
    for number in 1..=times {
        let busy = send_until_it_dies(server.address, &sessions, &queue, &said, &province, options.at_once);
        sleep(Duration::from_millis(rand::random_range(5..700))).await;
        server.kill();
        busy.await;
        server = Server::start(&of, port).await;
        let proof = proof::look(&of, number % 20 == 0).await;
        let said = said.lock().expect("no panic");
        let lost = said.taken.iter().filter(|book| !proof.receipts.contains_key(&book.receipt)).count();
        let unaccepted = said.accepted.iter().filter(|receipt| !proof.accepted.contains(*receipt)).count();
        if lost + unaccepted + proof.faults.len() > 0 {
            println!("kill {number}: {lost} receipts lost, {unaccepted} acceptances lost, {:?}", proof.faults);
            bad += 1;
        }
    }
    let (taken, odd) = {
        let said = said.lock().expect("no panic");
        for odd in said.odd.iter().take(5) {
            println!("    {odd}");
        }
        println!("{} receipts, {} acceptances confirmed between kills", said.taken.len(), said.accepted.len());
        (said.taken.clone(), said.odd.len())
    };
    server.stop().await;
    verdict.promise(
        format!("after each of {times} kills all that was said is there, nothing in half ({bad} bad)"),
        bad == 0,
    );
    verdict.promise(format!("no odd answers ({odd})"), odd == 0);
    let proof = proof::look(&of, true).await;
    let said: Vec<_> =
        taken.iter().map(|book| (book.receipt.clone(), proof.receipts.get(&book.receipt).cloned())).collect();
    let said: Vec<_> = said.into_iter().map(|(receipt, batch)| (receipt, batch.unwrap_or_default())).collect();
    judge(&proof, &said, &taken, verdict);
    verdict.promise("zhikong journal verify passes", ran_well(of.command().args(["journal", "verify"])));
}

/// Clerks send and the staff accepts until nobody answers any more; what was not answered is sent again the next time.
fn send_until_it_dies(
    address: SocketAddr,
    sessions: &Sessions,
    queue: &Queue,
    said: &Arc<Mutex<Said>>,
    province: &Province,
    at_once: usize,
) -> impl Future<Output = ()> + use<> {
    let mut busy = JoinSet::new();
    for _ in 0..at_once {
        let (sessions, queue, said) = (sessions.clone(), queue.clone(), said.clone());
        busy.spawn(async move {
            while let Some(book) = next(&queue) {
                let answer = Browser::new(address, &sessions.clerks[book.hospital]).send(&upload(&book)).await;
                let mut said = said.lock().expect("no panic");
                match answer {
                    Ok(answer) if answer.status == 303 => said.taken.push(book),
                    Ok(answer) => said.odd.push(seen(&Ok(answer))),
                    Err(_) => return queue.lock().expect("no panic").push_front(book),
                }
            }
        });
    }
    let (staff, said, codes) = (sessions.staff.clone(), said.clone(), province.codes.clone());
    busy.spawn(async move {
        loop {
            sleep(Duration::from_millis(40)).await;
            let wanted: Vec<Book> = {
                let said = said.lock().expect("no panic");
                let open = said.taken.iter().rev().filter(|book| !said.accepted.contains(&book.receipt));
                let open: Vec<Book> = open.take(5).cloned().collect();
                let period = open.first().map(|book| book.period);
                open.into_iter().filter(|book| Some(book.period) == period).collect()
            };
            let Some(period) = wanted.first().map(|book| book.period.to_string()) else {
                match Browser::new(address, "").send(&Request::get("/healthz")).await {
                    Ok(_) => continue,
                    Err(_) => return,
                }
            };
            let mut fields = vec![("period", period.as_str())];
            fields.extend(wanted.iter().map(|book| ("hospital", codes[book.hospital].as_str())));
            let answer = Browser::new(address, &staff).send(&Request::form("/returns/accept", &fields)).await;
            let mut said = said.lock().expect("no panic");
            match answer {
                Ok(answer) if answer.status == 303 => {
                    said.accepted.extend(wanted.into_iter().map(|book| book.receipt));
                }
                // Accepted by a request whose answer the last kill cut off.
                Ok(answer) if answer.status == 422 => {
                    said.accepted.extend(wanted.into_iter().map(|book| book.receipt));
                }
                Ok(answer) => said.odd.push(seen(&Ok(answer))),
                Err(_) => return,
            }
        }
    });
    async move { while busy.join_next().await.is_some() {} }
}

/// Every submission one to five times, three replies in ten lost: exactly one round each.
pub async fn retries(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let hospitals = options.hospitals.unwrap_or(500);
    let province = province::make(&ground, hospitals, &[quarter("2024Q3")], CHEAP).await;
    let of = ground.copy(&province.made, "retries").await;
    let server = Server::start(&of, free_port()).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    println!("\n{}: {hospitals} workbooks sent 1 to 5 times, 30 % of the replies lost", ground.name());
    let queue = queue(province.books.iter().cloned());
    let mut senders = JoinSet::new();
    for _ in 0..options.at_once {
        let (queue, sessions, address) = (queue.clone(), sessions.clone(), server.address);
        senders.spawn(async move {
            let mut times = Times::default();
            while let Some(book) = next(&queue) {
                send_again(address, &sessions.clerks[book.hospital], &book, &mut times).await;
            }
            times
        });
    }
    let mut times = Times::default();
    while let Some(done) = senders.join_next().await {
        times.join(done.expect("no panic"));
    }
    heading();
    times.line("replies read");
    server.stop().await;
    let proof = proof::look(&of, true).await;
    println!("uploads by outcome: {:?}", proof.uploads);
    verdict.promise("no request failed whose reply was read", times.failures() == 0);
    judge(&proof, &[], &province.books, verdict);
}

/// Half of the people wait for each reply, half press the button again and again; the last reply is always read.
async fn send_again(address: SocketAddr, cookie: &str, book: &Book, times: &mut Times) {
    let copies = rand::random_range(1..=5);
    let patient = rand::random_bool(0.5);
    let mut sending = JoinSet::new();
    for copy in 1..=copies {
        let lost = copy < copies && rand::random_bool(0.3);
        let (request, mut browser) = (upload(book), Browser::new(address, cookie));
        sending.spawn(async move {
            if lost {
                let wait = Duration::from_millis(rand::random_range(0..400));
                let _ = browser.send_and_leave(&request, wait).await;
                return None;
            }
            Some(browser.send(&request).await)
        });
        if patient {
            while let Some(answer) = sending.join_next().await {
                note(answer.expect("no panic"), times);
            }
        }
    }
    while let Some(answer) = sending.join_next().await {
        note(answer.expect("no panic"), times);
    }
}

fn note(answer: Option<Result<crate::client::Answer, Failed>>, times: &mut Times) {
    match answer {
        None => {}
        Some(Ok(answer)) if answer.status == 303 => times.add(answer.took),
        Some(other) => times.fail(seen(&other)),
    }
}

/// The server is asked to stop in the middle of the rush, some times over.
pub async fn term(options: &Options, verdict: &mut Verdict) {
    let ground = Ground::new(options);
    let (hospitals, times) = (options.hospitals.unwrap_or(300), options.times.unwrap_or(10));
    let quarters: Vec<_> = quarter("2021Q1").through(quarter("2024Q4"));
    let province = province::make(&ground, hospitals, &quarters, CHEAP).await;
    let of = ground.copy(&province.made, "term").await;
    let port = free_port();
    println!("\n{}: asked to stop {times} times under load; load before {}", ground.name(), load());
    let queue = queue(province.books.iter().cloned());
    let mut server = Server::start(&of, port).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    let (mut all, mut said, mut idle, mut ends) = (Times::default(), Vec::new(), 0, Times::default());
    let mut well = true;
    for _ in 0..times {
        let busy = keep_busy(server.address, &sessions, &queue, &province, options.at_once);
        sleep(Duration::from_millis(rand::random_range(500..1_500))).await;
        server.ask_to_stop();
        let ended = server.ended().await;
        well &= ended.0.is_some_and(|status| status.success());
        ends.add(ended.1);
        let seen = busy.await;
        all.join(seen.times);
        said.extend(seen.taken);
        idle += seen.idle;
        server = Server::start(&of, port).await;
    }
    server.stop().await;
    heading();
    all.line("requests");
    ends.line("from SIGTERM to end");
    println!(
        "{idle} requests met a kept connection that was just closed, before any answer: browsers send those again"
    );
    verdict.promise(format!("no request failed that was accepted ({})", all.failures()), all.failures() == 0);
    verdict.promise("it ended by itself, well, within its grace", well);
    let proof = proof::look(&of, true).await;
    let lost = said.iter().filter(|receipt| !proof.receipts.contains_key(*receipt)).count();
    verdict.promise(format!("nothing acknowledged is lost ({lost} of {})", said.len()), lost == 0);
    sound(&proof, verdict);
}

/// What people met until nobody listened.
#[derive(Default)]
struct Met {
    times: Times,
    taken: Vec<String>,
    idle: usize,
}

/// Clerks send and staff looks, on connections they keep, until the connection is refused.
fn keep_busy(
    address: SocketAddr,
    sessions: &Sessions,
    queue: &Queue,
    province: &Province,
    at_once: usize,
) -> impl Future<Output = Met> + use<> {
    let mut busy = JoinSet::new();
    for worker in 0..at_once + 10 {
        let (sessions, queue, codes) = (sessions.clone(), queue.clone(), province.codes.clone());
        busy.spawn(async move {
            let (mut met, mut browser, mut turn) = (Met::default(), Browser::new(address, ""), worker);
            loop {
                turn += 1;
                let sends = worker < at_once;
                let book = if sends { next(&queue) } else { None };
                let request = match &book {
                    Some(book) => upload(book),
                    None => Request::get(&format!("/returns/2024Q3/{}", codes[turn * 31 % codes.len()])),
                };
                browser.become_one(book.as_ref().map_or(&sessions.staff, |book| &sessions.clerks[book.hospital]));
                if !sends {
                    sleep(Duration::from_millis(rand::random_range(0..300))).await;
                }
                let answer = browser.send(&request).await;
                if let (Err(_), Some(book)) = (&answer, &book) {
                    queue.lock().expect("no panic").push_front(book.clone());
                }
                match answer {
                    Ok(answer) if answer.status == 303 || answer.status == 200 => {
                        met.times.add(answer.took);
                        met.taken.extend(book.map(|book| book.receipt));
                    }
                    Err(Failed::Refused) => return met,
                    Err(Failed::Idle) => met.idle += 1,
                    other => met.times.fail(seen(&other)),
                }
            }
        });
    }
    async move {
        let mut all = Met::default();
        while let Some(met) = busy.join_next().await {
            let met = met.expect("no panic");
            all.times.join(met.times);
            all.taken.extend(met.taken);
            all.idle += met.idle;
        }
        all
    }
}

/// PostgreSQL restarts in the middle of the rush: once in order, once as in a crash.
pub async fn pgrestart(options: &Options, verdict: &mut Verdict) {
    let options = Options { postgres: true, database_url: None, ..options.clone() };
    let ground = Ground::new(&options);
    let hospitals = options.hospitals.unwrap_or(300);
    let quarters: Vec<_> = quarter("2022Q1").through(quarter("2024Q4"));
    let province = province::make(&ground, hospitals, &quarters, CHEAP).await;
    let of = ground.copy(&province.made, "pgrestart").await;
    let server = Server::start(&of, free_port()).await;
    let sessions = sign_in_all(server.address, hospitals).await;
    let cluster = ground.cluster.clone().expect("our own PostgreSQL");
    let mut said = Vec::new();
    for mode in ["fast", "immediate"] {
        println!("\nPostgreSQL restarted ({mode}) under load; load before {}", load());
        let stop = Arc::new(AtomicBool::new(false));
        let sending = send_through(server.address, &sessions, &province, options.at_once, &stop);
        sleep(Duration::from_secs(3)).await;
        let down = Instant::now();
        let restarting = cluster.clone();
        tokio::task::spawn_blocking(move || restarting.restart(mode)).await.expect("it restarts");
        let up = Instant::now();
        println!("PostgreSQL was away for {:.1} s", (up - down).as_secs_f64());
        sleep(Duration::from_secs(8)).await;
        stop.store(true, Ordering::Relaxed);
        let answers = sending.await;
        let failed = |from: Instant| answers.iter().filter(|(at, receipt)| *at >= from && receipt.is_none()).count();
        let first = answers.iter().filter(|(at, receipt)| *at >= up && receipt.is_some()).map(|(at, _)| *at - up).min();
        let last = answers.iter().filter(|(at, receipt)| *at >= up && receipt.is_none()).map(|(at, _)| *at - up).max();
        println!(
            "{} answers, {} failed, of these {} after it was back; first success {first:.1?} after, last failure {last:.1?} after",
            answers.len(),
            failed(down),
            failed(up),
        );
        let soon = |moment: Option<Duration>| moment.is_none_or(|moment| moment <= Duration::from_secs(5));
        verdict.promise("requests work again within 5 s", first.is_some() && soon(first) && soon(last));
        said.extend(answers.into_iter().filter_map(|(_, receipt)| receipt));
    }
    server.stop().await;
    let proof = proof::look(&of, true).await;
    let lost = said.iter().filter(|receipt| !proof.receipts.contains_key(*receipt)).count();
    verdict.promise(format!("nothing acknowledged is lost ({lost} of {})", said.len()), lost == 0);
    sound(&proof, verdict);
}

/// Sends on and on, whatever comes back; gives the moment of each answer, with the receipt where it was taken.
fn send_through(
    address: SocketAddr,
    sessions: &Sessions,
    province: &Province,
    at_once: usize,
    stop: &Arc<AtomicBool>,
) -> impl Future<Output = Vec<(Instant, Option<String>)>> + use<> {
    let queue = queue(province.books.iter().cloned());
    let mut senders = JoinSet::new();
    for _ in 0..at_once {
        let (sessions, queue, stop) = (sessions.clone(), queue.clone(), stop.clone());
        senders.spawn(async move {
            let mut answers = Vec::new();
            while let Some(book) = next(&queue).filter(|_| !stop.load(Ordering::Relaxed)) {
                let answer = Browser::new(address, &sessions.clerks[book.hospital]).send(&upload(&book)).await;
                let taken = answer.is_ok_and(|answer| answer.status == 303);
                answers.push((Instant::now(), taken.then(|| book.receipt.clone())));
                if !taken {
                    queue.lock().expect("no panic").push_back(book);
                    sleep(Duration::from_millis(100)).await;
                }
            }
            answers
        });
    }
    async move {
        let mut all = Vec::new();
        while let Some(answers) = senders.join_next().await {
            all.extend(answers.expect("no panic"));
        }
        all
    }
}
