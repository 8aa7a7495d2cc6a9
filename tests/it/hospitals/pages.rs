//! Pages of the register, as people of each kind see them.

use zhikong::access::{Role, Scope};
use zhikong::hospitals::roster::{self, Line};
use zhikong::hospitals::store::{self, list};

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::register::{line, line_in};

/// 甲 in 金水区, 乙 in 南召县, 丙 in 邓州市; somebody of the commission with this code at the browser.
async fn scene(code: &str) -> (Bench, Client) {
    let bench = Bench::new().await;
    bench.hospital("演示甲医院").code("JS-1").level("三级").store().await;
    bench.hospital("演示乙医院").code("NZ-1").in_region("411321").store().await;
    bench.hospital("演示丙医院").code("DZ-1").in_region("411381").store().await;
    bench.staff("liu", code).await;
    let liu = bench.sign_in("liu").await;
    (bench, liu)
}

#[tokio::test]
async fn a_commission_sees_its_own_hospitals_and_no_others() {
    let (_bench, nanyang) = scene("411300").await;
    let page = nanyang.get("/hospitals").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("演示乙医院") && page.body.contains("<b>1 家</b>"));
    assert!(
        page.body.contains("<a href=\"/hospitals/NZ-1\">演示乙医院</a>"),
        "its figures, which lead on to the register"
    );
    assert!(!page.body.contains("演示甲医院"), "another city's");
    assert!(!page.body.contains("演示丙医院"), "within the city, but the province's to review");
    assert!(!page.body.contains("导入名录"), "the register is kept by the province");
    for (code, status) in [("NZ-1", 200), ("DZ-1", 404), ("JS-1", 404), ("NONE", 404)] {
        assert_eq!(nanyang.get(&format!("/hospitals/{code}/register")).await.status, status, "{code}");
    }
    let foreign = nanyang.get("/hospitals/DZ-1/register").await.body;
    assert_eq!(foreign, nanyang.get("/hospitals/NONE/register").await.body, "outside is the same as not there");
    let other = nanyang.get("/hospitals?authority=410105").await.body;
    assert!(other.contains("演示乙医院"), "an authority outside the branch narrows nothing");
}

#[tokio::test]
async fn a_hospital_sees_itself() {
    let (bench, _) = scene("410000").await;
    let own = bench.hospital("演示丁医院").code("JS-2").store().await;
    bench.account("ding").role(Role::Clerk).at_hospital(&own).store().await;
    let ding = bench.sign_in("ding").await;
    let page = ding.get("/hospitals").await;
    assert!(page.body.contains("演示丁医院") && !page.body.contains("演示甲医院"));
    assert_eq!(ding.get("/hospitals/JS-1/register").await.status, 404);
    assert_eq!(ding.get("/hospitals/import").await.status, 403);
}

#[tokio::test]
async fn the_list_is_searched_filtered_sorted_and_exported_as_it_is_shown() {
    let (bench, province) = scene("410000").await;
    bench.hospital("演示戊_医院").code("JS-9").level("三级").with(|line| line.beds = "900".to_owned()).store().await;
    let names = |body: &str| -> Vec<char> {
        let mut found: Vec<_> =
            "甲乙丙戊".chars().filter_map(|name| Some((body.find(&format!("演示{name}"))?, name))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect()
    };
    for (query, expected) in [
        ("", "丙甲戊乙"),
        ("?q=js-", "甲戊"),
        ("?q=%E4%B8%99", "丙"),
        ("?q=_", "戊"),
        ("?level=level3", "甲戊"),
        ("?authority=411300", "乙"),
        ("?sort=beds", "戊丙甲乙"),
        ("?sort=level", "甲戊丙乙"),
        ("?level=level3&q=%E4%B8%99", ""),
    ] {
        let page = province.get(&format!("/hospitals{query}")).await;
        assert_eq!(names(&page.body).into_iter().collect::<String>(), expected, "{query}");
    }
    let file = province.get("/hospitals.xlsx?level=level3").await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("filename*=UTF-8''"));
    let book = zhikong::spreadsheets::read_in_process(&file.bytes, &zhikong::spreadsheets::Limits::default()).unwrap();
    assert_eq!(book.sheets[0].rows().count(), 3, "the header and two hospitals");
}

#[tokio::test]
async fn closed_hospitals_are_shown_on_request() {
    let (bench, province) = scene("410000").await;
    // Closed since yesterday; the bench's clock stands at 2024-10-21.
    let closed = Line { closed: "2024-10-20".to_owned(), ..line("OLD") };
    crate::support::register::take(&bench.test, roster::write(&[closed]).unwrap(), "2024-10-21", None).await;
    assert!(!province.get("/hospitals").await.body.contains("演示OLD医院"));
    let all = province.get("/hospitals?status=all").await.body;
    assert!(all.contains("演示OLD医院") && all.contains("已停业"));
    assert!(province.get("/hospitals/OLD/register").await.body.contains("2024-10-20"));
    assert_eq!(province.get("/hospitals/OLD").await.status, 200, "it was open in the quarter before");
    let after = province.get("/hospitals/OLD?period=2024Q4").await;
    assert_eq!(
        (after.status.as_u16(), after.location()),
        (303, "/hospitals/OLD/register"),
        "nothing to report any more"
    );
    assert_eq!(province.get("/hospitals/NONE?period=2024Q4").await.status, 404);
}

#[tokio::test]
async fn an_import_is_rehearsed_then_confirmed() {
    let (bench, province) = scene("410000").await;
    let lines = [Line { level: "二级".to_owned(), ..named(line("JS-1"), "演示甲医院") }, line_in("NEW", "411381")];
    let bytes = roster::write(&lines).unwrap();

    let sent = province.upload("/hospitals/import", &[("演示名录.xlsx", &bytes)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let rehearsal = province.get(sent.location()).await;
    assert!(rehearsal.body.contains("可以导入：新增 1 家，变更 1 家"), "{}", rehearsal.body);
    assert!(rehearsal.body.contains("级别") && rehearsal.body.contains("演示NEW医院"));
    assert_eq!(list::count(bench.db(), &Scope::Everything, &list::Filter::default()).await.unwrap(), 3, "nothing yet");

    let (path, _) = sent.location().split_once('?').unwrap();
    let seen = field(&rehearsal.body, "seen");
    let form = [("name", "演示名录.xlsx"), ("from", "2024-07-01"), ("seen", seen.as_str())];
    let done = province.post(path, &form).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/hospitals"), "{}", done.body);
    assert!(province.get("/hospitals").await.body.contains("名录已导入"));
    let detail = province.get("/hospitals/JS-1/register").await.body;
    assert!(detail.contains("2024-07-01 起") && detail.contains("变更：级别"), "{detail}");

    let twice = province.post(path, &form).await;
    assert_eq!(twice.status, 409, "the register has moved on since it was rehearsed");
    let entry = store::entry(bench.db(), &Scope::Everything, "JS-1").await.unwrap().unwrap();
    assert_eq!(entry.spans.len(), 2);
}

#[tokio::test]
async fn an_import_is_in_the_journal() {
    let (bench, province) = scene("410000").await;
    let bytes = roster::write(&[line("NEW")]).unwrap();
    let sent = province.upload("/hospitals/import", &[("名录.xlsx", &bytes)]).await;
    let before = zhikong::journal::head(bench.db()).await.unwrap().map_or(0, |head| head.seq);
    let seen = field(&province.get(sent.location()).await.body, "seen");
    let (path, _) = sent.location().split_once('?').unwrap();
    province.post(path, &[("seen", &seen)]).await;
    let after = zhikong::journal::head(bench.db()).await.unwrap().map_or(0, |head| head.seq);
    assert_eq!(after, before + 1, "one row for the import, none for looking");
    bench.account("audit").role(Role::AuditAdmin).store().await;
    let page = bench.sign_in("audit").await.get("/journal?action=roster.imported").await;
    assert!(page.body.contains("导入医院名录") && page.body.contains("新增：1"), "{}", page.body);
}

#[tokio::test]
async fn a_faulty_file_is_answered_with_its_cells_and_something_else_with_what_it_is() {
    let (bench, province) = scene("410000").await;
    let lines = [line("JS-1"), Line { region: "999999".to_owned(), ..line("BAD") }];
    let sent = province.upload("/hospitals/import", &[("x.xlsx", &roster::write(&lines).unwrap())]).await;
    let page = province.get(sent.location()).await.body;
    assert!(page.contains("没有导入：1 处要改") && page.contains("G3") && page.contains("999999"));
    assert!(!page.contains("name=\"seen\""), "there is nothing to confirm");
    let forced = province.post(sent.location().split_once('?').unwrap().0, &[("seen", "0")]).await;
    assert_eq!(forced.status, 409);

    let picture = province.upload("/hospitals/import", &[("名录.xlsx", b"\xFF\xD8\xFF\xE0 a photograph")]).await;
    assert_eq!(picture.status, 422);
    assert!(picture.body.contains("图片") && picture.body.contains("名录工作簿"));
    assert_eq!(list::count(bench.db(), &Scope::Everything, &list::Filter::default()).await.unwrap(), 3);
}

#[tokio::test]
async fn a_day_that_cannot_be_is_said_beside_the_field() {
    let (_bench, province) = scene("410000").await;
    let bytes = roster::write(&[line("NEW")]).unwrap();
    let sent = province.upload("/hospitals/import", &[("x.xlsx", &bytes)]).await;
    for (day, words) in [("2999-01-01", "还没有到"), ("2024-13-01", "不是一个日子")] {
        let page = province.get(&format!("{}&from={day}", sent.location())).await.body;
        assert!(page.contains(words) && page.contains("id=\"e-from\"") && !page.contains("name=\"seen\""), "{day}");
    }
}

fn named(line: Line, name: &str) -> Line {
    Line { name: name.to_owned(), ..line }
}

/// The value of a hidden field.
fn field(body: &str, name: &str) -> String {
    let (_, rest) =
        body.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}: {body}"));
    rest.split('"').next().unwrap_or_default().to_owned()
}
