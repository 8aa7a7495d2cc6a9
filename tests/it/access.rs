//! Who may open what: every route, asked by every role, for things of its own territory and of another.
//!
//! A new route needs a row in [`TABLE`]; without one the first test fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use zhikong::access::{POWERS, ROLES, Role, Scope};
use zhikong::app;
use zhikong::hospitals::roster::Line;
use zhikong::returns::model::Standing;
use zhikong::returns::store;

use crate::returns::scene::{SERVICES, Scene as Filling, q3};
use crate::support::bench::{Bench, Hospital};
use crate::support::client::Client;

/// What is expected of one route.
struct Row {
    method: &'static str,
    path: &'static str,
    /// Who may; `None` is everyone, signed in or not.
    roles: Option<&'static [Role]>,
    /// The address with things of the asker's own territory; names in braces are [`Scene::filled`].
    own: &'static str,
    /// The same with things of another territory; empty where there is no such thing.
    other: &'static str,
    /// What is posted.
    form: &'static [(&'static str, &'static str)],
    /// The status for those who may, in their own territory.
    status: u16,
    /// Roles that may, but are answered otherwise.
    but: &'static [(Role, u16)],
    /// Only the authority on top of the tree may; the same role below it is refused.
    top: bool,
}

const STAFF: Role = Role::AuthorityStaff;
const KEEPER: Role = Role::AccountKeeper;
const CLERK: Role = Role::Clerk;
const SYSTEM: Role = Role::SystemAdmin;
const SECURITY: Role = Role::SecurityAdmin;
const AUDIT: Role = Role::AuditAdmin;

/// Whoever keeps accounts.
const KEEPERS: &[Role] = &[KEEPER, SECURITY];

const fn page(path: &'static str, roles: Option<&'static [Role]>) -> Row {
    Row { method: "GET", path, roles, own: path, other: "", form: &[], status: 200, but: &[], top: false }
}

const fn deed(path: &'static str, roles: Option<&'static [Role]>, status: u16) -> Row {
    Row { method: "POST", path, roles, own: path, other: "", form: &[], status, but: &[], top: false }
}

impl Row {
    const fn about(self, own: &'static str, other: &'static str) -> Self {
        Self { own, other, ..self }
    }

    const fn sent(self, form: &'static [(&'static str, &'static str)]) -> Self {
        Self { form, ..self }
    }

    const fn answers(self, status: u16) -> Self {
        Self { status, ..self }
    }

    const fn but(self, but: &'static [(Role, u16)]) -> Self {
        Self { but, ..self }
    }

    const fn at_the_top(self) -> Self {
        Self { top: true, ..self }
    }

    /// What `role` is answered in its own territory, below the top of the tree.
    fn expected(&self, role: Role) -> u16 {
        if self.top || !self.roles.is_none_or(|roles| roles.contains(&role)) {
            return 403;
        }
        self.but.iter().find(|(other, _)| *other == role).map_or(self.status, |(_, status)| *status)
    }
}

/// Whoever reads what belongs to a hospital.
const READERS: Option<&[Role]> = Some(&[STAFF, CLERK, Role::HospitalReviewer]);

/// Whoever hands in returns: the hospital, and the commission for it.
const SENDERS: Option<&[Role]> = Some(&[STAFF, CLERK]);

const NO_FILE: &str = "/hospitals/import/0000000000000000000000000000000000000000000000000000000000000000";

/// Every route. What changes an account stands after what only reads it, and signing out last of all.
const TABLE: &[Row] = &[
    page("/healthz", None),
    page("/assets/{*path}", None).about("/assets/css/app.css", ""),
    page("/menu", Some(&ROLES)),
    page("/", Some(&ROLES)).answers(303),
    page("/catalogue", Some(&ROLES)).answers(303),
    page("/catalogue/compare", Some(&ROLES)),
    page("/catalogue/dictionary", Some(&ROLES)),
    page("/catalogue/dictionary.xlsx", Some(&ROLES)),
    page("/catalogue/elements/{id}", Some(&ROLES)).about("/catalogue/elements/discharges", ""),
    page("/catalogue/history", Some(&ROLES)),
    page("/catalogue/history/{aim}", Some(&ROLES)).about("/catalogue/history/vte_prevention", ""),
    page("/catalogue/indicators/{id}", Some(&ROLES)).about("/catalogue/indicators/iv_use_rate", ""),
    page("/catalogue/rules", Some(&ROLES)),
    page("/catalogue/checklists", Some(&ROLES)),
    page("/catalogue/checklists/{id}", Some(&ROLES)).about("/catalogue/checklists/core-systems", ""),
    page("/catalogue/checklists/{id}/{ordinal}", Some(&ROLES)).about("/catalogue/checklists/core-systems/3", ""),
    page("/catalogue/{year}", Some(&ROLES)).about("/catalogue/2024", ""),
    page("/catalogue/{year}/{ordinal}", Some(&ROLES)).about("/catalogue/2024/1", ""),
    page("/authorities", READERS),
    page("/hospitals", READERS),
    page("/hospitals.xlsx", READERS),
    page("/hospitals/{code}/register", READERS)
        .about("/hospitals/{our_hospital}/register", "/hospitals/{their_hospital}/register"),
    page("/hospitals/{code}/departments", READERS)
        .about("/hospitals/{our_hospital}/departments", "/hospitals/{their_hospital}/departments"),
    deed("/hospitals/{code}/departments", Some(&[CLERK]), 303)
        .about("/hospitals/{our_hospital}/departments", "/hospitals/{their_hospital}/departments")
        .sent(&[("lines", "演示内科")]),
    // The department of the row above is the first of a fresh database.
    deed("/hospitals/{code}/departments/{id}/close", Some(&[CLERK]), 303)
        .about("/hospitals/{our_hospital}/departments/1/close", "/hospitals/{their_hospital}/departments/1/close")
        .sent(&[("version", "1"), ("to", "2024-09-30")]),
    page("/hospitals/{code}", READERS).about("/hospitals/{our_hospital}", "/hospitals/{their_hospital}"),
    page("/home", READERS).but(&[(STAFF, 303)]),
    page("/overview", Some(&ROLES)),
    page("/targets", Some(&ROLES)).answers(303),
    page("/targets/{year}/{ordinal}", Some(&ROLES)).about("/targets/2024/5", ""),
    page("/targets/{year}/{ordinal}/export.xlsx", Some(&ROLES)).about("/targets/2024/5/export.xlsx", ""),
    page("/targets/{year}/{ordinal}/export.csv", Some(&ROLES)).about("/targets/2024/5/export.csv", ""),
    page("/targets/{year}/{ordinal}/export.svg", Some(&ROLES)).about("/targets/2024/5/export.svg", ""),
    page("/values/{code}/{period}/{indicator}", READERS)
        .about("/values/{our_hospital}/2024Q3/iv_use_rate", "/values/{their_hospital}/2024Q3/iv_use_rate"),
    page("/hospitals/import", Some(&[STAFF])).at_the_top(),
    // Neither is the form that is asked for, and no file was rehearsed.
    deed("/hospitals/import", Some(&[STAFF]), 400).at_the_top(),
    page("/hospitals/import/{sha256}", Some(&[STAFF])).about(NO_FILE, "").answers(404).at_the_top(),
    deed("/hospitals/import/{sha256}", Some(&[STAFF]), 400).about(NO_FILE, "").at_the_top(),
    page("/settings", Some(&[STAFF])),
    page("/settings/rules/{rule}", Some(&[STAFF])).about("/settings/rules/equal-months", ""),
    // A form without its fields: what is wrong stands beside each.
    deed("/settings/rules/{rule}", Some(&[STAFF]), 422).about("/settings/rules/equal-months", "").at_the_top(),
    page("/settings/stamp", Some(&[STAFF])),
    deed("/settings/stamp", Some(&[STAFF]), 422),
    page("/returns", READERS),
    page("/returns/upload", SENDERS),
    deed("/returns/upload", SENDERS, 400),
    page("/returns/table", SENDERS).about("/returns/table?period=2024Q3", ""),
    page("/returns/uploads/{batch}/summary", READERS)
        .about("/returns/uploads/{our_batch}/summary", "/returns/uploads/{their_batch}/summary"),
    page("/returns/uploads/{batch}/{id}", READERS)
        .about("/returns/uploads/{our_file}", "/returns/uploads/{their_file}"),
    page("/returns/uploads/{batch}", READERS).about("/returns/uploads/{our_batch}", "/returns/uploads/{their_batch}"),
    page("/returns/uploads/{batch}/{id}/annotated", READERS)
        .about("/returns/uploads/{our_file}/annotated", "/returns/uploads/{their_file}/annotated"),
    page("/returns/uploads/{batch}/{id}/original", READERS)
        .about("/returns/uploads/{our_file}/original", "/returns/uploads/{their_file}/original"),
    page("/returns/{period}/template", READERS).about("/returns/2024Q3/template", "").answers(303).but(&[(STAFF, 404)]),
    page("/returns/{period}/{code}", READERS)
        .about("/returns/2024Q3/{our_hospital}", "/returns/2024Q3/{their_hospital}"),
    page("/returns/{period}/{code}/template", READERS)
        .about("/returns/2024Q3/{our_hospital}/template", "/returns/2024Q3/{their_hospital}/template"),
    page("/returns/{period}/{code}/departments", READERS)
        .about("/returns/2024Q3/{our_hospital}/departments", "/returns/2024Q3/{their_hospital}/departments"),
    page("/returns/{period}/{code}/department-table", READERS)
        .about("/returns/2024Q3/{our_hospital}/department-table", "/returns/2024Q3/{their_hospital}/department-table"),
    // Both hospitals sent a filled workbook, which became a first round that awaits its reviewer.
    page("/returns/{period}/{code}/rounds/{number}", READERS)
        .about("/returns/2024Q3/{our_hospital}/rounds/1", "/returns/2024Q3/{their_hospital}/rounds/1"),
    page("/returns/{period}/{code}/rounds/{number}/withdrawal", READERS).about(
        "/returns/2024Q3/{our_hospital}/rounds/1/withdrawal",
        "/returns/2024Q3/{their_hospital}/rounds/1/withdrawal",
    ),
    page("/returns/{period}/{code}/compare", READERS)
        .about("/returns/2024Q3/{our_hospital}/compare", "/returns/2024Q3/{their_hospital}/compare"),
    page("/returns/{period}/{code}/elements/{element}", READERS).about(
        "/returns/2024Q3/{our_hospital}/elements/discharges",
        "/returns/2024Q3/{their_hospital}/elements/discharges",
    ),
    // The filled workbook leaves nothing to explain: there is no such ask, and no such explanation.
    deed("/returns/{period}/{code}/explain", Some(&[CLERK]), 404)
        .about("/returns/2024Q3/{our_hospital}/explain", "/returns/2024Q3/{their_hospital}/explain")
        .sent(&[("round", "1"), ("words-1", "演示"), ("seen-1", "0")]),
    deed("/returns/{period}/{code}/explanations/{id}/judge", Some(&[STAFF]), 404)
        .about(
            "/returns/2024Q3/{our_hospital}/explanations/1/judge",
            "/returns/2024Q3/{their_hospital}/explanations/1/judge",
        )
        .sent(&[("version", "1"), ("verdict", "accept")]),
    page("/returns/{period}/{code}/rounds/{number}/paper", READERS)
        .about("/returns/2024Q3/{our_hospital}/rounds/1/paper", "/returns/2024Q3/{their_hospital}/rounds/1/paper"),
    // No page was stamped.
    page("/returns/{period}/{code}/rounds/{number}/stamps/{id}", READERS)
        .about("/returns/2024Q3/{our_hospital}/rounds/1/stamps/1", "/returns/2024Q3/{their_hospital}/rounds/1/stamps/1")
        .answers(404),
    deed("/returns/{period}/{code}/rounds/{number}/stamps", SENDERS, 400)
        .about("/returns/2024Q3/{our_hospital}/rounds/1/stamps", ""),
    page("/returns/{period}/{code}/entry", SENDERS)
        .about("/returns/2024Q3/{our_hospital}/entry", "/returns/2024Q3/{their_hospital}/entry"),
    deed("/returns/{period}/{code}/entry/check", SENDERS, 200)
        .about("/returns/2024Q3/{our_hospital}/entry/check", "/returns/2024Q3/{their_hospital}/entry/check")
        .sent(&[("version", "0")]),
    deed("/returns/{period}/{code}/entry/draft", SENDERS, 303)
        .about("/returns/2024Q3/{our_hospital}/entry/draft", "/returns/2024Q3/{their_hospital}/entry/draft")
        .sent(&[("version", "0")]),
    deed("/returns/{period}/{code}/entry/discard", SENDERS, 303)
        .about("/returns/2024Q3/{our_hospital}/entry/discard", "/returns/2024Q3/{their_hospital}/entry/discard")
        .sent(&[("version", "1")]),
    // Blank, which no target may be.
    deed("/returns/{period}/{code}/entry", SENDERS, 422)
        .about("/returns/2024Q3/{our_hospital}/entry", "/returns/2024Q3/{their_hospital}/entry")
        .sent(&[("version", "2")]),
    // The version of a return with one round.
    deed("/returns/{period}/{code}/accept", Some(&[STAFF]), 303)
        .about("/returns/2024Q3/{our_hospital}/accept", "/returns/2024Q3/{their_hospital}/accept")
        .sent(&[("version", "2")]),
    deed("/returns/accept", Some(&[STAFF]), 422).sent(&[("period", "2024Q3")]),
    page("/journal", Some(&[AUDIT])),
    page("/system", Some(&[SYSTEM])),
    page("/account", Some(&ROLES)),
    page("/account/password", Some(&ROLES)),
    deed("/account/password", Some(&ROLES), 422).sent(&[("current", ""), ("new", ""), ("again", "")]),
    page("/accounts", Some(KEEPERS)),
    page("/accounts/new", Some(KEEPERS)),
    deed("/accounts", Some(KEEPERS), 422).sent(&[("login", "")]),
    page("/accounts/{id}", Some(KEEPERS)).about("/accounts/{kept}", "/accounts/{foreign}"),
    deed("/accounts/{id}/roles", Some(KEEPERS), 422)
        .about("/accounts/{kept}/roles", "/accounts/{foreign}/roles")
        .sent(&[("version", "1")]),
    deed("/accounts/{id}/disable", Some(KEEPERS), 303)
        .about("/accounts/{kept}/disable", "/accounts/{foreign}/disable")
        .sent(&[("version", "1")]),
    deed("/accounts/{id}/enable", Some(KEEPERS), 303)
        .about("/accounts/{kept}/enable", "/accounts/{foreign}/enable")
        .sent(&[("version", "2")]),
    deed("/accounts/{id}/reset", Some(KEEPERS), 200).about("/accounts/{kept}/reset", "/accounts/{foreign}/reset"),
    page("/sign-in", None).answers(303),
    // A form without its fields: a wrong password would be counted seven times.
    deed("/sign-in", None, 400),
    deed("/sign-out", None, 303),
];

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
}

async fn scene() -> Scene {
    let bench = Bench::new().await;
    let county = bench.authority("410105").await;
    let offering = |line: &mut Line| line.services = SERVICES.to_owned();
    let ours = bench.hospital("演示甲医院").in_region("410105").with(offering).store().await;
    let theirs = bench.hospital("演示乙医院").in_region("410102").with(offering).store().await;
    let mut askers = Vec::new();
    for role in ROLES {
        let account = bench.account(role.key()).role(role);
        match role {
            STAFF | KEEPER => account.at_authority(county).store().await,
            Role::Clerk | Role::HospitalReviewer => account.at_hospital(&ours).store().await,
            SYSTEM | SECURITY | AUDIT => account.store().await,
        };
        askers.push((role, bench.sign_in(role.key()).await));
    }
    let kept = bench.account("kept").role(Role::Clerk).at_hospital(&ours).store().await;
    let other_admin = bench.account("other_admin").role(AUDIT).store().await;
    let foreign = bench.account("foreign").role(Role::Clerk).at_hospital(&theirs).store().await;
    let province = bench.authority("410000").await;
    bench.account("top").role(STAFF).at_authority(province).store().await;
    let top = bench.sign_in("top").await;
    let filling = Filling::around(bench);
    let batches = [sent(&filling, "kept", &ours).await, sent(&filling, "foreign", &theirs).await];
    Scene { targets: [kept.0, other_admin.0, foreign.0], bench: filling.bench, ours, theirs, askers, top, batches }
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
        let kept = if role == Some(SECURITY) { of_security } else { of_county };
        address
            .replace("{kept}", &kept.to_string())
            .replace("{foreign}", &of_others.to_string())
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
