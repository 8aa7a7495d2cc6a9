//! A whole province: as many statements for 1,500 hospitals as for one. Rows are written row by row, because 1,500
//! workbooks are not what is tested.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use zhikong::access::{HospitalId, Scope};
use zhikong::hospitals;
use zhikong::returns::deadlines::measure::Timing;
use zhikong::returns::deadlines::{Board, sums};

use crate::returns::deadlines::{at, cells, fifteen, province};
use crate::returns::scene::{Scene, hospital_line, q3};
use crate::support::register::day;

const HOSPITALS: i64 = 1500;

/// Rounds of the hospital at `place`: none, one in time, one late, or one in time and a later one.
fn rounds(place: i64) -> Vec<DateTime<Utc>> {
    let first: DateTime<Utc> = "2024-10-14T04:00:00Z".parse().unwrap();
    match place % 4 {
        0 => vec![],
        1 => vec![first],
        2 => vec![first + TimeDelta::days(3)],
        _ => vec![first, first + TimeDelta::days(3)],
    }
}

async fn db_insert(scene: &Scene, table: &'static str, columns: &[&'static str], rows: Vec<Vec<SimpleExpr>>) {
    for part in rows.chunks(200) {
        let mut insert = Query::insert().into_table(table).columns(columns.iter().copied()).to_owned();
        for row in part {
            insert.values_panic(row.clone());
        }
        scene.desk.db.execute(&insert).await.unwrap();
    }
}

async fn db_returns(scene: &Scene, held: &[HospitalId]) {
    let (mut uploads, mut returns, mut written) = (Vec::new(), Vec::new(), Vec::new());
    for (place, id) in (1_i64..).zip(held) {
        let times = rounds(place);
        let value = |text: &str| Expr::value(text);
        uploads.push(vec![
            Expr::value(10_000 + place),
            value("b"),
            Expr::value(1_i64),
            value("演示.xlsx"),
            value(&"0".repeat(64)),
            Expr::value(1_i64),
            value("stored"),
            Expr::value(id.0),
            value("2024Q3"),
            Expr::value(2024),
            Expr::value(0_i64),
            Expr::value(0_i64),
            Expr::value(0_i64),
            Expr::value(0_i64),
            Expr::value(0_i64),
            value("[]"),
            Expr::value(times.first().copied().unwrap_or_default()),
            value("演示"),
        ]);
        if times.is_empty() {
            continue;
        }
        let latest = i32::try_from(times.len()).unwrap();
        returns.push(vec![
            Expr::value(10_000 + place),
            Expr::value(id.0),
            value("2024Q3"),
            Expr::value(latest),
            Expr::value(2),
        ]);
        for (number, received) in (1_i32..).zip(times) {
            written.push(vec![
                Expr::value(10_000 + place),
                Expr::value(number),
                Expr::value(10_000 + place),
                Expr::value(2024),
                value("1"),
                value("数据填报"),
                value(&format!("演示-{place}-{number}")),
                Expr::value(received),
                Expr::value(0),
                Expr::value(received + TimeDelta::days(1)),
            ]);
        }
    }
    let columns = [
        "id",
        "batch",
        "file_id",
        "name",
        "sha256",
        "size",
        "outcome",
        "hospital_id",
        "period",
        "edition",
        "expected",
        "stored",
        "unchanged",
        "refused",
        "missing",
        "problems",
        "at",
        "by_name",
    ];
    db_insert(scene, "return_upload", &columns, uploads).await;
    db_insert(scene, "quarterly_return", &["id", "hospital_id", "period", "latest", "version"], returns).await;
    let columns = [
        "return_id",
        "number",
        "upload_id",
        "edition",
        "revision",
        "sheet",
        "receipt",
        "received_at",
        "explanations",
        "accepted_at",
    ];
    db_insert(scene, "return_round", &columns, written).await;
}

#[tokio::test]
async fn fifteen_hundred_hospitals_are_counted_at_once() {
    let lines: Vec<_> = (0..HOSPITALS).map(|place| hospital_line(&format!("H{place:04}"))).collect();
    let scene = Scene::with(&lines).await;
    at(&scene, "2024-10-02T04:00:00Z");
    fifteen(&province(&scene).await).await;
    at(&scene, "2024-10-21T04:00:00Z");
    let held = hospitals::store::on_day(&scene.desk.db, &Scope::Everything, day("2024-09-30")).await.unwrap();
    let held: Vec<HospitalId> = held.iter().map(|hospital| hospital.id).collect();
    db_returns(&scene, &held).await;
    let now = scene.desk.clock.now();
    let begun = Instant::now();
    let board = Board::load(&scene.desk.db, &scene.desk.catalogue, &Scope::Everything, q3(), now).await.unwrap();
    let counted = sums(&board.rows);
    let took = begun.elapsed();
    let quarter = HOSPITALS / 4;
    assert_eq!(counted.expected, HOSPITALS);
    assert_eq!(
        [Timing::Missing, Timing::OnTime, Timing::Late].map(|of| counted.of(of)),
        [quarter, 2 * quarter, quarter]
    );
    let sheng = scene.bench.sign_in("sheng").await;
    let begun = Instant::now();
    let page = sheng.get("/returns/timeliness?period=2024Q3").await;
    println!("1,500 hospitals: board {took:?}, page {:?}", begun.elapsed());
    assert_eq!(cells(&page.body, "合计")["按时"], (2 * quarter).to_string());
    let all = sheng.get("/returns/timeliness.xlsx?period=2024Q3").await;
    assert!(all.status == 200 && all.bytes.len() > 50_000, "{}", all.bytes.len());
    let text = sheng.get("/returns/reminders?period=2024Q3").await.body;
    assert!(text.contains("还有 375 家没有报") && text.contains("只点名前 200 家"), "{text}");
}
