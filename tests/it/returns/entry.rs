//! A return typed in the browser is a workbook like any other: the same problems, the same values, the same round.

use http::Request;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use zhikong::access::{Place, Role, Viewer};
use zhikong::returns::model::Slot;
use zhikong::returns::take::Options;
use zhikong::returns::template::{CellFill, Fills};

use crate::returns::scene::{CELLS, Scene, clean_fills, q3, rows_of};
use crate::returns::typing::{fields, fields_on, form_of, post, with};
use crate::support::client::Client;

async fn clerk(scene: &Scene, login: &str, code: &str) -> Client {
    let place = Place::Hospital(scene.hospital(code).await.id);
    scene.bench.account(login).role(Role::Clerk).at(place).store().await;
    scene.bench.sign_in(login).await
}

/// One thing typed wrong, or oddly, or rightly but to be explained: field and text.
const ODD: &[(&str, &str)] = &[
    ("discharges-1", "98.5%"),
    ("discharges-2", "1,100"),
    ("discharges-3", "１２００"),
    ("discharges-0", "3301"),
    ("bed_days_occupied-1", "-"),
    ("bed_days_occupied-2", "无"),
    ("bed_days_occupied-3", ""),
    ("bed_days_discharged-1", "7900.5"),
    ("bed_days_discharged-2", "-3"),
    ("bed_days_discharged-3", "#DIV/0!"),
    ("beds_open-0", "2024.3.31"),
    ("stroke_6h-1", "/"),
    ("stroke_6h-2", "未开展"),
    ("stroke_6h-note", "=系统换了"),
    ("stroke_6h_reperfused-offered", "否"),
    ("tumor_patients-0", "约九十"),
    ("tumor_tnm_done-0", "91"),
    ("vte_mid_high-1", "1286"),
    ("vte_prevented-1", "1286"),
    ("vte_prevented-2", "1e3"),
    ("vte_prevented-3", "012"),
    ("septic_3h_done-offered", "也许"),
    ("iv_bags-1", "9,1"),
    ("iv_bags-2", "9000"),
    ("iv_bags-3", "9000"),
    ("iv_volume_l_x10-1", "6000.55"),
    ("iv_volume_l_x10-2", "6100.0"),
    ("ae_reports-1", "0"),
    ("ae_reports-2", "0"),
    ("ae_reports-3", "99999999999999999999"),
    ("level4_ops-1", "41 人次"),
    ("level4_mdt-1", "42"),
    ("rec_mode-0", "都查"),
    ("ops-1", "0"),
    ("reop_48h-1", "5"),
    ("reop_31d-note", "\"><script>alert(1)</script>"),
    ("vaginal_births-1", ""),
    ("vaginal_births-2", ""),
    ("vaginal_births-3", ""),
    ("vaginal_births-0", "255"),
];

/// The fills that a person would have typed into the workbook.
fn into(fills: &mut Fills, scene: &Scene, (field, text): (&str, &str)) {
    let (code, part) = field.rsplit_once('-').unwrap();
    let id = scene.desk.catalogue.element_coded(code).expect("an element").id.clone();
    match part {
        "note" => drop(fills.notes.insert(id, text.to_owned())),
        "offered" => drop(fills.offered.insert(id, text.to_owned())),
        number => {
            let slot = Slot::of_number(number.parse().unwrap()).unwrap();
            let plain = text.parse::<f64>().ok().filter(|plain| plain.to_string() == text);
            let fill = plain.map_or_else(|| CellFill::Text(text.to_owned()), CellFill::Number);
            fills.cells.insert((id, slot), fill);
        }
    }
}

#[tokio::test]
async fn whatever_is_typed_has_the_problems_of_the_same_workbook() {
    let scene = Scene::new().await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let mut lots = ChaCha8Rng::seed_from_u64(10);
    let mut odd = ODD.to_vec();
    odd.shuffle(&mut lots);
    // Each alone with a few others, so that every one is met and they meet each other; last, all of them.
    let mut sets: Vec<Vec<(&str, &str)>> = odd.chunks(3).map(<[_]>::to_vec).collect();
    sets.extend((0..8).map(|_| odd.sample(&mut lots, 9).copied().collect()));
    sets.push(ODD.to_vec());
    let mut seen = 0;
    for set in sets {
        let mut fills = clean_fills(&scene.desk.catalogue);
        set.iter().for_each(|one| into(&mut fills, &scene, *one));
        let workbook = scene.workbook("A1", q3(), &fills).await;
        let dry = Options { dry_run: true, ..Options::default() };
        let sent = scene.take_as(&Viewer::operator(), &[("表.xlsx", workbook)], dry).await.reports;
        let sent = serde_json::to_value(&sent[0]).unwrap();
        let typed = with(&fields(&clean_fills(&scene.desk.catalogue)), &set);
        let answer = post(&clerk.clone().json(), &format!("{}/check", form_of("A1")), &typed).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let typed = &answer.json()["files"][0];
        for part in ["problems", "values", "status", "hospital", "period", "edition"] {
            assert_eq!(typed[part], sent[part], "{part} of {set:?}");
        }
        seen += sent["problems"].as_array().unwrap().len();
    }
    assert!(seen > 60, "{seen} problems are too few to say anything");
    assert_eq!(scene.rows().await, [0; 4], "looking keeps nothing");
}

#[tokio::test]
async fn what_is_handed_in_is_stored_like_the_file() {
    let scene = Scene::new().await;
    let mut fills = clean_fills(&scene.desk.catalogue);
    for one in [
        ("discharges-2", "1,100"),
        ("stroke_6h-note", "=系统换了\n两次"),
        ("septic_3h_done-offered", "否"),
        ("septic_3h_done-1", ""),
        ("septic_3h_done-2", ""),
        ("septic_3h_done-3", ""),
        ("ae_reports-1", "/"),
        ("ae_reports-note", "停报一个月"),
        ("vaginal_births-1", ""),
        ("vaginal_births-2", ""),
        ("vaginal_births-3", ""),
        ("vaginal_births-0", "255"),
    ] {
        into(&mut fills, &scene, one);
    }
    let sent = scene.take_one(scene.workbook("A2", q3(), &fills).await).await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let typed = fields(&fills);
    let answer = post(&clerk.clone().json(), &form_of("A1"), &typed).await;
    let report = answer.json()["files"][0].clone();
    assert_eq!(report["status"], "stored", "{report:#}");
    assert_eq!(report["receipt"], "2024Q3-A1-01");
    assert_eq!(report["values"], serde_json::to_value(sent.values).unwrap());
    assert_eq!(report["file"], "网上填报-2024Q3-A1-演示A1医院.xlsx");
    let (by_file, by_hand) = (scene.latest("A2").await, scene.latest("A1").await);
    assert_eq!(by_hand, by_file, "every value with its text, words and cell");
    assert_eq!(by_hand[&("stroke_6h".to_owned(), 1)].note.as_deref(), Some("=系统换了\n两次"));

    // Opened again it shows what was stored, and handed in as it stands it says the same.
    let page = clerk.get(&form_of("A1")).await;
    assert!(page.body.contains("已填好第 1 轮的数字"), "{}", page.body);
    let shown = fields_on(&page.body);
    for (name, text) in typed.iter().filter(|(_, text)| !text.is_empty()) {
        // A volume in whole litres is shown with its decimal.
        let number = |text: &str| text.parse::<f64>().ok();
        let same = &shown[name] == text || number(text).is_some_and(|typed| number(&shown[name]) == Some(typed));
        assert!(same, "{name}: {} for {text}", shown[name]);
    }
    let again = post(&clerk.clone().json(), &form_of("A1"), &shown).await.json();
    assert_eq!(again["files"][0]["status"], "unchanged", "{again:#}");

    // The original is the workbook that was written, and the page of the upload leads to the receipt.
    let shown = fields_on(&clerk.get(&form_of("A1")).await.body);
    let changed = with(&shown, &[("beds_open-0", "301")]);
    let answer = post(&clerk, &form_of("A1"), &changed).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = clerk.get(answer.location()).await;
    assert!(page.body.contains("2024Q3-A1-02") && page.body.contains("/returns/2024Q3/A1/rounds/2"), "{}", page.body);
    let original = page.body.split('"').find(|part| part.ends_with("/original")).expect("a link").to_owned();
    let book = scene.desk.reader.read(clerk.get(&original).await.bytes).await.expect("a workbook");
    let note = book.sheet("数据填报").unwrap().cells.iter().find(|cell| cell.found().contains("系统换了")).unwrap();
    assert_eq!((note.found().as_str(), note.formula.is_none()), ("=系统换了\n两次", true));
}

#[tokio::test]
async fn a_problem_stands_at_its_field_and_everything_typed_is_kept() {
    let scene = Scene::new().await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let hostile = "\"><script>alert('x')</script>&amp;{{ page }}\u{1}末";
    let typed = with(
        &fields(&clean_fills(&scene.desk.catalogue)),
        &[("discharges-1", "九十八%"), ("septic_3h_done-offered", "也许"), ("ops-note", hostile), ("strange-1", "7")],
    );
    for (path, status) in [(format!("{}/check", form_of("A1")), 200), (form_of("A1"), 422)] {
        let page = post(&clerk, &path, &typed).await;
        assert_eq!(page.status, status, "{path}");
        let shown = fields_on(&page.body);
        assert_eq!(shown["discharges-1"], "九十八%");
        assert_eq!(shown["septic_3h_done-offered"], "也许");
        assert_eq!(shown["ops-note"], hostile.replace('\u{1}', ""));
        assert!(!page.body.contains("<script>alert"), "never a script");
        assert!(!shown.contains_key("strange-1"), "what the form does not ask is not taken");
        assert!(
            page.body.contains(r##"href="#f-discharges-1""##) && page.body.contains(r#"data-field="f-discharges-1""#)
        );
        let field = page.body.split("<input ").find(|tag| tag.contains(r#"id="f-discharges-1""#)).expect("the field");
        assert!(field.split('>').next().unwrap().contains(r#"aria-invalid="true""#), "{field}");
        let fine = page.body.split("<input ").find(|tag| tag.contains(r#"id="f-discharges-2""#)).expect("the field");
        assert!(!fine.split('>').next().unwrap().contains("aria-invalid"), "{fine}");
        let words = "填的却是百分数 九十八%";
        assert!(page.body.matches(words).count() >= 2, "in the panel and beside the field: {words}");
    }
    assert_eq!(scene.rows().await, [0, 0, 0, 1], "the refused one is kept as a refused upload");
    let page = post(&clerk, &form_of("A1"), &typed).await;
    let annotated = page.body.split('"').find(|part| part.ends_with("/annotated")).expect("a link").to_owned();
    assert_eq!(clerk.get(&annotated).await.status, 200);
}

#[tokio::test]
async fn while_typing_the_answer_is_small_and_marks_every_row() {
    let scene = Scene::new().await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let typed = with(&fields(&clean_fills(&scene.desk.catalogue)), &[("discharges-1", "98.5%")]);
    let whole = post(&clerk, &format!("{}/check", form_of("A1")), &typed).await;
    let pairs: Vec<String> =
        typed.iter().map(|(name, text)| format!("{name}={}", zhikong::web::form_encoded(text))).collect();
    let request = Request::post(format!("{}/check", form_of("A1")))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("hx-request", "true");
    let part = clerk.send(request, pairs.join("&").into()).await;
    assert_eq!(part.status, 200);
    assert!(!part.body.contains("<html") && part.body.contains(r#"<section id="problems""#), "{}", part.body);
    let rows = whole.body.matches("data-row=").count();
    assert_eq!(part.body.matches("hx-swap-oob").count(), rows, "each row's words are renewed");
    assert!(part.body.contains(r#"data-field="f-discharges-1""#));
    assert!(part.body.len() * 8 < whole.body.len(), "{} of {}", part.body.len(), whole.body.len());
}

#[tokio::test]
async fn what_is_too_long_is_told_and_never_cut() {
    let scene = Scene::new().await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let clean = fields(&clean_fills(&scene.desk.catalogue));
    let (fits, long) = ("长".repeat(10_000), "长".repeat(10_001));
    for (field, text, words) in [
        ("ops-note", long.as_str(), "说明最多 10000 个字，现在有 10001 个"),
        ("ops-1", &"9".repeat(61), "这一格最多 60 个字，现在有 61 个"),
    ] {
        let typed = with(&clean, &[(field, text)]);
        for path in ["", "/draft", "/check"] {
            let page = post(&clerk, &format!("{}{path}", form_of("A1")), &typed).await;
            assert!(page.body.contains(words), "{path}: {words}");
            assert_eq!(fields_on(&page.body)[field], text, "kept whole");
        }
        let refused = post(&clerk.clone().json(), &format!("{}/draft", form_of("A1")), &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.json()["error"]["message"].as_str().unwrap().contains(words));
    }
    let many: Vec<(String, String)> = clean
        .keys()
        .map(|name| name.rsplit_once('-').unwrap().0)
        .map(|code| (format!("{code}-note"), fits.clone()))
        .collect();
    let many = with(&clean, &many.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect::<Vec<_>>());
    let page = post(&clerk, &form_of("A1"), &many).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("全部内容最多约"));
    assert_eq!(rows_of(&scene.desk.db, "return_draft").await, 0);
    assert_eq!(scene.rows().await, [0; 4]);
    let typed = with(&clean, &[("ops-note", &fits)]);
    assert_eq!(post(&clerk, &form_of("A1"), &typed).await.status, 303);
    assert_eq!(scene.latest("A1").await[&("ops".to_owned(), 1)].note.as_deref(), Some(fits.as_str()));
}

#[tokio::test]
async fn a_blank_form_handed_in_asks_for_everything_and_stores_nothing() {
    let scene = Scene::new().await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let page = clerk.get(&form_of("A1")).await;
    assert_eq!(page.status, 200);
    for part in [
        "inputmode=\"numeric\"",
        "inputmode=\"decimal\"",
        "口径",
        "上季度",
        "formaction=\"/returns/2024Q3/A1/entry/draft\"",
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let answer = post(&clerk.clone().json(), &form_of("A1"), &fields_on(&page.body)).await.json();
    assert_eq!(answer["files"][0]["values"]["missing"], CELLS - 4);
    assert_eq!(answer["files"][0]["status"], "refused");
    // A quarter that is not over may be begun, and is not taken.
    let next = "/returns/2024Q4/A1/entry";
    assert!(clerk.get(next).await.body.contains("这一季还没有结束"));
    assert_eq!(post(&clerk, &format!("{next}/draft"), &with(&Default::default(), &[("ops-1", "3")])).await.status, 303);
    let early = post(&clerk, next, &with(&Default::default(), &[("ops-1", "3"), ("version", "1")])).await;
    assert!(early.status == 422 && early.body.contains("还没有结束，不能填报"), "{}", early.body);
}

#[tokio::test]
async fn another_hospitals_form_is_not_found() {
    let scene = Scene::new().await;
    let clerk = clerk(&scene, "lianluo", "A1").await;
    let typed = fields(&clean_fills(&scene.desk.catalogue));
    for path in ["", "/check", "/draft", "/discard"] {
        let path = format!("{}{path}", form_of("A2"));
        assert_eq!(post(&clerk, &path, &with(&typed, &[("version", "0")])).await.status, 404, "{path}");
    }
    assert_eq!(clerk.get(&form_of("A2")).await.status, 404);
    assert_eq!(rows_of(&scene.desk.db, "return_draft").await, 0);
}
