//! Who comes on the last evening: clerks who send, and people who only look.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep};

use crate::client::{Answer, Browser, Failed, Request};
use crate::province::{Book, PASSWORD, Province, STAFF, clerk};
use crate::times::Times;

/// The session cookies of everybody.
#[derive(Clone)]
pub struct Sessions {
    pub staff: String,
    /// By hospital.
    pub clerks: Arc<Vec<String>>,
}

/// Signs everybody in through the page, 50 at a time.
pub async fn sign_in_all(address: SocketAddr, hospitals: usize) -> Sessions {
    let staff = sign_in(address, STAFF).await.expect("the staff signs in");
    let mut clerks = vec![String::new(); hospitals];
    for start in (0..hospitals).step_by(50) {
        let mut some = JoinSet::new();
        for at in start..hospitals.min(start + 50) {
            some.spawn(async move { (at, sign_in(address, &clerk(at)).await.expect("a clerk signs in")) });
        }
        while let Some(done) = some.join_next().await {
            let (at, cookie) = done.expect("no panic");
            clerks[at] = cookie;
        }
    }
    Sessions { staff, clerks: Arc::new(clerks) }
}

/// Signs one in; gives the cookie, or what was seen instead.
pub async fn sign_in(address: SocketAddr, login: &str) -> Result<String, String> {
    let request = Request::form("/sign-in", &[("account", login), ("password", PASSWORD)]);
    match Browser::new(address, "").send(&request).await {
        Ok(Answer { status: 303, cookie: Some(cookie), .. }) => Ok(cookie),
        other => Err(seen(&other)),
    }
}

/// What was seen, in a few words.
pub fn seen(answer: &Result<Answer, Failed>) -> String {
    match answer {
        Ok(answer) => {
            let text = answer.text();
            let title = text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
            format!("{} {}{}", answer.status, answer.location, title.unwrap_or_default())
        }
        Err(failed) => format!("{failed:?}"),
    }
}

/// The request that sends a workbook.
pub fn upload(book: &Book) -> Request {
    Request::upload(&format!("/returns/upload?period={}", book.period), &book.file.name, &book.file.bytes)
}

/// What is still to be sent; clones share it.
pub type Queue = Arc<Mutex<VecDeque<Book>>>;

pub fn queue(books: impl IntoIterator<Item = Book>) -> Queue {
    Arc::new(Mutex::new(books.into_iter().collect()))
}

pub fn next(queue: &Queue) -> Option<Book> {
    queue.lock().expect("no panic").pop_front()
}

/// What came of sending everything.
#[derive(Default)]
pub struct Sent {
    /// From the first byte to the answer that it was taken.
    pub acknowledged: Times,
    /// From the first byte to the page that says what became of it.
    pub verdict: Times,
    /// Receipts with the batches that were said.
    pub said: Vec<(String, String)>,
    pub took: Duration,
}

/// Sends all workbooks, `at_once` at a time, each on a connection of its own by its hospital's clerk, who then reads the
/// page that says what became of it.
pub async fn send_all(address: SocketAddr, sessions: &Sessions, books: &[Book], at_once: usize) -> Sent {
    let (started, queue) = (Instant::now(), queue(books.iter().cloned()));
    let mut senders = JoinSet::new();
    for _ in 0..at_once {
        let (queue, sessions) = (queue.clone(), sessions.clone());
        senders.spawn(async move {
            let mut sent = Sent::default();
            while let Some(book) = next(&queue) {
                send_one(address, &sessions.clerks[book.hospital], &book, &mut sent).await;
            }
            sent
        });
    }
    let mut all = Sent::default();
    while let Some(sent) = senders.join_next().await {
        let sent = sent.expect("no panic");
        all.acknowledged.join(sent.acknowledged);
        all.verdict.join(sent.verdict);
        all.said.extend(sent.said);
    }
    Sent { took: started.elapsed(), ..all }
}

async fn send_one(address: SocketAddr, cookie: &str, book: &Book, sent: &mut Sent) {
    let mut browser = Browser::new(address, cookie);
    let answer = browser.send(&upload(book)).await;
    let Ok(taken) = answer.as_ref().map_err(|_| ()).and_then(taken) else {
        return sent.acknowledged.fail(seen(&answer));
    };
    sent.acknowledged.add(taken.took);
    let batch = taken.location.trim_start_matches("/returns/uploads/").to_owned();
    sent.said.push((book.receipt.clone(), batch));
    let page = browser.send(&Request::get(&taken.location)).await;
    match &page {
        Ok(page) if page.status == 200 && page.text().contains(&book.receipt) => {
            sent.verdict.add(taken.took + page.took)
        }
        other => sent.verdict.fail(format!("no receipt: {}", seen(other))),
    }
}

fn taken(answer: &Answer) -> Result<&Answer, ()> {
    if answer.status == 303 && answer.location.starts_with("/returns/uploads/") { Ok(answer) } else { Err(()) }
}

/// The pages people look at meanwhile, by turns.
const PAGES: [&str; 4] = ["overview", "returns list", "a return", "home"];

/// People who look at pages at a fixed rate, whether the server keeps up or not; a page's time counts from when it was due.
pub struct Viewers {
    task: tokio::task::JoinHandle<[Times; 4]>,
    stop: Arc<tokio::sync::Notify>,
}

impl Viewers {
    pub fn start(address: SocketAddr, sessions: &Sessions, province: &Province, per_second: f64) -> Self {
        let stop = Arc::new(tokio::sync::Notify::new());
        let (stopped, sessions) = (stop.clone(), sessions.clone());
        let (codes, period) = (province.codes.clone(), province.books[0].period);
        let task = tokio::spawn(async move {
            let mut ticks = interval(Duration::from_secs_f64(1.0 / per_second));
            ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
            let (mut looking, mut number) = (JoinSet::new(), 0_usize);
            loop {
                let due = tokio::select! {
                    due = ticks.tick() => due.into_std(),
                    () = stopped.notified() => break,
                };
                let (kind, at) = (number % PAGES.len(), number * 7 % codes.len());
                let (path, cookie) = page(kind, period, &codes[at], &sessions, at);
                looking.spawn(async move {
                    let page = Browser::new(address, &cookie).send(&Request::get(&path)).await;
                    (kind, due.elapsed(), page)
                });
                number += 1;
            }
            let mut times: [Times; 4] = std::array::from_fn(|_| Times::default());
            while let Some(looked) = looking.join_next().await {
                let (kind, took, page) = looked.expect("no panic");
                match &page {
                    Ok(page) if page.status == 200 => times[kind].add(took),
                    other => times[kind].fail(seen(other)),
                }
            }
            times
        });
        Self { task, stop }
    }

    /// Ends it; says a line for each page and gives all together.
    pub async fn end(self) -> Times {
        self.stop.notify_one();
        let times = self.task.await.expect("no panic");
        let mut all = Times::default();
        for (kind, times) in PAGES.iter().zip(times) {
            times.line(&format!("  {kind}"));
            all.join(times);
        }
        all.line("pages, all");
        all
    }
}

fn page(
    kind: usize,
    period: zhikong::calendar::Period,
    code: &str,
    sessions: &Sessions,
    at: usize,
) -> (String, String) {
    match kind {
        0 => (format!("/overview?period={period}"), sessions.staff.clone()),
        1 => (format!("/returns?period={period}"), sessions.staff.clone()),
        2 => (format!("/returns/{period}/{code}"), sessions.staff.clone()),
        _ => ("/home".to_owned(), sessions.clerks[at].clone()),
    }
}

/// 300 people who sign in at moments spread at random over half a minute.
pub async fn sign_ins(address: SocketAddr, people: usize, over: Duration) -> Times {
    let mut coming = JoinSet::new();
    for at in 0..people {
        let wait = over.mul_f64(rand::random_range(0.0..1.0));
        coming.spawn(async move {
            sleep(wait).await;
            let started = Instant::now();
            (sign_in(address, &clerk(at)).await, started.elapsed())
        });
    }
    let mut times = Times::default();
    while let Some(done) = coming.join_next().await {
        match done.expect("no panic") {
            (Ok(_), took) => times.add(took),
            (Err(why), _) => times.fail(why),
        }
    }
    times
}
