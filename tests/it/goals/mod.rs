//! 目标值: who sets which, what is refused and why, and that a hospital's own stay its own.

mod own;
mod pages;
mod workbook;

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
