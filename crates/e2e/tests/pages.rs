//! Every page as its reader sees it: at a desk and on a telephone, with nothing to hold against it.

use e2e::{Browser, Stand, Width, with_browser};
use serde_json::Value;

/// Who looks, what the pictures are called, and where: at least one address of every page.
const PAGES: &[(&str, &str, &str)] = &[
    ("sheng", "menu", "/menu"),
    ("sheng", "catalogue", "/catalogue"),
    ("sheng", "catalogue-year", "/catalogue/2024"),
    ("sheng", "catalogue-target", "/catalogue/2024/3"),
    ("sheng", "catalogue-compare", "/catalogue/compare"),
    ("sheng", "catalogue-dictionary", "/catalogue/dictionary?q=VTE"),
    ("sheng", "catalogue-element", "/catalogue/elements/discharges"),
    ("sheng", "catalogue-history", "/catalogue/history"),
    ("sheng", "catalogue-aim", "/catalogue/history/vte_prevention"),
    ("sheng", "catalogue-indicator", "/catalogue/indicators/vte_proper_prophylaxis_rate"),
    ("sheng", "catalogue-rules", "/catalogue/rules"),
    ("sheng", "checklists", "/catalogue/checklists"),
    ("sheng", "checklist", "/catalogue/checklists/core-systems"),
    ("sheng", "checklist-targets", "/catalogue/checklists/targets-2021"),
    ("sheng", "checklist-system", "/catalogue/checklists/core-systems/3"),
    ("sheng", "own-account", "/account"),
    ("sheng", "own-password", "/account/password"),
    ("sheng", "inbox", "/inbox?show=all"),
    ("tianbao1", "own-inbox", "/inbox"),
    ("sheng", "accounts", "/accounts"),
    ("sheng", "new-account", "/accounts/new"),
    ("sheng", "one-account", "/accounts/4"),
    ("sheng", "authorities", "/authorities"),
    ("sheng", "hospitals", "/hospitals"),
    ("sheng", "register", "/hospitals/411627-001/register"),
    ("sheng", "departments", "/hospitals/411627-001/departments"),
    ("sheng", "import", "/hospitals/import"),
    ("sheng", "overview", "/overview?period=2024Q2"),
    ("sheng", "regions", "/territories?period=2024Q2"),
    ("sheng", "target", "/targets/2024/3?period=2024Q2"),
    ("sheng", "target-eight", "/targets/2024/8?period=2024Q2"),
    ("sheng", "control", "/targets/2024/3/control?period=2024Q2&by=level&group=level3"),
    ("sheng", "control-hospital", "/targets/2024/5/control?period=2024Q2&by=hospital&group=411627-001"),
    ("sheng", "rebase", "/targets/2024/5/rebase?period=2024Q2&grain=quarter&start=2024Q1&text=%E6%BC%94%E7%A4%BA"),
    ("sheng", "target-hospitals", "/targets/2024/3/hospitals?period=2024Q2&ranks=1"),
    ("sheng", "target-spread", "/targets/2024/3/spread?period=2024Q2"),
    ("tianbao1", "own-target-hospitals", "/targets/2024/3/hospitals?period=2024Q2"),
    ("sheng", "hospital", "/hospitals/411627-001?period=2024Q2"),
    ("sheng", "benchmark", "/benchmark/411627-001?period=2024Q2"),
    ("sheng", "value", "/values/411627-001/2024Q2/vte_proper_prophylaxis_rate"),
    ("sheng", "publications", "/publications"),
    ("sheng", "publications-of", "/publications/of?period=2024Q1"),
    ("sheng", "publication-new", "/publications/new?period=2024Q2"),
    ("sheng", "publication", "/publications/2024Q1-2"),
    ("sheng", "draws", "/draws"),
    ("sheng", "draw-new", "/draws/new"),
    ("sheng", "published-draws", "/published/draws"),
    ("sheng", "published-list", "/published"),
    ("sheng", "published", "/published/2024Q1-1"),
    ("sheng", "inspectors", "/inspectors"),
    ("sheng", "inspector-new", "/inspectors/new"),
    ("sheng", "inspector-import", "/inspectors/import"),
    ("sheng", "inspector-loans", "/inspectors/loans"),
    ("sheng", "inspector", "/inspectors/410000-01"),
    ("sheng", "inspector-edit", "/inspectors/410000-01/edit"),
    ("sheng", "centres", "/qc-centres"),
    ("sheng", "centre-new", "/qc-centres/new"),
    ("sheng", "centre", "/qc-centres/QC-01"),
    ("sheng", "centre-edit", "/qc-centres/QC-01/edit"),
    ("sheng", "centre-import", "/qc-centres/QC-01/import"),
    ("sheng", "specialty-goals", "/specialty-goals?year=2024"),
    ("tianbao1", "specialty-goals-one", "/specialty-goals/QC-01?year=2024"),
    ("sheng", "specialty-goals-import", "/specialty-goals/QC-01/2024/import"),
    ("sheng", "coverage", "/coverage?on=2024-06-30"),
    ("sheng", "coverage-below", "/coverage/411627?on=2024-06-30"),
    ("sheng", "campaign", "/campaigns?on=2024-12-31"),
    ("sheng", "campaign-second", "/campaigns/demo-2024?on=2024-12-31"),
    ("sheng", "campaign-board", "/campaigns/henan-2021-2025/board?on=2024-12-31"),
    ("sheng", "campaign-board-hospitals", "/campaigns/henan-2021-2025/board?kind=hospital&on=2024-12-31"),
    ("sheng", "campaign-board-late", "/campaigns/henan-2021-2025/board?kind=county&only=late&on=2024-12-31"),
    ("sheng", "campaign-trainings", "/campaigns/henan-2021-2025/trainings?year=2024"),
    ("sheng", "campaign-duty", "/campaigns/henan-2021-2025/duties/visits?on=2024-12-31"),
    ("shi", "campaign-province", "/campaigns/henan-2021-2025/bearers/410000?on=2024-12-31"),
    ("sheng", "campaign-one", "/duties/1"),
    ("tianbao1", "campaign-hospital", "/duties"),
    ("sheng", "reports", "/reports"),
    ("sheng", "reports-live", "/reports/henan-2021-2025/final"),
    ("sheng", "reports-paper", "/reports/henan-2021-2025/final/paper"),
    ("shi", "reports-frozen", "/reports/henan-2021-2025/mid-term/editions/1"),
    ("tianbao1", "reports-frozen-paper", "/reports/henan-2021-2025/mid-term/editions/1/paper"),
    ("sheng", "exemplars", "/exemplars"),
    ("tianbao1", "exemplars-hospital", "/exemplars"),
    ("sheng", "exemplars-submitted", "/exemplars/submitted"),
    ("shi", "exemplars-new", "/exemplars/new"),
    ("sheng", "exemplars-of", "/exemplars/of?year=2024&ordinal=1"),
    ("sheng", "exemplars-one", "/exemplars/2024Q1-1"),
    ("sheng", "exemplars-public", "/published/exemplars"),
    ("sheng", "exemplars-public-one", "/published/exemplars/2024Q1-1"),
    ("sheng", "coverage-plan", "/coverage/plan"),
    ("sheng", "coverage-plan-below", "/coverage/411627/plan"),
    ("sheng", "coverage-never", "/coverage/410000/never?on=2024-06-30"),
    ("sheng", "disclosures", "/disclosures?year=2024"),
    ("sheng", "published-visits", "/published/visits"),
    ("sheng", "rectifications", "/rectifications"),
    ("sheng", "rectification", "/rectifications/1"),
    ("sheng", "summary", "/rectifications/summary?year=2024"),
    ("tianbao1", "own-rectifications", "/rectifications"),
    ("sheng", "visits", "/visits"),
    ("sheng", "visit-new", "/visits/new"),
    ("sheng", "visit", "/visits/411627-2024-001"),
    ("sheng", "visit-system", "/visits/411627-2024-001/systems/3"),
    ("sheng", "visit-point", "/visits/411627-2024-001/points/first-consultation-continuity"),
    ("sheng", "visit-record", "/visits/411627-2024-001/papers/record"),
    ("sheng", "visit-opinion", "/visits/411627-2024-001/papers/opinion"),
    ("sheng", "visit-notice", "/visits/411627-2024-001/papers/notice"),
    ("sheng", "visit-blank", "/visits/411627-2024-001/papers/blank"),
    ("sheng", "visit-score", "/visits/411627-2024-001/score"),
    ("tianbao1", "own-visits", "/visits"),
    ("sheng", "returns", "/returns?period=2024Q2"),
    ("sheng", "return", "/returns/2024Q2/411627-001"),
    ("sheng", "return-departments", "/returns/2024Q2/411627-001/departments"),
    ("sheng", "round", "/returns/2024Q2/411627-001/rounds/1"),
    ("sheng", "goals", "/goals?year=2024"),
    ("sheng", "goals-indicator", "/goals/2024/vte_proper_prophylaxis_rate"),
    ("sheng", "goals-import", "/goals/import"),
    ("sheng", "goals-of-hospital", "/hospitals/411627-001/goals?year=2024"),
    ("tianbao1", "goals-own", "/goals/own?year=2024"),
    ("tianbao1", "goals-own-one", "/goals/own/2024/iv_use_rate"),
    ("sheng", "settings", "/settings"),
    ("sheng", "settings-rule", "/settings/rules/equal-months"),
    ("sheng", "settings-choice", "/settings/choices/hospital_check"),
    ("sheng", "withdrawal", "/returns/2024Q2/411627-001/rounds/1/withdrawal"),
    ("sheng", "compare", "/returns/2024Q2/411627-001/compare"),
    ("sheng", "return-element", "/returns/2024Q2/411627-001/elements/vte_prevented"),
    ("sheng", "paper", "/returns/2024Q2/411627-001/rounds/1/paper"),
    ("sheng", "todo", "/home"),
    ("sheng", "settings-deadlines", "/settings/deadlines"),
    ("sheng", "timeliness", "/returns/timeliness?period=2024Q2"),
    ("sheng", "reminders", "/returns/reminders?period=2024Q2"),
    ("sheng", "extensions", "/returns/extensions"),
    ("shi", "reopen", "/returns/2024Q2/411627-001/reopen"),
    ("tianbao1", "extension", "/returns/2024Q2/411627-001/extension"),
    ("tianbao1", "own-home", "/home"),
    ("tianbao1", "own-benchmark", "/benchmark/411627-001"),
    ("tianbao1", "own-departments", "/hospitals/411627-001/departments"),
    ("tianbao1", "own-returns", "/returns"),
    ("tianbao1", "upload", "/returns/upload"),
    ("tianbao1", "own-return", "/returns/2024Q2/411627-001"),
    ("tianbao1", "entry", "/returns/2024Q2/411627-001/entry"),
    ("tianbao1", "own-round", "/returns/2024Q2/411627-001/rounds/1"),
    ("xitong", "system", "/system"),
    ("anquan", "administrators", "/accounts"),
    ("shenji", "journal", "/journal"),
];

/// Addresses that give no page: files, and what machines ask.
const NOT_PAGES: &[&str] = &[
    "/healthz",
    "/assets/{*path}",
    "/catalogue/dictionary.xlsx",
    "/hospitals.xlsx",
    "/inspectors.xlsx",
    "/qc-centres/{code}/due.xlsx",
    "/specialty-goals/{centre}/{year}",
    "/goals.xlsx",
    "/returns.xlsx",
    "/returns/timeliness.xlsx",
    "/returns/reminders.png",
    "/returns/reminders.svg",
    "/territories/export.xlsx",
    "/territories/export.svg",
    "/territories/export.png",
    "/targets/{year}/{ordinal}/export.xlsx",
    "/targets/{year}/{ordinal}/export.csv",
    "/targets/{year}/{ordinal}/export.svg",
    "/publications/{number}/export.html",
    "/publications/{number}/export.xlsx",
    "/publications/{number}/export.png",
    "/published/visits/export.html",
    "/published/visits/{number}/export.html",
    "/published/visits/{number}/export.png",
    "/published/draws/{number}/export.html",
    "/published/draws/{number}/draw.json",
    "/published/{number}/export.html",
    "/published/{number}/export.xlsx",
    "/benchmark/{code}/export.xlsx",
    "/benchmark/{code}/export.svg",
    "/targets/{year}/{ordinal}/export.png",
    "/targets/{year}/{ordinal}/control.svg",
    "/targets/{year}/{ordinal}/control.png",
    "/targets/{year}/{ordinal}/control.xlsx",
    "/targets/{year}/{ordinal}/hospitals/export.xlsx",
    "/targets/{year}/{ordinal}/hospitals/export.csv",
    "/targets/{year}/{ordinal}/hospitals/export.svg",
    "/targets/{year}/{ordinal}/hospitals/export.png",
    "/targets/{year}/{ordinal}/spread/export.xlsx",
    "/targets/{year}/{ordinal}/spread/export.svg",
    "/targets/{year}/{ordinal}/spread/export.png",
    "/visits/{number}/files/{id}",
    "/coverage/{code}/export.xlsx",
    "/rectifications.xlsx",
    "/rectifications/{id}/files/{file}",
    "/duties/{id}/files/{number}",
    "/exemplars/{number}/pictures/{place}",
    "/reports/{campaign}/{summary}/export.docx",
    "/reports/{campaign}/{summary}/export.xlsx",
    "/reports/{campaign}/{summary}/editions/{edition}/export.docx",
    "/reports/{campaign}/{summary}/editions/{edition}/export.xlsx",
    "/published/exemplars/{number}/export.html",
    "/published/exemplars/{number}/pictures/{place}",
    "/campaigns/{id}/board.xlsx",
    "/campaigns/{id}/trainings.xlsx",
    "/campaigns/{id}/bearers/{code}/duties.xlsx",
    "/returns/{period}/template",
    "/returns/{period}/{code}/rounds/{number}/stamps/{id}",
    "/returns/{period}/{code}/template",
    "/returns/table",
    "/returns/{period}/{code}/department-table",
    "/returns/uploads/{batch}/summary",
    "/returns/uploads/{batch}/{id}/annotated",
    "/returns/uploads/{batch}/{id}/original",
];

/// Pages other tests look at, on the way to something.
const LOOKED_AT_ELSEWHERE: &[&str] = &[
    "/",
    "/benchmark",
    "/targets",
    "/sign-in",
    "/returns/uploads/{batch}",
    "/returns/uploads/{batch}/{id}",
    "/visits/{number}/sheet",
    "/visits/{number}/close",
    "/returns/{period}/{code}/send-back",
    "/hospitals/import/{sha256}",
    "/goals/import/{sha256}",
    "/inspectors/import/{sha256}",
    "/qc-centres/{code}/import/{sha256}",
    "/specialty-goals/{centre}/{year}/import/{sha256}",
    "/published/draws/{number}",
    "/disclosures/{number}",
    "/published/visits/{number}",
];

/// Looks at `path` at both widths, leaves pictures called `name`, and gives what is wrong with it.
async fn look(browser: &Browser, name: &str, path: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for width in [Width::Desk, Width::Phone] {
        browser.resize(width).await;
        browser.open(path).await;
        wrong.extend(judge(browser, name, width).await);
    }
    wrong
}

/// What is wrong with the page that is shown, seen at `width`.
async fn judge(browser: &Browser, name: &str, width: Width) -> Vec<String> {
    let mut wrong: Vec<String> =
        browser.complaints().await.into_iter().map(|complaint| format!("{name} at {width:?}: {complaint}")).collect();
    let overhang = browser.overhang().await;
    if overhang > 0 {
        wrong.push(format!("{name} at {width:?}: {overhang} px lie beyond the right edge"));
    }
    browser.picture(name, width).await;
    wrong
}

fn matches(pattern: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (pattern, path): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len() && pattern.iter().zip(&path).all(|(a, b)| a == b || a.starts_with('{'))
}

fn pages_of(stand: &Stand) -> Vec<String> {
    let routes: Value = serde_json::from_str(&stand.run(&["routes", "--json"])).expect("routes --json is JSON");
    let gets = routes.as_array().expect("a list of routes").iter().filter(|route| route["method"] == "GET");
    gets.map(|route| route["path"].as_str().expect("a route has a path").to_owned()).collect()
}

#[tokio::test]
async fn a_visitor_is_led_to_sign_in_and_on_to_what_was_asked() {
    with_browser(|stand, browser| async move {
        assert_eq!(look(&browser, "sign-in", "/sign-in").await, Vec::<String>::new());
        browser.resize(Width::Desk).await;
        browser.open("/returns?period=2024Q2").await;
        assert_eq!(browser.place().await, "/sign-in?next=/returns%3Fperiod%3D2024Q2");

        let sheng = stand.account("sheng");
        browser.fill("account", &sheng.account).await;
        browser.fill("password", "not the password").await;
        browser.click("main form button").await;
        let refused: Vec<_> = judge(&browser, "sign-in-refused", Width::Desk)
            .await
            .into_iter()
            .filter(|line| !line.contains("422"))
            .collect();
        assert_eq!(refused, Vec::<String>::new());
        assert!(browser.text("main").await.contains("再错 4 次"), "{}", browser.text("main").await);

        browser.fill("account", &sheng.account).await;
        browser.fill("password", &sheng.password).await;
        browser.click("main form button").await;
        assert_eq!(browser.place().await, "/returns?period=2024Q2");

        browser.open("/").await;
        assert_eq!(judge(&browser, "home", Width::Desk).await, Vec::<String>::new());
        browser.click(".zk-account summary").await;
        browser.press("退出").await;
        browser.open("/returns").await;
        assert!(browser.place().await.starts_with("/sign-in"), "{}", browser.place().await);
    })
    .await;
}

#[tokio::test]
async fn every_page_is_whole_at_a_desk_and_on_a_telephone() {
    with_browser(|stand, browser| async move {
        let mut wrong = Vec::new();
        let mut reader = "";
        for (account, name, path) in PAGES {
            if *account != reader {
                browser.forget().await;
                browser.resize(Width::Desk).await;
                browser.sign_in(stand.account(account)).await;
                reader = account;
            }
            wrong.extend(look(&browser, name, path).await);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn no_page_is_left_out() {
    let stand = Stand::start().await;
    let left_out: Vec<_> = pages_of(&stand)
        .into_iter()
        .filter(|route| !NOT_PAGES.contains(&route.as_str()) && !LOOKED_AT_ELSEWHERE.contains(&route.as_str()))
        .filter(|route| !PAGES.iter().any(|(_, _, path)| matches(route, path)))
        .collect();
    assert!(left_out.is_empty(), "add to PAGES: {left_out:?}");
}
