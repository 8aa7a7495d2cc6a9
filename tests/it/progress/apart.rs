//! The view 差距 of a target: how far groups lie apart, and what is not said of it.

use zhikong::access::{Place, Role};

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

/// Six hospitals each of two levels, two of a third; `gaps` are quarters with the numerators of a thousand of each level.
async fn province(indicator: &str, gaps: &[(&str, i64, i64)]) -> (Bench, Client) {
    let bench = Bench::new().await;
    let of = |prefix: &str, level: &str, count: usize| -> Vec<_> {
        (0..count).map(|at| hospital(&format!("{prefix}{at}"), level, "410302")).collect()
    };
    let lines = [of("T", "三级", 6), of("L", "二级", 6), of("S", "一级", 2)].concat();
    bench.register(&lines).await;
    for (quarter, high, low) in gaps {
        for line in &lines {
            let numerator = match &line.code[..1] {
                "T" => *high,
                "L" => *low,
                _ => 10,
            };
            bench.db_facts(&line.code, quarter, &[(indicator, Some((numerator, 1000)))]).await;
        }
    }
    bench.staff("province", "410000").await;
    let client = bench.sign_in("province").await;
    (bench, client)
}

async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.body.replace(['\u{202F}', '\u{00A0}'], " ")
}

#[tokio::test]
async fn a_gap_that_hardly_moved_is_not_called_smaller() {
    let (_bench, client) = province("iv_use_rate", &[("2023Q3", 800, 600), ("2024Q3", 800, 605)]).await;
    let page = open(&client, "/targets/2024/5/spread?period=2024Q3").await;
    assert!(page.contains("本季三级与二级相差 <b>19.5个百分点</b>"), "{page}");
    assert!(page.contains("区间重叠，不能说差距变小了，也不能说变大了"), "{page}");
    assert!(!page.contains("差距比去年同期小"));
    assert!(page.contains("按级别：2 组里最高是三级 80.0，最低是二级 60.5，相差 19.5（95 % 区间"), "{page}");
    assert!(page.contains("1 组太小，没有比"), "two hospitals are no group: {page}");
    assert!(page.contains("不能单凭它说差距变小了") && page.contains("φ = "));
}

#[tokio::test]
async fn a_gap_that_clearly_moved_is_said_to_have_moved_and_no_more() {
    let (_bench, client) = province("iv_use_rate", &[("2023Q3", 900, 500), ("2024Q3", 800, 700)]).await;
    let page = open(&client, "/targets/2024/5/spread?period=2024Q3").await;
    assert!(page.contains("差距比去年同期小，两个区间不重叠；只比了两个季度，不等于一直在缩小"), "{page}");
}

#[tokio::test]
async fn a_redefinition_breaks_the_comparison_and_the_line() {
    let gaps = [("2023Q3", 900, 500), ("2023Q4", 900, 500), ("2024Q1", 800, 700), ("2024Q3", 800, 700)];
    let (_bench, client) = province("vte_proper_prophylaxis_rate", &gaps).await;
    let page = open(&client, "/targets/2024/3/spread?period=2024Q3").await;
    assert!(page.contains("其间改过口径，不可比") && !page.contains("差距比去年同期小"), "{page}");
    assert!(page.contains("2024 年起改口径"), "{page}");
}

#[tokio::test]
async fn what_cannot_be_worked_out_says_why() {
    let (bench, client) = province("iv_use_rate", &[]).await;
    let page = open(&client, "/targets/2024/5/spread?period=2024Q3").await;
    assert!(page.contains("还没有接收的报表填报了这一指标"), "{page}");
    bench.db_facts("T0", "2024Q3", &[("iv_use_rate", Some((700, 1000)))]).await;
    let page = open(&client, "/targets/2024/5/spread?period=2024Q3").await;
    assert!(page.contains("本季算不出级别之间的差距") && page.contains("不足两组"), "{page}");
    let never = open(&client, "/targets/2024/6/spread?period=2024Q3&indicator=ae_per_bed").await;
    assert!(never.contains("这一指标按年计算"), "{never}");
    assert_eq!(client.get("/targets/2024/11/spread").await.status, 404);
}

#[tokio::test]
async fn what_is_shown_can_be_taken_away_and_a_small_group_not_be_had() {
    let (bench, client) = province("iv_use_rate", &[("2023Q3", 800, 600), ("2024Q3", 800, 605)]).await;
    let xlsx = client.get("/targets/2024/5/spread/export.xlsx?period=2024Q3").await;
    assert_eq!(&xlsx.bytes[..2], b"PK");
    let svg = client.get("/targets/2024/5/spread/export.svg?period=2024Q3").await;
    assert!(svg.body.contains("按级别 19.5") && svg.body.contains("医院之间"), "{}", svg.body);
    // Two hospitals of level 1 could be had by subtraction from all: for a reader outside a level goes too.
    let own = bench.hospital_on("T0", "2024-09-30".parse().unwrap()).await;
    bench.account("clerk").role(Role::Clerk).at(Place::Hospital(own.id)).store().await;
    let clerk = bench.sign_in("clerk").await;
    let page = open(&clerk, "/targets/2024/5/spread?period=2024Q3").await;
    assert!(page.contains("本季算不出级别之间的差距") && !page.contains("60.5"), "{page}");
}
