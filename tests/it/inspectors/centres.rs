//! 质控中心: set up by the top, its dated list kept by itself or the commission it works under.

use zhikong::access::{HospitalId, Role};
use zhikong::authorities;
use zhikong::inspectors::store;

use super::{confirm, county, hidden, read, rehearsed, workbook};
use crate::support::bench::Bench;
use crate::support::client::Client;

const HEADS: &[&str] = &["医院编码", "医院名称", "起", "止", "依据"];

/// The province with a centre for nursing.
async fn centre(bench: &Bench) -> Client {
    bench.staff("sheng", "410000").await;
    let sheng = bench.sign_in("sheng").await;
    let fields = [("code", "QC-01"), ("name", "演示护理质控中心"), ("speciality", "护理管理")];
    let answer = sheng.post("/qc-centres", &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    sheng
}

async fn due(bench: &Bench, day: &str) -> Vec<HospitalId> {
    let id = authorities::store::by_code(bench.db(), "QC-01").await.unwrap().unwrap().id;
    store::due_on(bench.db(), id, day.parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_top_sets_a_centre_up_and_changes_it() {
    let bench = Bench::new().await;
    let sheng = centre(&bench).await;
    let held = authorities::store::by_code(bench.db(), "QC-01").await.unwrap().unwrap();
    assert_eq!((held.speciality.as_deref(), held.territory.as_str()), (Some("护理管理"), "410000"));
    assert!(!held.is_commission() && held.reviewed_by == Some(bench.authority("410000").await));
    assert!(authorities::store::is_under(bench.db(), bench.authority("410000").await, held.id).await.unwrap());
    for (fields, said) in [
        ([("code", "QC-01"), ("name", "演示"), ("speciality", "护理")], "这个编码已经有机构用了"),
        ([("code", "410105"), ("name", "演示"), ("speciality", "护理")], "这个编码已经有机构用了"),
        ([("code", "new"), ("name", "演示"), ("speciality", "护理")], "至少有一个数字"),
        ([("code", "QC-02"), ("name", ""), ("speciality", "护理")], "没有填名称"),
        ([("code", "QC-02"), ("name", "演示"), ("speciality", "")], "没有选专业"),
        ([("code", "QC-02"), ("name", "演示"), ("speciality", "占星")], "不认识的专业"),
    ] {
        let refused = sheng.post("/qc-centres", &fields).await;
        assert!(refused.status == 422 && refused.body.contains(said), "{said}: {}", refused.body);
    }
    let form = read(&sheng, "/qc-centres/QC-01/edit").await;
    let version = hidden(&form, "version");
    let fields = [
        ("version", &*version),
        ("name", "演示院感质控中心"),
        ("speciality", "院感"),
        ("under", "410100"),
        ("until", "2024-12-31"),
    ];
    assert_eq!(sheng.post("/qc-centres/QC-01", &fields).await.status, 303);
    assert_eq!(sheng.post("/qc-centres/QC-01", &fields).await.status, 409);
    let held = authorities::store::by_code(bench.db(), "QC-01").await.unwrap().unwrap();
    assert_eq!(held.reviewed_by, Some(bench.authority("410100").await));
    assert_eq!((held.speciality.as_deref(), held.valid_to), (Some("医院感染管理"), "2024-12-31".parse().ok()));
    assert_eq!(sheng.post("/qc-centres/410105", &fields).await.status, 404, "a commission is no centre");
    let jinshui = county(&bench).await;
    assert_eq!(jinshui.get("/qc-centres/QC-01").await.status, 404);
    assert!(!read(&jinshui, "/qc-centres").await.contains("QC-01"));
}

#[tokio::test]
async fn the_list_says_who_is_due_on_each_day() {
    let bench = Bench::new().await;
    let (first, second) = (bench.hospital("演示甲医院").store().await, bench.hospital("演示乙医院").store().await);
    let sheng = centre(&bench).await;
    let bytes = workbook(&[
        HEADS,
        &[&first.code, "演示甲医院", "2024-01-01", "2024-06-30", "演示：第一批"],
        &[&first.code, "", "2024/9/1", "", "演示：又纳入"],
        &[&second.code, "演示乙医院", "2024年3月1日", "", "演示：第一批"],
    ]);
    let (address, page) = rehearsed(&sheng, "/qc-centres/QC-01", &bytes).await;
    assert!(page.contains("可以导入：新增 3 条，变更 0 条"), "{page}");
    assert!(due(&bench, "2024-05-01").await.is_empty(), "a rehearsal writes nothing");
    assert_eq!(sheng.post(&address, &[("seen", "1-1")]).await.status, 409);
    assert_eq!(confirm(&sheng, &address, &page).await.status, 303);
    let mut both = vec![first.id, second.id];
    both.sort();
    assert_eq!(due(&bench, "2023-12-31").await, []);
    assert_eq!(due(&bench, "2024-01-01").await, [first.id]);
    assert_eq!(due(&bench, "2024-06-30").await, both);
    assert_eq!(due(&bench, "2024-07-01").await, [second.id]);
    assert_eq!(due(&bench, "2024-10-21").await, both);
    let page = read(&sheng, "/qc-centres/QC-01").await;
    assert!(
        page.contains("今天应质控 2 家") && page.contains("演示：又纳入") && !page.contains("2024-06-30"),
        "{page}"
    );
    assert!(read(&sheng, "/qc-centres/QC-01?status=ended").await.contains("2024-06-30"));
    assert!(!read(&sheng, "/qc-centres/QC-01?q=乙").await.contains("演示甲医院"));
    let exported = sheng.get("/qc-centres/QC-01/due.xlsx").await;
    let (_, page) = rehearsed(&sheng, "/qc-centres/QC-01", &exported.bytes).await;
    assert!(page.contains("没有变化") && page.contains("有 3 行与现在一样"), "{page}");
    // One that was entered by mistake was never due.
    let bytes = workbook(&[HEADS, &[&second.code, "", "2024-03-01", "2024-02-29", "演示：登记错了"]]);
    let (address, page) = rehearsed(&sheng, "/qc-centres/QC-01", &bytes).await;
    assert_eq!(confirm(&sheng, &address, &page).await.status, 303);
    assert_eq!(due(&bench, "2024-03-01").await, [first.id]);
}

#[tokio::test]
async fn every_fault_of_a_list_is_at_its_cell() {
    let bench = Bench::new().await;
    let first = bench.hospital("演示甲医院").store().await;
    let second = bench.hospital("演示乙医院").store().await;
    let sheng = centre(&bench).await;
    let bytes = workbook(&[
        HEADS,
        &["NOSUCH", "", "2024-01-01", "", "演示"],
        &[&first.code, "演示丙医院", "2024-01-01", "", "演示"],
        &[&first.code, "", "", "", ""],
        &[&first.code, "", "昨天", "2024-02-30", "演示"],
        &[&first.code, "", "2024-01-01", "2023-01-01", "演示"],
        &[&second.code, "", "2024-01-01", "", "演示"],
        &[&second.code, "", "2024-01-01", "", "演示"],
        &[&second.code, "", "2024-05-01", "", "演示"],
    ]);
    let (address, page) = rehearsed(&sheng, "/qc-centres/QC-01", &bytes).await;
    for said in [
        "A2",
        "没有这个编码",
        "B3",
        "对不上",
        "C4",
        "没有填起始日期",
        "E4",
        "没有填依据",
        "C5",
        "D5",
        "没有读懂",
        "D6",
        "止早于起",
        "C8",
        "在 C7 已经写过一次",
        "C9",
        "重叠",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(sheng.post(&address, &[("seen", "0-0")]).await.status, 422);
    assert!(due(&bench, "2024-10-21").await.is_empty());
}

#[tokio::test]
async fn a_centre_and_the_commission_above_keep_its_list_and_nobody_else() {
    let bench = Bench::new().await;
    let here = bench.hospital("演示甲医院").store().await;
    let there = bench.hospital("演示乙医院").in_region("410202").store().await;
    let sheng = centre(&bench).await;
    let version = hidden(&read(&sheng, "/qc-centres/QC-01/edit").await, "version");
    let under = [("version", &*version), ("name", "演示护理质控中心"), ("speciality", "护理"), ("under", "410100")];
    assert_eq!(sheng.post("/qc-centres/QC-01", &under).await.status, 303);
    bench.staff("zhengzhou", "410100").await;
    bench.staff("zhongxin", "QC-01").await;
    let (zhengzhou, zhongxin) = (bench.sign_in("zhengzhou").await, bench.sign_in("zhongxin").await);
    assert_eq!(
        sheng.get("/qc-centres/QC-01/import").await.status,
        404,
        "seen by the top, kept by those it works under"
    );
    let bytes = workbook(&[HEADS, &[&there.code, "", "2024-01-01", "", "演示"]]);
    let (_, page) = rehearsed(&zhengzhou, "/qc-centres/QC-01", &bytes).await;
    assert!(page.contains("不在本中心所属主管机构的辖区"), "{page}");
    let bytes = workbook(&[HEADS, &[&here.code, "", "2024-01-01", "", "演示"]]);
    let (address, page) = rehearsed(&zhongxin, "/qc-centres/QC-01", &bytes).await;
    let jinshui = county(&bench).await;
    assert_eq!(confirm(&jinshui, &address, &page).await.status, 404);
    assert_eq!(confirm(&zhongxin, &address, &page).await.status, 303);
    assert_eq!(due(&bench, "2024-10-21").await, [here.id]);
    assert!(read(&zhongxin, "/qc-centres/QC-01").await.contains("演示甲医院"));
    assert!(read(&sheng, "/qc-centres").await.contains("1 家"));
}

#[tokio::test]
async fn a_centre_goes_where_it_is_due_and_its_share_counts_its_list() {
    let bench = Bench::new().await;
    let hospitals = [
        bench.hospital("演示甲医院").store().await,
        bench.hospital("演示乙医院").store().await,
        bench.hospital("演示丙医院").store().await,
    ];
    let [first, second, other] = &hospitals;
    let sheng = centre(&bench).await;
    let lines: [&[&str]; 3] = [
        HEADS,
        &[&first.code, "", "2023-03-01", "", "演示：名单"],
        &[&second.code, "", "2023-03-01", "", "演示：名单"],
    ];
    let (address, page) = rehearsed(&sheng, "/qc-centres/QC-01", &workbook(&lines)).await;
    assert_eq!(confirm(&sheng, &address, &page).await.status, 303);
    let held = authorities::store::by_code(bench.db(), "QC-01").await.unwrap().unwrap();
    bench.account("zhikongyuan").role(Role::AuthorityStaff).at_authority(held.id).store().await;
    let qc = bench.sign_in("zhikongyuan").await;
    let page = read(&qc, "/coverage").await;
    assert!(page.contains("2024 年名单上 2 家，应质控 1 家") && page.contains("还差 1 家"), "{page}");
    assert!(page.contains(&first.code) && !page.contains(&other.code), "{page}");

    let plan = |code: &str| {
        let fields = [("hospital", code.to_owned()), ("kind", "qc_centre".to_owned())];
        let more = [("reason", "演示：年度质控计划".to_owned()), ("checklist", "core-systems".to_owned())];
        fields.into_iter().chain(more).collect::<Vec<_>>()
    };
    let pairs = |form: &[(&'static str, String)]| -> Vec<(&str, String)> { form.to_vec() };
    let send = async |form: &[(&'static str, String)]| {
        let owned = pairs(form);
        let fields: Vec<(&str, &str)> = owned.iter().map(|(name, value)| (*name, value.as_str())).collect();
        qc.post("/visits", &fields).await
    };
    let refused = send(&plan(&other.code)).await;
    assert!(refused.status == 422 && refused.body.contains("应质控医院名单里没有"), "{}", refused.body);
    let planned = send(&plan(&first.code)).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let visit = planned.location().to_owned();
    let begin = [("on", "2024-10-21"), ("leader", "专家演示甲"), ("members", "专家演示乙"), ("version", "1")];
    assert_eq!(qc.post(&format!("{visit}/begin"), &begin).await.status, 303);
    let point = format!("{visit}/points/{}", crate::inspections::scene::FIRST);
    let answered = qc.post(&point, &[("verdict", "met"), ("note", "演示"), ("seen", "0")]).await;
    assert_eq!(answered.status, 303, "{}", answered.body);
    let close = [("unanswered", "1"), ("signer", "医院演示")];
    let page = qc.get(&format!("{visit}/close")).await.body;
    let mut form = crate::inspections::scene::filled(&page);
    form.retain(|(name, _)| !close.iter().any(|(other, _)| other == name));
    form.extend(close.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let closed = qc.post(&format!("{visit}/close"), &fields).await;
    assert_eq!(closed.status, 303, "{}", closed.body);

    let page = read(&qc, "/coverage").await;
    assert!(page.contains("2024 年应质控 1 家，<b>已完成</b>") && !page.contains(&first.code), "{page}");
    let top = read(&sheng, "/coverage").await;
    assert!(top.contains("演示护理质控中心") && top.contains("/coverage/QC-01"), "{top}");
    assert!(
        top.contains("已督导 0 家") && top.contains("抽查比例没有设"),
        "a centre's visit is no commission's: {top}"
    );
    assert!(read(&sheng, "/coverage/QC-01").await.contains("已完成"));
    assert_eq!(sheng.get("/coverage/QC-01/never").await.status, 404);
    assert_eq!(county(&bench).await.get("/coverage/QC-01").await.status, 404);
}
