//! 上报期限: set by the top, put off for one hospital, kept or not.

mod demo;
mod extension;
mod many;
mod terms;
mod timeliness;

use std::collections::BTreeMap;

use zhikong::access::{Place, Role};

use crate::returns::scene::Scene;
use crate::support::client::Client;

/// Moves the clock.
pub fn at(scene: &Scene, moment: &str) {
    scene.bench.clock.set(moment.parse().unwrap());
}

/// Staff of the province.
pub async fn province(scene: &Scene) -> Client {
    scene.bench.staff("sheng", "410000").await;
    scene.bench.sign_in("sheng").await
}

/// A clerk of a hospital.
pub async fn clerk(scene: &Scene, login: &str, code: &str) -> Client {
    let place = Place::Hospital(scene.hospital(code).await.id);
    scene.bench.account(login).role(Role::Clerk).at(place).store().await;
    scene.bench.sign_in(login).await
}

/// The form of a term from a quarter on.
pub fn from<'a>(period: &'a str, days: &'a str, version: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("reach", "from"),
        ("period", period),
        ("level", ""),
        ("days", days),
        ("moves", "yes"),
        ("reason", "演示通知"),
        ("version", version),
    ]
}

/// Fifteen days from the third quarter of 2024 on, set by a click: 2024-10-15.
pub async fn fifteen(client: &Client) {
    let answer = client.post("/settings/deadlines", &from("2024Q3", "15", "0")).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/settings/deadlines"), "{}", answer.body);
}

/// The text of a page without its tags.
pub fn text(html: &str) -> String {
    html.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text)).collect()
}

/// The cells of the table row whose head names `name`, by the names of their columns.
pub fn cells(html: &str, name: &str) -> BTreeMap<String, String> {
    let mut rows = html.split("<tr").filter(|row| row.contains("scope=\"row\"") && row.contains(name));
    let row = rows.next().unwrap_or_else(|| panic!("no row of {name} in {html}"));
    let of = |part: &str| {
        let (key, rest) = part.split_once('"')?;
        let cell = rest.split("</td>").next()?;
        Some((key.to_owned(), text(&format!("<{cell}")).trim().to_owned()))
    };
    row.split("data-k=\"").skip(1).filter_map(of).collect()
}
