//! The pages and forms: values in force beside the defaults, history, every fault beside its field, clashes told.

use zhikong::access::Role;
use zhikong::settings::store;

use crate::returns::scene::rows_of;
use crate::support::bench::Bench;
use crate::support::client::{Answer, Client};

const RULE: &str = "/settings/rules/equal-months";

/// Staff of the province and of a county.
async fn staff(bench: &Bench) -> (Client, Client) {
    for (login, code) in [("sheng", "410000"), ("xian", "410105")] {
        bench.staff(login, code).await;
    }
    (bench.sign_in("sheng").await, bench.sign_in("xian").await)
}

async fn set(client: &Client, value: &str, reason: &str, version: &str) -> Answer {
    client.post(RULE, &[("t-minimum_total", value), ("reason", reason), ("version", version)]).await
}

#[tokio::test]
async fn a_threshold_is_changed_seen_everywhere_and_set_back() {
    let bench = Bench::new().await;
    let (province, county) = staff(&bench).await;
    let before = province.get("/settings").await.body;
    assert!(before.contains("都</b>按规则文件的默认值") && before.contains("默认值"), "{before}");

    let answer = set(&province, "60", "演示：三个月合计不足 60 的不必问", "0").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/settings"), "{}", answer.body);
    for reader in [&province, &county] {
        let list = reader.get("/settings").await.body;
        for said in ["本省改过 1 个", "演示：三个月合计不足 60 的不必问", "演示sheng", "2024-10-21 12:00", "<b>60</b>"]
        {
            assert!(list.contains(said), "{said}: {list}");
        }
        assert!(list.contains("三个月合计 60 起，三个月不全相等"), "the rule's words follow");
        let rules = reader.get("/catalogue/rules").await.body;
        assert!(rules.contains("三个月合计 60 起") && rules.contains("三个月合计达到多少才问：60"), "{rules}");
        assert!(rules.contains("本省设置") && rules.contains("默认 30"), "{rules}");
    }

    let answer = province
        .post(RULE, &[("t-minimum_total", "60"), ("back", "1"), ("reason", "演示：恢复"), ("version", "1")])
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let list = province.get("/settings").await.body;
    assert!(list.contains("都</b>按规则文件的默认值") && list.contains("恢复默认：演示：恢复"), "{list}");
    assert!(!province.get("/catalogue/rules").await.body.contains("三个月合计达到多少才问：60"));
    let rule = province.get(RULE).await.body;
    for said in ["改为 60", "恢复默认", "演示：三个月合计不足 60 的不必问"] {
        assert!(rule.contains(said), "the history keeps {said}: {rule}");
    }
    assert_eq!(rows_of(bench.db(), "setting").await, 2, "nothing is overwritten");
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    let bench = Bench::new().await;
    let (province, _) = staff(&bench).await;
    for (value, reason, said) in [
        ("三十", "演示", "“三个月合计达到多少才问”填的是“三十”，不是整数"),
        ("-5", "演示", "应大于 0，填的是 -5"),
        ("0", "演示", "应大于 0"),
        ("99999999999999999999", "演示", "应在 1 与 1000000 之间"),
        ("", "演示", "没有填"),
        ("60", "  ", "没有写原因"),
    ] {
        let answer = set(&province, value, reason, "0").await;
        assert_eq!(answer.status, 422, "{value}");
        assert_eq!(
            answer.body.matches(said).count(),
            2,
            "in the summary and beside the field: {said}: {}",
            answer.body
        );
        if !value.is_empty() {
            assert!(answer.body.contains(&format!("value=\"{value}\"")), "{value} stays: {}", answer.body);
        }
    }
    let both = set(&province, "多", "", "0").await.body;
    assert!(both.contains("不是整数") && both.contains("没有写原因"), "every fault at once");
    let long = "长".repeat(201);
    let answer = set(&province, "60", &long, "0").await;
    assert!(answer.status == 422 && answer.body.contains(&long), "a long reason stays as typed");
    let evil = "<script>alert(1)</script>";
    assert!(!set(&province, evil, evil, "0").await.body.contains(evil), "what was typed is escaped");
    assert_eq!(rows_of(bench.db(), "setting").await, 0);
}

#[tokio::test]
async fn thresholds_that_contradict_each_other_are_refused() {
    let bench = Bench::new().await;
    let (province, _) = staff(&bench).await;
    let form = |quarters, enough| {
        [
            ("t-limits_per_mille", "998"),
            ("t-minimum_denominator", "30"),
            ("t-minimum_quarters", enough),
            ("t-quarters", quarters),
            ("reason", "演示"),
            ("version", "0"),
        ]
    };
    let answer = province.post("/settings/rules/change-beyond-limits", &form("4", "5")).await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("至少要 5 个季度，却只看 4 个季度"), "{}", answer.body);
    assert_eq!(province.post("/settings/rules/change-beyond-limits", &form("6", "5")).await.status, 303);
    let peers = [
        ("t-limits_per_mille", "998"),
        ("t-minimum_denominator", "30"),
        ("t-minimum_peers", "4"),
        ("t-own_quarters", "4"),
        ("reason", "演示"),
        ("version", "0"),
    ];
    let answer = province.post("/settings/rules/unlike-peers", &peers).await;
    assert!(
        answer.status == 422 && answer.body.contains("应在 5 与 10000 之间"),
        "fewer than five would show single ones"
    );
}

#[tokio::test]
async fn whoever_was_slower_is_told_and_keeps_what_was_typed() {
    let bench = Bench::new().await;
    let (province, _) = staff(&bench).await;
    assert_eq!(set(&province, "60", "演示：先来", "0").await.status, 303);
    let late = set(&province, "90", "演示：后到", "0").await;
    assert_eq!(late.status, 409);
    for said in ["刚有别人改过这里", "value=\"90\"", "演示：后到", "演示：先来", "name=\"version\" value=\"1\""]
    {
        assert!(late.body.contains(said), "{said}: {}", late.body);
    }
    assert_eq!(rows_of(bench.db(), "setting").await, 1);
    assert_eq!(set(&province, "90", "演示：看清了再交", "1").await.status, 303);
    let same = set(&province, "90", "演示：一样", "2").await;
    assert_eq!(same.status, 303, "the same value is no change");
    assert_eq!(rows_of(bench.db(), "setting").await, 2);
}

#[tokio::test]
async fn a_county_reads_the_thresholds_and_sets_none() {
    let bench = Bench::new().await;
    let (_, county) = staff(&bench).await;
    let page = county.get(RULE).await;
    assert!(page.status == 200 && !page.body.contains("保存阈值") && page.body.contains("由省级卫生健康委设置"));
    assert_eq!(set(&county, "60", "演示", "0").await.status, 403);
    assert_eq!(rows_of(bench.db(), "setting").await, 0);
    for path in ["/settings/rules/no-such-rule", "/settings/rules/not-a-number"] {
        assert_eq!(county.get(path).await.status, 404, "{path} has no thresholds");
    }
}

#[tokio::test]
async fn each_authority_says_for_itself_whether_it_wants_a_stamp() {
    let bench = Bench::new().await;
    let (province, county) = staff(&bench).await;
    let (top, own) = (bench.authority("410000").await, bench.authority("410105").await);
    let wanted = async |id| store::demands(bench.db(), id).await.unwrap().stamp;
    assert!(!wanted(own).await && !wanted(top).await, "not unless somebody says so");

    let form = |answer, reason, version| [("answer", answer), ("reason", reason), ("version", version)];
    let refused = county.post("/settings/choices/stamp_required", &form("maybe", "", "0")).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("没有选接收以前要不要签章件") && refused.body.contains("没有写原因"),
        "{}",
        refused.body
    );
    assert_eq!(county.post("/settings/choices/stamp_required", &form("yes", "演示：本县要", "0")).await.status, 303);
    assert!(wanted(own).await && !wanted(top).await, "the county's alone");
    assert!(county.get("/settings").await.body.contains("演示：本县要"));
    assert!(!province.get("/settings").await.body.contains("演示：本县要"), "each sees its own");

    let late = county.post("/settings/choices/stamp_required", &form("no", "演示：又不要", "0")).await;
    assert!(late.status == 409 && late.body.contains("刚有别人改过这里") && late.body.contains("演示：又不要"));
    assert_eq!(county.post("/settings/choices/stamp_required", &form("no", "演示：又不要", "1")).await.status, 303);
    assert!(!wanted(own).await);
    let page = county.get("/settings/choices/stamp_required").await.body;
    assert!(page.contains("改为要有医院的签章件") && page.contains("改为不要求医院的签章件"), "{page}");
}

#[tokio::test]
async fn the_menu_leads_only_authorities_to_the_settings() {
    let bench = Bench::new().await;
    let (province, _) = staff(&bench).await;
    assert!(province.get("/settings").await.body.contains("href=\"/settings\""));
    for (login, role) in [("xitong", Role::SystemAdmin), ("anquan", Role::SecurityAdmin), ("shenji", Role::AuditAdmin)]
    {
        bench.account(login).role(role).store().await;
        let menu = bench.sign_in(login).await.get("/menu").await.body;
        assert!(!menu.contains("/settings"), "{login}: {menu}");
    }
}

#[tokio::test]
async fn every_change_is_in_the_journal_with_its_reason() {
    let bench = Bench::new().await;
    let (province, _) = staff(&bench).await;
    set(&province, "60", "演示：依据某次会议", "0").await;
    province
        .post("/settings/choices/stamp_required", &[("answer", "yes"), ("reason", "演示：本省要"), ("version", "0")])
        .await;
    bench.account("shenji").role(Role::AuditAdmin).store().await;
    let journal = bench.sign_in("shenji").await.get("/journal").await.body;
    for said in [
        "改规则的阈值",
        "规则：三个月相等",
        "三个月合计达到多少才问 30 → 60",
        "演示：依据某次会议",
        "改审核报表的要求",
        "改的是：签章件",
        "演示：本省要",
    ] {
        assert!(journal.contains(said), "{said}: {journal}");
    }
}
