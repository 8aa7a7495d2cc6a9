//! What would change if a round were withdrawn: sums made by hand, nothing written.

use zhikong::access::{Role, Viewer};
use zhikong::returns::accept_many;
use zhikong::returns::model::Outcome;
use zhikong::returns::take::Options;

use crate::returns::explained::{PAGE, People, people};
use crate::returns::scene::{Scene, q3};
use crate::support::client::Client;

const ACCEPT: Options = Options { dry_run: false, accept: true, period: None };

fn path(number: i32) -> String {
    format!("{PAGE}/rounds/{number}/withdrawal")
}

async fn take(scene: &Scene, code: &str, cells: &[(&str, f64)], options: Options) {
    let mut paper = scene.paper(code).await;
    for (cell, number) in cells {
        paper.put(cell, *number);
    }
    let taken = scene.take_as(&Viewer::operator(), &[("三季度.xlsx", paper.bytes())], options).await;
    assert_eq!(taken.reports[0].status, Outcome::Stored, "{:?}", taken.reports[0].problems);
}

/// The row of an indicator, its tags taken away.
async fn row(who: &Client, number: i32, indicator: &str) -> Option<String> {
    let page = who.get(&path(number)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (_, rest) = page.body.split_once(&format!("/values/A1/2024Q3/{indicator}\""))?;
    let row = rest.split("</tr>").next().unwrap_or_default();
    let text: String = row.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    Some(text.replace('\u{202F}', "").split_whitespace().collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn the_round_before_counts_again_and_the_sums_follow() {
    let scene = Scene::new().await;
    let People { county, province, clerk, stranger } = people(&scene).await;
    take(&scene, "A2", &[], ACCEPT).await;
    take(&scene, "B1", &[], ACCEPT).await;
    take(&scene, "A1", &[], ACCEPT).await;
    // vte_assessed of the quarter: 3 000 and then 3 060, of 3 300 each.
    take(&scene, "A1", &[("F17", 960.0)], ACCEPT).await;
    let facts = scene.rows().await;

    let text = row(&county, 2, "vte_risk_assess_rate").await.expect("a row");
    assert!(text.contains("92.7 3060 / 3300→ 90.9 3000 / 3300"), "the hospital: {text}");
    assert!(text.contains("91.8 6060 / 6600，2 家→ 90.9 6000 / 6600，2 家"), "its county: {text}");
    assert!(text.contains("−1.8 个百分点") && text.contains("−0.9 个百分点"), "{text}");
    let text = row(&province, 2, "vte_risk_assess_rate").await.expect("a row");
    assert!(text.contains("9060 / 9900，3 家→ 90.9 9000 / 9900，3 家"), "the province: {text}");
    assert!(row(&province, 2, "iv_use_rate").await.is_none(), "nothing of it changes");
    let page = county.get(&path(2)).await.body;
    assert!(page.contains("第 1 轮（2024-10-21 12:00 接收过）会重新计入进展：两轮有 1 格不同"), "{page}");
    assert!(page.contains("/returns/2024Q3/A1/compare?round=2&amp;with=1&amp;changed=1"), "{page}");

    // A hospital's clerk sees its own, and sums of five hospitals and more only.
    let text = row(&clerk, 2, "vte_risk_assess_rate").await.expect("a row");
    assert!(text.contains("3060 / 3300") && text.contains("不足 5 家，不显示") && !text.contains("9060"), "{text}");
    assert_eq!(stranger.get(&path(2)).await.status, 404);
    assert_eq!(county.get(&path(3)).await.status, 404);
    for (who, status) in [(Role::HospitalReviewer, 200), (Role::AccountKeeper, 403)] {
        let account = scene.bench.account(who.key()).role(who);
        match who {
            Role::HospitalReviewer => {
                let place = zhikong::access::Place::Hospital(scene.hospital("A1").await.id);
                account.at(place).store().await
            }
            _ => account.at_authority(scene.bench.authority("410105").await).store().await,
        };
        assert_eq!(scene.bench.sign_in(who.key()).await.get(&path(2)).await.status, status, "{who:?}");
    }
    assert_eq!(scene.rows().await, facts, "nothing is written");
    let value = county.get("/values/A1/2024Q3/vte_risk_assess_rate").await.body;
    assert!(value.contains(&path(2)) && value.contains("3\u{202F}060 / 3\u{202F}300"), "it still counts: {value}");
}

#[tokio::test]
async fn without_a_round_before_the_hospital_has_not_reported() {
    let scene = Scene::new().await;
    let People { county, .. } = people(&scene).await;
    take(&scene, "A2", &[], ACCEPT).await;
    // The first round was never accepted; the second counts; a third waits.
    take(&scene, "A1", &[("F17", 960.0)], Options::default()).await;
    take(&scene, "A1", &[], Options::default()).await;
    accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    take(&scene, "A1", &[("F17", 970.0)], Options::default()).await;
    let page = county.get(&path(2)).await.body;
    assert!(page.contains("此前没有接收过的轮次：2024 年第三季度的报表会回到待审"), "{page}");
    let text = row(&county, 2, "vte_risk_assess_rate").await.expect("a row");
    assert!(text.contains("90.9 3000 / 3300→ 没有数字"), "{text}");
    assert!(text.contains("90.9 6000 / 6600，2 家→ 90.9 3000 / 3300，1 家"), "{text}");
    assert!(text.contains("不再有数字"), "{text}");
    for number in [1, 3] {
        let page = county.get(&path(number)).await.body;
        assert!(page.contains(&format!("第 {number} 轮现在不计入进展，撤回它什么也不会改变")), "{page}");
    }
}
