//! What was published does not move; what moved since is named, and a 更正版 says it.

use zhikong::publications::seal;

use crate::publications::scene::{Scene, correct, plain, publish, total};

/// The files of an edition as bytes; a picture needs a font, and is left out where the computer has none.
async fn files(client: &crate::support::client::Client, number: &str) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for ending in ["html", "xlsx", "png"] {
        let file = client.get(&format!("/publications/{number}/export.{ending}")).await;
        if ending == "png" && file.status == 422 {
            continue;
        }
        assert_eq!(file.status, 200, "{ending}: {}", file.body);
        assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment"), "{ending}");
        files.push(file.bytes.to_vec());
    }
    files
}

#[tokio::test]
async fn a_publication_stays_as_it_was_when_a_correction_is_accepted() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    let answer = publish(&sheng, "演示第三季度通报", "internal").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/publications/2024Q3-1"), "{}", answer.body);
    let before = scene.kept("2024Q3-1").await;
    assert!(before.sound);
    // Twelve hospitals, 600 + 620 + 640 of 1000 + 1100 + 1200 each.
    let published = total(&before.content, "iv_use_rate");
    assert_eq!((published.numerator, published.denominator, published.reported), (22_320, 39_600, 12));
    assert_eq!(published.value.as_deref(), Some("56.4"));
    let (page, taken) = (sheng.get("/publications/2024Q3-1").await.body, files(&sheng, "2024Q3-1").await);
    assert!(page.contains("没有不同：现在的数字和发布时完全一样"), "{page}");
    assert!(page.contains("56.4") && plain(&page).contains("22 320 / 39 600"), "{page}");

    scene.correct(500).await;
    assert_eq!(scene.kept("2024Q3-1").await, before, "the row is what it was");
    assert_eq!(files(&sheng, "2024Q3-1").await, taken, "the files are the same, byte for byte");
    let page = plain(&sheng.get("/publications/2024Q3-1").await.body);
    assert!(page.contains("22 320 / 39 600"), "the frozen figure stays: {page}");
    // What differs is listed with both sides.
    assert!(page.contains("处不同") && page.contains("22 220 / 39 600"), "{page}");
    assert!(page.contains("此后接收了更正"), "{page}");

    let line = sheng.get("/publications/of?period=2024Q3").await.body;
    assert!(line.contains("本季已发布：通报") && line.contains("处更正"), "{line}");
    let overview = sheng.get("/overview?period=2024Q3").await.body;
    assert!(overview.contains("hx-get=\"/publications/of?period=2024Q3\""), "{overview}");
    assert!(overview.contains("href=\"/publications/of?period=2024Q3\""), "it works without scripts");
}

#[tokio::test]
async fn a_correction_is_another_edition_with_its_differences() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    publish(&sheng, "演示通报", "internal").await;
    let refused = correct(&sheng, "2024Q3-1", "演示：没有理由").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("没有要更正的"), "{}", refused.body);

    scene.correct(500).await;
    let first = scene.kept("2024Q3-1").await;
    let empty = correct(&sheng, "2024Q3-1", " ").await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("更正原因没有填"), "{}", empty.body);
    let answer = correct(&sheng, "2024Q3-1", "演示：一家医院更正了七月的数").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/publications/2024Q3-1-2"), "{}", answer.body);

    let second = scene.kept("2024Q3-1-2").await;
    let correction = second.content.correction.as_ref().unwrap();
    assert_eq!(
        (correction.corrects.as_str(), correction.reason.as_str()),
        ("2024Q3-1", "演示：一家医院更正了七月的数")
    );
    let found: Vec<(&str, &str)> = correction
        .differences
        .iter()
        .map(|one| (one.indicator.as_str(), one.group.as_str()))
        .filter(|(indicator, _)| *indicator == "iv_use_rate")
        .collect();
    assert_eq!(found, [("iv_use_rate", "合计"), ("iv_use_rate", "二级"), ("iv_use_rate", "郑州市")]);
    assert_eq!(total(&second.content, "iv_use_rate").numerator, 22_220);
    assert_eq!(second.content.title, first.content.title);

    assert_eq!(scene.kept("2024Q3-1").await, first, "the first stays as it was");
    let old = sheng.get("/publications/2024Q3-1").await.body;
    assert!(old.contains("已有更正版，见 <a href=\"/publications/2024Q3-1-2\">"), "{old}");
    assert!(!old.contains("发布更正版</button>"), "only the latest is corrected");
    let new = sheng.get("/publications/2024Q3-1-2").await.body;
    assert!(new.contains("更正了什么") && new.contains("一家医院更正了七月的数"), "{new}");
    let late = correct(&sheng, "2024Q3-1", "演示").await;
    assert_eq!(late.status, 409, "not the latest edition, nor seen: {}", late.body);
    let list = sheng.get("/publications").await.body;
    assert!(list.contains("更正版，第 2 版") && list.contains("href=\"/publications/2024Q3-1\">第一版"), "{list}");
    assert_eq!(list.matches("<th scope=\"row\">").count(), 1, "one line a publication: {list}");
}

#[tokio::test]
async fn an_altered_content_is_told() {
    use sea_orm::ConnectionTrait;
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    publish(&sheng, "演示通报", "public").await;
    let kept = scene.kept("2024Q3-1").await;
    let column = sea_orm::sea_query::Query::select().column("content").from("publication").to_owned();
    let row = scene.filling.bench.db().query_one(&column).await.unwrap().unwrap();
    let text: String = row.try_get("", "content").unwrap();
    assert_eq!(kept.hash, seal(&text), "the fingerprint is of the kept text");
    let told = "内容与发布时的指纹不符";
    assert!(!sheng.get("/publications/2024Q3-1").await.body.contains(told));
    let altered = "UPDATE publication SET content = REPLACE(content, '22320', '22321')";
    scene.filling.bench.db().execute_unprepared(altered).await.unwrap();
    for page in ["/publications/2024Q3-1", "/publications/2024Q3-1/export.html", "/published/2024Q3-1"] {
        assert!(sheng.get(page).await.body.contains(told), "{page}");
    }
    // What looks like a genuine document is not given out.
    for file in
        ["/publications/2024Q3-1/export.png", "/publications/2024Q3-1/export.xlsx", "/published/2024Q3-1/export.xlsx"]
    {
        let refused = sheng.get(file).await;
        assert!(refused.status == 422 && refused.body.contains("不能导出"), "{file}: {}", refused.body);
    }
    let refused = correct(&sheng, "2024Q3-1", "演示").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("指纹不符"), "{}", refused.body);
}

#[tokio::test]
async fn small_groups_are_withheld_from_the_commission_too() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    publish(&sheng, "演示通报", "internal").await;
    let content = scene.kept("2024Q3-1").await.content;
    let mut cells = 0;
    for indicator in content.targets.iter().flat_map(|target| &target.indicators) {
        for (by, cell) in indicator.cells() {
            cells += 1;
            let few = (1..5).contains(&cell.reported);
            assert!(!few || cell.withheld, "{} {by} {}", indicator.id, cell.name);
            let nothing = (cell.numerator, cell.denominator, cell.amount, cell.bounds) == (0, 0, None, None);
            assert!(!cell.withheld || nothing, "{} {by} {}: {cell:?}", indicator.id, cell.name);
        }
    }
    assert!(cells > 100, "{cells}");
    let of = content.targets.iter().flat_map(|target| &target.indicators).find(|one| one.id == "iv_use_rate").unwrap();
    let shown = |cells: &[zhikong::publications::model::Cell]| -> Vec<(String, bool, i64)> {
        cells.iter().map(|cell| (cell.name.clone(), cell.withheld, cell.reported)).collect()
    };
    let cell = |name: &str, withheld, reported| (name.to_owned(), withheld, reported);
    // One hospital is withheld, and the next smallest group with it.
    assert_eq!(shown(&of.levels), [cell("三级", true, 5), cell("二级", false, 6), cell("一级", true, 1)]);
    assert_eq!(shown(&of.cities), [cell("郑州市", false, 6), cell("洛阳市", true, 5), cell("平顶山市", true, 1)]);
    let file = sheng.get("/publications/2024Q3-1/export.html").await.body;
    assert!(file.contains("不足 5 家，不显示"), "{file}");
    for number in 1..=6 {
        assert!(!file.contains(&format!("演示P{number}医院")), "no single hospital");
    }
    assert!(scene.hospitals().await > 0);
}

#[tokio::test]
async fn the_file_opens_without_a_net() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    publish(&sheng, "演示<b>通报", "internal").await;
    let file = sheng.get("/publications/2024Q3-1/export.html").await.body;
    assert!(file.starts_with("<!doctype html>"), "{file}");
    for outside in ["<script", "<link", "src=", "href=\"/", "href=\"http", "url(", "@import", "<form", "<b>通报"] {
        assert!(!file.contains(outside), "{outside}: {file}");
    }
    assert!(file.contains("<style>") && file.contains("<svg") && file.contains("演示&lt;b&gt;通报"), "{file}");
    assert!(file.contains("2024-10-21 12:00</time>") && file.contains("通报号 2024Q3-1"), "{file}");
    assert!(!file.contains("演示sheng"), "no account is named");
    let book = sheng.get("/publications/2024Q3-1/export.xlsx").await;
    let read = scene.filling.desk.reader.read(book.bytes.to_vec()).await.unwrap();
    let names: Vec<&str> = read.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["合计与级别", "地市"]);
}
