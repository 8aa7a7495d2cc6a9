//! The goals of the province: set, changed, taken back, taken over, refused.

use zhikong::access::Scope;
use zhikong::goals::store;
use zhikong::goals::{Subject, Value};

use super::{keeper, post, read, set};
use crate::support::bench::Bench;

const VTE: &str = "vte_proper_prophylaxis_rate";

fn level(key: &str) -> Subject {
    Subject::Level(key.to_owned())
}

#[tokio::test]
async fn a_goal_holds_from_when_it_is_set_until_it_is_taken_back() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, VTE, &[("all", "70"), ("level-level3", "75.5%")], "0").await;
    let of = VTE.parse().unwrap();
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    let value = |goals: &zhikong::goals::Goals, key: &str| goals.of_level(&of, 2024, key).map(|goal| goal.value);
    assert_eq!([value(&goals, "level3"), value(&goals, "level1")], [Some(Value(755_000)), Some(Value(700_000))]);
    assert_eq!(goals.of_all(&of, 2024).unwrap().source, "演示：某号文第三条");

    set(&sheng, VTE, &[("all", "72"), ("level-level3", ""), ("source", "演示：重新定")], "2").await;
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    assert_eq!([value(&goals, "level3"), value(&goals, "level1")], [Some(Value(720_000)); 2]);
    assert_eq!(goals.exactly(&of, 2024, &level("level3")), None);
    assert_eq!(store::history(bench.db(), 2024, &of).await.unwrap().len(), 4, "nothing is overwritten");
    assert!(store::in_force(bench.db(), 2023).await.unwrap().is_empty(), "a goal is of one year");

    let page = read(&sheng, &format!("/goals/2024/{VTE}")).await;
    for said in ["全部医院 ≥ 72 %", "三级撤销", "全部医院 ≥ 70 %；三级 ≥ 75.5 %", "演示：重新定", "演示sheng"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.find("≥ 72 %").unwrap() < page.find("全部医院 ≥ 70 %").unwrap(), "the latest first");
}

#[tokio::test]
async fn every_change_is_journalled_with_what_was_and_what_is() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, VTE, &[("all", "70")], "0").await;
    set(&sheng, VTE, &[("all", "72")], "1").await;
    bench.account("shenji").role(zhikong::access::Role::AuditAdmin).store().await;
    let page = read(&bench.sign_in("shenji").await, "/journal").await;
    assert_eq!(page.matches("设目标值").count() - page.matches("设目标值</option>").count(), 2, "{page}");
    let words = "全部医院：≥ 70 % → ≥ 72 %";
    assert!(page.contains(words) || page.contains("2024 年采取VTE恰当"), "{page}");
}

#[tokio::test]
async fn goals_that_stay_the_same_keep_their_source_unless_all_get_the_new_one() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, VTE, &[("all", "70"), ("level-level3", "75")], "0").await;
    let answer = post(&sheng, VTE, &[("all", "70"), ("level-level3", "75"), ("source", "演示：另一份")], "2").await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("nothing-changed"), "{:?}", answer.headers);
    set(&sheng, VTE, &[("all", "70"), ("level-level3", "76"), ("source", "演示：另一份")], "2").await;
    let source = |goals: &zhikong::goals::Goals, subject: &Subject| {
        goals.exactly(&VTE.parse().unwrap(), 2024, subject).unwrap().source.clone()
    };
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    assert_eq!(
        [source(&goals, &Subject::All), source(&goals, &level("level3"))],
        ["演示：某号文第三条", "演示：另一份"]
    );
    let fields = [("all", "70"), ("level-level3", "76"), ("source", "演示：第三份"), ("resource", "1")];
    set(&sheng, VTE, &fields, "3").await;
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    assert_eq!(source(&goals, &Subject::All), "演示：第三份");
}

#[tokio::test]
async fn what_cannot_be_a_goal_is_refused_and_all_that_was_typed_stays() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    for (indicator, fields, said) in [
        (VTE, [("all", "120"), ("level-level3", "")], "全部医院：填了“120”，超过 100 %"),
        (VTE, [("all", "70"), ("level-level3", "-3")], "三级：填了“-3”，目标值不能是负数"),
        (VTE, [("all", "0.75"), ("level-level3", "")], "75 % 请填 75"),
        (VTE, [("all", "75.00001"), ("level-level3", "")], "最多 4 位"),
        (VTE, [("all", "八成"), ("level-level3", "")], "不是数字"),
        (VTE, [("all", "70"), ("source", " ")], "没有写依据"),
    ] {
        let answer = post(&sheng, indicator, &fields, "0").await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains("目标值没有改") && answer.body.contains(&format!("value=\"{}\"", fields[0].1)));
    }
    assert!(store::latest(bench.db(), 2024).await.unwrap().is_empty(), "one fault keeps all of it out");
}

#[tokio::test]
async fn what_has_no_figure_has_no_goal_and_the_page_says_why() {
    let bench = Bench::at("2026-03-02T04:00:00Z").await;
    let sheng = keeper(&bench).await;
    let page = read(&sheng, "/goals/2026/stroke_acute_care_rate").await;
    assert!(page.contains("不设目标值") && !page.contains("保存目标值"), "{page}");
    let form = [("all", "70"), ("source", "演示"), ("seen", "0")];
    let answer = sheng.post("/goals/2026/stroke_acute_care_rate", &form).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    for path in
        ["/goals/2024/stroke_acute_care_rate", "/goals/1999/iv_use_rate", "/goals/2024/gone", "/goals?year=1999"]
    {
        assert_eq!(sheng.get(path).await.status, 404, "{path}");
    }
    assert!(read(&sheng, "/goals?year=2026").await.contains("多个指标综合评价"));
}

#[tokio::test]
async fn a_field_that_was_not_sent_takes_nothing_back() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, VTE, &[("all", "70"), ("level-level3", "75")], "0").await;
    set(&sheng, VTE, &[("all", "71")], "2").await;
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    assert_eq!(goals.of_level(&VTE.parse().unwrap(), 2024, "level3").map(|goal| goal.value), Some(Value(750_000)));
}

#[tokio::test]
async fn whoever_comes_second_is_told_and_loses_nothing() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    set(&sheng, VTE, &[("all", "70")], "0").await;
    set(&sheng, "iv_use_rate", &[("all", "85")], "0").await;
    let answer = post(&sheng, VTE, &[("all", "71")], "0").await;
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("刚有别人改过") && answer.body.contains("value=\"71\""), "{}", answer.body);
    set(&sheng, VTE, &[("all", "71")], "1").await;
}

#[tokio::test]
async fn the_year_shows_every_target_with_its_indicators_and_what_is_set() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    let page = read(&sheng, "/goals?year=2024").await;
    assert!(page.contains("2024 年还没有设目标值") && !page.contains("沿用"), "{page}");
    set(&sheng, VTE, &[("all", "70"), ("level-level3", "75")], "0").await;
    set(&sheng, "iv_use_rate", &[("all", "85")], "0").await;
    let page = read(&sheng, "/goals?year=2024").await;
    for said in ["<b>已设 2 个</b>", "≥ 75 %", "≤ 85 %", "演示：某号文第三条", "演示sheng　2024-10-21", "未设目标值"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let catalogue = crate::support::register::catalogue();
    for indicator in catalogue.edition(2024).unwrap().indicators() {
        assert!(page.contains(&format!("/goals/2024/{indicator}\"")), "{indicator}");
    }
    for level in &catalogue.register().levels {
        assert!(page.contains(&format!(">{}</th>", level.word.name)), "{}", level.word.name);
    }
    let hospital = bench.hospital("演示甲医院").store().await;
    bench.account("wang").role(zhikong::access::Role::Clerk).at_hospital(&hospital).store().await;
    let wang = bench.sign_in("wang").await;
    let page = read(&wang, "/goals?year=2024").await;
    assert!(page.contains("≥ 75 %") && !page.contains("演示sheng") && !page.contains("用工作簿批量设"), "{page}");
    let page = read(&wang, &format!("/goals/2024/{VTE}")).await;
    assert!(page.contains("≥ 75 %") && !page.contains("演示sheng") && !page.contains("保存目标值"), "{page}");
}

#[tokio::test]
async fn goals_go_on_only_where_nothing_is_set_and_the_definition_stayed() {
    let bench = Bench::new().await;
    let sheng = keeper(&bench).await;
    for (indicator, value) in [("iv_use_rate", "85"), (VTE, "70"), ("periop_death_48h_rate", "0.1")] {
        let form = [("all", value), ("source", "演示：2023 年"), ("seen", "0")];
        assert_eq!(sheng.post(&format!("/goals/2023/{indicator}"), &form).await.status, 303);
    }
    let page = read(&sheng, "/goals?year=2024").await;
    for said in ["口径没有变的 1 个", "口径改了，前后不可比", "2024 年的目标里没有这个指标", "沿用上一年的 1 个目标值"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let stale = sheng.post("/goals/carry-over", &[("year", "2024"), ("seen", "2")]).await;
    assert_eq!(stale.status, 409, "somebody set a goal meanwhile");
    let answer = sheng.post("/goals/carry-over", &[("year", "2024"), ("seen", "3")]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/goals?year=2024"));
    let goals = store::in_force(bench.db(), 2024).await.unwrap();
    let went: Vec<_> = goals.0.iter().map(|goal| (goal.indicator.as_str(), goal.source.as_str())).collect();
    assert_eq!(went, [("iv_use_rate", "沿用 2023 年：演示：2023 年")]);
    let again = sheng.post("/goals/carry-over", &[("year", "2024"), ("seen", "4")]).await;
    assert_eq!(again.status, 422, "the year has goals now");
    assert_eq!(store::latest(bench.db(), 2024).await.unwrap().len(), 1);
    let both = store::in_force_through(bench.db(), 2023, 2024).await.unwrap();
    assert_eq!(both.0.len(), 4, "those of the year before still hold for it");
    assert_eq!(store::in_force_through(bench.db(), 2024, 2026).await.unwrap(), goals);
    let scope = Scope::Everything;
    let hospital = bench.hospital("演示甲医院").store().await;
    assert!(store::own_of(bench.db(), &scope, hospital.id, 2024).await.unwrap().is_empty());
}
