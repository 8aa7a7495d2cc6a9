//! The daily mail: one an account and day, whoever sends it; nothing of a message can break it.

use std::process::Output;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DatabaseConnection};
use zhikong::access::{AccountId, HospitalId, Role, Viewer};
use zhikong::accounts::keep;
use zhikong::calendar::china_date;
use zhikong::clock::Clock;
use zhikong::config::MailConfig;
use zhikong::db;
use zhikong::inbox::digest::{self, Fate, Told};
use zhikong::inbox::due::again_before;
use zhikong::inbox::mail::Mailer;
use zhikong::inbox::store::digests::{self, Claim, Outcomes};
use zhikong::inbox::{Letter, Recipient, Topic};

use crate::inbox::sink::Sink;
use crate::inbox::{Scene, letter, posted, scene};
use crate::support::bench::Bench;

fn mailer(url: &str) -> Mailer {
    let config = MailConfig {
        smtp_url: Some(url.to_owned()),
        smtp_from: Some("质控 <zk@wjw.example>".to_owned()),
        site_url: Some("https://zk.example/".to_owned()),
    };
    Mailer::of(&config).unwrap().unwrap()
}

async fn address(bench: &Bench, login: &str) {
    let owner = bench.sign_in(login).await;
    let answer = owner.post("/account/email", &[("email", &format!("{login}@yanshi.example"))]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// A run at a moment, as the server makes one.
async fn run(db: &DatabaseConnection, sink: &Sink, now: DateTime<Utc>) -> Vec<Told> {
    digest::send_due(db, &mailer(&sink.url()), now, again_before(now)).await.unwrap()
}

fn told(login: &str, messages: i64, fate: Fate) -> Told {
    Told { login: login.to_owned(), messages, fate }
}

/// State and attempts of every mail, by its key.
async fn mails(db: &DatabaseConnection) -> Vec<(String, i32)> {
    let select = Query::select()
        .columns(["state", "attempts"])
        .from("message_digest")
        .order_by("id", sea_orm::Order::Asc)
        .to_owned();
    let rows = db.query_all(&select).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "state").unwrap(), row.try_get("", "attempts").unwrap())).collect()
}

/// The bench's people, of whom the clerk and the staff want mails.
async fn people() -> (Bench, HospitalId, AccountId, AccountId) {
    let Scene { bench, hospital, clerk, staff, .. } = scene().await;
    for login in ["clerk", "staff"] {
        address(&bench, login).await;
    }
    (bench, hospital, clerk, staff)
}

#[tokio::test]
async fn one_mail_an_account_and_day_lists_what_is_unread() {
    let (bench, hospital, clerk, _) = people().await;
    let sink = Sink::start().await;
    let now = bench.clock.now();
    assert_eq!(run(bench.db(), &sink, now).await, [], "nothing to tell");
    let mut letters: Vec<Letter> =
        (1..=22).map(|n| letter(Recipient::Hospital(hospital), Topic::Returned, &format!("演示第{n}条"))).collect();
    letters.push(letter(Recipient::Hospital(hospital), Topic::Accepted, "接收\r\nBcc: dieb@evil.example\r\n\r\n."));
    posted(&bench, &letters).await;
    let dry = digest::rehearse(bench.db(), now).await.unwrap();
    assert_eq!(dry, [told("clerk", 23, Fate::Due)], "the reviewer has no address, the staff no message");
    assert!(sink.taken().is_empty() && mails(bench.db()).await.is_empty(), "a rehearsal sends and claims nothing");

    assert_eq!(run(bench.db(), &sink, now).await, [told("clerk", 23, Fate::Sent)]);
    assert_eq!(run(bench.db(), &sink, now).await, [], "not twice");
    let mail = sink.taken().swap_remove(0);
    assert_eq!(mail.to, ["clerk@yanshi.example"]);
    assert_eq!(mail.subject(), "质控：23 条未读消息");
    assert_eq!(mail.field("Content-Type"), "text/plain; charset=utf-8");
    assert!(
        mail.field("From").ends_with("<zk@wjw.example>") && mail.field("Date").starts_with("Mon, 21 Oct 2024 04:00:00")
    );
    let text = mail.text();
    assert!(
        text.contains("· 【接收】接收  Bcc: dieb@evil.example") && text.contains("· 【退回】演示第22条\n"),
        "{text}"
    );
    assert!(!text.contains("演示第3条\n") && text.contains("还有 3 条没有列出"), "twenty at most: {text}");
    assert!(text.contains("https://zk.example/inbox\n"), "{text}");
    assert!(!mail.head().contains("Bcc") && !mail.head().contains("dieb"), "{}", mail.head());
    assert!(!text.contains("演示clerk"), "no name in it: {text}");

    // Later on the same day nothing goes; the next day only what came since, and only while it is unread.
    posted(&bench, &[letter(Recipient::Account(clerk), Topic::Remark, "再问一条")]).await;
    assert_eq!(run(bench.db(), &sink, now + TimeDelta::hours(8)).await, []);
    assert_eq!(run(bench.db(), &sink, now + TimeDelta::days(1)).await, [told("clerk", 1, Fate::Sent)]);
    let second = sink.taken().swap_remove(1);
    assert!(second.text().contains("再问一条") && !second.text().contains("演示第22条"), "{}", second.text());
    assert_ne!(second.field("Message-ID"), mail.field("Message-ID"));
    posted(&bench, &[letter(Recipient::Account(clerk), Topic::Remark, "已看过的一条")]).await;
    bench.sign_in("clerk").await.post("/inbox/read", &[]).await;
    assert_eq!(run(bench.db(), &sink, now + TimeDelta::days(2)).await, []);
    assert_eq!(sink.taken().len(), 2);
}

#[tokio::test]
async fn who_left_or_gave_no_address_gets_no_mail() {
    let (bench, hospital, clerk, staff) = people().await;
    let sink = Sink::start().await;
    posted(
        &bench,
        &[
            letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期"),
            letter(Recipient::Account(staff), Topic::Submitted, "待审"),
        ],
    )
    .await;
    keep::set_disabled(&bench.parts.state, &Viewer::operator(), clerk, 1, true).await.unwrap();
    bench.sign_in("staff").await.post("/account/email", &[("email", "")]).await;
    assert_eq!(run(bench.db(), &sink, bench.clock.now()).await, []);
    assert!(sink.taken().is_empty());
}

#[tokio::test]
async fn what_the_server_refuses_is_tried_twice_again_and_told_the_next_day() {
    let (bench, hospital, _, staff) = people().await;
    let sink = Sink::start().await;
    posted(&bench, &[letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期")]).await;
    let now = bench.clock.now();
    sink.refuse(3);
    let minutes = |n: i64| now + TimeDelta::minutes(n);
    assert_eq!(run(bench.db(), &sink, now).await, [told("clerk", 1, Fate::Failed)]);
    assert_eq!(mails(bench.db()).await, [("failed".to_owned(), 1)]);
    assert_eq!(run(bench.db(), &sink, minutes(1)).await, [], "it is not tried every minute");
    assert_eq!(run(bench.db(), &sink, minutes(16)).await, [told("clerk", 1, Fate::Failed)]);
    assert_eq!(run(bench.db(), &sink, minutes(32)).await, [told("clerk", 1, Fate::Failed)]);
    assert_eq!(run(bench.db(), &sink, minutes(48)).await, [], "twice again, no more");
    assert_eq!(mails(bench.db()).await, [("failed".to_owned(), 3)]);
    assert!(sink.taken().is_empty());
    assert_eq!(run(bench.db(), &sink, now + TimeDelta::days(1)).await, [told("clerk", 1, Fate::Sent)]);

    // One refusal keeps nobody else from the mail.
    posted(
        &bench,
        &[
            letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期"),
            letter(Recipient::Account(staff), Topic::Submitted, "待审"),
        ],
    )
    .await;
    sink.refuse(1);
    let third = now + TimeDelta::days(2);
    assert_eq!(run(bench.db(), &sink, third).await, [told("clerk", 1, Fate::Failed), told("staff", 1, Fate::Sent)]);
    assert_eq!(run(bench.db(), &sink, third + TimeDelta::minutes(16)).await, [told("clerk", 1, Fate::Sent)]);
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_costs_one_attempt_and_not_everybodys() {
    let (bench, hospital, _, staff) = people().await;
    posted(
        &bench,
        &[
            letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期"),
            letter(Recipient::Account(staff), Topic::Submitted, "待审"),
        ],
    )
    .await;
    // Nobody listens where a listener was.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let now = bench.clock.now();
    let nowhere = mailer(&format!("smtp://{free}"));
    let fates = digest::send_due(bench.db(), &nowhere, now, again_before(now)).await.unwrap();
    assert_eq!(fates, [told("clerk", 1, Fate::Failed), told("staff", 1, Fate::Waiting)]);
    assert_eq!(mails(bench.db()).await, [("failed".to_owned(), 1), ("failed".to_owned(), 0)]);
    let sink = Sink::start().await;
    let later = run(bench.db(), &sink, now + TimeDelta::minutes(16)).await;
    assert_eq!(later, [told("clerk", 1, Fate::Sent), told("staff", 1, Fate::Sent)]);
}

/// Two processes saw the same mail as due; the second to claim it finds it taken, whether it is new or failed before.
#[tokio::test]
async fn a_claim_that_comes_late_gets_nothing() {
    let (bench, hospital, ..) = people().await;
    posted(&bench, &[letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期")]).await;
    let sink = Sink::start().await;
    for minute in [0, 16] {
        let now = bench.clock.now() + TimeDelta::minutes(minute);
        let [first, second] = [(); 2].map(|()| Claim::new(china_date(now), again_before(now)));
        let (seen, also_seen) =
            (digests::due(bench.db(), &first, 9).await.unwrap(), digests::due(bench.db(), &second, 9).await.unwrap());
        assert_eq!((seen.len(), also_seen.len()), (1, 1));
        let mut ours = Vec::new();
        for (claim, due) in [(&first, seen), (&second, also_seen)] {
            let txn = db::write(bench.db()).await.unwrap();
            ours.push(digests::claim(&*txn, claim, due, now, 20).await.unwrap());
            txn.commit().await.unwrap();
        }
        assert_eq!((ours[0].len(), ours[1].len()), (1, 0), "after {minute} minutes");
        assert_eq!(run(bench.db(), &sink, now).await, [], "nobody sends what another has claimed");
        let failed = Outcomes { failed: vec![ours[0][0].id], ..Outcomes::default() };
        let txn = db::write(bench.db()).await.unwrap();
        digests::settle(&*txn, &first, &failed, now).await.unwrap();
        txn.commit().await.unwrap();
    }
    assert_eq!(mails(bench.db()).await, [("failed".to_owned(), 2)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_runs_at_once_send_one_mail_to_each() {
    let Scene { bench, hospital, .. } = scene().await;
    for n in 0..60 {
        let login = format!("many{n}");
        bench.account(&login).role(Role::Clerk).at(zhikong::access::Place::Hospital(hospital)).store().await;
        address(&bench, &login).await;
    }
    posted(&bench, &[letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期")]).await;
    let sink = Sink::start().await;
    // Each with connections of its own, as processes have them.
    let other = zhikong::db::open(&bench.test.url).await.unwrap();
    let now = bench.clock.now();
    let (one, two) = tokio::join!(run(bench.db(), &sink, now), run(&other, &sink, now));
    assert_eq!(one.len() + two.len(), 60);
    let mut to: Vec<String> = sink.taken().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to.len(), 60);
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 60, "nobody twice");
}

/// The command over the bench's installation.
async fn command(bench: &Bench, arguments: &[&str]) -> Output {
    tokio::process::Command::new(env!("CARGO_BIN_EXE_zhikong"))
        .args(["inbox", "digest"])
        .args(arguments)
        .args(["--database-url", &bench.test.url, "--data-dir"])
        .arg(bench.test.folder.path())
        .env("ZHIKONG_LOG", "error")
        .env_remove("ZHIKONG_SMTP_URL")
        .output()
        .await
        .unwrap()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_says_what_would_go_and_two_processes_send_it_once() {
    let (bench, hospital, _, staff) = people().await;
    posted(
        &bench,
        &[
            letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期"),
            letter(Recipient::Account(staff), Topic::Submitted, "待审"),
        ],
    )
    .await;
    let dry = json(&command(&bench, &["--dry-run", "--json"]).await);
    assert_eq!(dry["dry_run"], true);
    assert_eq!(dry["mails"].as_array().unwrap().len(), 2);
    assert_eq!(dry["mails"][0], serde_json::json!({"login": "clerk", "messages": 1, "fate": "due"}));
    let without = command(&bench, &[]).await;
    assert_eq!(without.status.code(), Some(2), "{without:?}");
    assert!(String::from_utf8_lossy(&without.stderr).contains("没有给 --smtp-url"), "{without:?}");

    let sink = Sink::start().await;
    let url = sink.url();
    let send = ["--smtp-url", &url, "--smtp-from", "zk@wjw.example", "--site-url", "https://zk.example", "--json"];
    let (one, two) = tokio::join!(command(&bench, &send), command(&bench, &send));
    let sent = |output: &Output| json(output)["mails"].as_array().unwrap().len();
    assert_eq!(sent(&one) + sent(&two), 2, "{one:?} {two:?}");
    assert_eq!((one.status.code(), two.status.code()), (Some(0), Some(0)));
    let mut to: Vec<String> = sink.taken().into_iter().flat_map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["clerk@yanshi.example", "staff@yanshi.example"]);
    let bad = command(&bench, &["--smtp-url", "smtp://u:geheim@127.0.0.1:1"]).await;
    assert_eq!(bad.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&bad.stderr).contains("geheim"), "{bad:?}");
}

#[tokio::test]
async fn the_server_sends_by_itself_from_the_hour_on() {
    let (bench, hospital, ..) = people().await;
    posted(&bench, &[letter(Recipient::Hospital(hospital), Topic::Overdue, "逾期")]).await;
    let sink = Sink::start().await;
    let serving = |moment: &str| {
        let clock = Clock::fixed(moment.parse().unwrap());
        tokio::spawn(digest::keep_sending(bench.db().clone(), clock, mailer(&sink.url())))
    };
    let early = serving("2024-10-21T23:59:59Z");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(sink.taken().is_empty(), "07:59 in China");
    let open = serving("2024-10-22T00:00:00Z");
    for _ in 0..100 {
        if mails(bench.db()).await.iter().any(|(state, _)| state == "sent") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    early.abort();
    open.abort();
    assert_eq!(sink.taken().len(), 1, "08:00 in China");
}

#[test]
fn a_server_that_could_not_send_as_told_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    for (flags, said) in [
        (&["--smtp-url", "smtp://u:geheim@127.0.0.1:1"][..], "--smtp-from"),
        (
            &["--smtp-url", "http://u:geheim@127.0.0.1:1", "--smtp-from", "a@b.cn", "--site-url", "https://b.cn"],
            "--smtp-url 没有读懂",
        ),
    ] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_zhikong"))
            .args(["serve", "--bind", "127.0.0.1:0", "--data-dir"])
            .arg(folder.path())
            .args(flags)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(said) && !error.contains("geheim"), "{error}");
    }
}
