//! 目标值: who sets which, what is refused and why, and that a hospital's own stay its own.

mod own;
mod pages;
mod workbook;

use std::collections::BTreeSet;

use sea_orm::DatabaseConnection;
use zhikong::access::Scope;
use zhikong::catalogue::Catalogue;
use zhikong::figures::{By, store as figures};
use zhikong::goals::{Subject, shown, store};

use crate::support::bench::Bench;
use crate::support::client::{Answer, Client};

/// Whoever sets goals for everybody.
pub async fn keeper(bench: &Bench) -> Client {
    bench.staff("sheng", "410000").await;
    bench.sign_in("sheng").await
}

/// Sends the goals of an indicator of 2024 with a source.
pub async fn post(client: &Client, indicator: &str, fields: &[(&str, &str)], seen: &str) -> Answer {
    let mut form = vec![("source", "演示：某号文第三条"), ("seen", seen)];
    form.retain(|(name, _)| !fields.iter().any(|(other, _)| name == other));
    form.extend(fields);
    client.post(&format!("/goals/2024/{indicator}"), &form).await
}

/// The same, to be taken.
pub async fn set(client: &Client, indicator: &str, fields: &[(&str, &str)], seen: &str) {
    let answer = post(client, indicator, fields, seen).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// A page without the spaces that keep numbers and units together.
pub async fn read(client: &Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body.replace(['\u{A0}', '\u{202F}'], " ")
}

/// The invented province has goals for its year, by the province's own door, and some are reached while others are missed.
pub async fn the_demo_is_judged(db: &DatabaseConnection, catalogue: &Catalogue) {
    let goals = store::in_force(db, 2024).await.unwrap();
    assert!(goals.0.iter().all(|goal| goal.source.starts_with("演示")));
    assert!(goals.0.iter().any(|goal| matches!(goal.subject, Subject::Level(_))), "some are of a level");
    let quarter = ["2024Q3".parse().unwrap()];
    let cells = figures::pooled_over(db, &Scope::Everything, &quarter, By::All).await.unwrap();
    let mut said = BTreeSet::new();
    for (_, cell) in cells {
        let indicator = catalogue.indicator(&cell.indicator).unwrap();
        let counts = Some((cell.numerator, cell.denominator));
        said.insert(shown(indicator, goals.of_all(&cell.indicator, 2024), counts).label);
    }
    for word in ["达到", "未达到", "未设目标值", "不作判断"] {
        assert!(said.contains(word), "{word}: {said:?}");
    }
}
