//! The paper form with its short code, and stamped pages of a round; pictures sent in place of the workbook.

use zhikong::access::{Place, Role};

use crate::returns::scene::{Scene, clean_fills, rows_of};
use crate::returns::typing::{fields, form_of, post, with};
use crate::support::client::Client;

const PAGE: &str = "/returns/2024Q3/A1/rounds/1";

/// Smallest things of their kind.
const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0data\xFF\xD9";
const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0IDAT\0\0\0\0IEND\xAEB`\x82";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0";

/// A scene in which A1 sent a round, its clerk and its reviewer at the county.
async fn sent() -> (Scene, Client, Client) {
    let scene = Scene::new().await;
    let place = Place::Hospital(scene.hospital("A1").await.id);
    scene.bench.account("lianluo").role(Role::Clerk).at(place).store().await;
    scene.bench.staff("xian", "410105").await;
    let (clerk, county) = (scene.bench.sign_in("lianluo").await, scene.bench.sign_in("xian").await);
    let clean = with(&fields(&clean_fills(&scene.desk.catalogue)), &[("ops-note", "扩建\n<b>两间</b>")]);
    assert_eq!(post(&clerk, &form_of("A1"), &clean).await.status, 303);
    (scene, clerk, county)
}

fn code_on(page: &str) -> String {
    let letters = |c: char| c.is_ascii_uppercase();
    let shaped = |word: &&str| {
        let parts: Vec<&str> = word.split('-').collect();
        matches!(parts[..], [a, b, c] if a.len() == 3 && b.len() == 3 && c.len() == 4)
            && parts.iter().all(|part| part.chars().all(letters))
    };
    let words = page.split(|c: char| !(letters(c) || c == '-'));
    words.filter(|word| *word != "ABC-DEF-GHJK").find(shaped).expect("a short code").to_owned()
}

#[tokio::test]
async fn the_paper_form_says_what_was_stored_under_its_code() {
    let (scene, clerk, county) = sent().await;
    let paper = county.get(&format!("{PAGE}/paper")).await;
    assert_eq!(paper.status, 200);
    for part in [
        "1 000",
        "3 300",
        "抽样",
        "未开展",
        "扩建\n&lt;b&gt;两间",
        "填报人：",
        "审核人：",
        "联系电话：",
        "填报日期：",
        "（盖章）",
        "2024Q3-A1-01",
        "演示A1医院",
    ] {
        let part = part.replace(' ', "\u{202F}");
        assert!(paper.body.contains(&part), "{part}");
    }
    let code = code_on(&paper.body);
    assert_eq!(code_on(&clerk.get(PAGE).await.body), code);

    // An outsider computes the same by the program in the document.
    let document = include_str!("../../../docs/short-code.md");
    let program = document.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let values: Vec<serde_json::Value> = scene
        .latest("A1")
        .await
        .into_iter()
        .map(|((element, month), value)| {
            use zhikong::figures::{Entry, Reason};
            let (state, number) = match value.entry {
                Entry::Number(number) => ("number", Some(number)),
                Entry::Missing => ("missing", None),
                Entry::NotApplicable(Reason::Stated) => ("not_applicable", None),
                Entry::NotApplicable(Reason::NotOffered) => ("not_offered", None),
                Entry::NotApplicable(Reason::Service) => ("no_service", None),
            };
            serde_json::json!([element, month, state, number, value.note])
        })
        .collect();
    let values = serde_json::to_string(&serde_json::Value::from(values)).unwrap();
    let call = format!("{program}\nimport json, sys\nprint(short_code('A1', '2024Q3', 1, json.loads(sys.argv[1])))");
    let ran = std::process::Command::new("python3").arg("-c").arg(call).arg(values).output().expect("python3 runs");
    assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), code, "{}", String::from_utf8_lossy(&ran.stderr));
}

#[tokio::test]
async fn a_sheet_is_matched_with_its_round_and_a_wrong_one_is_told() {
    let (scene, clerk, county) = sent().await;
    let first = code_on(&clerk.get(PAGE).await.body);
    let changed = with(&fields(&clean_fills(&scene.desk.catalogue)), &[("beds_open-0", "301"), ("version", "2")]);
    assert_eq!(post(&clerk, &form_of("A1"), &changed).await.status, 303);
    let second = code_on(&clerk.get("/returns/2024Q3/A1/rounds/2").await.body);
    assert_ne!(first, second);
    let mut misread: Vec<char> = first.chars().collect();
    misread.swap(0, 1);
    if misread[0] == misread[1] {
        misread[0] = if misread[0] == 'A' { 'B' } else { 'A' };
    }
    let misread: String = misread.into_iter().collect();
    for (typed, words) in [
        (first.to_lowercase().replace('-', "%20"), "相符"),
        (second, "不符：这张纸是第 2 轮的"),
        ("AAA-AAA-AAAA".to_owned(), "不符：这张纸不是这份报表任何一轮的"),
        (misread, "抄错了"),
        ("%3Cscript%3E".to_owned(), "抄错了"),
    ] {
        let page = county.get(&format!("{PAGE}?paper={typed}")).await;
        assert!(page.body.contains(words), "{typed}: {words}");
        assert!(!page.body.contains("<script>e"), "{typed}");
    }
}

#[tokio::test]
async fn stamped_pages_are_kept_and_only_taken_away() {
    let (scene, clerk, county) = sent().await;
    let stamps = format!("{PAGE}/stamps");
    let answer = clerk.upload(&stamps, &[("盖章页.jpg", JPEG), ("第二页.bin", PNG), ("..\\x\\扫描.pdf", PDF)]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/returns/2024Q3/A1/rounds/1#stamps"));
    assert_eq!(clerk.upload(&stamps, &[("补一页.PDF", PDF)]).await.status, 303);
    let page = county.get(PAGE).await.body;
    for part in ["盖章页.jpg", "第二页.bin", ">扫描.pdf<", "补一页.PDF", "演示lianluo"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("传签章件"), "who hands in from paper keeps the paper too");
    let links: Vec<&str> = page.split('"').filter(|part| part.contains("/stamps/")).collect();
    for (link, (bytes, name)) in links.iter().zip([(JPEG, "jpg"), (PNG, "png"), (PDF, "pdf"), (PDF, "PDF")]) {
        let got = county.get(link).await;
        assert_eq!((got.status.as_u16(), &got.bytes[..]), (200, bytes), "{link}");
        let how = got.headers["content-disposition"].to_str().unwrap();
        assert!(how.starts_with("attachment") && how.ends_with(name), "{how}");
        assert_eq!(got.headers["content-type"], "application/octet-stream");
    }
    assert_eq!(links.len(), 4);

    let place = Place::Hospital(scene.hospital("A2").await.id);
    scene.bench.account("bieren").role(Role::Clerk).at(place).store().await;
    let stranger = scene.bench.sign_in("bieren").await;
    assert_eq!(stranger.get(links[0]).await.status, 404);
    assert_eq!(stranger.get(&format!("{PAGE}/paper")).await.status, 404);
    assert_eq!(stranger.upload(&stamps, &[("盖章页.jpg", JPEG)]).await.status, 404);
    assert_eq!(clerk.get(&format!("{PAGE}/stamps/99")).await.status, 404);
    assert_eq!(clerk.upload("/returns/2024Q3/A1/rounds/9/stamps", &[("盖章页.jpg", JPEG)]).await.status, 404);
    assert_eq!(rows_of(&scene.desk.db, "return_stamp").await, 4);
    // No round collects without end.
    let many: Vec<(&str, &[u8])> = vec![("页.png", PNG); 17];
    let full = clerk.upload(&stamps, &many).await;
    assert!(full.status == 422 && full.body.contains("已有 4 件，最多 20 件"), "{}", full.body);
}

#[tokio::test]
async fn what_is_no_stamped_page_is_refused_with_what_to_do() {
    let (scene, clerk, _) = sent().await;
    let photograph = [JPEG, &vec![7; 50 * 1024 * 1024]].concat();
    let workbook = scene.clean("A1").await;
    let files: &[(&str, &[u8], &str, &str)] = &[
        ("盖章.jpg", b"<html><body><script>alert(1)</script></body></html>", "网页，只是名字像图片", "重新拍照或扫描"),
        ("盖章.pdf", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0\xB8\0\0\0", "是程序", "重新拍照或扫描"),
        ("IMG_1.HEIC", HEIC, "HEIC 照片", "兼容性最佳"),
        ("大.jpg", &photograph, "超过 10 MB", "200 dpi"),
        ("空.png", b"", "空文件", "重新拍照或扫描"),
        ("半张.jpg", &JPEG[..20], "不完整", "重新拍照或扫描"),
        ("三季度.xlsx", &workbook, "是工作簿", "请到“上传”页传"),
    ];
    for (name, bytes, message, remedy) in files {
        // One that is right beside it is not taken either: nobody has to find out which arrived.
        let answer = clerk.upload(&format!("{PAGE}/stamps"), &[("好.png", PNG), (name, bytes)]).await;
        assert_eq!(answer.status, 422, "{name}");
        let said = format!("“{name}”");
        assert!(
            answer.body.contains(message) && answer.body.contains(remedy) && answer.body.contains(&said),
            "{name}: {}",
            answer.body
        );
        // The page the clerk was on, with the words at the field.
        assert!(
            answer.body.contains("第 1 轮回执") && answer.body.contains("id=\"e-file\""),
            "{name}: {}",
            answer.body
        );
    }
    let program = clerk.clone().json().upload(&format!("{PAGE}/stamps"), &[("空.png", b"")]).await;
    assert_eq!((program.status.as_u16(), &program.json()["error"]["code"]), (422, &"refused".into()));
    let huge = vec![0xFF; 65 * 1024 * 1024];
    let answer = clerk.upload(&format!("{PAGE}/stamps"), &[("巨.jpg", &huge)]).await;
    assert!(answer.status == 422 && answer.body.contains("超过 64 MB"), "{}", answer.body);
    assert_eq!(rows_of(&scene.desk.db, "return_stamp").await, 0);
}

#[tokio::test]
async fn where_a_stamp_is_needed_a_round_without_one_is_not_accepted() {
    let (_scene, clerk, county) = sent().await;
    let set = [("answer", "yes"), ("reason", "演示：本县要"), ("version", "0")];
    assert_eq!(county.post("/settings/choices/stamp_required", &set).await.status, 303);
    let one = async || county.post("/returns/2024Q3/A1/accept", &[("version", "2")]).await;
    let many = async || county.post("/returns/accept", &[("period", "2024Q3"), ("hospital", "A1")]).await;
    for refused in [one().await, many().await] {
        assert!(refused.status == 422 && refused.body.contains("签章件"), "{}", refused.body);
    }
    let shown = one().await.body;
    assert!(shown.contains("没有做成") && shown.contains("现在不能接收：这一轮还没有签章件"), "{shown}");
    let list = many().await.body;
    assert!(!list.contains("value=\"A1\"") && list.contains("<h1>2024 年第三季度接收进度"), "{list}");
    let none = county.post("/returns/accept?period=2024Q3&q=A1", &[("period", "2024Q3")]).await;
    assert!(none.status == 422 && none.body.contains("没有选中医院，什么也没有接收。勾选"), "{}", none.body);
    assert!(none.body.contains("id=\"e-hospital\"") && none.body.contains("名称或编码含“A1”"), "{}", none.body);
    assert_eq!(clerk.upload(&format!("{PAGE}/stamps"), &[("盖章页.jpg", JPEG)]).await.status, 303);
    assert_eq!(many().await.status, 303);
}

#[tokio::test]
async fn a_picture_sent_in_place_of_the_workbook_is_named_and_led_on() {
    // Without the scene its folder would be gone, and with it the database.
    let (_scene, clerk, _) = sent().await;
    let word = zip_of("word/document.xml");
    // A message program saves screenshots as JPG under a name of its own.
    let files: &[(&str, &[u8], &str, bool)] = &[
        ("三季度.jpg", JPEG, "这是一张 JPG 图片（照片或截图）", true),
        ("微信图片_20241021.jpg", JPEG, "这是一张 JPG 图片（照片或截图）", true),
        ("截图.png", PNG, "这是一张 PNG 图片（照片或截图）", true),
        ("三季度.xlsx", PNG, "这是一张 PNG 图片（照片或截图）", true),
        ("IMG_2.HEIC", HEIC, "这是一张手机 HEIC 照片", true),
        ("盖章.pdf", PDF, "这是 PDF 文件", true),
        ("三季度.docx", &word, "这是 Word（或 WPS 文字）文档", false),
    ];
    for (name, bytes, what, stamped) in files {
        let answer = clerk.upload("/returns/upload?period=2024Q3", &[(name, bytes)]).await;
        let page = clerk.get(answer.location()).await.body;
        let report = clerk.clone().json().upload("/returns/upload", &[(name, bytes)]).await.json();
        let problem = &report["files"][0]["problems"][0];
        assert_eq!(problem["rule"], "not-a-spreadsheet", "{name}: {report:#}");
        let (message, remedy) = (problem["message"].as_str().unwrap(), problem["remedy"].as_str().unwrap());
        assert!(message.contains(what) && message.contains("不是工作簿"), "{name}: {message}");
        for part in ["打开原来填的工作簿", "下载本季工作簿", "在网上填"] {
            assert!(remedy.contains(part), "{name}: {remedy}");
        }
        assert_eq!(remedy.contains("签章件"), *stamped, "{name}: {remedy}");
        for part in [
            message,
            remedy,
            "/returns/2024Q3/A1/entry",
            "/returns/2024Q3/A1/template",
            "/returns/2024Q3/A1/rounds/1#stamps",
        ] {
            assert!(page.contains(part), "{name}: {part}");
        }
    }
    // Nothing in a picture says which quarter was meant; the page it was sent from does. It has no cells to count.
    let answer = clerk.upload("/returns/upload?period=2024Q2", &[("二季度.jpg", JPEG)]).await;
    let page = clerk.get(answer.location()).await.body;
    assert!(page.contains("/returns/2024Q2/A1/template") && page.contains("/returns/upload?period=2024Q2"), "{page}");
    assert!(!page.contains("格应填"), "{page}");
}

/// A container with one empty part of this name.
fn zip_of(part: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap().into_inner()
}
