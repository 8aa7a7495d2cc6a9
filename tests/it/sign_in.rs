//! Signing in and out: what is answered, how long a session lives, what ends it, and how guessing is stopped.

use axum::body::Body;
use chrono::TimeDelta;
use http::Request;
use zhikong::access::Role;
use zhikong::accounts::Passwords;

use crate::support::bench::{Bench, PASSWORD};
use crate::support::client::{Answer, Client};

const COOKIE: &str = "__Host-zhikong";

async fn bench_with_staff() -> Bench {
    let bench = Bench::new().await;
    bench.staff("staff", "410000").await;
    bench
}

async fn try_in(client: &Client, login: &str, password: &str) -> Answer {
    client.post("/sign-in", &[("account", login), ("password", password)]).await
}

/// The actions of the journal from the newest back.
async fn deeds(bench: &Bench, count: u64) -> Vec<String> {
    use sea_orm::ConnectionTrait;
    use sea_orm::sea_query::{Order, Query};
    let mut query = Query::select();
    query.column("action").from("journal_event").order_by("seq", Order::Desc).limit(count);
    let rows = bench.db().query_all(&query).await.unwrap();
    rows.iter().map(|row| row.try_get("", "action").unwrap()).collect()
}

#[tokio::test]
async fn a_right_password_opens_the_page_that_was_asked_for() {
    let bench = bench_with_staff().await;
    let visitor = bench.visitor();
    let asked = visitor.get("/account?x=1").await;
    assert_eq!((asked.status.as_u16(), asked.location()), (303, "/sign-in?next=/account%3Fx%3D1"));
    assert!(visitor.get(asked.location()).await.body.contains("value=\"/account?x=1\""), "the form keeps the way back");

    let form = [("account", " STAFF "), ("password", PASSWORD), ("next", "/account?x=1")];
    let answer = visitor.post("/sign-in", &form).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/account?x=1"));
    assert!(visitor.get("/account").await.body.contains("演示staff"));
    assert_eq!(deeds(&bench, 1).await, ["account.signed_in"]);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let bench = bench_with_staff().await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"] {
        let form = [("account", "staff"), ("password", PASSWORD), ("next", next)];
        assert_eq!(bench.visitor().post("/sign-in", &form).await.location(), "/overview", "{next:?}");
    }
}

#[tokio::test]
async fn everyone_lands_where_their_work_begins() {
    let bench = bench_with_staff().await;
    let hospital = bench.hospital("演示甲医院").store().await;
    bench.account("clerk").role(Role::Clerk).at_hospital(&hospital).store().await;
    bench.account("audit").role(Role::AuditAdmin).store().await;
    bench.staff("county", "410105").await;
    for (login, page) in [("staff", "/overview"), ("county", "/home"), ("clerk", "/home"), ("audit", "/journal")] {
        let client = bench.visitor();
        assert_eq!(try_in(&client, login, PASSWORD).await.location(), page);
        assert_eq!(client.get("/").await.location(), page);
        assert_eq!(client.get("/sign-in").await.location(), page, "whoever is in need not sign in");
    }
}

#[tokio::test]
async fn a_wrong_password_says_what_to_do_and_how_often_it_may_still_be_wrong() {
    let bench = bench_with_staff().await;
    let visitor = bench.visitor();
    try_in(&visitor, "staff", "Wrong-horse-1").await;
    try_in(&visitor, "staff", "Wrong-horse-2").await;
    let answer = try_in(&visitor, "staff", "Wrong-horse-3").await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.body.contains("账号或密码不对。再错 2 次将锁定 30 分钟；忘了密码请找你单位的账号管理员重置。"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("value=\"staff\""), "the login need not be typed again");
    assert!(!answer.body.contains("Wrong-horse"), "no password ever comes back");
    assert_eq!(visitor.cookie(COOKIE), None);
    assert_eq!(deeds(&bench, 1).await, ["account.sign_in_failed"]);
}

#[tokio::test]
async fn an_unknown_account_is_answered_like_a_known_one() {
    let bench = bench_with_staff().await;
    for _ in 0..6 {
        let known = try_in(&bench.visitor(), "staff", "Wrong-horse-1").await;
        let unknown = try_in(&bench.visitor(), "nobody", "Wrong-horse-1").await;
        assert_eq!(known.status, unknown.status);
        assert_eq!(known.body.replace("staff", "nobody"), unknown.body);
    }
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_that_network_and_no_other() {
    let bench = bench_with_staff().await;
    let guesser = bench.visitor().from("198.51.100.9");
    for _ in 0..5 {
        try_in(&guesser, "staff", "Wrong-horse-1").await;
    }
    assert_eq!(deeds(&bench, 1).await, ["account.locked"]);
    let locked = try_in(&guesser, "staff", PASSWORD).await;
    assert_eq!(locked.status, 429);
    assert!(locked.body.contains("30 分钟后才能再试"), "{}", locked.body);

    assert_eq!(try_in(&bench.visitor(), "staff", PASSWORD).await.status, 303, "its own network is not locked out");
    bench.advance(TimeDelta::minutes(29));
    assert_eq!(try_in(&guesser, "staff", PASSWORD).await.status, 429);
    bench.advance(TimeDelta::minutes(1));
    assert_eq!(try_in(&guesser, "staff", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn guesses_from_many_networks_do_not_lock_out_the_network_people_work_in() {
    let bench = bench_with_staff().await;
    bench.sign_in("staff").await;
    for network in 0..20 {
        let guesser = bench.visitor().from(&format!("198.51.100.{network}"));
        assert_eq!(try_in(&guesser, "staff", "Wrong-horse-1").await.status, 422, "guess {network}");
    }
    let stranger = bench.visitor().from("203.0.113.1");
    let refused = try_in(&stranger, "staff", PASSWORD).await;
    assert_eq!(refused.status, 429);
    assert!(refused.body.contains("没登录过的地点"), "{}", refused.body);
    assert_eq!(try_in(&bench.visitor(), "staff", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn guesses_sent_at_once_are_counted_one_by_one() {
    let bench = bench_with_staff().await;
    let guesses = (0..12).map(|_| {
        let client = bench.visitor();
        tokio::spawn(async move { try_in(&client, "staff", "Wrong-horse-1").await.status.as_u16() })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        // The fifth is looked at and locks; those after it are not.
        looked_at += u16::from(guess.await.unwrap() == 422);
    }
    assert_eq!(looked_at, 4);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_of_nothing_and_after_twelve_hours() {
    let bench = bench_with_staff().await;
    let staff = bench.sign_in("staff").await;
    bench.advance(TimeDelta::minutes(29));
    assert_eq!(staff.get("/account").await.status, 200);
    bench.advance(TimeDelta::minutes(29));
    assert_eq!(staff.get("/account").await.status, 200, "use keeps it alive");
    bench.advance(TimeDelta::minutes(30));
    let ended = staff.get("/account").await;
    assert_eq!((ended.status.as_u16(), ended.location()), (303, "/sign-in?next=/account"));
    assert_eq!(staff.cookie(COOKIE), None, "the browser forgets it");
    let told = staff.get(ended.location()).await.body;
    assert!(told.contains("<div class=\"zk-flash wait\" role=\"status\">太久没有操作"), "and is told why: {told}");

    let staff = bench.sign_in("staff").await;
    for _ in 0..28 {
        bench.advance(TimeDelta::minutes(25));
        assert_eq!(staff.get("/account").await.status, 200);
    }
    bench.advance(TimeDelta::minutes(20));
    assert_eq!(staff.get("/account").await.status, 303, "twelve hours are over");
}

#[tokio::test]
async fn polling_does_not_keep_a_session_alive() {
    let bench = bench_with_staff().await;
    let staff = bench.sign_in("staff").await;
    for _ in 0..2 {
        bench.advance(TimeDelta::minutes(14));
        let poll = Request::get("/account").header("x-zhikong-poll", "1");
        assert_eq!(staff.send(poll, Body::empty()).await.status, 200);
    }
    bench.advance(TimeDelta::minutes(2));
    assert_eq!(staff.get("/account").await.status, 303);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let bench = bench_with_staff().await;
    let staff = bench.sign_in("staff").await;
    let token = staff.cookie(COOKIE).unwrap();
    let out = staff.post("/sign-out", &[]).await;
    assert_eq!((out.status.as_u16(), out.location()), (303, "/sign-in"));
    assert_eq!(staff.cookie(COOKIE), None);
    assert!(staff.get("/sign-in").await.body.contains("已退出登录"));
    staff.set_cookie(COOKIE, &token);
    assert_eq!(staff.get("/account").await.status, 303, "the kept token opens nothing");
    assert_eq!(deeds(&bench, 1).await, ["account.signed_out"]);
}

#[tokio::test]
async fn a_token_planted_before_signing_in_is_never_used() {
    let bench = bench_with_staff().await;
    let victim = bench.visitor();
    victim.set_cookie(COOKIE, &"a".repeat(64));
    try_in(&victim, "staff", PASSWORD).await;
    assert_ne!(victim.cookie(COOKIE).unwrap(), "a".repeat(64));
    let attacker = bench.visitor();
    attacker.set_cookie(COOKIE, &"a".repeat(64));
    assert_eq!(attacker.get("/account").await.status, 303);

    let older = victim.cookie(COOKIE).unwrap();
    try_in(&victim, "staff", PASSWORD).await;
    attacker.set_cookie(COOKIE, &older);
    assert_eq!(attacker.get("/account").await.status, 303, "signing in again ends the browser's older session");
}

#[tokio::test]
async fn the_database_holds_no_token_and_no_password() {
    use sea_orm::ConnectionTrait;
    use sea_orm::sea_query::Query;
    let bench = bench_with_staff().await;
    let staff = bench.sign_in("staff").await;
    let token = staff.cookie(COOKIE).unwrap();
    let mut sessions = Query::select();
    sessions.column("token_hash").from("session");
    let kept: String = bench.db().query_one(&sessions).await.unwrap().unwrap().try_get("", "token_hash").unwrap();
    assert_eq!((kept.len(), token.len()), (64, 64));
    assert_ne!(kept, token);
    let mut accounts = Query::select();
    accounts.column("password_hash").from("account");
    let kept: String = bench.db().query_one(&accounts).await.unwrap().unwrap().try_get("", "password_hash").unwrap();
    assert!(kept.starts_with("$argon2id$v=19$"), "{kept}");
}

#[tokio::test]
async fn another_site_cannot_send_forms_here() {
    let bench = bench_with_staff().await;
    let staff = bench.sign_in("staff").await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let foreign = Request::post("/sign-out").header(name, value);
        assert_eq!(staff.send(foreign, Body::empty()).await.status, 403, "{name}: {value}");
    }
    assert_eq!(staff.get("/account").await.status, 200, "still signed in");
}

#[tokio::test]
async fn a_fresh_installation_says_how_the_first_account_is_made() {
    let bench = Bench::bare("2024-10-21T04:00:00Z").await;
    let page = bench.visitor().get("/sign-in").await;
    assert!(page.body.contains("zhikong account add"), "{}", page.body);
    assert!(!page.body.contains("type=\"password\""));
}

#[tokio::test]
async fn a_program_is_refused_in_json() {
    let bench = bench_with_staff().await;
    let answer = try_in(&bench.visitor().json(), "staff", "Wrong-horse-1").await;
    assert_eq!(answer.status, 422);
    let error = &answer.json()["error"];
    assert_eq!(error["code"], "not_signed_in");
    assert!(error["message"].as_str().unwrap().starts_with("账号或密码不对"));
}

#[tokio::test]
async fn the_product_pays_the_full_price_of_a_hash() {
    let passwords = Passwords::new(zhikong::accounts::Cost::STANDARD).unwrap();
    assert!(passwords.hash(PASSWORD).await.unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}
