//! What is said of a series: who may, what is refused, where limits start anew.

use zhikong::access::{Place, Role, Scope};
use zhikong::annotations::{Subject, store};
use zhikong::figures::By;

use super::control::{open, plain, province};
use super::evidence::movement;
use crate::support::bench::Bench;
use crate::support::client::Client;

const CHART: &[(&str, &str)] = &[("period", "2024Q3"), ("indicator", "iv_use_rate"), ("grain", "month")];

fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    CHART.iter().copied().chain(more.iter().copied()).collect()
}

async fn say(client: &Client, more: &[(&str, &str)]) -> (u16, String) {
    let answer = client.post("/targets/2024/5/annotations", &form(more)).await;
    (answer.status.as_u16(), plain(&answer.body))
}

async fn somebody(bench: &Bench, login: &str, role: Role, place: Place) -> Client {
    bench.account(login).role(role).at(place).store().await;
    bench.sign_in(login).await
}

/// The key of the only annotation on a page that may be taken back.
fn key_of(page: &str) -> String {
    let rest = page.split("/annotations/").nth(1).unwrap_or_else(|| panic!("none in {page}"));
    rest.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_happened_stands_on_the_chart_in_the_list_and_in_the_journal() {
    let (bench, client) = province().await;
    let said = [("kind", "intervention"), ("day", "2024-07-15"), ("text", "全省静脉输液培训")];
    assert_eq!(say(&client, &said).await.0, 303);
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(page.contains(">07-15 全省静脉输液培训<"), "on the chart: {page}");
    assert!(
        page.contains("<td data-k=\"内容或原因\">全省静脉输液培训</td>") && page.contains("演示province"),
        "{page}"
    );
    // It belongs to this group alone.
    let other = open(&client, "/targets/2024/5/control?period=2024Q3&by=level&group=level3").await;
    assert!(!other.contains("全省静脉输液培训"), "{other}");
    let path = format!("/targets/2024/5/annotations/{}/withdraw", key_of(&page));
    let short = client.post(&path, &form(&[("version", "1"), ("reason", " ")])).await;
    assert!(short.status == 422 && short.body.contains("没有写撤回原因"), "{}", short.body);
    let stale = client.post(&path, &form(&[("version", "7"), ("reason", "写错了日子")])).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    assert_eq!(client.post(&path, &form(&[("version", "1"), ("reason", "写错了日子")])).await.status, 303);
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(
        page.contains("<s>全省静脉输液培训</s>") && page.contains("撤回：写错了日子"),
        "nothing is deleted: {page}"
    );
    assert!(!page.contains(">07-15 全省"), "yet no longer drawn: {page}");
    let again = client.post(&path, &form(&[("version", "2"), ("reason", "再撤一次")])).await;
    assert_eq!(again.status, 409, "{}", again.body);
    let audit = somebody(&bench, "audit", Role::AuditAdmin, Place::System).await;
    let journal = open(&audit, "/journal").await;
    assert!(journal.contains("加标注") && journal.contains("撤回标注") && journal.contains("写错了日子"), "{journal}");
}

#[tokio::test]
async fn limits_start_anew_from_a_period_and_show_first_what_changes() {
    let (_bench, client) = province().await;
    let query = "period=2024Q3&indicator=iv_use_rate&grain=month&start=2024-07";
    let preview = client.get(&format!("/targets/2024/5/rebase?{query}&text=换了统计系统")).await;
    let body = plain(&preview.body);
    assert_eq!(preview.status, 200, "{body}");
    assert!(body.contains("36 点") && body.contains("3 点，满 6 点才试算"), "before and after: {body}");
    assert!(body.contains("有改善的信号") && body.contains("重算控制限以来只有 3 个月的点"), "{body}");
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(!page.contains("换了统计系统"), "a look changes nothing");
    let rebase = [("kind", "rebase"), ("start", "2024-07"), ("text", "换了统计系统")];
    let overview = "/overview?period=2024Q3";
    assert!(movement(&open(&client, overview).await).contains("改善"));
    assert_eq!(say(&client, &rebase).await.0, 303);
    assert!(movement(&open(&client, overview).await).contains("点数不足"), "the overview follows the same limits");
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(page.contains("<b>重算控制限以来只有 3 个月的点，点数不足，暂不判断</b>"), "the rules restart: {page}");
    assert!(page.contains("2024-07 起重算限") || page.contains("2024-07"), "{page}");
    assert!(page.contains("fill=\"#DDE3E9\""), "the old limits stay visible: {page}");
    let (status, twice) = say(&client, &rebase).await;
    assert!(status == 422 && twice.contains("2024 年 7 月已经重算过控制限"), "{twice}");
    // The third quarter begins with July: the quarterly chart starts anew there too, and its own form knows.
    let quarters = open(&client, "/targets/2024/5/control?period=2024Q3&grain=quarter").await;
    assert!(quarters.contains("重算控制限以来只有 1 个季度的点"), "{quarters}");
    let (status, same) = say(&client, &[("kind", "rebase"), ("start", "2024Q3"), ("text", "换了统计系统")]).await;
    assert!(status == 422 && same.contains("已经重算过"), "{same}");
    // Taken back, the limits are as they were, and may start anew there once more.
    let path = format!("/targets/2024/5/annotations/{}/withdraw", key_of(&page));
    assert_eq!(client.post(&path, &form(&[("version", "1"), ("reason", "原因不成立")])).await.status, 303);
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(page.contains("有改善的信号") && !page.contains("起重算限"), "{page}");
    assert_eq!(say(&client, &rebase).await.0, 303);
    // The level's chart never changed.
    let level = open(&client, "/targets/2024/5/control?period=2024Q3&by=level&group=level3").await;
    assert!(level.contains("有改善的信号"), "{level}");
}

#[tokio::test]
async fn what_cannot_be_said_is_refused_in_words_and_kept_in_the_form() {
    let (_bench, client) = province().await;
    let long = "字".repeat(201);
    for (typed, said) in [
        (vec![("kind", "intervention"), ("day", "2024-10-22"), ("text", "明天的事")], "2024-10-22 还没有到"),
        (vec![("kind", "intervention"), ("day", "2024-02-30"), ("text", "没有的日子")], "没有“2024-02-30”这一天"),
        (vec![("kind", "intervention"), ("day", ""), ("text", "没有日子")], "没有填日期"),
        (vec![("kind", "definition"), ("day", "2024-07-01"), ("text", "")], "没有写内容"),
        (vec![("kind", "definition"), ("day", "2024-07-01"), ("text", long.as_str())], "内容有 201 个字"),
        (vec![("kind", "other"), ("day", "2024-07-01"), ("text", "种类不对")], "没有选种类"),
        (vec![("kind", "rebase"), ("start", "2021-10"), ("text", "第一个点")], "以前没有一个点"),
        (vec![("kind", "rebase"), ("start", "2020Q1"), ("text", "太早")], "以前没有一个点"),
        (vec![("kind", "rebase"), ("start", "2024-11"), ("text", "太晚")], "还没有开始"),
        (vec![("kind", "rebase"), ("start", "2024-10"), ("text", "没有数")], "起还没有数字"),
        (vec![("kind", "rebase"), ("start", "2024"), ("text", "一整年")], "不是季度也不是月份"),
        (vec![("kind", "rebase"), ("start", "2024-07"), ("text", "")], "没有写原因"),
    ] {
        let (status, body) = say(&client, &typed).await;
        assert!(status == 422 && body.contains(said), "{typed:?}: {status} {body}");
        let kept = typed.iter().find(|(name, _)| *name == "text").unwrap().1;
        assert!(body.contains(&format!(">{kept}</textarea>")), "what was typed stays: {typed:?}");
    }
    let preview = client.get("/targets/2024/5/rebase?period=2024Q3&start=2021-10&text=第一个点").await;
    assert!(preview.status == 422 && preview.body.contains("以前没有一个点"), "{}", preview.body);
    for unknown in [[("by", "level"), ("group", "level9")], [("by", "moon"), ("group", "all")]] {
        let typed: Vec<_> =
            unknown.into_iter().chain([("kind", "definition"), ("day", "2024-07-01"), ("text", "分组不对")]).collect();
        assert_eq!(say(&client, &typed).await.0, 404, "{unknown:?}");
    }
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(page.contains("还没有标注"), "nothing of all that was kept: {page}");
    // Where the definition changed limits start anew by themselves.
    let vte = form(&[("kind", "rebase"), ("start", "2024Q1"), ("text", "口径变了")]);
    let vte: Vec<_> = vte.into_iter().filter(|(name, _)| *name != "indicator" && *name != "grain").collect();
    let answer = client.post("/targets/2024/3/annotations", &vte).await;
    assert!(answer.status == 422, "{}", answer.body);
}

#[tokio::test]
async fn each_writes_on_what_is_its_own() {
    let (bench, province) = province().await;
    let city = Place::Authority(bench.authority("410300").await);
    let city = somebody(&bench, "city", Role::AuthorityStaff, city).await;
    let own = bench.hospital_on("L200", "2024-09-30".parse().unwrap()).await;
    let clerk = somebody(&bench, "clerk", Role::Clerk, Place::Hospital(own.id)).await;
    let reviewer = somebody(&bench, "reviewer", Role::HospitalReviewer, Place::Hospital(own.id)).await;
    let said = [("kind", "intervention"), ("day", "2024-07-15"), ("text", "全市培训")];
    // What all hospitals of the city add up to is another series than what those of the province do.
    assert_eq!(say(&city, &said).await.0, 303);
    assert!(open(&city, "/targets/2024/5/control?period=2024Q3").await.contains("全市培训"));
    assert!(!open(&province, "/targets/2024/5/control?period=2024Q3").await.contains("全市培训"));
    // A hospital writes on itself and on nothing else.
    assert_eq!(say(&clerk, &said).await.0, 404);
    let of = |code: &'static str, text: &'static str| {
        [("by", "hospital"), ("group", code), ("kind", "intervention"), ("day", "2024-08-01"), ("text", text)]
    };
    assert_eq!(say(&clerk, &of("L200", "本院换药房")).await.0, 303);
    assert_eq!(say(&clerk, &of("L201", "别院的事")).await.0, 404);
    assert_eq!(say(&city, &of("L300", "郑州的事")).await.0, 404, "out of the city's scope");
    assert_eq!(say(&reviewer, &of("L200", "审核人")).await.0, 403);
    let path = "/targets/2024/5/control?period=2024Q3&by=hospital&group=L200";
    let seen = open(&city, path).await;
    assert!(seen.contains("本院换药房"), "whoever sees the hospital sees it: {seen}");
    // A hospital takes back only what was said there.
    assert_eq!(say(&city, &of("L200", "市里检查过")).await.0, 303);
    let page = open(&clerk, path).await;
    assert!(page.contains("不能撤回别处写的") && page.matches("/withdraw\"").count() == 1, "{page}");
    let of_city = open(&province, path).await;
    let keys: Vec<String> =
        of_city.split("/annotations/").skip(1).map(|rest| rest.split('/').next().unwrap().to_owned()).collect();
    let hospital = [("by", "hospital"), ("group", "L200"), ("version", "1"), ("reason", "不归本院撤")];
    let statuses = {
        let mut statuses = Vec::new();
        for key in &keys {
            statuses.push(
                clerk.post(&format!("/targets/2024/5/annotations/{key}/withdraw"), &form(&hospital)).await.status,
            );
        }
        statuses
    };
    assert_eq!(
        (statuses.iter().filter(|s| **s == 404).count(), statuses.iter().filter(|s| **s == 303).count()),
        (1, 1),
        "{statuses:?}"
    );
    // Not under another chart than its own.
    let elsewhere = province
        .post(
            &format!("/targets/2024/5/annotations/{}/withdraw", keys[0]),
            &form(&[("version", "1"), ("reason", "别处")]),
        )
        .await;
    assert_eq!(elsewhere.status, 404);
}

#[tokio::test]
async fn what_is_said_of_a_hospital_is_read_inside_the_scope_alone() {
    let (bench, province) = province().await;
    let said =
        [("by", "hospital"), ("group", "L200"), ("kind", "definition"), ("day", "2024-08-01"), ("text", "口径说明")];
    assert_eq!(say(&province, &said).await.0, 303);
    let [own, other] = ["L200", "L201"].map(str::to_owned);
    let day = "2024-09-30".parse().unwrap();
    let (id, other) = (bench.hospital_on(&own, day).await.id, bench.hospital_on(&other, day).await.id);
    let indicator: zhikong::catalogue::model::IndicatorId = "iv_use_rate".parse().unwrap();
    let subject =
        Subject { indicator: indicator.clone(), by: By::Hospital, group: own, authority: None, hospital: Some(id) };
    let (luoyang, zhengzhou) = (bench.authority("410300").await, bench.authority("410100").await);
    for (scope, seen) in [
        (Scope::Everything, 1),
        (Scope::Hospital(id), 1),
        (Scope::Authority(luoyang), 1),
        (Scope::Hospital(other), 0),
        (Scope::Authority(zhengzhou), 0),
        (Scope::Nothing, 0),
    ] {
        let found = store::of(bench.db(), &scope, &subject).await.unwrap();
        assert_eq!(found.len(), seen, "{scope:?}");
        let by_id = store::one(bench.db(), &scope, 1).await.unwrap();
        assert_eq!(by_id.is_some(), seen == 1, "{scope:?}");
        let groups = store::of_groups(bench.db(), &scope, &indicator, &[By::All, By::Hospital], None).await.unwrap();
        assert_eq!(groups.len(), seen, "{scope:?}");
    }
}
