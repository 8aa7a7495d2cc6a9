//! What the overview says of a movement is what the control chart of the same sums says, and nothing more.

use zhikong::calendar::Period;
use zhikong::progress::control::{Control, Verdict};
use zhikong::progress::evidence;
use zhikong::progress::measure::figure;
use zhikong::progress::model::{Pooled, Row};

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

const CODE: &str = "iv_use_rate";

async fn province() -> (Bench, Client) {
    let bench = Bench::new().await;
    bench.register(&[hospital("D001", "三级", "410105"), hospital("D002", "二级", "410302")]).await;
    bench.staff("province", "410000").await;
    let client = bench.sign_in("province").await;
    (bench, client)
}

async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.body.replace(['\u{202F}', '\u{00A0}'], " ")
}

/// Quarters up to 2024Q3.
fn quarters(count: i32) -> Vec<Period> {
    let last: Period = "2024Q3".parse().unwrap();
    last.shifted(1 - count).through(last)
}

/// A little up and down around 800 of 1,000.
fn steady(count: usize) -> Vec<i64> {
    [800, 812, 805, 796, 803].into_iter().cycle().take(count).collect()
}

/// The verdict of a chart over these counts of 1,000.
fn verdict(bench: &Bench, periods: &[Period], counts: &[i64]) -> Verdict {
    let indicator = bench.parts.catalogue.indicator_coded(CODE).unwrap();
    let row = |count: &i64| Row {
        pooled: Pooled { numerator: *count, denominator: 1000, expected: 2, reported: 1, not_applicable: 0 },
        figure: figure(indicator, *count, 1000),
        withheld: false,
    };
    let rows: Vec<Row> = counts.iter().map(row).collect();
    Control::of(indicator, periods, &rows, &[]).verdict()
}

/// The cell 走势 of target Ⅴ.
pub fn movement(page: &str) -> String {
    let row = page.split("<td class=\"zk-ord\">Ⅴ</td>").nth(1).unwrap_or_else(|| panic!("no row in {page}"));
    let row = row.split("</tr>").next().unwrap();
    let cell = row.split("class=\"zk-move ").nth(1).unwrap_or_else(|| panic!("no movement in {row}"));
    cell.split("</td>").next().unwrap().to_owned()
}

#[tokio::test]
async fn the_overview_says_of_quarters_what_their_chart_says() {
    let (bench, client) = province().await;
    let periods = quarters(12);
    for changed in [803, 600, 900] {
        let mut counts = steady(12);
        counts[11] = changed;
        for (period, count) in periods.iter().zip(&counts) {
            bench.db_facts("D001", &period.to_string(), &[(CODE, Some((*count, 1000)))]).await;
        }
        let told = verdict(&bench, &periods, &counts);
        let cell = movement(&open(&client, "/overview?period=2024Q3").await);
        assert!(cell.starts_with(evidence::tone(told)), "{told:?}: {cell}");
        assert!(
            cell.contains(&format!("</svg>{}</span>", told.shown().1)) && cell.contains("按季"),
            "{told:?}: {cell}"
        );
    }
}

#[tokio::test]
async fn few_points_and_trial_limits_are_called_so() {
    for (count, word, by) in [(5, "点数不足", "5 个季"), (8, "有变化", "按季，试算"), (12, "改善", "按季<")]
    {
        let (bench, client) = province().await;
        let mut counts = steady(usize::try_from(count).unwrap());
        *counts.last_mut().unwrap() = 500;
        for (period, count) in quarters(count).iter().zip(&counts) {
            bench.db_facts("D001", &period.to_string(), &[(CODE, Some((*count, 1000)))]).await;
        }
        let page = open(&client, "/overview?period=2024Q3").await;
        let cell = movement(&page);
        assert!(cell.contains(&format!("</svg>{word}</span>")) && cell.contains(by), "{count}: {cell}");
        // Ⅴ falls, which is good; of all others there is no figure.
        let better = i32::from(word == "改善");
        let rest = if count == 5 { "点数不足" } else { "无数字" };
        assert!(page.contains(&format!("<b>{better} 项有证据显示改善、0 项变差、0 项未见变化</b>")), "{page}");
        assert!(page.contains(rest) && page.contains("Ⅷ 没有单一的主指标，暂不判断"), "{page}");
        assert_eq!(page.contains("Ⅴ 不足 12 点，按试算的控制限"), count == 8, "{page}");
        if word != "改善" {
            assert!(!page.contains("class=\"zk-move better\""), "no improvement without a signal");
        }
    }
}

#[tokio::test]
async fn months_are_judged_where_nearly_every_hospital_gave_them() {
    let (bench, client) = province().await;
    let periods = quarters(12);
    let months: Vec<Period> = periods.iter().flat_map(|quarter| quarter.months()).collect();
    let mut counts = steady(36);
    counts[35] = 700;
    for (at, quarter) in periods.iter().enumerate() {
        let three = [counts[at * 3], counts[at * 3 + 1], counts[at * 3 + 2]].map(|count| (count, 1000));
        bench.db_months("D001", &quarter.to_string(), &[(CODE, three)]).await;
    }
    let told = verdict(&bench, &months, &counts);
    let cell = movement(&open(&client, "/overview?period=2024Q3").await);
    assert_eq!(told.shown().1, "改善");
    assert!(cell.contains("</svg>改善</span>") && cell.contains("按月<"), "{cell}");
    // Another hospital gives the quarter only: the months no longer stand for it.
    bench.db_facts("D002", "2024Q3", &[(CODE, Some((800, 1000)))]).await;
    let cell = movement(&open(&client, "/overview?period=2024Q3").await);
    assert!(cell.contains("按季<"), "{cell}");
}

#[tokio::test]
async fn a_figure_is_held_against_the_goal() {
    let (bench, client) = province().await;
    bench.db_facts("D001", "2024Q3", &[(CODE, Some((600, 1000)))]).await;
    let page = open(&client, "/overview?period=2024Q3").await;
    assert!(page.contains("未设目标值"), "{page}");
}
