//! The view 医院 as a hospital sees it: its own place, and of the others only how many stand where.

use zhikong::access::{Place, Role};

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

const VIEW: &str = "/targets/2024/5/hospitals?period=2024Q3";

/// Level-2 hospitals round 70 %, the first at 40 %; the clerk is of the second. Four of level 3.
async fn province(level2: usize) -> (Bench, Client) {
    let bench = Bench::new().await;
    let mut lines: Vec<_> = (0..level2).map(|at| hospital(&format!("L{at:03}"), "二级", "410302")).collect();
    lines.extend((0..4).map(|at| hospital(&format!("T{at:03}"), "三级", "410302")));
    bench.register(&lines).await;
    for (at, line) in lines.iter().enumerate() {
        let numerator = if at == 0 { 400 } else { 690 + i64::try_from(at % 5).unwrap() * 5 };
        bench.db_facts(&line.code, "2024Q3", &[("iv_use_rate", Some((numerator, 1000)))]).await;
    }
    let own = bench.hospital_on("L001", "2024-09-30".parse().unwrap()).await;
    bench.account("clerk").role(Role::Clerk).at(Place::Hospital(own.id)).store().await;
    let client = bench.sign_in("clerk").await;
    (bench, client)
}

async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    page.body.replace(['\u{202F}', '\u{00A0}'], " ")
}

#[tokio::test]
async fn it_finds_itself_and_no_name_row_or_dot_of_another() {
    // Six of level 3 would be shown; four hide themselves and, by subtraction, the next smallest: with two levels all.
    let (bench, client) = province(30).await;
    bench.register(&[hospital("T004", "三级", "410302"), hospital("T005", "三级", "410302")]).await;
    for code in ["T004", "T005"] {
        bench.db_facts(code, "2024Q3", &[("iv_use_rate", Some((700, 1000)))]).await;
    }
    for query in ["", "&level=level3", "&q=L000", "&ranks=1", "&against=all&page=2"] {
        let page = open(&client, &format!("{VIEW}{query}")).await;
        assert!(page.contains("0 家高于同级、29 家与同级无法区分、1 家低于同级"), "{query}: {page}");
        assert!(page.contains("演示L001医院") && page.contains("69.5 %"), "{query}: {page}");
        for other in ["L000", "L002", "T000"] {
            assert!(!page.contains(other), "{query}: {other} in {page}");
        }
        // Its own dot twice, wide and narrow; no path of dots of others.
        assert_eq!(page.matches("<title>演示L001医院").count(), 2, "{query}: {page}");
        assert!(!page.contains("stroke-linecap=\"round\""), "{query}: {page}");
        assert!(!page.contains("各级医院的分布"), "{query}");
    }
    let svg = client.get("/targets/2024/5/hospitals/export.svg?period=2024Q3&part=distribution").await;
    assert!(svg.body.contains("本院") && !svg.body.contains("L000") && !svg.body.contains("m0 0h0"), "{}", svg.body);
    let csv = client.get("/targets/2024/5/hospitals/export.csv?period=2024Q3").await;
    assert!(csv.body.contains("L001") && !csv.body.contains("L000"), "{}", csv.body);
    let target = open(&client, "/targets/2024/5?period=2024Q3").await;
    assert!(target.contains("其他医院不逐家列出") && !target.contains("L000"), "{target}");
}

#[tokio::test]
async fn what_is_hidden_on_other_pages_is_not_told_here() {
    // Four of level 3 are too few to be told, and level 2 would give them away.
    let (_bench, client) = province(30).await;
    let page = open(&client, VIEW).await;
    assert!(page.contains("同级可比的其他医院不足 5 家，不显示") && !page.contains("漏斗图"), "{page}");
    assert!(!page.contains("φ = "), "{page}");
    // Four peers are too few.
    let (_bench, client) = province(5).await;
    let page = open(&client, VIEW).await;
    assert!(page.contains("同级可比的其他医院不足 5 家，不显示"), "{page}");
    assert_eq!(client.get("/targets/2024/5/hospitals/export.svg?period=2024Q3").await.status, 422);
}

#[tokio::test]
async fn who_sees_no_hospital_is_told_so() {
    let (bench, _client) = province(30).await;
    for (login, role) in [("audit", Role::AuditAdmin), ("security", Role::SecurityAdmin)] {
        bench.account(login).role(role).at(Place::System).store().await;
        let client = bench.sign_in(login).await;
        let page = open(&client, VIEW).await;
        assert!(
            page.contains("只给能看单家医院数字的账号看") && !page.contains("L00") && !page.contains("<figure"),
            "{page}"
        );
        for kind in ["xlsx", "csv", "svg", "png"] {
            let file = client.get(&format!("/targets/2024/5/hospitals/export.{kind}?period=2024Q3")).await;
            assert_eq!(file.status, 403, "{kind}");
        }
    }
}
