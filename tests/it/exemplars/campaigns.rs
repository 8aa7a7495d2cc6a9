//! Two campaigns that call for exemplars at once: nobody guesses which one is meant, and each counts only its own.

use zhikong::app;
use zhikong::campaign::refresh::refresh;
use zhikong::catalogue::Catalogue;
use zhikong::exemplars::check::calling;

use super::{CHOSEN, People, decide, submit};
use crate::catalogue::copied;
use crate::support::client::Client;

const HENAN: &str = "henan-2021-2025";
const OTHER: &str = "ward-2024";
const TITLE: &str = "演示：护理质量提升活动";

/// The shipped files and a second campaign, which has one kind in common with the first, and one of its own.
fn with_another() -> Catalogue {
    let folder = copied();
    let text = r#"
id = "ward-2024"
title = "演示：护理质量提升活动"
document = "演示〔2024〕2号"
source = "演示〔2024〕2号"
evidence = "unverified"
levels = ["level3", "level2"]
from = "2024-04-01"

[[end]]
name = "活动结束"
day = "2024-12-31"
clause = "演示一"

[[phase]]
id = "action"
name = "行动"
ranges = [["2024-04-01", "2024-12-31"]]
clause = "演示二"

[[exemplar]]
id = "department"
name = "示范科室"
clause = "演示三"

[[exemplar]]
id = "ward-team"
name = "演示护理团队"
clause = "演示三"

[[duty]]
id = "stories"
title = "报送护理典型"
text = "演示：每季度一次。"
bearers = ["county"]
rhythm = "quarterly"
first = "2024Q2"
due = { days_after = 0 }
proof = "exemplars"
clause = "演示三"
"#;
    std::fs::write(folder.path().join("campaigns/ward-2024.toml"), text).unwrap();
    Catalogue::load(Some(folder.path())).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

async fn people() -> People {
    let mut people = People::new().await;
    people.scene.bench.parts.catalogue = with_another();
    people.scene.bench.router = app::router(people.scene.bench.parts.clone());
    people.scene.staff = people.scene.bench.sign_in("staff").await;
    people.top = people.scene.bench.sign_in("top").await;
    people
}

async fn form(client: &Client, query: &str) -> String {
    client.get(&format!("/exemplars/new{query}")).await.body
}

#[test]
fn a_campaign_that_ended_still_calls_for_a_quarter() {
    let catalogue = with_another();
    let on = |day: &str| -> Vec<String> {
        calling(&catalogue, day.parse().unwrap(), false).iter().map(|one| one.id.clone()).collect()
    };
    assert_eq!(on("2024-03-31"), [HENAN], "the other has not begun");
    assert_eq!(on("2024-04-01"), [OTHER, HENAN], "the latest begun first");
    assert_eq!(on("2025-03-31"), [HENAN, OTHER], "what was due last still comes in; who runs comes first");
    assert_eq!(on("2025-04-01"), [HENAN]);
    assert_eq!(on("2027-01-01"), [OTHER], "nobody runs: the last that had begun");
}

#[tokio::test]
async fn the_form_asks_for_which_campaign_only_where_there_are_several() {
    let alone = People::new().await;
    let one = form(alone.staff(), "").await;
    assert!(
        one.contains(&format!("name=\"campaign\" value=\"{HENAN}\"")) && !one.contains("<label for=\"f-campaign\"")
    );
    let people = people().await;
    let page = form(people.staff(), "").await;
    assert!(page.contains("现在有 2 个活动征集典型") && page.contains("<label for=\"f-campaign\""), "{page}");
    assert!(page.contains(&format!("<option value=\"{OTHER}\">{TITLE}</option>")), "none is chosen beforehand: {page}");
    assert!(page.contains(&format!("演示护理团队（{TITLE}）")) && page.contains(">示范科室</option>"), "{page}");
    let asked = form(people.staff(), &format!("?quarter=2024Q3&campaign={OTHER}")).await;
    assert!(asked.contains(&format!("<option value=\"{OTHER}\" selected>")), "{asked}");
    // What one campaign takes the other does not: said beside the field, and nothing is stored.
    let unsaid = submit(people.staff(), &[], &[]).await;
    assert!(
        unsaid.status == 422 && unsaid.body.contains("没有选活动") && unsaid.body.contains(TITLE),
        "{}",
        unsaid.body
    );
    let foreign = submit(people.staff(), &[("campaign", HENAN), ("kind", "ward-team")], &[]).await;
    assert!(foreign.status == 422 && foreign.body.contains("选的类别不征集"), "{}", foreign.body);
    let early = submit(people.staff(), &[("campaign", OTHER), ("quarter", "2024Q1")], &[]).await;
    assert!(early.status == 422 && early.body.contains(&format!("不在“{TITLE}”的活动期内")), "{}", early.body);
    let invented = submit(people.staff(), &[("campaign", "demo-2024")], &[]).await;
    assert_eq!(invented.status, 422);
    assert!(people.staff().get("/exemplars/submitted").await.body.contains("还没有报送的材料"));
}

#[tokio::test]
async fn what_is_submitted_is_told_apart_and_proves_the_duty_of_its_campaign_alone() {
    let people = people().await;
    let bench = &people.scene.bench;
    let run = async || refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), false).await.unwrap();
    let done = async |client: &Client, campaign: &str, bearer: &str, said: &str| {
        client.get(&format!("/campaigns/{campaign}/bearers/{bearer}")).await.body.contains(said)
    };
    let submitted = "2024-10-21 报送了典型材料";
    assert_eq!(submit(people.staff(), &[("campaign", OTHER), ("kind", "ward-team")], &[]).await.status, 303);
    let list = "/exemplars/submitted?state=";
    assert!(!people.top.get(list).await.body.contains(TITLE), "of one campaign there is nothing to tell apart");
    run().await;
    assert!(done(people.staff(), OTHER, "410105", submitted).await);
    assert!(!done(people.staff(), HENAN, "410105", submitted).await, "another campaign's proves nothing here");
    let own = [("campaign", HENAN), ("title", "演示：另一个活动的材料")];
    assert_eq!(submit(people.staff(), &own, &[]).await.status, 303);
    let both = people.top.get(list).await.body;
    assert!(both.contains("data-k=\"活动\"") && both.contains("另一个活动的材料"), "{both}");
    let narrowed = people.top.get(&format!("{list}&campaign={OTHER}")).await.body;
    assert!(narrowed.contains("送检") && !narrowed.contains("另一个活动的材料"), "{narrowed}");
    // Chosen of one campaign, the other still waits for a choice of its own.
    assert_eq!(decide(&people.top, "2024Q3-1", &CHOSEN).await.status, 303);
    run().await;
    let chosen = "2024-10-21 从这一季的材料里选用了典型";
    assert!(!done(&people.top, HENAN, "410000", chosen).await);
    assert!(!people.top.get("/exemplars").await.body.contains("name=\"campaign\""));
    assert_eq!(decide(&people.top, "2024Q3-2", &CHOSEN).await.status, 303);
    run().await;
    assert!(done(&people.top, HENAN, "410000", chosen).await && done(people.staff(), HENAN, "410105", submitted).await);
    for list in ["/exemplars", "/published/exemplars"] {
        let page = people.top.get(list).await.body;
        assert!(page.contains("name=\"campaign\"") && page.contains(&format!("2024 年第三季度　{TITLE}")), "{page}");
        let page = people.top.get(&format!("{list}?campaign={HENAN}")).await.body;
        assert!(page.contains("另一个活动的材料") && !page.contains("/2024Q3-1\""), "{page}");
    }
    let sheet = people.top.get("/exemplars/2024Q3-1").await.body;
    assert!(sheet.contains(&format!("<dt>活动</dt><dd>{TITLE}</dd>")), "{sheet}");
}
