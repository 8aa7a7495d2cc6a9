//! Posting: to whom, once, and only what commits.

use std::time::Instant;

use zhikong::access::{AccountId, HospitalId, Role, Viewer};
use zhikong::accounts::keep;
use zhikong::db;
use zhikong::inbox::{Letter, Recipient, Topic, post};

use crate::inbox::{Scene, letter, posted, scene, titles};

#[tokio::test]
async fn a_letter_reaches_those_whom_its_recipient_stands_for() {
    let Scene { bench, hospital, county, clerk, reviewer, staff, keeper } = scene().await;
    let other = bench.hospital("演示乙医院").store().await;
    let elsewhere = bench.account("elsewhere").role(Role::Clerk).at_hospital(&other).store().await;
    let both = bench.account("both").role(Role::Clerk).role(Role::HospitalReviewer);
    let both = both.at(zhikong::access::Place::Hospital(hospital)).store().await;
    let left = bench.account("left").role(Role::Clerk).at(zhikong::access::Place::Hospital(hospital)).store().await;
    keep::set_disabled(&bench.parts.state, &Viewer::operator(), left, 1, true).await.unwrap();
    let letters = [
        letter(Recipient::Hospital(hospital), Topic::Returned, "给医院"),
        letter(Recipient::Authority(county), Topic::Submitted, "给县里"),
        letter(Recipient::Account(keeper), Topic::Extension, "给一个人"),
        letter(Recipient::Account(left), Topic::Extension, "给停用的人"),
        letter(Recipient::Account(AccountId(987_654)), Topic::Extension, "给没有的人"),
        letter(Recipient::Hospital(HospitalId(987_654)), Topic::Extension, "给没有的医院"),
    ];
    assert_eq!(posted(&bench, &letters).await, 5);
    for (account, expected) in [
        (clerk, &["给医院"][..]),
        (reviewer, &["给医院"]),
        (both, &["给医院"]),
        (staff, &["给县里"]),
        (keeper, &["给一个人"]),
        (left, &[]),
        (elsewhere, &[]),
    ] {
        assert_eq!(titles(&bench, account).await, expected, "{account}");
    }
    assert_eq!(posted(&bench, &[]).await, 0);
}

fn reminder(to: Recipient, once: &str) -> Letter {
    Letter { once: Some(once.to_owned()), ..letter(to, Topic::DueSoon, "快到期") }
}

#[tokio::test]
async fn what_is_told_once_is_told_once() {
    let Scene { bench, hospital, county, clerk, staff, .. } = scene().await;
    let to = Recipient::Hospital(hospital);
    let twice = [reminder(to, "due:2024Q3"), reminder(to, "due:2024Q3")];
    assert_eq!(posted(&bench, &twice).await, 2, "two readers, one message each");
    // Another transaction meets only clashes, goes on and commits.
    let txn = db::write(bench.db()).await.unwrap();
    assert_eq!(post(&*txn, bench.clock.now(), &twice).await.unwrap(), 0);
    let mixed =
        [reminder(to, "due:2024Q3"), reminder(to, "due:2024Q4"), reminder(Recipient::Authority(county), "due:2024Q3")];
    assert_eq!(post(&*txn, bench.clock.now(), &mixed).await.unwrap(), 3);
    assert_eq!(post(&*txn, bench.clock.now(), &[letter(to, Topic::Returned, "退回")]).await.unwrap(), 2);
    txn.commit().await.unwrap();
    assert_eq!(titles(&bench, clerk).await, ["退回", "快到期", "快到期"]);
    assert_eq!(titles(&bench, staff).await, ["快到期"], "another account has its own");
    // Without it, each letter is told.
    let plain = [letter(to, Topic::Returned, "退回"), letter(to, Topic::Returned, "退回")];
    assert_eq!(posted(&bench, &plain).await, 4);
    let long = "x".repeat(500);
    assert_eq!(posted(&bench, &[reminder(to, &format!("{long}1")), reminder(to, &format!("{long}2"))]).await, 4);
    assert_eq!(posted(&bench, &[reminder(to, &format!("{long}1"))]).await, 0);
}

#[tokio::test]
async fn what_does_not_commit_is_not_told_and_what_is_too_long_is_cut() {
    let Scene { bench, hospital, clerk, .. } = scene().await;
    let to = Recipient::Hospital(hospital);
    let txn = db::write(bench.db()).await.unwrap();
    assert_eq!(post(&*txn, bench.clock.now(), &[reminder(to, "due:2024Q3")]).await.unwrap(), 2);
    txn.rollback().await.unwrap();
    assert!(titles(&bench, clerk).await.is_empty());
    assert_eq!(posted(&bench, &[reminder(to, "due:2024Q3")]).await, 2, "and may be told later");
    let long = Letter {
        title: format!("题{}\n\0", "演".repeat(200)),
        text: "🏥".repeat(2_000),
        href: format!("/{}", "x".repeat(5_000)),
        ..letter(to, Topic::Remark, "")
    };
    assert_eq!(posted(&bench, &[long]).await, 2);
    let newest = titles(&bench, clerk).await.swap_remove(0);
    assert!(newest.chars().count() == 120 && newest.ends_with("演…"), "{newest}");
}

#[tokio::test]
async fn a_whole_province_is_told_in_one_go() {
    let Scene { bench, hospital, clerk, .. } = scene().await;
    let to = Recipient::Hospital(hospital);
    let letters: Vec<Letter> = (0..1_500).map(|n| reminder(to, &format!("due:{n}"))).collect();
    let before = Instant::now();
    assert_eq!(posted(&bench, &letters).await, 3_000);
    println!("1,500 letters, 3,000 messages: {:?}", before.elapsed());
    let before = Instant::now();
    assert_eq!(posted(&bench, &letters).await, 0);
    println!("the same again: {:?}", before.elapsed());
    assert_eq!(crate::inbox::unread(&bench, clerk).await, 1_500);
    // Recipients beyond one chunk of the question.
    let many: Vec<Letter> = (0..2_500)
        .map(|n| letter(Recipient::Account(AccountId(1_000_000 - n)), Topic::Overdue, "没有这个人"))
        .collect();
    assert_eq!(
        posted(&bench, &[&many[..], &[letter(Recipient::Account(clerk), Topic::Overdue, "逾期")]].concat()).await,
        1
    );
}
