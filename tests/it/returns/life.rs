//! The life of a return: stored, unchanged, a second round, accepted by somebody else, seen by those it concerns.

use zhikong::access::{AccountId, Place, Role, Scope, Viewer};
use zhikong::figures::{self, FactState};
use zhikong::returns::model::{Counts, Outcome};
use zhikong::returns::take::Options;
use zhikong::returns::{accept_many, store};

use crate::returns::paper::{CODE, Paper, Put, TOTAL};
use crate::returns::scene::{CELLS, Scene, clean_entries, q3, told};
use crate::support::client::Client;

#[tokio::test]
async fn the_same_workbook_is_unchanged_and_one_other_cell_is_a_second_round() {
    let scene = Scene::new().await;
    let clean = scene.clean("A1").await;
    let first = scene.take_one(clean.clone()).await;
    assert_eq!(told(&first.problems), Vec::<[&str; 3]>::new());
    assert_eq!((first.status, first.round, first.receipt.as_deref()), (Outcome::Stored, Some(1), Some("2024Q3-A1-01")));
    assert_eq!((first.hospital.as_deref(), first.period, first.edition), (Some("A1"), Some(q3()), Some(2024)));
    assert_eq!(first.values, Counts { expected: CELLS, stored: CELLS, ..Counts::default() });
    let stored = scene.latest("A1").await;
    let entries: std::collections::BTreeMap<_, _> =
        stored.iter().map(|(key, value)| (key.clone(), value.entry)).collect();
    assert_eq!(entries, clean_entries());
    assert_eq!(stored[&("discharges".to_owned(), 2)].cell.as_deref(), Some("G6"));
    assert!(stored.values().all(|value| value.raw.is_none() || value.element.as_str() == "rec_mode"));
    assert_eq!(scene.rows().await, [1, 1, CELLS, 1]);

    let again = scene.take_one(clean).await;
    assert_eq!((again.status, again.round, again.receipt), (Outcome::Unchanged, None, None));
    assert_eq!(again.values, Counts { expected: CELLS, unchanged: CELLS, ..Counts::default() });
    assert_eq!(scene.rows().await, [1, 1, CELLS, 2], "an upload more, no round");

    let mut paper = scene.paper("A1").await;
    let second = scene.take_one(paper.put("G6", 1101.0).bytes()).await;
    assert_eq!(told(&second.problems), Vec::<[&str; 3]>::new());
    assert_eq!((second.status, second.round), (Outcome::Stored, Some(2)));
    assert_eq!(second.values, Counts { expected: CELLS, stored: 1, unchanged: CELLS - 1, ..Counts::default() });
    assert_eq!(scene.rows().await, [1, 2, 2 * CELLS, 3]);
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_keeps_nothing() {
    let scene = Scene::new().await;
    let files = [("好.xlsx", scene.clean("A1").await), ("坏.xlsx", scene.paper("A2").await.put("F6", "无").bytes())];
    let options = Options { dry_run: true, ..Options::default() };
    let rehearsed = scene.take_as(&Viewer::operator(), &files, options).await;
    assert_eq!((rehearsed.batch, scene.rows().await), (None, [0; 4]));
    assert_eq!(crate::returns::scene::rows_of(&scene.desk.db, "stored_file").await, 1, "only the roster's");
    let real = scene.take(&files).await;
    let document = |reports| serde_json::to_value::<Vec<_>>(reports).unwrap();
    assert_eq!(document(rehearsed.reports), document(real));
}

/// Clerks of A1 and A2, staff of their county and of another.
async fn people(scene: &Scene) -> [Client; 4] {
    let bench = &scene.bench;
    for (login, code) in [("clerk-a1", "A1"), ("clerk-a2", "A2")] {
        let place = Place::Hospital(scene.hospital(code).await.id);
        bench.account(login).role(Role::Clerk).at(place).store().await;
    }
    for (login, code) in [("jinshui", "410105"), ("nanzhao", "411321")] {
        bench.staff(login, code).await;
    }
    [
        bench.sign_in("clerk-a1").await,
        bench.sign_in("clerk-a2").await,
        bench.sign_in("jinshui").await,
        bench.sign_in("nanzhao").await,
    ]
}

/// `/returns/2024Q3/A1` with the version its form of acceptance carries.
async fn version(scene: &Scene) -> String {
    let id = scene.hospital("A1").await.id;
    let of = store::find(&scene.desk.db, &Scope::Everything, id, q3()).await.unwrap().unwrap();
    of.version.to_string()
}

#[tokio::test]
async fn an_upload_is_receipted_accepted_by_its_county_and_counted() {
    let scene = Scene::new().await;
    let [jia, _, jinshui, nanzhao] = people(&scene).await;
    let answer = jia.upload("/returns/upload?period=2024Q3", &[("三季度.xlsx", &scene.clean("A1").await)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = jia.get(answer.location()).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("已入库，没有问题"), "{}", page.body);
    let receipt = jia.get("/returns/2024Q3/A1/rounds/1").await;
    assert!(receipt.body.contains("2024Q3-A1-01"), "{}", receipt.body);

    let accept = "/returns/2024Q3/A1/accept";
    let seen = version(&scene).await;
    assert_eq!(nanzhao.post(accept, &[("version", &seen)]).await.status, 404, "another territory's");
    assert_eq!(jia.post(accept, &[("version", &seen)]).await.status, 403, "clerks accept nothing");
    assert_eq!(jinshui.post(accept, &[("version", "0")]).await.status, 409, "what was seen is not what is there");
    assert_eq!(facts(&scene, "vte_risk_assess_rate", "2024Q3").await, None, "nothing counts before it is accepted");
    let accepted = jinshui.post(accept, &[("version", &seen)]).await;
    assert_eq!((accepted.status.as_u16(), accepted.location()), (303, "/returns/2024Q3/A1"), "{}", accepted.body);
    let twice = jinshui.post(accept, &[("version", &version(&scene).await)]).await;
    assert!(twice.status.is_client_error() && twice.body.contains("没有等待接收的轮次"), "{}", twice.body);

    let value = jinshui.get("/values/A1/2024Q3/vte_risk_assess_rate").await.body;
    assert!(
        value.contains("演示clerk-a1 于 2024-10-21 12:00:00 上传；演示jinshui 于 2024-10-21 12:00 接收"),
        "{value}"
    );

    for (indicator, period, expected) in [
        ("vte_risk_assess_rate", "2024-07", Some((900, 1000))),
        ("vte_risk_assess_rate", "2024Q3", Some((3000, 3300))),
        ("stroke_reperfusion_rate", "2024-08", Some((11, 22))),
        ("stroke_reperfusion_rate", "2024Q3", Some((34, 66))),
        ("iv_volume_per_bed_day", "2024Q3", Some((18_300_800, 24_050))),
        ("tumor_tnm_staging_rate", "2024-07", None),
        ("tumor_tnm_staging_rate", "2024Q3", Some((70, 90))),
    ] {
        assert_eq!(facts(&scene, indicator, period).await, expected, "{indicator} {period}");
    }
}

/// Numerator and denominator that count for A1.
async fn facts(scene: &Scene, indicator: &str, period: &str) -> Option<(i64, i64)> {
    let id = scene.hospital("A1").await.id;
    let periods = [period.parse().unwrap()];
    let figures = figures::store::of_hospital(&scene.desk.db, &Scope::Everything, id, &periods).await.unwrap();
    let found = figures.into_iter().find(|figure| figure.indicator.as_str() == indicator)?;
    assert_eq!(found.state, FactState::Counted);
    Some((found.numerator, found.denominator))
}

#[tokio::test]
async fn nobody_accepts_the_round_they_sent() {
    let scene = Scene::new().await;
    let place = Place::Authority(scene.bench.authority("410105").await);
    let staff = |id| Viewer { account: Some(AccountId(id)), place, ..Viewer::operator() };
    let taken = scene.take_as(&staff(7), &[("代报.xlsx", scene.clean("A1").await)], Options::default()).await;
    assert_eq!(taken.reports[0].status, Outcome::Stored);
    let only = ["A1".to_owned()];
    let own = accept_many(&scene.desk, &staff(7), q3(), Some(&only)).await.unwrap();
    assert_eq!(own.accepted, Vec::<String>::new());
    assert!(own.skipped[0].reason.contains("另一个人"), "{:?}", own.skipped);
    assert_eq!(facts(&scene, "vte_risk_assess_rate", "2024Q3").await, None);
    let other = accept_many(&scene.desk, &staff(8), q3(), Some(&only)).await.unwrap();
    assert_eq!(other.accepted, ["A1"]);
    assert_eq!(facts(&scene, "vte_risk_assess_rate", "2024Q3").await, Some((3000, 3300)));
}

#[tokio::test]
async fn the_accepted_round_counts_until_the_next_is_accepted() {
    let scene = Scene::new().await;
    let accepting = Options { accept: true, ..Options::default() };
    scene.take_as(&Viewer::operator(), &[("一.xlsx", scene.clean("A1").await)], accepting).await;
    let changed = scene.paper("A1").await.put("F17", 950.0).bytes();
    assert_eq!(scene.take_one(changed).await.round, Some(2));
    assert_eq!(facts(&scene, "vte_risk_assess_rate", "2024-07").await, Some((900, 1000)));
    let done = accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    assert_eq!(done.accepted, ["A1"]);
    assert_eq!(facts(&scene, "vte_risk_assess_rate", "2024-07").await, Some((950, 1000)));
    assert_eq!(facts(&scene, "vte_risk_assess_rate", "2024Q3").await, Some((3050, 3300)));
}

#[tokio::test]
async fn an_upload_is_seen_by_its_hospital_and_its_county_only() {
    let scene = Scene::new().await;
    let [jia, yi, jinshui, nanzhao] = people(&scene).await;
    let clean = scene.clean("A1").await;
    let answer = jia.upload("/returns/upload", &[("三季度.xlsx", &clean)]).await;
    let page = answer.location().to_owned();
    let body = jia.get(&page).await.body;
    let link = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let original = link.into_iter().find(|href| href.ends_with("/original")).expect("a link to the original");
    for (who, status) in [(&jia, 200), (&jinshui, 200), (&yi, 404), (&nanzhao, 404)] {
        assert_eq!(who.get(&page).await.status, status);
        assert_eq!(who.get(original).await.status, status);
        assert_eq!(who.get("/returns/2024Q3/A1").await.status, status);
        assert_eq!(who.get("/returns/2024Q3/A1/rounds/1").await.status, status);
        assert_eq!(who.get("/returns/2024Q3/A1/template").await.status, status);
    }
    assert_eq!(jia.get(original).await.bytes.to_vec(), clean, "the original, byte for byte");

    // Another hospital's file, sent by its neighbour: refused without a word about that hospital.
    let answer = yi.clone().json().upload("/returns/upload", &[("三季度.xlsx", &clean)]).await;
    let file = &answer.json()["files"][0];
    assert_eq!((&file["status"], &file["problems"][0]["rule"]), (&"refused".into(), &"wrong-hospital".into()));
    assert_eq!((&file["hospital"], &file["problems"][0]["found"]), (&serde_json::Value::Null, &"A1".into()));
    assert_eq!(scene.rows().await, [1, 1, CELLS, 2]);
}

#[tokio::test]
async fn the_form_shows_last_quarter_as_numbers_that_can_be_computed_with() {
    let scene = Scene::new().await;
    let [jia, ..] = people(&scene).await;
    scene.take_one(scene.clean("A1").await).await;
    let form = jia.get("/returns/2024Q4/A1/template").await;
    assert_eq!(form.status, 200, "{}", form.body);
    let book = scene.desk.reader.read(form.bytes.to_vec()).await.expect("our own workbook");
    let mut paper = Paper::of(&book);
    let data = paper.data().clone();
    let last = |code: &str| {
        let row = data.cells.iter().find(|((_, col), put)| *col == CODE && **put == Put::from(code)).expect(code).0.0;
        data.cells.get(&(row, TOTAL + 1)).cloned()
    };
    assert_eq!(last("discharges"), Some(Put::Number(3300.0)), "1000 + 1100 + 1200");
    assert_eq!(last("iv_volume_l_x10"), Some(Put::Number(18300.8)), "6000.5 + 6100 + 6200.3 litres");
    assert_eq!(last("rec_mode"), Some(Put::from("抽样")), "a choice is its word");
}

#[tokio::test]
async fn the_way_up_from_a_return_goes_through_its_quarter() {
    let scene = Scene::new().await;
    let [jia, ..] = people(&scene).await;
    scene.take_one(scene.clean("A1").await).await;
    for page in ["", "/compare", "/rounds/1", "/rounds/1/paper", "/elements/discharges", "/departments", "/entry"] {
        let body = jia.get(&format!("/returns/2024Q3/A1{page}")).await.body;
        let way =
            body.split("aria-label=\"位置\"").nth(1).and_then(|rest| rest.split("</nav>").next()).expect("a way up");
        assert!(way.contains("<a href=\"/returns?period=2024Q3\">2024 年第三季度</a>"), "{page}: {way}");
    }
}
