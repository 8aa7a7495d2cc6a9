//! Who may open what: every route, asked by every role, for things of its own territory and of another.
//!
//! A new route needs a row in [`TABLE`](table::TABLE); without one the first test fails.

mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use zhikong::access::{AccountId, POWERS, ROLES, Role, Scope};
use zhikong::app;
use zhikong::db;
use zhikong::hospitals::roster::Line;
use zhikong::inbox::{self, Letter, Recipient, Topic};
use zhikong::returns::model::Standing;
use zhikong::returns::store;

use crate::access::table::{AUDIT, KEEPER, SECURITY, STAFF, SYSTEM, TABLE};
use crate::returns::scene::{SERVICES, Scene as Filling, q3};
use crate::support::bench::{Bench, Hospital};
use crate::support::client::Client;

/// A county with a hospital and one account of every role, and another county with the same.
struct Scene {
    bench: Bench,
    ours: Hospital,
    theirs: Hospital,
    askers: Vec<(Role, Client)>,
    /// Staff of the province, above both counties.
    top: Client,
    /// The address of what each hospital sent: (ours, theirs).
    batches: [String; 2],
    /// Accounts that no test signs in with: (the keeper's, the security administrator's, another county's).
    targets: [i64; 3],
    /// A message of each asker, and one of somebody else.
    messages: Vec<(Option<Role>, i64)>,
}

async fn scene() -> Scene {
    let bench = Bench::new().await;
    let county = bench.authority("410105").await;
    let offering = |line: &mut Line| line.services = SERVICES.to_owned();
    let ours = bench.hospital("演示甲医院").in_region("410105").with(offering).store().await;
    let theirs = bench.hospital("演示乙医院").in_region("410102").with(offering).store().await;
    let (mut askers, mut addressed) = (Vec::new(), Vec::new());
    for role in ROLES {
        let account = bench.account(role.key()).role(role);
        let stored = match role {
            STAFF | Role::Inspector | KEEPER => account.at_authority(county),
            Role::Clerk | Role::HospitalReviewer => account.at_hospital(&ours),
            SYSTEM | SECURITY | AUDIT => account,
        };
        addressed.push((Some(role), stored.store().await));
        askers.push((role, bench.sign_in(role.key()).await));
    }
    let kept = bench.account("kept").role(Role::Clerk).at_hospital(&ours).store().await;
    let other_admin = bench.account("other_admin").role(AUDIT).store().await;
    let foreign = bench.account("foreign").role(Role::Clerk).at_hospital(&theirs).store().await;
    addressed.push((None, foreign));
    let messages = messages(&bench, &addressed).await;
    let province = bench.authority("410000").await;
    bench.account("top").role(STAFF).at_authority(province).store().await;
    let top = bench.sign_in("top").await;
    let filling = Filling::around(bench);
    let batches = [sent(&filling, "kept", &ours).await, sent(&filling, "foreign", &theirs).await];
    let targets = [kept.0, other_admin.0, foreign.0];
    Scene { targets, bench: filling.bench, ours, theirs, askers, top, batches, messages }
}

/// Gives each account a message; with its key.
async fn messages(bench: &Bench, to: &[(Option<Role>, AccountId)]) -> Vec<(Option<Role>, i64)> {
    let letter = |account| Letter {
        to: Recipient::Account(account),
        topic: Topic::Extension,
        title: "演示".to_owned(),
        text: String::new(),
        href: "/account".to_owned(),
        once: None,
    };
    let letters: Vec<_> = to.iter().map(|(_, account)| letter(*account)).collect();
    let txn = db::write(bench.db()).await.unwrap();
    inbox::post(&*txn, bench.clock.now(), &letters).await.unwrap();
    txn.commit().await.unwrap();
    let mut made = Vec::new();
    for (role, account) in to {
        let of = inbox::store::page(bench.db(), *account, inbox::store::Wanted::default(), 0, 1).await.unwrap();
        made.push((*role, of[0].id));
    }
    made
}

/// Sends a hospital's filled workbook, which becomes a round; gives the address of what became of it.
async fn sent(filling: &Filling, login: &str, hospital: &Hospital) -> String {
    let clerk = filling.bench.sign_in(login).await;
    let workbook = filling.clean(&hospital.code).await;
    let answer = clerk.upload("/returns/upload", &[("上报.xlsx", &workbook)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

impl Scene {
    /// An address with its names replaced, as `role` would open it.
    fn filled(&self, address: &str, role: Option<Role>) -> String {
        let [of_county, of_security, of_others] = self.targets;
        let [our_batch, their_batch] = &self.batches;
        let batch = |address: &str| address.rsplit('/').next().unwrap_or_default().to_owned();
        let message = |of| self.messages.iter().find(|(whose, _)| *whose == of).map_or(0, |(_, id)| *id);
        let kept = if role == Some(SECURITY) { of_security } else { of_county };
        address
            .replace("{kept}", &kept.to_string())
            .replace("{foreign}", &of_others.to_string())
            .replace("{our_message}", &message(role).to_string())
            .replace("{their_message}", &message(None).to_string())
            .replace("{our_batch}", &batch(our_batch))
            .replace("{their_batch}", &batch(their_batch))
            // The first file of a fresh database is ours, the second theirs.
            .replace("{our_file}", &format!("{}/1", batch(our_batch)))
            .replace("{their_file}", &format!("{}/2", batch(their_batch)))
            .replace("{our_hospital}", &self.ours.code)
            .replace("{their_hospital}", &self.theirs.code)
    }
}

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let routes: BTreeSet<_> = app::route_rows().into_iter().map(|row| (row.method.to_owned(), row.path)).collect();
    let rows: BTreeSet<_> = TABLE.iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    let unknown: Vec<_> = routes.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&routes).collect();
    assert!(unknown.is_empty(), "routes without a row in TABLE: {unknown:#?}");
    assert!(gone.is_empty(), "rows without a route: {gone:#?}");
    assert_eq!(rows.len(), TABLE.len(), "a row stands twice");
}

#[test]
fn the_list_of_routes_names_the_same_roles() {
    for route in app::route_rows() {
        let Some(row) = TABLE.iter().find(|row| (row.method, row.path) == (route.method, route.path.as_str())) else {
            continue;
        };
        let said: BTreeSet<_> = row.roles.unwrap_or_default().iter().map(|role| role.key()).collect();
        assert_eq!(said, route.roles.iter().copied().collect(), "{} {}", route.method, route.path);
    }
}

#[tokio::test]
async fn nobody_gets_in_who_is_not_signed_in() {
    let scene = scene().await;
    let mut wrong = Vec::new();
    for row in TABLE.iter().filter(|row| row.roles.is_some()) {
        let path = scene.filled(row.own, None);
        let answer = scene.bench.visitor().call(row.method, &path, row.form).await;
        let expected = if row.method == "GET" { 303 } else { 401 };
        let leads = row.method != "GET" || answer.location().starts_with("/sign-in?next=");
        if answer.status != expected || !leads {
            wrong.push(format!("{} {path}: {} {}", row.method, answer.status, answer.location()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn each_role_opens_what_it_may_in_its_own_territory_only() {
    let scene = scene().await;
    let mut wrong = Vec::new();
    for row in TABLE {
        for (role, client) in &scene.askers {
            // Signing out would end the asker's session for the rest of the table.
            if row.path == "/sign-out" {
                continue;
            }
            let expected = row.expected(*role);
            if !row.other.is_empty() {
                let path = scene.filled(row.other, Some(*role));
                let status = client.call(row.method, &path, row.form).await.status;
                let expected = if expected == 403 { 403 } else { 404 };
                if status != expected {
                    wrong.push(format!("{} {path} as {role:?}: {status}, not {expected}", row.method));
                }
            }
            let path = scene.filled(row.own, Some(*role));
            let status = client.call(row.method, &path, row.form).await.status;
            if status != expected {
                wrong.push(format!("{} {path} as {role:?}: {status}, not {expected}", row.method));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn the_top_of_the_tree_keeps_the_register() {
    let scene = scene().await;
    for row in TABLE.iter().filter(|row| row.top) {
        let answer = scene.top.call(row.method, row.own, row.form).await;
        assert_eq!(answer.status, row.status, "{} {}", row.method, row.own);
    }
}

#[tokio::test]
async fn what_is_elsewhere_is_answered_like_what_is_nowhere() {
    let scene = scene().await;
    for (role, client) in &scene.askers {
        for row in TABLE.iter().filter(|row| row.roles.is_some_and(|roles| roles.contains(role))) {
            if row.other.is_empty() {
                continue;
            }
            let elsewhere = client.call(row.method, &scene.filled(row.other, Some(*role)), row.form).await;
            let nowhere = row
                .other
                .replace("{foreign}", "987654321")
                .replace("{their_hospital}", "NOSUCH")
                .replace("{their_message}", "987654321")
                .replace("{their_batch}", "nosuch")
                .replace("{their_file}", "nosuch/987654321");
            let nowhere = client.call(row.method, &nowhere, row.form).await;
            assert_eq!(
                (elsewhere.status, &elsewhere.body),
                (nowhere.status, &nowhere.body),
                "{} as {role:?}",
                row.other
            );
        }
    }
}

#[tokio::test]
async fn a_bulk_acceptance_reaches_only_the_own_territory() {
    let scene = scene().await;
    let (_, staff) = scene.askers.iter().find(|(role, _)| *role == STAFF).unwrap();
    let form = [("period", "2024Q3"), ("hospital", scene.theirs.code.as_str()), ("hospital", scene.ours.code.as_str())];
    assert_eq!(staff.post("/returns/accept", &form).await.status, 303);
    for (hospital, standing) in [(&scene.ours, Standing::Accepted), (&scene.theirs, Standing::Submitted)] {
        let of = store::find(scene.bench.db(), &Scope::Everything, hospital.id, q3()).await.unwrap();
        assert_eq!(of.unwrap().standing(), standing, "{}", hospital.name);
    }
}

/// The cells of the Markdown table whose header row begins with `corner`.
fn table_of(text: &str, corner: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
    };
    let from = text.lines().skip_while(|line| !line.starts_with(&format!("| {corner} |")));
    from.take_while(|line| line.starts_with('|')).map(cells).filter(|row| !row[0].starts_with("---")).collect()
}

#[test]
fn the_document_says_what_the_code_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/access.md");
    let text = fs::read_to_string(file).unwrap();
    let written = table_of(&text, "role");
    let mut head = vec!["role".to_owned(), "角色".to_owned()];
    head.extend(POWERS.iter().map(|power| power.key().to_owned()));
    let mut coded = vec![head];
    for role in ROLES {
        let mut row = vec![role.key().to_owned(), role.label().to_owned()];
        row.extend(
            POWERS.iter().map(|power| if role.powers().contains(power) { "✓".to_owned() } else { String::new() }),
        );
        coded.push(row);
    }
    assert_eq!(written, coded);
}
