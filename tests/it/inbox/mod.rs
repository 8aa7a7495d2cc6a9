//! 消息: who gets what, once; the list of each reader alone; one mail a day.

mod digest;
mod email;
mod pages;
mod post;
mod sink;
mod weight;

use zhikong::access::{AccountId, AuthorityId, HospitalId, Role};
use zhikong::db;
use zhikong::inbox::store::{self, Wanted};
use zhikong::inbox::{Letter, Recipient, Topic, post};

use crate::support::bench::{Bench, Hospital};

/// A letter to one account.
fn letter(to: Recipient, topic: Topic, title: &str) -> Letter {
    Letter { to, topic, title: title.to_owned(), text: String::new(), href: "/returns".to_owned(), once: None }
}

/// Posts letters in a transaction of their own.
async fn posted(bench: &Bench, letters: &[Letter]) -> u64 {
    let txn = db::write(bench.db()).await.unwrap();
    let made = post(&*txn, bench.clock.now(), letters).await.unwrap();
    txn.commit().await.unwrap();
    made
}

/// Titles of all messages of an account, newest first.
async fn titles(bench: &Bench, account: AccountId) -> Vec<String> {
    let all = store::page(bench.db(), account, Wanted::default(), 0, 1_000).await.unwrap();
    all.into_iter().map(|message| message.title).collect()
}

/// How many messages of an account nobody has opened.
async fn unread(bench: &Bench, account: AccountId) -> u64 {
    store::count(bench.db(), account, Wanted { unread: true, topic: None }).await.unwrap()
}

/// A hospital with its people and its county's.
struct Scene {
    bench: Bench,
    hospital: HospitalId,
    county: AuthorityId,
    clerk: AccountId,
    reviewer: AccountId,
    staff: AccountId,
    keeper: AccountId,
}

async fn scene() -> Scene {
    let bench = Bench::new().await;
    let county = bench.authority("410105").await;
    let hospital = bench.hospital("演示甲医院").in_region("410105").store().await;
    let at = |login: &'static str, role, at: &Hospital| bench.account(login).role(role).at_hospital(at).store();
    let clerk = at("clerk", Role::Clerk, &hospital).await;
    let reviewer = at("reviewer", Role::HospitalReviewer, &hospital).await;
    let staff = bench.account("staff").role(Role::AuthorityStaff).at_authority(county).store().await;
    let keeper = bench.account("keeper").role(Role::AccountKeeper).at_authority(county).store().await;
    Scene { hospital: hospital.id, county, clerk, reviewer, staff, keeper, bench }
}
