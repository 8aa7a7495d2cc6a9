//! Evidence that is a link: a visit, a return or a draw is taken where it is the bearer's own, finished and of the period; what
//! the viewer may not see is not there.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use zhikong::access::{AuthorityId, Role, Viewer};
use zhikong::campaign::refresh::refresh;
use zhikong::returns::accept_many;

use super::{HENAN, owed, refreshed, state};
use crate::draws::scene::{SEED, Scene as Drawing, form, post};
use crate::inspections::scene::{FIRST, Scene};
use crate::returns::scene::{Scene as Filling, q3};
use crate::support::bench::Bench;
use crate::support::client::{Answer, Client};

async fn link(client: &Client, id: i64, kind: &str, record: &str, version: &str) -> Answer {
    let fields = [("kind", kind), ("record", record), ("note", ""), ("version", version)];
    client.send_form(&format!("/duties/{id}/evidence"), &fields, &[]).await
}

async fn refused(client: &Client, id: i64, (kind, record): (&str, &str), why: &str) {
    let answer = link(client, id, kind, record, "1").await;
    assert!(answer.status == 422 && answer.body.contains(why), "{record}: {why}\n{} {}", answer.status, answer.body);
    assert!(answer.body.contains(&format!("value=\"{record}\"")), "what was typed stays: {}", answer.body);
}

/// The key of what an authority owes of a duty.
async fn of_duty(bench: &Bench, (campaign, duty): (&str, &str), authority: AuthorityId) -> i64 {
    let wanted = Query::select()
        .column("id")
        .from("duty_occurrence")
        .and_where(Expr::col("campaign").eq(campaign))
        .and_where(Expr::col("duty").eq(duty))
        .and_where(Expr::col("bearer").eq(format!("a{}", authority.0)))
        .to_owned();
    bench.db().query_one(&wanted).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn a_closed_visit_is_evidence_of_whoever_made_it_and_of_whoever_was_visited() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let county = scene.bench.authority("410105").await;
    let id = of_duty(&scene.bench, (HENAN, "assessment"), county).await;
    let visit = scene.begun().await;
    let number = visit.strip_prefix("/visits/").unwrap().to_owned();
    refused(&scene.staff, id, ("visit", &number), "还没有结束（督导中）").await;
    scene.answered(&visit, FIRST, "met").await;
    assert_eq!(scene.close(&visit, &[("unanswered", "1"), ("signer", "医院演示")]).await.status, 303);
    refused(&scene.staff, id, ("visit", "410105-2024-099"), "没有找到督导“410105-2024-099”").await;
    let none = link(&scene.staff, id, "visit", " ", "1").await;
    assert!(none.status == 422 && none.body.contains("没有填督导编号"), "{}", none.body);
    let wrong = link(&scene.staff, id, "draw", &number, "1").await;
    assert!(wrong.status == 422 && wrong.body.contains("收的佐证是文件、督导、报表"), "{}", wrong.body);
    let offered = format!("<option value=\"{number}\">督导　演示甲医院　2024-10-21</option>");
    assert!(scene.staff.get(&format!("/duties/{id}")).await.body.contains(&offered), "what fits is offered");
    assert_eq!(link(&scene.staff, id, "visit", &number, "1").await.status, 303);
    assert_eq!(state(&scene.staff, id).await, "已完成");
    assert!(!scene.staff.get(&format!("/duties/{id}")).await.body.contains(&offered), "and not again");
    let page = scene.staff.get(&format!("/duties/{id}")).await.body;
    let shown = format!("<a class=\"zk-tap\" href=\"/visits/{number}\">{number}</a>");
    assert!(page.contains(&shown) && page.contains("2024-10-21"), "{page}");
    assert!(scene.city.get(&format!("/duties/{id}")).await.body.contains(&shown), "who stands above sees it");
    let twice = link(&scene.staff, id, "visit", &number, "2").await;
    assert!(twice.status == 422 && twice.body.contains("第 1 份佐证已经是它"), "{}", twice.body);
    for other in [&scene.city, &scene.clerk] {
        assert!(
            !other.get(&format!("/duties/{id}")).await.body.contains("<option"),
            "who hands in is offered something"
        );
    }
    // For the hospital the same visit is one of it, though not of that year's duty.
    let ours = owed(&scene.clerk, &scene.ours.code, "对照主要任务全面自查", "2021-08-31").await;
    assert_eq!(link(&scene.clerk, ours, "visit", &number, "1").await.status, 303);
    assert_eq!(state(&scene.clerk, ours).await, "已完成", "late, and complete");
    // Another county does not see it; the city sees it and may use what stands below it.
    let beside = scene.bench.authority("410102").await;
    let beside = of_duty(&scene.bench, (HENAN, "assessment"), beside).await;
    refused(&scene.neighbour, beside, ("visit", &number), "没有找到督导").await;
    let city = scene.bench.authority("410100").await;
    let city = of_duty(&scene.bench, (HENAN, "assessment"), city).await;
    assert_eq!(link(&scene.city, city, "visit", &number, "1").await.status, 303);
    // What a city links to is no address for those below it, who may not see it.
    let page = scene.neighbour.get(&format!("/duties/{city}")).await.body;
    assert!(page.contains(&number) && !page.contains(&format!("/visits/{number}")), "{page}");
}

#[tokio::test]
async fn a_visit_of_somebody_above_is_not_the_countys_own() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let plan = [
        ("hospital", scene.ours.code.as_str()),
        ("kind", "named"),
        ("reason", "演示：群众反映"),
        ("checklist", "core-systems"),
    ];
    let planned = scene.city.post("/visits", &plan).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let number = planned.location().strip_prefix("/visits/").unwrap().to_owned();
    let county = scene.bench.authority("410105").await;
    let id = of_duty(&scene.bench, (HENAN, "assessment"), county).await;
    refused(&scene.staff, id, ("visit", &number), "没有找到督导").await;
    let begin = [("on", "2024-10-21"), ("leader", "组长演示"), ("members", "成员演示"), ("version", "1")];
    assert_eq!(scene.city.post(&format!("/visits/{number}/begin"), &begin).await.status, 303);
    // Begun, it is seen by whoever governs the hospital: both faults are named.
    refused(&scene.staff, id, ("visit", &number), "不是本机构或下级机构做的；还没有结束（督导中）").await;
}

#[tokio::test]
async fn an_accepted_return_is_evidence_of_its_quarter() {
    let scene = Filling::new().await;
    let bench = &scene.bench;
    let catalogue = &bench.parts.catalogue;
    refresh(bench.db(), catalogue, bench.clock.now(), false).await.unwrap();
    for (login, code) in [("ours", "A1"), ("theirs", "A2")] {
        let at = scene.hospital(code).await;
        let hospital = crate::support::bench::Hospital { id: at.id, code: at.code, name: at.name };
        bench.account(login).role(Role::Clerk).at_hospital(&hospital).store().await;
    }
    let (ours, theirs) = (bench.sign_in("ours").await, bench.sign_in("theirs").await);
    let id = owed(&ours, "A1", "十项目标按季度、分科室分析反馈", "2024 年第三季度").await;
    let before = owed(&ours, "A1", "十项目标按季度、分科室分析反馈", "2024 年第二季度").await;
    refused(&ours, id, ("return", "2024Q3-A1-01"), "没有找到报表").await;
    let clean = scene.clean("A1").await;
    let receipt = scene.take_one(clean).await.receipt.unwrap();
    assert_eq!(receipt, "2024Q3-A1-01");
    refused(&ours, id, ("return", &receipt), "还没有接收（").await;
    accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    refused(&ours, before, ("return", &receipt), "是2024 年第三季度的，不属于这一期（2024 年第二季度）").await;
    let beside = owed(&theirs, "A2", "十项目标按季度、分科室分析反馈", "2024 年第三季度").await;
    refused(&theirs, beside, ("return", &receipt), "没有找到报表").await;
    // By quarter and code, as it is said on the telephone.
    let offered = "<option value=\"2024Q3-A1-01\">报表　2024 年第三季度　";
    assert!(ours.get(&format!("/duties/{id}")).await.body.contains(offered));
    assert!(!ours.get(&format!("/duties/{before}")).await.body.contains(offered), "of another quarter");
    assert_eq!(link(&ours, id, "return", "2024q3-A1", "1").await.status, 303);
    let page = ours.get(&format!("/duties/{id}")).await.body;
    assert!(page.contains("href=\"/returns/2024Q3/A1/rounds/1\">2024Q3-A1-01</a>"), "{page}");
    let twice = link(&ours, id, "return", &receipt, "2").await;
    assert!(twice.status == 422 && twice.body.contains("第 1 份佐证已经是它"), "{}", twice.body);
}

#[tokio::test]
async fn a_draw_is_evidence_once_it_was_carried_out() {
    let scene = Drawing::new().await;
    let bench = &scene.bench;
    refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), true).await.unwrap();
    let answer = scene.xian.post("/draws", &form(&[])).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let number = "410105-2024-1";
    let county = bench.authority("410105").await;
    let id = of_duty(bench, ("demo-2024", "random-draw"), county).await;
    refused(&scene.xian, id, ("draw", number), "没有完成抽取（已承诺，等种子）").await;
    bench.advance(chrono::TimeDelta::minutes(10));
    let seeded = post(&scene.xian, number, "seed", &SEED).await;
    assert_eq!(seeded.status, 303, "{}", seeded.body);
    let beside = bench.authority("410102").await;
    let beside = of_duty(bench, ("demo-2024", "random-draw"), beside).await;
    refused(&scene.ling, beside, ("draw", number), "没有找到抽取").await;
    let offered = format!("<option value=\"{number}\">抽取　");
    assert!(scene.xian.get(&format!("/duties/{id}")).await.body.contains(&offered));
    assert!(!scene.ling.get(&format!("/duties/{beside}")).await.body.contains(&offered), "not another's");
    assert_eq!(link(&scene.xian, id, "draw", "４１０１０５－２０２４－１", "1").await.status, 303);
    assert_eq!(state(&scene.xian, id).await, "已完成");
    let page = scene.sheng.get(&format!("/duties/{id}")).await.body;
    assert!(page.contains("href=\"/draws/410105-2024-1\""), "{page}");
}
