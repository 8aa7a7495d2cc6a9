//! 培训台账: what was held within the reader's territory, what was taken back does not count, and who still owes how many.

use zhikong::access::Scope;
use zhikong::campaign::store::{Trainings, trainings_between};

use super::{HENAN, TRAINING, at_version, hand_in, owed, refreshed};
use crate::inspections::scene::Scene;
use crate::support::client::Client;

async fn ledger(client: &Client, query: &str) -> String {
    let page = client.get(&format!("/campaigns/{HENAN}/trainings{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

/// Hands in a training under a topic on a day.
async fn held(client: &Client, (id, version): (i64, &str), topic: &str, day: &str) {
    let mut form: [(&str, &str); 6] = TRAINING;
    (form[1].1, form[2].1) = (day, topic);
    let answer = hand_in(client, id, &at_version(version, &form), &[]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

#[tokio::test]
async fn a_ledger_adds_up_what_counts_within_the_territory() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let county = owed(&scene.staff, "410105", "专题培训至少 2 次", "2024 年").await;
    held(&scene.staff, (county, "1"), "=1+1 演示甲", "2024-03-01").await;
    held(&scene.staff, (county, "2"), "演示乙", "2024-10-21").await;
    held(&scene.staff, (county, "3"), "演示丙", "2024-06-01").await;
    let back = [("version", "4"), ("reason", "演示：填错了人数")];
    assert_eq!(scene.staff.post(&format!("/duties/{county}/evidence/3/withdraw"), &back).await.status, 303);
    let city = owed(&scene.city, "410100", "专题培训至少 2 次", "2024 年").await;
    held(&scene.city, (city, "1"), "演示丁", "2024-01-01").await;

    let own = ledger(&scene.staff, "").await;
    assert!(own.contains("办了 2 次培训，90 人次参加；应办的 1 家里 1 家已够数，<b>都够数</b>"), "{own}");
    assert!(
        own.contains("演示丙") && own.contains("已撤回") && !own.contains("演示丁"),
        "what is above is not one's own: {own}"
    );
    let all = ledger(&scene.city, "?year=2024").await;
    assert!(all.contains("办了 3 次培训，135 人次参加") && all.contains("演示甲") && all.contains("演示丁"), "{all}");
    let row = all.split("<tr>").find(|row| row.contains("/bearers/410100\"")).unwrap();
    assert!(row.contains("还差\"><b>1</b>"), "the city held one of two: {row}");
    let narrowed = ledger(&scene.city, "?year=2024&under=410105").await;
    assert!(narrowed.contains("金水区卫生健康委员会，2024 年") && narrowed.contains("办了 2 次"), "{narrowed}");
    assert!(ledger(&scene.city, "?year=2023").await.contains("办了 0 次培训"));
    let beside = ledger(&scene.neighbour, "").await;
    assert!(beside.contains("办了 0 次培训") && !beside.contains("演示甲"), "{beside}");
    assert_eq!(scene.city.get(&format!("/campaigns/{HENAN}/trainings?under=410200")).await.status, 404);
    assert_eq!(scene.clerk.get(&format!("/campaigns/{HENAN}/trainings?under=410105")).await.status, 404);
    let duty = scene.city.get(&format!("/campaigns/{HENAN}/duties/trainings")).await.body;
    assert!(duty.contains(&format!("/campaigns/{HENAN}/trainings")), "{duty}");

    let book = scene.city.get(&format!("/campaigns/{HENAN}/trainings.xlsx?year=2024")).await;
    let cells = super::sheets::cells(&scene.bench, book.bytes).await;
    assert_eq!(cells.len(), 2);
    assert!(cells[0].contains("=1+1 演示甲") && cells[0].contains("已撤回"), "{}", cells[0]);
    assert!(cells[1].contains("410100"), "{}", cells[1]);
}

#[tokio::test]
async fn a_stretch_holds_its_first_and_last_day() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let county = owed(&scene.staff, "410105", "专题培训至少 2 次", "2024 年").await;
    held(&scene.staff, (county, "1"), "演示甲", "2024-03-01").await;
    held(&scene.staff, (county, "2"), "演示乙", "2024-03-31").await;
    let city = owed(&scene.city, "410100", "专题培训至少 2 次", "2024 年").await;
    held(&scene.city, (city, "1"), "演示丁", "2024-03-15").await;
    let between = async |scope: Scope, from: &str, to: &str| {
        let days = (from.parse().unwrap(), to.parse().unwrap());
        trainings_between(scene.bench.db(), (&scope, &[]), HENAN, days).await.unwrap()
    };
    let of = |trainings, authorities| Trainings { trainings, attendance: 45 * trainings, authorities };
    assert_eq!(between(Scope::Everything, "2024-03-01", "2024-03-31").await, of(3, 2));
    assert_eq!(between(Scope::Everything, "2024-03-02", "2024-03-30").await, of(1, 1));
    assert_eq!(between(Scope::Everything, "2024-04-01", "2024-12-31").await, Trainings::default());
    let county = Scope::Authority(scene.bench.authority("410105").await);
    assert_eq!(between(county, "2024-01-01", "2024-12-31").await, of(2, 1));
    assert_eq!(between(Scope::Nothing, "2024-01-01", "2024-12-31").await, Trainings::default());
}
