//! Workbooks: as people's programs save them, out and in again, every fault at its cell, formulas as text.

use rust_xlsxwriter::{Formula, Workbook};
use zhikong::specialty_goals::model::{Direction, GOALS_MAX, Number, Origin};

use super::{HOME, Scene, book, confirm, rehearsed};
use crate::inspectors::read;
use crate::support::makers;

#[tokio::test]
async fn a_table_as_a_person_keeps_it_is_read_by_its_headings() {
    let scene = Scene::new().await;
    let made = makers::openpyxl("goals.py");
    let forms = [made.clone(), makers::saved_by_libreoffice(&made, "ods"), makers::saved_by_libreoffice(&made, "xls")];
    for (year, bytes) in (2022..).zip(forms) {
        let (address, page) = rehearsed(&scene.centre, year, &bytes).await;
        assert!(page.contains("新增 3 项") && page.contains("2024年 B4"), "{page}");
        assert_eq!(confirm(&scene.centre, &address, &page, "").await.status, 303);
        let goals = scene.goals(year).await;
        let numbers: Vec<_> = goals.iter().map(|goal| (goal.baseline, goal.goal)).collect();
        let wanted = [
            (Some(Number(72_500_000)), Some(Number(85_000_000))),
            (Some(Number(300_000)), Some(Number(0))),
            (None, None),
        ];
        assert_eq!(numbers, wanted, "empty is not 0, 0 is 0");
        let origins: Vec<_> = goals.iter().map(|goal| goal.origin).collect();
        assert_eq!(origins, [Origin::National, Origin::National, Origin::Own]);
        let documents: Vec<&str> = goals.iter().map(|goal| goal.document.as_str()).collect();
        assert_eq!(documents, ["演示〔某年〕某号", "演示〔某年〕某号", ""], "a merged cell is of all its rows");
        assert_eq!((goals[0].indicator.as_str(), goals[0].unit.as_str()), ("演示：执行率", "%"));
        assert_eq!((goals[0].measures.as_str(), goals[0].direction), ("演示：一\n演示：二", None));
    }
}

#[tokio::test]
async fn what_is_exported_changes_nothing_when_it_comes_back_and_no_text_becomes_a_formula() {
    let scene = Scene::new().await;
    let hostile = "=HYPERLINK(\"http://x\")";
    scene
        .imported(
            &[
                [hostile, "国家", "+1演示", "@演示", "-0.000001", "999999999.999999", "‰", "≥", "-演示\n=2+2"],
                ["演示：乙", "省定", "", "", "", "", "", "", ""],
            ],
            "",
        )
        .await;
    let exported = scene.sheng.get(&format!("{HOME}/2024.xlsx")).await;
    assert_eq!(exported.status, 200);
    assert!(exported.headers["content-disposition"].to_str().unwrap().contains("2024"));
    for bytes in [exported.bytes.to_vec(), makers::saved_by_libreoffice(&exported.bytes, "xlsx")] {
        let (_, page) = rehearsed(&scene.centre, 2024, &bytes).await;
        assert!(page.contains("没有变化：表已经是这样") && page.contains("2 项与现在一样"), "{page}");
    }
    let goals = scene.goals(2024).await;
    assert_eq!((goals[0].title.as_str(), goals[0].direction), (hostile, Some(Direction::Higher)));
    // Shared strings only, each with the quote mark that keeps it text when somebody edits it.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out.xlsx");
    std::fs::write(&file, &exported.bytes).unwrap();
    let script = "import sys, openpyxl\n\
         sheet = openpyxl.load_workbook(sys.argv[1])['改进目标']\n\
         cells = [c for row in sheet.iter_rows(min_row=2) for c in row if isinstance(c.value, str)]\n\
         assert not [c.coordinate for c in cells if c.data_type == 'f'], 'formulas'\n\
         bad = [c.coordinate for c in cells if c.value[0] in '=+-@' and not c.quotePrefix]\n\
         assert not bad, bad\n\
         assert sheet['D2'].value.startswith('=HYPERLINK') and sheet['A2'].value == 2024 and sheet['H3'].value is None\n";
    let out = makers::python().arg("-c").arg(script).arg(&file).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[tokio::test]
async fn every_fault_is_named_at_its_sheet_and_cell_and_keeps_the_whole_out() {
    let scene = Scene::new().await;
    let long = "长".repeat(101);
    let bytes = book(&[
        ["演示：甲", "国家", "", "", "", "85", "%", "", ""],
        ["", "国家", "", "", "", "", "", "", ""],
        ["演示：乙", "", "", "", "", "", "", "", ""],
        ["演示：丙", "世界", "", "", "", "", "", "", ""],
        ["演示：丁", "省定", "", "", "八成", "≥85", "%", "持平", ""],
        ["演示：戊", "省定", "", "", "", "90%", "", "", ""],
        ["演示：甲 ", "省定", "", "", "", "", "", "", ""],
        [&long, "省定", "", "", "", "0.1234567", "", "", ""],
        ["演示：丙", "省定", "", "", "", "", "", "", ""],
        ["演示：己", "省定", "", "", "85%", "80", "%", "越高越好", ""],
        ["演示：丁", "省定", "", "", "10", "15", "天", "≤", ""],
    ]);
    let (address, page) = rehearsed(&scene.centre, 2024, &bytes).await;
    for (cell, said) in [
        ("A3", "没有写目标名称"),
        ("B4", "没有写来源"),
        ("B5", "不认识的来源"),
        ("E6", "不是数字"),
        ("F6", "写在“方向”一列"),
        ("H6", "不认识的方向"),
        ("F7", "“单位”一列却空着"),
        ("A8", "在 A2 已经写过一次"),
        ("A9", "目标名称有 101 个字"),
        ("F9", "小数有 7 位"),
        ("A10", "在 A5 已经写过一次"),
        ("F11", "目标值 80 比基线值 85 低，方向写的却是“越高越好”"),
        ("F12", "目标值 15 比基线值 10 高，方向写的却是“越低越好”"),
        ("A12", "在 A6 已经写过一次"),
    ] {
        assert!(page.contains(&format!(">{cell}<")) && page.contains(said), "{cell} {said}: {page}");
    }
    assert!(page.contains("没有导入：14 处要改") && page.contains("Sheet1 ") && !page.contains("导入这"), "{page}");
    let refused = scene.centre.post(&address, &[("name", "演示.xlsx"), ("seen", "0")]).await;
    assert!(refused.status == 422 && refused.body.contains("没有导入：14 处要改"), "{}", refused.body);
    assert!(scene.editions(2024).await.is_empty());
}

#[tokio::test]
async fn another_years_or_centres_table_formulas_without_results_and_too_many_rows_are_refused() {
    let scene = Scene::new().await;
    let mut file = Workbook::new();
    let sheet = file.add_worksheet();
    for (col, head) in (0..).zip(["年度", "质控中心", "目标名称", "来源", "目标值"]) {
        sheet.write_string(0, col, head).unwrap();
    }
    for (row, (year, centre)) in (1..).zip([("2024年", "QC-01"), ("2023", "演示护理质控中心"), ("", "QC-02")])
    {
        for (col, text) in (0..).zip([year, centre, &format!("演示：{row}"), "省定"]) {
            sheet.write_string(row, col, text).unwrap();
        }
    }
    sheet.write_formula(1, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let (_, page) = rehearsed(&scene.centre, 2024, &file.save_to_buffer().unwrap()).await;
    for (cell, said) in
        [("A3", "这里导入的是 2024 年的目标"), ("B4", "这里导入的是演示护理质控中心（QC-01）的目标"), ("E2", "")]
    {
        assert!(page.contains(&format!(">{cell}<")) && page.contains(said), "{cell} {said}: {page}");
    }
    assert!(page.contains("3 处要改"), "{page}");
    let titles: Vec<String> = (0..=GOALS_MAX).map(|number| format!("演示：{number}")).collect();
    let rows: Vec<[&str; 9]> = titles.iter().map(|title| [title, "省定", "", "", "", "", "", "", ""]).collect();
    let (_, page) = rehearsed(&scene.centre, 2024, &book(&rows)).await;
    assert!(page.contains(">A102<") && page.contains("一共 101 项") && page.contains("1 处要改"), "{page}");
    let (_, page) = rehearsed(&scene.centre, 2024, &book(&rows[..GOALS_MAX])).await;
    assert!(page.contains("新增 100 项"), "{page}");
    // The form as it is downloaded holds no goal yet, and next year's column is another year's.
    let blank = scene.centre.get(&format!("{HOME}/2024.xlsx")).await;
    let (_, page) = rehearsed(&scene.centre, 2024, &blank.bytes).await;
    assert!(page.contains("一项目标也没有") && page.contains("没有导入：1 处要改"), "{page}");
    for (bytes, said) in [
        (b"GIF89a not a workbook".to_vec(), "请上传改进目标工作簿"),
        (Workbook::new().save_to_buffer().unwrap(), "没有找到改进目标"),
        (crate::inspectors::workbook(&[&["目标名称", "来源", "目标名称"], &["演示", "省定", "演示"]]), "出现了两次"),
    ] {
        let answer = scene.centre.upload(&format!("{HOME}/2024/import"), &[("演示.xlsx", bytes.as_slice())]).await;
        assert!(answer.status == 422 && answer.body.contains(said), "{said}: {}", answer.body);
    }
    assert!(read(&scene.centre, HOME).await.contains("还没有报送"));
}
