//! 汇总表: many hospitals in one sheet, each taken or refused on its own, with its own receipt.

use std::collections::BTreeMap;

use zhikong::access::Scope;
use zhikong::figures::{Entry, Reason};
use zhikong::returns::model::{FileReport, Outcome};
use zhikong::returns::outgoing;
use zhikong::returns::template::{CellFill, TablePlan, write_table};
use zhikong::spreadsheets::{Book, Cell, Limits, parse_a1, read_in_process};

use crate::returns::paper::Paper;
use crate::returns::scene::{CELLS, CLEAN, Scene, clean_entries, hospital_line, q3, told};

/// The table of all hospitals of the scene with the clean figures in each row.
pub async fn filled(scene: &Scene) -> TablePlan {
    let plan = outgoing::table(&scene.desk.db, &Scope::Everything, &scene.desk.catalogue, q3()).await;
    let mut plan = plan.expect("the database answers").expect("an edition");
    let columns: Vec<_> = plan.columns().map(|(element, column)| (element.clone(), column)).collect();
    for line in &mut plan.lines {
        for (code, stored) in CLEAN {
            let mine: Vec<_> = columns.iter().filter(|(element, _)| element.as_str() == *code).collect();
            // Three months, or the quarter's column, which is the last.
            let mine = if stored.len() == 3 { &mine[..3] } else { &mine[mine.len() - 1..] };
            for ((element, column), number) in mine.iter().zip(*stored) {
                #[expect(clippy::cast_precision_loss, reason = "small numbers of a test")]
                let fill = match *code {
                    "rec_mode" => CellFill::Text("抽样".to_owned()),
                    "iv_volume_l_x10" => CellFill::Number(*number as f64 / 10.0),
                    _ => CellFill::Number(*number as f64),
                };
                line.cells.insert((element.clone(), *column), fill);
            }
        }
    }
    plan
}

pub fn book(bytes: &[u8]) -> Book {
    read_in_process(bytes, &Limits::default()).expect("a workbook")
}

pub async fn paper(scene: &Scene) -> Paper {
    Paper::of(&book(&write_table(&filled(scene).await, &[]).expect("a workbook")))
}

fn by_hospital(reports: Vec<FileReport>) -> BTreeMap<String, FileReport> {
    reports.into_iter().map(|report| (report.hospital.clone().unwrap_or_default(), report)).collect()
}

fn at(book: &Book, sheet: &str, address: &str) -> String {
    let (row, col) = parse_a1(address).expect("an address");
    book.sheet(sheet).expect("the sheet").cell(row, col).map(Cell::found).unwrap_or_default()
}

#[tokio::test]
async fn every_hospital_of_a_table_is_stored_like_a_workbook_of_its_own() {
    let scene = Scene::new().await;
    let reports = scene.take(&[("汇总.xlsx", paper(&scene).await.bytes())]).await;
    assert_eq!(reports.len(), 3);
    for (report, code) in reports.iter().zip(["A1", "A2", "B1"]) {
        assert_eq!(report.status, Outcome::Stored, "{code} {:#?}", report.problems);
        assert_eq!(report.hospital.as_deref(), Some(code));
        assert_eq!(report.receipt.as_deref(), Some(format!("2024Q3-{code}-01").as_str()));
        assert_eq!((report.values.expected, report.values.stored), (CELLS, CELLS));
        assert!(report.problems.is_empty(), "{:#?}", report.problems);
        let entries: BTreeMap<_, _> = scene.latest(code).await.into_iter().map(|(key, v)| (key, v.entry)).collect();
        assert_eq!(entries, clean_entries());
    }
    assert_eq!(reports[1].part.as_deref(), Some("第 8 行"));
    let again = scene.take(&[("汇总.xlsx", paper(&scene).await.bytes())]).await;
    assert!(again.iter().all(|report| report.status == Outcome::Unchanged), "{again:#?}");
}

#[tokio::test]
async fn one_hospitals_fault_refuses_that_hospital_only_and_stands_at_its_cell() {
    let scene = Scene::new().await;
    let mut sheet = paper(&scene).await;
    // Row 8 is A2: a percentage for its July discharges, and more reports of nothing.
    sheet.put("D8", "98.5%");
    let reports = by_hospital(scene.take(&[("汇总.xlsx", sheet.bytes())]).await);
    assert_eq!(reports["A1"].status, Outcome::Stored);
    assert_eq!(reports["B1"].status, Outcome::Stored);
    assert_eq!(reports["A2"].status, Outcome::Refused);
    let told = told(&reports["A2"].problems);
    assert_eq!(told, [["percent-for-count", "D8", "98.5%"]]);
    let problem = &reports["A2"].problems[0];
    assert_eq!((problem.sheet.as_deref(), problem.element.as_deref()), (Some("汇总表"), Some("discharges")));
    assert_eq!(scene.rows().await[0], 2, "two returns");
}

#[tokio::test]
async fn rows_that_nobody_filled_change_nothing_and_are_said_once() {
    let codes: Vec<String> = (1..=9).map(|number| format!("A{number}")).collect();
    let lines: Vec<_> = codes.iter().map(|code| hospital_line(code)).collect();
    let scene = Scene::with(&lines).await;
    let mut plan = filled(&scene).await;
    for at in [1, 2, 3, 6] {
        plan.lines[at].cells.clear();
    }
    let mut sheet = Paper::of(&book(&write_table(&plan, &[]).expect("a workbook")));
    // A row with words only is no blank row: somebody meant something.
    sheet.put("D13", "待报");
    scene.bench.staff("yuan", "410105").await;
    let client = scene.bench.sign_in("yuan").await;
    let answer = client.upload("/returns/upload?period=2024Q3", &[("汇总.xlsx", &sheet.bytes())]).await;
    let page = client.get(answer.location()).await;
    assert!(page.body.contains("6 份报表：5 份入库，1 份没有入库"), "{}", page.body);
    assert!(page.body.contains("汇总表第 8–10 行没有填，这些医院的数没有动。"), "{}", page.body);
    let summary = book(&client.get(&format!("{}/summary", answer.location())).await.bytes);
    let last = ["C9", "D9"].map(|cell| at(&summary, "上传结果", cell));
    assert_eq!(last, ["汇总.xlsx　第 8–10 行没有填", "没有填"]);
    let reports = scene.take(&[("汇总.xlsx", sheet.bytes())]).await;
    let said: Vec<_> = reports.iter().map(|r| (r.hospital.as_deref().unwrap_or("-"), r.status)).collect();
    let told = [("A1", Outcome::Unchanged), ("A5", Outcome::Unchanged), ("A6", Outcome::Unchanged)];
    assert_eq!(said[..3], told, "{said:?}");
    assert_eq!(said[3], ("A7", Outcome::Refused));
    assert_eq!(said.last(), Some(&("-", Outcome::Unchanged)), "{said:?}");
}

#[tokio::test]
async fn a_table_that_nobody_filled_is_refused_and_one_of_departments_is_no_return_of_zeros() {
    let scene = Scene::new().await;
    let (db, catalogue) = (&scene.desk.db, &scene.desk.catalogue);
    let plan = outgoing::table(db, &Scope::Everything, catalogue, q3()).await.expect("answers").expect("an edition");
    let report = scene.take_one(write_table(&plan, &[]).expect("a workbook")).await;
    assert_eq!((report.status, told(&report.problems)), (Outcome::Refused, vec![["blank-table", "-", "-"]]));
    let hospital = scene.hospital("A1").await;
    let plan = outgoing::departments(db, &Scope::Everything, catalogue, &hospital, q3()).await;
    let plan = plan.expect("answers").expect("an edition");
    let report = scene.take_one(write_table(&plan, &[]).expect("a workbook")).await;
    assert_eq!(report.status, Outcome::Refused);
    // Four cells are of services that the register knows the hospital not to offer.
    assert_eq!((report.values.missing, report.values.refused), (CELLS - 4, 4), "{:#?}", report.values);
    assert_eq!(scene.rows().await[1], 0, "no round");
}

#[tokio::test]
async fn rows_that_are_nobodys_twice_there_or_hidden_are_named_and_sums_and_notes_are_not_read() {
    let scene = Scene::new().await;
    let mut sheet = paper(&scene).await;
    sheet
        .put("A8", "X9")
        .put("A9", "A1")
        .put("B10", "合计")
        .put("D10", 3000.0)
        .put("A11", "注：本表由演示市汇总。")
        .put("D12", 7.0)
        .put("B12", "无码医院");
    let reports = scene.take(&[("汇总.xlsx", sheet.bytes())]).await;
    let rules: Vec<_> = reports
        .iter()
        .map(|report| {
            report.problems.iter().map(|p| (p.rule.as_str(), p.cell.as_deref().unwrap_or("-"))).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        rules,
        [
            vec![("doubled-hospital", "A7")],
            vec![("unknown-hospital", "A8")],
            vec![("doubled-hospital", "A9")],
            vec![("row-without-code", "A12")],
        ]
    );
    assert!(reports.iter().all(|report| report.status == Outcome::Refused));
    assert!(reports[3].problems[0].message.contains("无码医院"), "{}", reports[3].problems[0].message);
    assert_eq!(scene.rows().await[1], 0, "no round");
}

#[tokio::test]
async fn campus_rows_below_a_hospital_must_add_up() {
    let scene = Scene::new().await;
    let mut sheet = paper(&scene).await;
    // A2's row becomes two campuses of A1, the last of which has too few discharges.
    sheet
        .put("A8", "")
        .put("B8", "演示医院东院区")
        .put("D8", 400.0)
        .put("A9", "")
        .put("B9", "演示医院西院区")
        .put("D9", 599.0);
    for col in ["E", "F"] {
        sheet.put(&format!("{col}8"), 1.0).put(&format!("{col}9"), "");
    }
    let reports = scene.take(&[("汇总.xlsx", sheet.bytes())]).await;
    assert_eq!(reports.len(), 1);
    let differs: Vec<_> = told(&reports[0].problems)
        .into_iter()
        .filter(|[rule, cell, _]| *rule == "campus-sum-differs" && *cell == "D7")
        .collect();
    assert_eq!(differs, [["campus-sum-differs", "D7", "1000"]]);
    assert!(reports[0].problems.iter().any(|problem| problem.message.contains("999")));
}

#[tokio::test]
async fn words_and_marks_in_a_row_are_read_as_in_a_form() {
    let scene = Scene::new().await;
    let plan = filled(&scene).await;
    let note = zhikong::spreadsheets::a1(6, u32::from(plan.note_col()));
    let mut sheet = Paper::of(&book(&write_table(&plan, &[]).unwrap()));
    let births = plan.col(&"vaginal_births".parse().unwrap(), plan.columns().next().unwrap().1).unwrap();
    let complications = plan.col(&"vaginal_complications".parse().unwrap(), plan.columns().next().unwrap().1).unwrap();
    for col in (births..births + 3).chain(complications..complications + 3) {
        sheet.put(&zhikong::spreadsheets::a1(6, u32::from(col)), "/");
    }
    let asked = by_hospital(scene.take(&[("汇总.xlsx", sheet.bytes())]).await);
    assert_eq!(asked["A1"].problems.iter().map(|p| p.rule.as_str()).collect::<Vec<_>>(), ["not-applicable-reason"]);
    sheet.put(&note, "产科装修停用");
    let answered = by_hospital(scene.take(&[("汇总.xlsx", sheet.bytes())]).await);
    assert!(answered["A1"].problems.is_empty(), "{:#?}", answered["A1"].problems);
    let latest = scene.latest("A1").await;
    let value = &latest[&("vaginal_births".to_owned(), 1)];
    assert_eq!((value.entry, value.note.as_deref()), (Entry::NotApplicable(Reason::Stated), Some("产科装修停用")));
    assert_eq!(latest[&("discharges".to_owned(), 1)].note, None, "words stand with what was asked about");
}

#[tokio::test]
async fn the_table_comes_back_with_every_problem_at_its_cell_and_a_second_time_the_same() {
    let scene = Scene::new().await;
    let mut sheet = paper(&scene).await;
    sheet.put("D8", "98.5%").put("E9", -4.0).put("A7", "X9");
    let sent = sheet.bytes();
    let again = async |bytes: Vec<u8>| {
        let reports = scene.take(&[("汇总.xlsx", bytes.clone())]).await;
        let marked = scene.marked(&bytes, &reports).await;
        (reports, marked)
    };
    let (reports, once) = again(sent).await;
    let back = book(&once);
    assert_eq!(back.sheets[0].name, "问题清单");
    let cells: Vec<String> = (5..8).map(|row| at(&back, "问题清单", &format!("C{row}"))).collect();
    assert_eq!(cells, ["A7", "D8", "E9"]);
    assert_eq!(at(&back, "问题清单", "I6"), "A2");
    assert_eq!(at(&back, "问题清单", "J6"), scene.hospital("A2").await.name);
    assert_eq!((at(&back, "汇总表", "D8"), at(&back, "汇总表", "E9")), ("98.5%".to_owned(), "-4".to_owned()));
    let (reports_again, twice) = again(once.clone()).await;
    assert_eq!(
        reports_again.iter().map(|r| told(&r.problems)).collect::<Vec<_>>(),
        reports.iter().map(|r| told(&r.problems)).collect::<Vec<_>>()
    );
    assert!(once == twice, "annotate ∘ annotate = annotate");
    let mut mended = Paper::of(&back);
    let data = mended.pages.iter_mut().find(|page| page.name == "汇总表").expect("the table");
    data.cells.insert((7, 3), 1000.0.into());
    data.cells.insert((8, 4), 1100.0.into());
    data.cells.insert((6, 0), "A1".into());
    let stored = scene.take(&[("汇总.xlsx", mended.bytes())]).await;
    assert!(stored.iter().all(|report| report.status == Outcome::Stored), "{stored:#?}");
}

#[tokio::test]
async fn files_of_an_archive_are_files_like_any_other() {
    let scene = Scene::new().await;
    let (a1, mut a2) = (scene.clean("A1").await, scene.paper("A2").await);
    a2.put("F6", "98%");
    let zip =
        zipped(&[("三季度/甲.xlsx", &a1), ("三季度/乙.xlsx", &a2.bytes()), ("照片.jpg", b"\xFF\xD8\xFF\xE0 photo")]);
    let reports = scene.take(&[("全市.zip", zip.clone())]).await;
    let said: Vec<_> = reports.iter().map(|r| (r.file.as_str(), r.part.as_deref().unwrap_or("-"), r.status)).collect();
    assert_eq!(
        said,
        [
            ("全市.zip", "甲.xlsx", Outcome::Stored),
            ("全市.zip", "乙.xlsx", Outcome::Refused),
            ("全市.zip", "照片.jpg", Outcome::Refused),
        ]
    );
    assert_eq!(told(&reports[1].problems), [["percent-for-count", "F6", "98%"]]);
    assert_eq!(reports[2].problems[0].rule, "not-a-spreadsheet");
    assert_eq!(reports[0].receipt.as_deref(), Some("2024Q3-A1-01"));
    let nested = scene.take(&[("套.zip", zipped(&[("里.zip", &zip)]))]).await;
    assert_eq!((nested.len(), nested[0].status), (1, Outcome::Refused), "{nested:#?}");
}

pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[tokio::test]
async fn many_returns_have_a_page_with_a_row_each_and_a_workbook_of_all_problems() {
    let codes: Vec<String> = (1..=7).map(|number| format!("A{number}")).collect();
    let lines: Vec<_> = codes.iter().map(|code| hospital_line(code)).collect();
    let scene = Scene::with(&lines).await;
    scene.bench.staff("yuan", "410105").await;
    let mut sheet = paper(&scene).await;
    sheet.put("D9", "98.5%");
    let client = scene.bench.sign_in("yuan").await;
    let answer = client.upload("/returns/upload?period=2024Q3", &[("汇总.xlsx", &sheet.bytes())]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = client.get(answer.location()).await;
    assert!(page.body.contains("7 份报表：6 份入库，1 份没有入库"), "{}", page.body);
    assert!(page.body.contains("2024Q3-A1-01") && page.body.contains("1 处必须改"), "{}", page.body);
    let refused = client.get(&format!("{}?outcome=refused", answer.location())).await;
    assert!(refused.body.contains("第 9 行") && !refused.body.contains("2024Q3-A1-01"), "{}", refused.body);
    let one = page.body.split("/returns/uploads/").find(|rest| rest.contains("1 处必须改")).expect("a link");
    let one = client.get(&format!("/returns/uploads/{}", one.split('"').next().unwrap())).await;
    assert!(one.body.contains("D9") && one.body.contains("98.5%"), "{}", one.body);
    let summary = client.get(&format!("{}/summary", answer.location())).await;
    let summary = book(&summary.bytes);
    assert_eq!(at(&summary, "上传结果", "E3"), "2024Q3-A1-01");
    assert_eq!((at(&summary, "全部问题", "A2"), at(&summary, "全部问题", "E2")), ("A3".to_owned(), "D9".to_owned()));
    let annotated = page.body.split("href=\"").find(|rest| rest.contains("/annotated\"")).expect("a link");
    let annotated = client.get(annotated.split('"').next().unwrap()).await;
    assert_eq!(at(&book(&annotated.bytes), "问题清单", "C5"), "D9");
    // Who sent it does not accept it.
    let accepted = client.post("/returns/accept", &[("period", "2024Q3"), ("hospital", "A1")]).await;
    assert!(accepted.body.contains("另一个人"), "{}", accepted.body);
    // A county next door sees nothing of it.
    scene.bench.staff("bie", "411321").await;
    let stranger = scene.bench.sign_in("bie").await;
    assert_eq!(stranger.get(answer.location()).await.status, 404);
    assert_eq!(stranger.get(&format!("{}/summary", answer.location())).await.status, 404);
}

#[tokio::test]
async fn a_head_of_a_month_that_is_lost_is_named_and_no_other_month_stands_in_for_it() {
    let scene = Scene::new().await;
    let mut sheet = paper(&scene).await;
    sheet.put("E6", "八");
    let reports = scene.take(&[("汇总.xlsx", sheet.bytes())]).await;
    for report in &reports {
        assert_eq!((report.status, told(&report.problems)), (Outcome::Refused, vec![["column-missing", "D5", "-"]]));
        assert!(report.problems[0].message.contains("8月"), "{}", report.problems[0].message);
    }
    // With none of its heads known the first month is no quarter.
    sheet.put("D6", "甲").put("E6", "乙").put("F6", "丙").put("G6", "丁");
    let reports = scene.take(&[("汇总.xlsx", sheet.bytes())]).await;
    assert!(reports.iter().all(|report| report.status == Outcome::Refused), "{reports:#?}");
    let said = &reports[0].problems;
    assert!(
        said.iter().all(|problem| problem.rule == "column-missing" && problem.cell.as_deref() == Some("D5")),
        "{said:#?}"
    );
}
