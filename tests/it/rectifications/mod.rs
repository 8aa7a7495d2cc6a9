//! 整改: each side has its turn, nobody closes for oneself, every step is kept.

use chrono::TimeDelta;

use crate::inspections::scene::{FIRST, Scene};
use crate::support::client::{Answer, Client};

/// A county that has closed a visit with one finding, due on 2024-11-20; gives the address of the finding.
async fn found(scene: &Scene) -> String {
    let visit = scene.begun().await;
    scene.answered(&visit, FIRST, "not_met").await;
    let department = format!("department-{FIRST}");
    let closed = scene.close(&visit, &[("unanswered", "1"), ("signer", "医院演示"), (&department, "医务科")]).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let page = scene.clerk.get(&visit).await.body;
    let at = page.find("/rectifications/").unwrap_or_else(|| panic!("no link: {page}"));
    page[at..].split('"').next().unwrap().to_owned()
}

const REPLY: [(&str, &str); 4] =
    [("measures", "演示：重新培训并抽考"), ("department", "医务科"), ("person", "科主任"), ("done_on", "2024-10-21")];

/// Sends a reply with files and some fields otherwise, having seen so many steps.
async fn reply(
    client: &Client,
    finding: &str,
    steps: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Answer {
    let mut form: Vec<(&str, &str)> = vec![("steps", steps)];
    form.extend(REPLY.iter().filter(|(name, _)| !fields.iter().any(|(other, _)| other == name)));
    form.extend(fields);
    client.send_form(&format!("{finding}/reply"), &form, files).await
}

async fn said(client: &Client, finding: &str, verb: &str, fields: &[(&str, &str)]) -> Answer {
    client.post(&format!("{finding}/{verb}"), fields).await
}

#[tokio::test]
async fn a_finding_goes_from_reply_over_a_return_to_its_end() {
    let scene = Scene::new().await;
    let finding = found(&scene).await;
    let jpeg: &[u8] = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0demo\xFF\xD9";
    let early = said(&scene.staff, &finding, "verify", &[("reason", "演示"), ("steps", "0")]).await;
    assert!(early.status == 422 && early.body.contains("医院还没有回复"), "{}", early.body);
    let sent = reply(&scene.clerk, &finding, "0", &[], &[("培训.jpg", jpeg)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let again = reply(&scene.clerk, &finding, "1", &[], &[]).await;
    assert!(again.status == 422 && again.body.contains("正在等复核"), "{}", again.body);
    let told = scene.staff.get("/inbox").await.body;
    assert!(told.contains("回复了整改"), "{told}");
    let page = scene.staff.get(&finding).await.body;
    for words in ["演示：重新培训并抽考", "科主任", "培训.jpg", "复核通过，销号", "没有改好，退回"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(scene.staff.get(&format!("{finding}/files/1")).await.bytes, jpeg);
    assert_eq!(scene.neighbour.get(&format!("{finding}/files/1")).await.status, 404);

    let back = said(&scene.staff, &finding, "send-back", &[("reason", "演示：没有抽考成绩"), ("steps", "1")]).await;
    assert_eq!(back.status, 303, "{}", back.body);
    assert!(scene.clerk.get("/inbox").await.body.contains("整改退回"));
    assert_eq!(reply(&scene.clerk, &finding, "2", &[("measures", "演示：补抽考")], &[]).await.status, 303);
    let end = said(&scene.inspector, &finding, "verify", &[("reason", "演示：已看成绩"), ("steps", "3")]).await;
    assert_eq!(end.status, 303, "{}", end.body);
    let page = scene.clerk.get(&finding).await.body;
    for words in ["已销号", "演示：没有抽考成绩", "演示：补抽考", "演示：已看成绩", "演示：重新培训并抽考"]
    {
        assert!(page.contains(words), "every step is kept: {words}: {page}");
    }
    for verb in ["verify", "send-back"] {
        let late = said(&scene.staff, &finding, verb, &[("reason", "演示"), ("steps", "4")]).await;
        assert!(late.status == 422 && late.body.contains("已销号"), "{verb}: {}", late.body);
    }
    let ledger = scene.staff.get("/rectifications.xlsx").await;
    assert_eq!(ledger.status, 200);
    assert!(ledger.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn nobody_closes_for_oneself_and_others_do_not_see_it() {
    let scene = Scene::new().await;
    let finding = found(&scene).await;
    for (who, client, status) in [
        ("clerk", &scene.clerk, 200),
        ("staff", &scene.staff, 200),
        ("city", &scene.city, 200),
        ("neighbour", &scene.neighbour, 404),
    ] {
        assert_eq!(client.get(&finding).await.status, status, "{who}");
        assert_eq!(client.get("/rectifications").await.body.contains(&finding), status == 200, "{who}");
    }
    assert_eq!(reply(&scene.clerk, &finding, "0", &[], &[]).await.status, 303);
    let verdict = [("reason", "演示"), ("steps", "1")];
    assert_eq!(said(&scene.clerk, &finding, "verify", &verdict).await.status, 403);
    assert_eq!(said(&scene.city, &finding, "verify", &verdict).await.status, 404, "the county made the visit");
    assert_eq!(said(&scene.neighbour, &finding, "verify", &verdict).await.status, 404);
    assert_eq!(reply(&scene.staff, &finding, "1", &[], &[]).await.status, 403, "nobody replies for a hospital");
    let stale = said(&scene.staff, &finding, "verify", &[("reason", "演示"), ("steps", "0")]).await;
    assert_eq!(stale.status, 409);
}

#[tokio::test]
async fn what_cannot_be_said_is_refused_beside_its_field() {
    let scene = Scene::new().await;
    let finding = found(&scene).await;
    let long = "字".repeat(10_000);
    for (field, value, words) in [
        ("measures", long.as_str(), "写了 10000 字"),
        ("measures", "", "没有写整改措施"),
        ("department", "", "没有写责任科室"),
        ("person", "", "没有写责任人职务"),
        ("done_on", "2024-10-22", "完成日期要在"),
        ("done_on", "2024-10-20", "完成日期要在"),
    ] {
        let answer = reply(&scene.clerk, &finding, "0", &[(field, value)], &[]).await;
        assert!(answer.status == 422 && answer.body.contains(words), "{field}: {}", answer.body);
    }
    for (name, bytes, words) in
        [("网页.jpg", &b"<html></html>"[..], "的内容是网页"), ("程序.pdf", &b"MZ\x90\0\x03\0"[..], "是程序")]
    {
        let answer = reply(&scene.clerk, &finding, "0", &[], &[(name, bytes)]).await;
        assert!(answer.status == 422 && answer.body.contains(words), "{name}: {}", answer.body);
    }
    for (until, reason, words) in [
        ("2024-11-20", "演示", "新的时限要晚于原来的"),
        ("2026-01-01", "演示", "新的时限要晚于原来的"),
        ("2024-12-20", "", "没有写延长的原因"),
    ] {
        let fields = [("until", until), ("reason", reason), ("steps", "0")];
        let answer = said(&scene.staff, &finding, "prolong", &fields).await;
        assert!(answer.status == 422 && answer.body.contains(words), "{until}: {}", answer.body);
    }
}

#[tokio::test]
async fn overdue_is_seen_and_a_prolongation_ends_it() {
    let scene = Scene::new().await;
    let finding = found(&scene).await;
    // Sessions end after hours without use, so somebody signs in each day.
    scene.bench.advance(TimeDelta::days(30));
    let staff = scene.bench.sign_in("staff").await;
    let listed = staff.get("/rectifications?standing=overdue").await.body;
    assert!(!listed.contains(&finding), "2024-11-20 is its last day: {listed}");
    scene.bench.advance(TimeDelta::days(1));
    let staff = scene.bench.sign_in("staff").await;
    let listed = staff.get("/rectifications?standing=overdue").await.body;
    assert!(listed.contains(&finding) && listed.contains("1 条逾期") && listed.contains("已过 1 天"), "{listed}");
    let fields = [("until", "2024-12-20"), ("reason", "演示：等设备"), ("steps", "0")];
    assert_eq!(said(&staff, &finding, "prolong", &fields).await.status, 303);
    let page = staff.get(&finding).await.body;
    assert!(page.contains("2024-12-20") && page.contains("原为 2024-11-20"), "{page}");
    assert!(!staff.get("/rectifications?standing=overdue").await.body.contains(&finding));
}

#[tokio::test]
async fn the_summary_adds_up_what_was_found_in_the_own_territory() {
    let scene = Scene::new().await;
    let finding = found(&scene).await;
    let page = scene.staff.get("/rectifications/summary").await.body;
    for words in ["1 家医院，答了 1 条", "1 条没有做到（100.0 %）", "整改事项 1 条，已销号 0 条", "诊疗各阶段由谁负责"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("不比"), "one hospital is not compared: {page}");
    assert!(scene.neighbour.get("/rectifications/summary").await.body.contains("这段时间没有结束的督导"));
    assert!(scene.staff.get("/rectifications/summary?year=2023").await.body.contains("这段时间没有结束的督导"));
    assert_eq!(reply(&scene.clerk, &finding, "0", &[], &[]).await.status, 303);
    assert_eq!(said(&scene.staff, &finding, "verify", &[("reason", "演示"), ("steps", "1")]).await.status, 303);
    assert!(scene.staff.get("/rectifications/summary").await.body.contains("已销号 1 条"));
}

#[tokio::test]
async fn a_hospital_is_reminded_once_and_its_commission_when_it_is_late() {
    let scene = Scene::new().await;
    found(&scene).await;
    let app = &scene.bench.parts.state;
    let remind = async || zhikong::rectifications::remind::remind(app, None).await.unwrap();
    assert_eq!(remind().await, 0, "a month before");
    // Due on 2024-11-20, today 2024-10-21: seven days before.
    scene.bench.advance(TimeDelta::days(23));
    assert_eq!(remind().await, 1);
    assert_eq!(remind().await, 0, "once a day");
    let clerk = scene.bench.sign_in("clerk").await;
    assert!(clerk.get("/inbox").await.body.contains("1 项整改 2024-11-20 到期"));
    scene.bench.advance(TimeDelta::days(8));
    assert!(remind().await >= 2, "the hospital and whoever looks at its replies");
    let staff = scene.bench.sign_in("staff").await;
    assert!(staff.get("/inbox").await.body.contains("演示甲医院有 1 项整改逾期没有回复"));
    assert!(scene.bench.sign_in("clerk").await.get("/inbox").await.body.contains("过了时限还没有回复"));
    scene.bench.advance(TimeDelta::days(1));
    assert_eq!(remind().await, 0, "not every day");
}
