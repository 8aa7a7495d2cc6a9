//! Keeping accounts: one's own password, the accounts of a territory, the three administrators.

use chrono::TimeDelta;
use zhikong::access::{Power, Role};

use crate::support::bench::{Bench, Hospital, PASSWORD};
use crate::support::client::Client;

const NEW: &str = "Another-horse-2";

/// A county with its keeper and a hospital with its clerk, a hospital of another county, and a security administrator.
struct Scene {
    bench: Bench,
    ours: Hospital,
    theirs: Hospital,
    keeper: Client,
}

async fn scene() -> Scene {
    let bench = Bench::new().await;
    let county = bench.authority("410105").await;
    let ours = bench.hospital("演示甲医院").in_region("410105").store().await;
    let theirs = bench.hospital("演示乙医院").in_region("410102").store().await;
    bench.account("keeper").role(Role::AccountKeeper).at_authority(county).store().await;
    bench.account("clerk").role(Role::Clerk).at_hospital(&ours).store().await;
    bench.account("foreign").role(Role::Clerk).at_hospital(&theirs).store().await;
    bench.account("security").role(Role::SecurityAdmin).store().await;
    let keeper = bench.sign_in("keeper").await;
    Scene { bench, ours, theirs, keeper }
}

/// The one-time password a page shows.
fn shown_password(body: &str) -> String {
    let (_, rest) = body.split_once("class=\"no mb-2\">").unwrap_or_else(|| panic!("no password in {body}"));
    rest.split_once('<').unwrap().0.to_owned()
}

/// The address of an account's page, from the list.
async fn page_of(keeper: &Client, login: &str) -> Option<String> {
    let list = keeper.get(&format!("/accounts?q={login}")).await.body;
    let (before, _) = list.split_once(&format!("\">{login}</a>"))?;
    before.rsplit_once("href=\"").map(|(_, href)| href.to_owned())
}

async fn enter(bench: &Bench, login: &str, password: &str) -> (Client, u16) {
    let client = bench.visitor();
    let status = client.post("/sign-in", &[("account", login), ("password", password)]).await.status.as_u16();
    (client, status)
}

#[tokio::test]
async fn a_keeper_makes_an_account_and_its_owner_must_first_change_the_password() {
    let Scene { bench, ours, keeper, .. } = scene().await;
    let form = [
        ("login", "Li.Si"),
        ("name", "演示丁"),
        ("place", ours.name.as_str()),
        ("roles", "clerk"),
        ("roles", "hospital_reviewer"),
    ];
    let made = keeper.post("/accounts", &form).await;
    assert_eq!(made.status, 200);
    assert_eq!(made.headers["cache-control"], "no-store");
    let password = shown_password(&made.body);

    let (owner, status) = enter(&bench, "li.si", &password).await;
    assert_eq!(status, 303);
    for path in ["/home", "/account", "/menu"] {
        let answer = owner.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, "/account/password"), "{path}");
    }
    let form = [("current", password.as_str()), ("new", NEW), ("again", NEW)];
    let changed = owner.post("/account/password", &form).await;
    assert_eq!((changed.status.as_u16(), changed.location()), (303, "/home"), "{}", changed.body);
    let own = owner.get("/account").await.body;
    assert!(own.contains("演示甲医院") && own.contains("医院填报人、医院审核人"), "{own}");
    assert_eq!(enter(&bench, "li.si", &password).await.1, 422, "the one-time password is spent");
}

#[tokio::test]
async fn a_new_account_is_checked_field_by_field_and_nothing_typed_is_lost() {
    let Scene { bench: _bench, keeper, ours, .. } = scene().await;
    let bad = keeper.post("/accounts", &[("login", "x"), ("name", "演示丁"), ("place", "没有这家")]).await;
    assert_eq!(bad.status, 422);
    for words in ["账号由 3–40 个", "至少选一个角色", "没有“没有这家”", "value=\"演示丁\""] {
        assert!(bad.body.contains(words), "{words} is missing: {}", bad.body);
    }
    let taken = [("login", "clerk"), ("name", "演示丁"), ("place", ours.code.as_str()), ("roles", "clerk")];
    assert!(keeper.post("/accounts", &taken).await.body.contains("账号“clerk”已被别人使用"));
    let misplaced =
        [("login", "ding"), ("name", "演示丁"), ("place", ours.code.as_str()), ("roles", "authority_staff")];
    assert!(keeper.post("/accounts", &misplaced).await.body.contains("这个角色属于主管机构"));
    assert_eq!(page_of(&keeper, "ding").await, None);
}

#[tokio::test]
async fn a_keeper_keeps_its_own_territory_and_no_other() {
    let Scene { bench, theirs, keeper, .. } = scene().await;
    assert!(page_of(&keeper, "clerk").await.is_some());
    assert!(page_of(&keeper, "keeper").await.is_some());
    assert_eq!(page_of(&keeper, "foreign").await, None);
    assert_eq!(page_of(&keeper, "security").await, None, "administrators are not its to keep");
    let place = theirs.code.as_str();
    let form = [("login", "ding"), ("name", "演示丁"), ("place", place), ("roles", "clerk")];
    assert!(keeper.post("/accounts", &form).await.body.contains("本辖区内没有"));

    let province = bench.authority("410000").await;
    bench.account("top").role(Role::AccountKeeper).at_authority(province).store().await;
    let top = bench.sign_in("top").await;
    let foreign = page_of(&top, "foreign").await.expect("the province keeps all counties");
    assert_eq!(keeper.get(&foreign).await.status, 404);
    for deed in ["disable", "enable", "roles", "reset"] {
        let answer = keeper.post(&format!("{foreign}/{deed}"), &[("version", "1"), ("roles", "clerk")]).await;
        assert_eq!(answer.status, 404, "{deed}");
    }
    assert_eq!(enter(&bench, "foreign", PASSWORD).await.1, 303, "nothing happened to it");
}

#[tokio::test]
async fn the_list_finds_by_login_name_and_place_and_takes_no_wildcard() {
    let Scene { bench: _bench, keeper, .. } = scene().await;
    for (query, found) in [("CLERK", 1), ("演示clerk", 1), ("甲医院", 1), ("%", 0), ("_", 0), ("", 2)] {
        let list = keeper.get(&format!("/accounts?q={}", zhikong::web::form_encoded(query))).await.body;
        assert!(list.contains(&format!("<b>{found} 个</b>")), "{query:?} does not find {found}: {list}");
    }
}

#[tokio::test]
async fn a_reset_ends_sessions_lifts_locks_and_asks_for_a_change() {
    let Scene { bench, keeper, .. } = scene().await;
    let clerk = bench.sign_in("clerk").await;
    let elsewhere = bench.visitor().from("198.51.100.9");
    for _ in 0..5 {
        elsewhere.post("/sign-in", &[("account", "clerk"), ("password", "Wrong-horse-1")]).await;
    }
    let page = page_of(&keeper, "clerk").await.unwrap();
    let reset = keeper.post(&format!("{page}/reset"), &[]).await;
    assert_eq!((reset.status.as_u16(), &reset.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    let password = shown_password(&reset.body);

    assert_eq!(clerk.get("/account").await.status, 303, "its session is over");
    assert_eq!(enter(&bench, "clerk", PASSWORD).await.1, 422, "the old password is void");
    let answer = elsewhere.post("/sign-in", &[("account", "clerk"), ("password", &password)]).await;
    assert_eq!(answer.status, 303, "the lock is lifted");
    assert_eq!(elsewhere.get("/account").await.location(), "/account/password");
}

#[tokio::test]
async fn disabling_and_a_change_of_roles_end_the_sessions() {
    let Scene { bench, keeper, .. } = scene().await;
    let page = page_of(&keeper, "clerk").await.unwrap();
    let clerk = bench.sign_in("clerk").await;
    let changed = keeper.post(&format!("{page}/roles"), &[("version", "1"), ("roles", "hospital_reviewer")]).await;
    assert_eq!((changed.status.as_u16(), changed.location()), (303, page.as_str()));
    assert_eq!(clerk.get("/account").await.status, 303);
    let clerk = bench.sign_in("clerk").await;
    assert!(clerk.get("/account").await.body.contains("医院审核人"));

    let stale = keeper.post(&format!("{page}/disable"), &[("version", "1")]).await;
    assert_eq!(stale.status, 409, "somebody changed it since");
    assert_eq!(keeper.post(&format!("{page}/disable"), &[("version", "2")]).await.status, 303);
    assert_eq!(clerk.get("/account").await.status, 303);
    let (_, status) = enter(&bench, "clerk", PASSWORD).await;
    assert_eq!(status, 422);
    let refused = bench.visitor().post("/sign-in", &[("account", "clerk"), ("password", PASSWORD)]).await;
    assert!(refused.body.contains("这个账号已停用"), "{}", refused.body);
    assert_eq!(keeper.post(&format!("{page}/enable"), &[("version", "3")]).await.status, 303);
    assert_eq!(enter(&bench, "clerk", PASSWORD).await.1, 303);
}

#[tokio::test]
async fn roles_that_exclude_each_other_are_refused_whoever_asks() {
    let Scene { bench, keeper, .. } = scene().await;
    let security = bench.sign_in("security").await;
    let form = [("login", "root"), ("name", "演示丁"), ("roles", "system_admin"), ("roles", "audit_admin")];
    let refused = security.post("/accounts", &form).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("三员分立"), "{}", refused.body);

    let page = page_of(&keeper, "clerk").await.unwrap();
    let form = [("version", "1"), ("roles", "clerk"), ("roles", "security_admin")];
    let refused = keeper.post(&format!("{page}/roles"), &form).await;
    assert_eq!(refused.status, 422, "a keeper cannot make an administrator");
    let form = [("version", "1"), ("roles", "security_admin")];
    assert_eq!(keeper.post(&format!("{page}/roles"), &form).await.status, 422);
    assert!(bench.sign_in("clerk").await.get("/account").await.body.contains("医院填报人"));
}

#[tokio::test]
async fn the_security_administrator_keeps_administrators_only() {
    let Scene { bench, .. } = scene().await;
    let security = bench.sign_in("security").await;
    assert_eq!(page_of(&security, "clerk").await, None);
    assert_eq!(page_of(&security, "keeper").await, None);
    let form = [("login", "audit"), ("name", "演示丁"), ("roles", "audit_admin")];
    let password = shown_password(&security.post("/accounts", &form).await.body);
    assert_eq!(enter(&bench, "audit", &password).await.1, 303);
    let form = [("login", "mole"), ("name", "演示丁"), ("place", "410000"), ("roles", "account_keeper")];
    assert_eq!(security.post("/accounts", &form).await.status, 422, "no keeper can be made here");
}

#[tokio::test]
async fn nobody_changes_their_own_account_by_the_keepers_page() {
    let Scene { bench, keeper, .. } = scene().await;
    let page = page_of(&keeper, "keeper").await.unwrap();
    for deed in ["disable", "roles", "reset"] {
        let form = [("version", "1"), ("roles", "account_keeper"), ("roles", "authority_staff")];
        assert_eq!(keeper.post(&format!("{page}/{deed}"), &form).await.status, 422, "{deed}");
    }
    assert_eq!(enter(&bench, "keeper", PASSWORD).await.1, 303);
}

#[tokio::test]
async fn a_new_password_must_satisfy_the_policy_and_be_new() {
    let Scene { bench, .. } = scene().await;
    let clerk = bench.sign_in("clerk").await;
    let change = async |current: &str, new: &str, again: &str| {
        clerk.post("/account/password", &[("current", current), ("new", new), ("again", again)]).await
    };
    for (new, again, words) in [
        ("Short-1", "Short-1", "至少要 10 个"),
        ("alllowercase1", "alllowercase1", "至少要有三类"),
        ("My-Clerk-2024", "My-Clerk-2024", "含有账号名"),
        (NEW, "Another-horse-3", "两次填的新密码不一样"),
        (PASSWORD, PASSWORD, "最近用过"),
    ] {
        let answer = change(PASSWORD, new, again).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains(words), "{new}: {}", answer.body);
    }
    let mut current = PASSWORD.to_owned();
    for number in 1..=6 {
        let next = format!("Changed-horse-{number}");
        assert_eq!(change(&current, &next, &next).await.status, 303, "{next}");
        current = next;
    }
    assert_eq!(change(&current, "Changed-horse-1", "Changed-horse-1").await.status, 422, "five before are remembered");
    assert_eq!(change(&current, PASSWORD, PASSWORD).await.status, 303, "the one before those is free again");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_renews_ones_own() {
    let Scene { bench, .. } = scene().await;
    let here = bench.sign_in("clerk").await;
    let there = bench.sign_in("clerk").await;
    let token = here.cookie("__Host-zhikong").unwrap();
    let form = [("current", PASSWORD), ("new", NEW), ("again", NEW)];
    assert_eq!(here.post("/account/password", &form).await.location(), "/account");
    assert!(here.get("/account").await.body.contains("密码已改"));
    assert_eq!(there.get("/account").await.status, 303);
    there.set_cookie("__Host-zhikong", &token);
    assert_eq!(there.get("/account").await.status, 303, "the token before the change opens nothing");
}

#[tokio::test]
async fn guessing_at_the_present_password_counts_like_guessing_at_sign_in() {
    let Scene { bench, .. } = scene().await;
    let clerk = bench.sign_in("clerk").await;
    let guess = [("current", "Wrong-horse-1"), ("new", NEW), ("again", NEW)];
    for _ in 0..3 {
        clerk.post("/account/password", &guess).await;
    }
    let fourth = enter(&bench, "clerk", "Wrong-horse-1").await;
    assert_eq!(fourth.1, 422);
    let fifth = clerk.post("/account/password", &guess).await;
    assert!(fifth.body.contains("已锁定 30 分钟"), "{}", fifth.body);
    let right = [("current", PASSWORD), ("new", NEW), ("again", NEW)];
    assert_eq!(clerk.post("/account/password", &right).await.status, 422, "not even the right one is looked at");
    assert_eq!(enter(&bench, "clerk", PASSWORD).await.1, 429);
    bench.advance(TimeDelta::minutes(30));
    assert_eq!(enter(&bench, "clerk", PASSWORD).await.1, 303);
}

#[tokio::test]
async fn the_system_administrator_sees_how_it_runs_and_nothing_else() {
    let Scene { bench, .. } = scene().await;
    bench.account("system").role(Role::SystemAdmin).store().await;
    let system = bench.sign_in("system").await;
    bench.advance(TimeDelta::minutes(20));
    let page = system.get("/system").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("已连续 20 分钟"), "{}", page.body);
    assert!(page.body.contains(env!("CARGO_PKG_VERSION")) && page.body.contains("日志链头"));
    for path in ["/accounts", "/journal"] {
        assert_eq!(system.get(path).await.status, 403, "{path}");
    }
    assert!(!Role::SystemAdmin.powers().contains(&Power::ReadHospitals));
}
