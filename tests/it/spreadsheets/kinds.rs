//! One cell of each kind, as each program saves it.

use zhikong::spreadsheets::{Book, Format, Limits, MergedRange, Raw, Sheet, Visibility, read_in_process};

use super::{at, ordinary, reader};
use crate::support::hostile::{ods, short_celled_xlsb, xlsx};
use crate::support::makers::{openpyxl, saved_by_libreoffice};

#[tokio::test]
async fn our_own_writer_is_read_back_and_text_stays_text() {
    let book = reader().read(ordinary()).await.unwrap();
    assert_eq!(book.format, Format::Xlsx);
    let sheet = &book.sheets[0];
    assert_eq!(sheet.cells.len(), 52 * 10);
    assert_eq!(sheet.rows().count(), 52);
    assert_eq!(at(sheet, "A52").value, Raw::Text("=演示".into()));
    assert!(at(sheet, "A52").formula.is_none());
    assert_eq!(at(sheet, "J52").value, Raw::Number(519.0));
}

#[tokio::test]
async fn a_child_answers_what_reading_in_process_gives() {
    let made = openpyxl("kinds.py");
    let here = read_in_process(&made, &Limits::default());
    assert_eq!(reader().read(&made).await, here);
    assert!(here.is_ok());
}

#[tokio::test]
async fn each_kind_of_cell_of_openpyxl_is_told_apart() {
    let book = reader().read(openpyxl("kinds.py")).await.unwrap();
    assert_eq!(book.format, Format::Xlsx);
    let sheet = check_what_every_format_keeps(&book);
    // openpyxl computes nothing, so its formulas have no value yet.
    for address in ["B7", "C7", "D7"] {
        assert_eq!(at(sheet, address).value, Raw::FormulaWithoutValue);
        assert!(at(sheet, address).formula.is_some());
    }
    let serial = |serial, iso: &str| Raw::DateTime { iso: iso.into(), serial: Some(serial) };
    assert_eq!(at(sheet, "B5").value, serial(45_382.0, "2024-03-31"));
    assert_eq!(book.sheet("深藏").unwrap().visibility, Visibility::VeryHidden);
}

#[tokio::test]
async fn each_kind_of_cell_saved_by_libreoffice_is_told_apart() {
    let made = openpyxl("kinds.py");
    let reader = reader();
    for (extension, format) in [("xlsx", Format::Xlsx), ("xls", Format::Xls), ("ods", Format::Ods)] {
        let saved = tokio::task::spawn_blocking({
            let made = made.clone();
            move || saved_by_libreoffice(&made, extension)
        });
        let book = reader.read(saved.await.unwrap()).await.unwrap();
        assert_eq!(book.format, format);
        let sheet = check_what_every_format_keeps(&book);
        assert_eq!(at(sheet, "B7").value, Raw::Number(24.5), "{extension}");
        assert_eq!(at(sheet, "C7").value, Raw::Error("#DIV/0!".into()), "{extension}");
        assert_eq!(at(sheet, "D7").value, Raw::Text("有".into()), "{extension}");
        for address in ["B7", "C7", "D7"] {
            assert!(at(sheet, address).formula.is_some(), "{address} in {extension}");
        }
    }
}

/// What must be found whoever saved the workbook, in whatever format; gives the main sheet.
fn check_what_every_format_keeps(book: &Book) -> &Sheet {
    let format = book.format;
    let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names[..3], ["数据填报", "隐藏", "深藏"], "{format:?}");
    assert!(book.sheet("空").unwrap().cells.is_empty(), "{format:?}");
    assert_eq!(book.sheets[0].visibility, Visibility::Visible, "{format:?}");
    assert_eq!(book.sheets[1].visibility, Visibility::Hidden, "{format:?}");
    assert_ne!(book.sheets[2].visibility, Visibility::Visible, "{format:?}");

    let sheet = book.sheet("数据填报").unwrap();
    let found = |address| at(sheet, address).found();
    assert_eq!(found("A1"), "2024年第三季度 演示");
    assert_eq!(found("B3"), "12");
    assert_eq!(found("C3"), "12.5");
    assert_eq!(found("D3"), "１，２３４");
    assert_eq!(at(sheet, "D3").value, Raw::Text("１，２３４".into()));
    assert_eq!(found("B4"), "98.5%", "{format:?}");
    assert_eq!(at(sheet, "B4").value, Raw::Number(0.985));
    assert_eq!(found("C4"), "1", "a quoted sign is no percentage in {format:?}");
    assert_eq!(found("B5"), "2024-03-31", "{format:?}");
    assert_eq!(found("C5"), "2024-03-31T08:30:00", "{format:?}");
    assert_eq!(at(sheet, "D5").value, Raw::Text("2024.3.31".into()));
    // LibreOffice saves TRUE as the number 1 in its own format.
    let truth = if format == Format::Ods { Raw::Number(1.0) } else { Raw::Bool(true) };
    assert_eq!(at(sheet, "B6").value, truth, "{format:?}");
    assert_eq!(found("B10"), "有批注");
    assert!(sheet.cell(11, 5).is_none(), "a cell with only a format holds nothing");
    assert!(sheet.hides_row(7) && sheet.hides_row(8), "{format:?}");
    assert!(!sheet.hides_row(6) && !sheet.hides_row(9), "{format:?}");
    let title = MergedRange { first: (0, 0), last: (0, 3) };
    assert_eq!(sheet.merged, [title], "{format:?}");
    assert_eq!(at(&book.sheets[1], "C2").a1(), "C2");
    sheet
}

#[tokio::test]
async fn an_error_nobody_knows_spoils_only_its_own_cell() {
    let reader = reader();
    let rows = |with_addresses: bool| {
        let cell = |address: &str, rest: &str| match with_addresses {
            true => format!(r#"<c r="{address}"{rest}</c>"#),
            false => format!("<c{rest}</c>"),
        };
        let spilt = r##" t="e"><f>UNIQUE(X1:X9)</f><v>#SPILL!</v>"##;
        let odd = r#" t="n"><v>12x</v>"#;
        [cell("A1", "><v>1</v>"), cell("B1", spilt), cell("C1", odd), cell("D1", "><v>4</v>")].concat()
    };
    for with_addresses in [true, false] {
        let sheet = format!(r#"<row r="1">{}</row>"#, rows(with_addresses));
        let book = reader.read(xlsx(&sheet, &[])).await.unwrap();
        let sheet = &book.sheets[0];
        assert_eq!(at(sheet, "A1").value, Raw::Number(1.0));
        assert_eq!(at(sheet, "B1").value, Raw::Error("#SPILL!".into()));
        assert_eq!(at(sheet, "C1").value, Raw::Error("#?".into()));
        assert_eq!(at(sheet, "D1").value, Raw::Number(4.0));
    }
}

#[tokio::test]
async fn an_ods_laid_out_for_people_reads_like_any_other() {
    let book = reader()
        .read(ods(
            r#"
            <table:table-row table:visibility="collapse" table:number-rows-repeated="2">
              <table:table-cell office:value-type="string"><text:p>甲</text:p><text:p>乙&amp;丙<text:s text:c="2"/>&#25104;</text:p></table:table-cell>
              <table:table-cell office:value-type="percentage" office:value="0.985"><text:p>98.5%</text:p></table:table-cell>
            </table:table-row>
            <table:table-row>
              <table:table-cell table:number-columns-spanned="2" office:value-type="date" office:date-value="2024-03-31T00:00:00"/>
              <table:covered-table-cell/>
              <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="12"/>
              <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>
              <table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>
            </table:table-row>"#,
        ))
        .await
        .unwrap();
    let sheet = &book.sheets[0];
    assert_eq!(at(sheet, "A2").value, Raw::Text("甲\n乙&丙  成".into()));
    assert_eq!(at(sheet, "B1").found(), "98.5%");
    assert_eq!(sheet.hidden_rows, [0..=1]);
    assert_eq!(at(sheet, "A3").found(), "2024-03-31");
    assert_eq!(sheet.merged, [MergedRange { first: (2, 0), last: (2, 1) }]);
    assert_eq!((at(sheet, "C3").found(), at(sheet, "D3").found()), ("12".into(), "12".into()));
    assert_eq!(at(sheet, "E3").value, Raw::Error("#DIV/0!".into()));
    assert_eq!(sheet.cells.len(), 8, "a comment is no content");
}

#[tokio::test]
async fn short_cells_of_an_xlsb_are_not_lost() {
    let book = reader().read(short_celled_xlsb()).await.unwrap();
    assert_eq!(book.format, Format::Xlsb);
    let sheet = book.sheet("数据填报").unwrap();
    assert_eq!(at(sheet, "B3").value, Raw::Text("甲".into()));
    assert_eq!(at(sheet, "C3").value, Raw::Number(12.0));
    assert_eq!(at(sheet, "F3").value, Raw::Error("#DIV/0!".into()));
    assert!(at(sheet, "F3").formula.is_some());
    assert_eq!(at(sheet, "B4").found(), "98.5%");
    assert!(sheet.hides_row(3) && !sheet.hides_row(2));
}
