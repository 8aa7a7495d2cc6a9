//! What a page costs: as many statements for many hospitals as for few.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use zhikong::app;

use crate::support::bench::{Bench, PASSWORD};
use crate::support::client::Client;
use crate::support::scene::hospital;

/// The statements that opening each of these pages takes, when it has been opened before.
async fn statements(hospitals: usize, paths: &[&str]) -> Vec<usize> {
    let bench = Bench::new().await;
    let lines: Vec<_> = (0..hospitals).map(|at| hospital(&format!("H{at:03}"), "二级", "410302")).collect();
    bench.register(&lines).await;
    for line in &lines {
        for quarter in ["2023Q4", "2024Q2", "2024Q3"] {
            bench.db_facts(&line.code, quarter, &[("iv_use_rate", Some((70, 100)))]).await;
        }
    }
    bench.staff("province", "410000").await;

    let counted = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&counted);
    let mut parts = bench.parts.clone();
    parts.state.db.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let client = Client::new(app::router(parts));
    let answer = client.post("/sign-in", &[("account", "province"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 303);
    let mut all = Vec::new();
    for path in paths {
        for _ in 0..2 {
            counted.store(0, Ordering::SeqCst);
            let page = client.get(path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.body);
        }
        all.push(counted.load(Ordering::SeqCst));
    }
    all
}

#[tokio::test]
async fn a_page_asks_no_more_of_many_hospitals_than_of_few() {
    let paths = [
        "/overview?period=2024Q3",
        "/targets/2024/5?period=2024Q3",
        "/targets/2024/5?period=2024Q3&by=city",
        "/benchmark/H000?period=2024Q3",
        "/targets/2024/5/control?period=2024Q3",
        "/targets/2024/5/control?period=2024Q3&by=city&group=410300",
        "/targets/2024/5/hospitals?period=2024Q3&ranks=1",
        "/targets/2024/5/spread?period=2024Q3",
        "/territories?period=2024Q3",
    ];
    let few = statements(4, &paths).await;
    let many = statements(24, &paths).await;
    assert_eq!(few, many, "statements of {paths:?}");
    // Who asks, what changed (figures and register), the board; for a target its hospitals and where they stand, its
    // months, goals and annotations.
    assert!(few[0] <= 8 && few[1] <= 14 && few[2] <= 15, "{few:?}");
    // A hospital's: who asks, itself, its returns, its figures, what changed twice, the goals,
    // its rebases.
    assert!(few[3] <= 11, "{few:?}");
    assert!(few[4] <= 12 && few[5] <= 12, "{few:?}");
    // The views 医院 and 差距: nothing of single hospitals is read again.
    assert!(few[6] <= 8 && few[7] <= 6, "{few:?}");
    // 各地对照: the register, figures by level and by region, goals, rebases.
    assert!(few[8] <= 8, "{few:?}");
}
