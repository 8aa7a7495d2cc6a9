//! Rounds and quarters side by side, the state 更正中, and the way between a cell and the figures it feeds.

use std::fs;

use zhikong::access::{Scope, Viewer};
use zhikong::app;
use zhikong::catalogue::Catalogue;
use zhikong::returns::model::Outcome;
use zhikong::returns::take::Options;
use zhikong::returns::{accept_many, store};

use crate::catalogue::copied;
use crate::returns::explained::{PAGE, People, people};
use crate::returns::scene::{Scene, clean_fills, q3};
use crate::support::client::Client;

const ACCEPT: Options = Options { dry_run: false, accept: true, period: None };
const COMPARE: &str = "/returns/2024Q3/A1/compare";

/// Takes in the third quarter of A1 with some cells changed.
async fn third(scene: &Scene, cells: &[(&str, f64)], options: Options) {
    let mut paper = scene.paper("A1").await;
    for (cell, number) in cells {
        paper.put(cell, *number);
    }
    let taken = scene.take_as(&Viewer::operator(), &[("三季度.xlsx", paper.bytes())], options).await;
    assert_eq!(taken.reports[0].status, Outcome::Stored, "{:?}", taken.reports[0].problems);
}

async fn earlier(scene: &Scene, period: &str, options: Options) {
    let fills = clean_fills(&scene.desk.catalogue);
    let book = scene.workbook("A1", period.parse().unwrap(), &fills).await;
    let taken = scene.take_as(&Viewer::operator(), &[("演示.xlsx", book)], options).await;
    assert_eq!(taken.reports[0].status, Outcome::Stored, "{:?}", taken.reports[0].problems);
}

/// The row of an element in a comparison: from its link to the next element's.
async fn row(who: &Client, path: &str, element: &str) -> Option<String> {
    let page = who.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    let mark = format!("/elements/{element}\"");
    let (_, rest) = page.body.split_once(&mark)?;
    Some(rest.split("/elements/").next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_round_stands_beside_the_others_and_beside_other_quarters() {
    let scene = Scene::new().await;
    let People { county, stranger, .. } = people(&scene).await;
    earlier(&scene, "2024Q2", ACCEPT).await;
    third(&scene, &[("F17", 905.0)], ACCEPT).await;
    let first = row(&county, COMPARE, "vte_assessed").await.expect("a row");
    assert!(first.contains("+5 例") || first.contains("+5 人次"), "against last quarter's 3 000: {first}");
    assert!(!first.contains("zk-changed"), "another quarter is no correction");
    let page = county.get(COMPARE).await.body;
    assert!(page.contains("这是第一轮，没有更早的一轮") && page.contains("2023 年第三季度未上报"), "{page}");

    // A second round: one cell down by 10, one of a scaled element up by 0.5.
    third(&scene, &[("F17", 895.0), ("F30", 6001.0)], Options::default()).await;
    let page = county.get(COMPARE).await.body;
    assert!(page.contains("第 1 轮（计入进展）相比改了 2 格"), "{page}");
    let vte = row(&county, COMPARE, "vte_assessed").await.expect("a row");
    assert!(vte.contains("−10 ") && vte.contains("zk-changed") && vte.contains("<b class=\"zk-n\">改</b>"), "{vte}");
    assert!(vte.contains("7 月") && vte.contains("F17"), "months that changed stand there: {vte}");
    let volume = row(&county, COMPARE, "iv_volume_l_x10").await.expect("a row");
    assert!(volume.contains("+0.5 "), "{volume}");
    let same = row(&county, COMPARE, "discharges").await.expect("a row");
    assert!(!same.contains("zk-changed") && !same.contains("7 月"), "the others are folded: {same}");
    let unfolded = row(&county, &format!("{COMPARE}?months=1"), "discharges").await.expect("a row");
    assert!(unfolded.contains("7 月") && unfolded.contains("F6"), "{unfolded}");

    // Only what differs; any two rounds, either way.
    let changed = format!("{COMPARE}?changed=1");
    assert!(row(&county, &changed, "discharges").await.is_none());
    assert!(row(&county, &changed, "vte_assessed").await.is_some());
    let back = format!("{COMPARE}?round=1&with=2&changed=1");
    assert!(row(&county, &back, "vte_assessed").await.expect("a row").contains("+10 "));
    let itself = county.get(&format!("{COMPARE}?round=2&with=2&changed=1")).await.body;
    assert!(itself.contains("没有变化的行"), "{itself}");
    for (who, path, status) in [
        (&county, format!("{COMPARE}?round=3"), 404),
        (&county, format!("{COMPARE}?with=x"), 404),
        (&stranger, COMPARE.to_owned(), 404),
        (&county, "/returns/2024-07/A1/compare".to_owned(), 404),
        (&county, "/returns/2024Q1/A1/compare".to_owned(), 200),
    ] {
        assert_eq!(who.get(&path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn what_was_never_accepted_or_is_defined_otherwise_is_not_compared() {
    let mut scene = Scene::new().await;
    let People { .. } = people(&scene).await;
    earlier(&scene, "2024Q2", Options::default()).await;
    third(&scene, &[], ACCEPT).await;
    let county = scene.bench.sign_in("jinshui").await;
    let page = county.get(COMPARE).await.body;
    assert!(page.contains("2024 年第二季度还没有接收"), "{page}");
    accept_many(&scene.desk, &Viewer::operator(), "2024Q2".parse().unwrap(), None).await.unwrap();
    let before = row(&county, COMPARE, "stroke_6h_reperfused").await.expect("a row");
    assert!(!before.contains("不可比"), "{before}");

    // The indicator is redefined at the third quarter: what only feeds it may not be compared any more.
    let folder = copied();
    let file = folder.path().join("indicators.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (head, tail) = text.split_once("id = \"stroke_reperfusion_rate\"").expect("the indicator");
    let first = "valid_from = \"2021Q1\"\n";
    let broken = format!(
        "{first}valid_to = \"2024Q2\"\nnote = \"演示\"\nsource = \"演示\"\nevidence = \"unverified\"\n\n\
         [[indicator.versions]]\nvalid_from = \"2024Q3\"\n"
    );
    fs::write(&file, format!("{head}id = \"stroke_reperfusion_rate\"{}", tail.replacen(first, &broken, 1))).unwrap();
    let catalogue = Catalogue::load(Some(folder.path())).expect("a catalogue");
    scene.bench.parts.catalogue = catalogue;
    scene.bench.router = app::router(scene.bench.parts.clone());
    let county = scene.bench.sign_in("jinshui").await;
    let broken = row(&county, COMPARE, "stroke_6h_reperfused").await.expect("a row");
    assert!(broken.contains("不可比：2024 年第三季度起改口径"), "{broken}");
    assert!(!broken.contains("+") && !broken.contains("−"), "no difference: {broken}");
    let other = row(&county, COMPARE, "vte_assessed").await.expect("a row");
    assert!(!other.contains("不可比"), "{other}");
}

#[tokio::test]
async fn a_correction_is_shown_with_what_it_changes_until_it_is_accepted() {
    let scene = Scene::new().await;
    let People { county, clerk, .. } = people(&scene).await;
    third(&scene, &[], ACCEPT).await;
    let pages = [PAGE, "/values/A1/2024Q3/vte_risk_assess_rate", "/returns/2024Q3/A1/elements/vte_assessed"];
    for page in pages {
        assert!(!county.get(page).await.body.contains("更正中"), "{page}: nothing is corrected");
    }
    third(&scene, &[("F17", 895.0), ("G17", 995.0), ("F6", 1001.0)], Options::default()).await;
    let link = "/returns/2024Q3/A1/compare?round=2&amp;with=1&amp;changed=1";
    for (page, cells) in pages.into_iter().zip([3, 3, 2]) {
        let body = county.get(page).await.body;
        assert!(body.contains("更正中：第 2 轮等待审核") && body.contains(link), "{page}: {body}");
        assert!(body.contains(&format!("接收以后改了 {cells} 格")), "{page}: {body}");
    }
    let value = county.get(pages[1]).await.body;
    assert!(value.contains("其中这一指标用到的有 3 格"), "{value}");
    assert!(value.contains("3\u{202F}000 / 3\u{202F}300"), "what counts is the accepted round: {value}");
    let list = county.get("/returns?period=2024Q3").await.body;
    assert!(list.contains("更正中") && list.contains("接收以后改了 3 格") && list.contains(link), "{list}");
    assert_eq!(clerk.get(&link.replace("&amp;", "&")).await.status, 200);
    accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    for page in pages {
        assert!(!county.get(page).await.body.contains("更正中"), "{page}: accepted");
    }
}

#[tokio::test]
async fn a_round_that_says_what_counts_is_no_correction_and_every_count_adds_up() {
    let scene = Scene::new().await;
    let People { county, .. } = people(&scene).await;
    let (list, overview) = ("/returns?period=2024Q3", "/overview?period=2024Q3");
    third(&scene, &[], ACCEPT).await;
    let told = county.get(list).await.body;
    assert!(told.contains("应报 2 家，已接收 1 家，待审 0 家，未上报 1 家。"), "{told}");

    third(&scene, &[("F6", 1001.0)], Options::default()).await;
    let told = county.get(list).await.body;
    assert!(told.contains("应报 2 家，已接收 1 家（其中更正中 1 家），待审 0 家，未上报 1 家。"), "{told}");
    assert!(told.contains("其中更正中 1") && told.contains("已接收 1<"), "{told}");
    assert!(county.get(&format!("{list}&standing=accepted")).await.body.contains("/returns/2024Q3/A1\""));
    let told = county.get(overview).await.body;
    assert!(told.contains("已接收 1 家（50.0\u{202F}%）") && told.contains("其中更正中 1 家"), "{told}");
    assert!(told.contains("，0 家待审，1 家未上报。"), "{told}");
    let board = store::board(&scene.desk.db, &Scope::Everything, q3()).await.unwrap();
    assert_eq!(board.iter().map(|row| row.hospitals).sum::<i64>(), 3);

    // The third round says what the accepted first says: nothing is being corrected.
    third(&scene, &[], Options::default()).await;
    let told = county.get(list).await.body;
    assert!(told.contains("应报 2 家，已接收 1 家，待审 0 家，未上报 1 家。"), "{told}");
    assert!(told.contains("第 3 轮，数字与第 1 轮相同"), "{told}");
    assert!(!county.get(overview).await.body.contains("其中更正中"), "the overview counts alike");
    for page in [PAGE, "/values/A1/2024Q3/vte_risk_assess_rate", "/returns/2024Q3/A1/elements/vte_assessed"] {
        let body = county.get(page).await.body;
        assert!(body.contains("每一格都相同") && !body.contains("更正中"), "{page}: {body}");
    }

    // A round that leaves out what counts takes it back.
    let mut paper = scene.paper("A1").await;
    paper.put("F17", "");
    scene.take_one(paper.bytes()).await;
    let told = county.get(list).await.body;
    assert!(told.contains("已接收 1 家（其中更正中 1 家），待审 0 家"), "{told}");
}

#[tokio::test]
async fn each_round_remembers_its_own_acceptance() {
    let scene = Scene::new().await;
    let People { county, .. } = people(&scene).await;
    third(&scene, &[], Options::default()).await;
    let id = scene.hospital("A1").await.id;
    let of = |scene: &Scene| {
        let db = scene.desk.db.clone();
        async move { store::find(&db, &Scope::Everything, id, q3()).await.unwrap().unwrap() }
    };
    let seen = of(&scene).await.version.to_string();
    assert_eq!(county.post("/returns/2024Q3/A1/accept", &[("version", &seen)]).await.status, 303);
    third(&scene, &[("F17", 905.0)], Options::default()).await;
    scene.bench.advance(chrono::TimeDelta::hours(1));
    accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    third(&scene, &[("F17", 906.0)], Options::default()).await;
    let rounds = store::rounds(&scene.desk.db, &of(&scene).await).await.unwrap();
    let by: Vec<Option<String>> = rounds.iter().map(|round| Some(round.accepted.clone()?.by_name)).collect();
    assert_eq!(by, [None, Some(Viewer::operator().name), Some("演示jinshui".to_owned())]);
    let at: Vec<_> = rounds.iter().filter_map(|round| Some(round.accepted.clone()?.at)).collect();
    assert!(at[0] > at[1], "{at:?}");
}

/// Every link of a page.
fn links(body: &str) -> Vec<String> {
    body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(|l| l.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn an_element_leads_up_to_its_cells_and_down_to_every_figure() {
    let scene = Scene::new().await;
    let People { county, clerk, stranger, .. } = people(&scene).await;
    third(&scene, &[], ACCEPT).await;
    third(&scene, &[("F19", 205.0)], Options::default()).await;
    let path = "/returns/2024Q3/A1/elements/vte_prevented";
    let page = county.get(path).await.body;
    for part in
        ["第 2 轮（待审）", "第 1 轮（计入进展）", "F19", "数据填报", "2024Q3-A1-01", "三季度.xlsx", "各轮怎么填"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let links = links(&page);
    let using = scene.desk.catalogue.indicators_using(&"vte_prevented".parse().unwrap());
    let edition = scene.desk.catalogue.edition(2024).expect("the edition");
    let shown: Vec<_> = using.into_iter().filter(|i| edition.indicators().any(|id| *id == i.id)).collect();
    assert!(!shown.is_empty());
    for indicator in shown {
        let value = format!("/values/A1/2024Q3/{}", indicator.id);
        assert!(links.contains(&value), "{value}: {links:?}");
        let back = county.get(&value).await.body;
        assert!(back.contains(&format!("href=\"{path}\"")), "and back from {value}");
        let pooled = links.iter().find(|link| link.ends_with(&format!("&indicator={}", indicator.id)));
        let pooled = pooled.unwrap_or_else(|| panic!("no pooled figure of {}", indicator.id));
        assert_eq!(county.get(pooled).await.status, 200, "{pooled}");
    }
    let table = clerk.get(PAGE).await.body;
    for element in &edition.elements {
        let link = format!("/returns/2024Q3/A1/elements/{element}");
        assert!(table.contains(&format!("href=\"{link}\"")), "no way from the row of {element}");
    }
    assert!(clerk.get("/returns/2024Q3/A1/rounds/1").await.body.contains("/compare?round=1"), "from the receipt");
    assert_eq!(stranger.get(path).await.status, 404);
    assert_eq!(county.get("/returns/2024Q3/A1/elements/nothing").await.status, 404);
    assert_eq!(county.get("/returns/2024Q1/A1/elements/vte_prevented").await.status, 200, "nothing has come in yet");
}

/// Every figure's page leads to a cell's address in three actions at most: the way a reader goes.
#[tokio::test]
async fn from_each_page_with_a_figure_to_the_cell_are_three_actions() {
    let scene = Scene::new().await;
    let People { county, clerk, province, .. } = people(&scene).await;
    third(&scene, &[], ACCEPT).await;
    let value = "/values/A1/2024Q3/vte_risk_assess_rate".to_owned();
    // The overview's rows lead to target pages, these to hospitals, these to values.
    for (who, start, way) in [
        (&province, "/overview?period=2024Q3", vec!["/targets/2024/3", "/values/A1/2024Q3/vte_"]),
        (&county, "/targets/2024/3?period=2024Q3&indicator=vte_risk_assess_rate", vec![value.as_str()]),
        (&clerk, "/hospitals/A1?period=2024Q3", vec!["/values/A1/2024Q3/vte_"]),
        (&clerk, "/home", vec!["/returns/2024Q3/A1"]),
        (&clerk, "/returns/2024Q3/A1/rounds/1", vec!["/returns/2024Q3/A1/compare?round=1"]),
    ] {
        let mut at = start.to_owned();
        for step in &way {
            let page = who.get(&at).await.body;
            let exact = links(&page).into_iter().find(|link| link == step);
            let next = exact.or_else(|| links(&page).into_iter().find(|link| link.starts_with(step)));
            at = next.unwrap_or_else(|| panic!("{at} has no way to {step}: {:?}", links(&page)));
        }
        assert!(way.len() < 3);
        let page = who.get(&at).await.body;
        assert!(page.contains("F17") || page.contains("F19"), "{start}: no cell at {at}: {page}");
    }
}
