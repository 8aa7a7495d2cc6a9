//! Who sees what: pooled figures of five hospitals and more are open, single hospitals only in scope.

use zhikong::access::{Place, Role};

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

/// Six level-3 and three level-2 hospitals of 洛阳, one level-2 hospital of 郑州; all but one report.
async fn province() -> Bench {
    let bench = Bench::new().await;
    let mut lines: Vec<_> = (0..6).map(|at| hospital(&format!("L30{at}"), "三级", "410302")).collect();
    lines.extend((0..3).map(|at| hospital(&format!("L20{at}"), "二级", "410302")));
    lines.push(hospital("Z001", "二级", "410105"));
    bench.register(&lines).await;
    for line in lines.iter().take(9) {
        bench.db_facts(&line.code, "2024Q3", &[("iv_use_rate", Some((70, 100)))]).await;
    }
    bench.db_facts("Z001", "2024Q3", &[("iv_use_rate", Some((21, 50)))]).await;
    bench
}

async fn reader(bench: &Bench, login: &str, role: Role, place: Place) -> Client {
    bench.account(login).role(role).at(place).store().await;
    bench.sign_in(login).await
}

async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.body.replace(['\u{202F}', '\u{00A0}'], " ")
}

#[tokio::test]
async fn a_city_sees_its_own_hospitals_and_nobody_elses() {
    let bench = province().await;
    let city = bench.authority("410300").await;
    let client = reader(&bench, "city", Role::AuthorityStaff, Place::Authority(city)).await;
    let overview = open(&client, "/overview?period=2024Q3").await;
    assert!(overview.contains("2024 年第三季度洛阳市总览"), "{overview}");
    assert!(overview.contains("<span>辖区总览</span>") && !overview.contains("全省总览"), "the menu promises no more");
    let top = bench.authority("410000").await;
    let province = reader(&bench, "province", Role::AuthorityStaff, Place::Authority(top)).await;
    let whole = open(&province, "/overview?period=2024Q3").await;
    assert!(whole.contains("<span>全省总览</span>") && !whole.contains("辖区总览"), "{whole}");
    assert!(overview.contains("应报 9 家医院") && overview.contains("630 / 900"), "{overview}");
    let target = open(&client, "/targets/2024/5?period=2024Q3").await;
    assert!(target.contains("演示L300医院") && !target.contains("演示Z001医院"));
    assert!(target.contains("计入 3 / 3 家"), "small groups of its own are no secret to it");
    assert_eq!(client.get("/hospitals/Z001").await.status, 404);
    assert_eq!(client.get("/values/Z001/2024Q3/iv_use_rate").await.status, 404);
    let csv = client.get("/targets/2024/5/export.csv?period=2024Q3&part=hospitals").await;
    assert!(csv.body.contains("L300") && !csv.body.contains("Z001"), "{}", csv.body);
}

#[tokio::test]
async fn a_hospital_sees_itself_and_groups_of_five() {
    let bench = province().await;
    let own = bench.hospital_on("L200", "2024-09-30".parse().unwrap()).await;
    let client = reader(&bench, "clerk", Role::Clerk, Place::Hospital(own.id)).await;
    let target = open(&client, "/targets/2024/5?period=2024Q3").await;
    // 651 of 950 over all ten; the four level-2 hospitals are too few to be shown, and so is the only other group,
    // or the four could be had by subtraction.
    assert!(target.contains("（651 / 950"), "{target}");
    assert!(target.contains("不足 5 家，不显示"));
    assert!(!target.contains("420 / 600") && !target.contains("231 / 350"), "{target}");
    assert!(target.contains("演示L200医院") && !target.contains("演示L300医院"), "peers are not named");
    let overview = open(&client, "/overview?period=2024Q3").await;
    assert!(overview.contains("全省总览") && !overview.contains("接收最慢的地区"));
    let home = open(&client, "/home").await;
    assert!(home.contains("上报2024 年第三季度的数字") && home.contains("href=\"/returns/2024Q3/template\""), "{home}");
    assert!(home.contains("href=\"/returns/upload?period=2024Q3\""));
    let profile = open(&client, "/hospitals/L200?period=2024Q3").await;
    assert!(profile.contains("70 / 100") && profile.contains("不足 5 家"), "{profile}");
    assert_eq!(client.get("/hospitals/L300").await.status, 404);
}

#[tokio::test]
async fn who_sees_no_business_data_sees_no_hospital() {
    let bench = province().await;
    for (login, role) in [("audit", Role::AuditAdmin), ("keeper", Role::AccountKeeper)] {
        let place = match role {
            Role::AccountKeeper => Place::Authority(bench.authority("410300").await),
            _ => Place::System,
        };
        let client = reader(&bench, login, role, place).await;
        let target = open(&client, "/targets/2024/5?period=2024Q3").await;
        assert!(target.contains("（651 / 950") && !target.contains("id=\"hospitals\""), "{target}");
        let csv = client.get("/targets/2024/5/export.csv?period=2024Q3&part=hospitals").await;
        assert_eq!(csv.status, 404);
        assert_eq!(client.get("/hospitals/L300").await.status, 403);
    }
}
