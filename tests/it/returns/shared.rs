//! One file with the figures of many hospitals: nobody gets more of it than the hospitals in scope.

use zhikong::access::{Place, Role};
use zhikong::spreadsheets::{Book, Limits, Sheet, read_in_process};

use crate::returns::scene::Scene;
use crate::returns::table::paper;
use crate::support::client::{Answer, Client};

/// What only the rows of A2 and B1 say.
const FOREIGN: [&str; 2] = ["98.5%", "87.6%"];

/// The clerk of A1, its county, the city above, the province.
struct People {
    clerk: Client,
    county: Client,
    city: Client,
    province: Client,
    /// Another of the province, who sends the tables.
    sender: Client,
}

impl People {
    async fn of(scene: &Scene) -> Self {
        let bench = &scene.bench;
        let hospital = scene.hospital("A1").await.id;
        bench.account("tianbao").role(Role::Clerk).at(Place::Hospital(hospital)).store().await;
        for (login, region) in [("xian", "410105"), ("shi", "410100"), ("sheng", "410000"), ("song", "410000")] {
            bench.staff(login, region).await;
        }
        Self {
            clerk: bench.sign_in("tianbao").await,
            county: bench.sign_in("xian").await,
            city: bench.sign_in("shi").await,
            province: bench.sign_in("sheng").await,
            sender: bench.sign_in("song").await,
        }
    }
}

/// Every page is asked by the address it has for whoever sees the batch: the links of the first row of the table.
async fn links(client: &Client, batch: &str) -> (String, String) {
    let page = client.get(batch).await;
    let link = page.body.split("href=\"").find_map(|rest| rest.split_once("/annotated\"").map(|(link, _)| link));
    let link = link.unwrap_or_else(|| panic!("no marked workbook: {}", page.body));
    (format!("{link}/original"), format!("{link}/annotated"))
}

/// The table of A1, A2 and B1, rows 7 to 9: something to explain, and a fault in each of the others.
async fn send(scene: &Scene, people: &People) -> String {
    let mut sheet = paper(scene).await;
    sheet.put("D7", 1100.0).put("E7", 1100.0).put("F7", 1100.0).put("D8", FOREIGN[0]).put("D9", FOREIGN[1]);
    let sent = people.sender.upload("/returns/upload?period=2024Q3", &[("汇总.xlsx", &sheet.bytes())]).await;
    sent.location().to_owned()
}

fn book(answer: &Answer) -> Book {
    assert_eq!(answer.status, 200, "{}", answer.body);
    read_in_process(&answer.bytes, &Limits::default()).expect("a workbook")
}

/// Whether anything on any sheet, seen or hidden, is one of these words.
fn says(book: &Book, words: &[&str]) -> bool {
    let cells = |sheet: &Sheet| sheet.cells.iter().any(|cell| words.iter().any(|word| cell.found().contains(word)));
    book.sheets.iter().any(cells)
}

#[tokio::test]
async fn a_table_is_handed_out_whole_only_to_whom_all_of_it_may_be_seen() {
    let scene = Scene::new().await;
    let people = People::of(&scene).await;
    let batch = send(&scene, &people).await;
    for whole in [&people.sender, &people.province] {
        let (original, annotated) = links(whole, &batch).await;
        assert!(says(&book(&whole.get(&original).await), &FOREIGN[..1]));
        assert!(says(&book(&whole.get(&annotated).await), &FOREIGN[1..]));
        assert!(whole.get(&batch).await.body.contains("/original\""));
    }
    for (some, seen, hidden) in [(&people.clerk, "A1", &["A2", "B1"][..]), (&people.county, "A2", &["B1"])] {
        let page = some.get(&batch).await;
        assert!(!page.body.contains("/original\""), "{}", page.body);
        assert!(page.body.contains("原件里还有其他医院的数"), "{}", page.body);
        let (original, annotated) = links(some, &batch).await;
        let refused = some.get(&original).await;
        assert_eq!(refused.status, 403, "{}", refused.body);
        assert!(refused.body.contains("里面还有其他医院的数") && refused.body.contains("song"), "{}", refused.body);
        let back = book(&some.get(&annotated).await);
        assert!(says(&back, &[seen]) && !says(&back, hidden), "{seen}");
        assert!(!says(&back, &FOREIGN[1..]));
    }
    let (_, annotated) = links(&people.clerk, &batch).await;
    assert!(!says(&book(&people.clerk.get(&annotated).await), &FOREIGN));
    let (original, _) = links(&people.county, &batch).await;
    assert_eq!(people.clerk.get(&original.replace("/original", "")).await.status, 200, "the clerk's own row");
}

#[tokio::test]
async fn every_page_that_leads_to_the_original_says_why_it_is_kept_back() {
    let scene = Scene::new().await;
    let people = People::of(&scene).await;
    let batch = send(&scene, &people).await;
    let answer = people.county.post("/returns/2024Q3/A1/accept", &[("version", "2")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let pages = [
        batch.as_str(),
        "/returns/2024Q3/A1/rounds/1",
        "/returns/2024Q3/A1/elements/discharges",
        "/values/A1/2024Q3/iv_use_rate",
    ];
    for path in pages {
        let page = people.clerk.get(path).await;
        assert_eq!(page.status, 200, "{path} {}", page.body);
        assert!(page.body.contains("原件里还有其他医院的数"), "{path} {}", page.body);
        assert!(!page.body.contains("/original"), "{path}");
        for word in FOREIGN {
            assert!(!page.body.contains(word), "{path}");
        }
        let page = people.province.get(path).await;
        assert!(page.body.contains("/original"), "{path} {}", page.body);
    }
}

#[tokio::test]
async fn the_excerpt_of_a_row_shows_no_neighbour() {
    let scene = Scene::new().await;
    let people = People::of(&scene).await;
    let mut sheet = paper(&scene).await;
    sheet.put("D7", "77.7%").put("E8", 4321.0);
    let sent = people.sender.upload("/returns/upload?period=2024Q3", &[("汇总.xlsx", &sheet.bytes())]).await;
    let page = people.clerk.get(sent.location()).await;
    assert!(page.body.contains("在表里的样子：D7") && page.body.contains("77.7%"), "{}", page.body);
    assert!(!page.body.contains("4321"), "{}", page.body);
}

#[tokio::test]
async fn rows_of_no_known_hospital_are_the_senders_and_the_provinces() {
    let scene = Scene::new().await;
    let people = People::of(&scene).await;
    let mut sheet = paper(&scene).await;
    sheet.put("D7", FOREIGN[0]).put("A8", "X9");
    sheet.data().cells.retain(|(row, _), _| *row != 8);
    let sent = people.county.upload("/returns/upload?period=2024Q3", &[("汇总.xlsx", &sheet.bytes())]).await;
    let batch = sent.location();
    for (client, may) in [(&people.county, true), (&people.province, true), (&people.city, false)] {
        let (original, annotated) = links(client, batch).await;
        assert_eq!(client.get(&original).await.status, if may { 200 } else { 403 });
        assert_eq!(says(&book(&client.get(&annotated).await), &["X9"]), may);
    }
}
