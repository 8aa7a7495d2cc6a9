//! Files that must be refused with the right reason, and after which everything still stands.

use zhikong::spreadsheets::{Format, Limits, Raw, Reader, Refusal, inspect_zip, sniff};

use super::{at, binary, ordinary, reader};
use crate::support::hostile;

/// Reads a file that must be refused, and an ordinary one after it with the same reader.
#[track_caller]
fn refused(reader: &Reader, bytes: Vec<u8>) -> impl Future<Output = Refusal> {
    let reader = reader.clone();
    async move {
        let refusal = reader.read(bytes).await.unwrap_err();
        assert!(reader.read(ordinary()).await.is_ok(), "the reader stands after {refusal:?}");
        refusal
    }
}

#[tokio::test]
async fn the_first_and_the_last_cell_of_a_sheet_are_two_cells() {
    let reader = reader();
    for file in [hostile::far_corners_xlsx(), hostile::far_corners_ods()] {
        assert!(file.len() < 5_000);
        let book = reader.read(file).await.unwrap();
        let sheet = &book.sheets[0];
        assert_eq!(sheet.cells.len(), 2, "{:?}", book.format);
        assert_eq!(at(sheet, "A1").value, Raw::Number(1.0));
        assert_eq!(at(sheet, "XFD1048576").value, Raw::Number(2.0));
    }
}

#[tokio::test]
async fn far_corners_in_an_xls_cost_the_child_alone() {
    let file = hostile::sparse_xls(30);
    assert!(file.len() < 20_000);
    assert_eq!(sniff(&file), Ok(Format::Xls));
    assert_eq!(refused(&reader(), file).await, Refusal::ReaderDied);
}

#[tokio::test]
async fn bombs_are_refused_by_what_comes_out_of_them() {
    // Smaller caps than the product's, so that the bombs need not be filled for half a minute.
    const MIB: u64 = 1 << 20;
    let limits = Limits {
        part_bytes: 8 * MIB,
        inflated_bytes: 20 * MIB,
        memory_bytes: 16 * MIB,
        book_bytes: 8 * MIB,
        ..Limits::default()
    };
    let reader = Reader::new(binary(), limits.clone(), 1);
    let spaces = vec![b' '; 9 << 20];
    let bomb = hostile::xlsx("", &[("xl/media/image1.png", &spaces)]);
    assert!(bomb.len() < 20_000);
    assert_eq!(inspect_zip(&bomb, &limits).unwrap_err().code(), "part_too_big");
    assert_eq!(refused(&reader, bomb).await.code(), "part_too_big");
    let spaces = &spaces[..7 << 20];
    let bomb = hostile::xlsx("", &[("xl/1", spaces), ("xl/2", spaces), ("xl/3", spaces)]);
    assert_eq!(refused(&reader, bomb).await.code(), "inflated_too_big");
    // Under every cap of the container, but more than the child may hold.
    let strings = hostile::short_strings_bomb(7);
    assert_eq!(refused(&reader, strings).await, Refusal::ReaderDied);
    let repeated = hostile::repeated_string_bomb();
    assert_eq!(refused(&reader, repeated).await.code(), "content_too_big");
    let greedy = hostile::xlsx("", &[("xl/sharedStrings.xml", br#"<sst uniqueCount="9999999999"></sst>"#)]);
    assert_eq!(refused(&reader, greedy).await, Refusal::ReaderDied);
    let cell =
        r#"<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    assert_eq!(refused(&reader, hostile::ods(&row)).await.code(), "content_too_big");
    let names: Vec<String> = (0..2_001).map(|index| format!("xl/{index}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(&reader, hostile::zip(&parts)).await.code(), "too_many_entries");
}

#[tokio::test]
async fn each_cap_has_its_own_answer() {
    let limits = Limits { cells: 519, upload_bytes: 20_000, ..Limits::default() };
    let reader = Reader::new(binary(), limits, 1);
    let cells = reader.read(ordinary()).await.unwrap_err();
    assert_eq!(cells.code(), "too_many_cells");
    assert!(cells.message().contains("519"), "{cells}");
    let big = reader.read(vec![b'x'; 20_001]).await.unwrap_err();
    assert_eq!(big.code(), "upload_too_big");
}

#[tokio::test]
async fn damage_is_damage() {
    let reader = reader();
    let whole = ordinary();
    let half = whole[..whole.len() / 2].to_vec();
    assert_eq!(refused(&reader, half).await, Refusal::Damaged);
    let ole = hostile::sparse_xls(1);
    assert_eq!(refused(&reader, ole[..700].to_vec()).await, Refusal::Damaged);
    let no_end = hostile::xlsx(r#"<row r="1"><c r="A1"><v>1"#, &[]);
    assert_eq!(refused(&reader, no_end).await, Refusal::Damaged);
    let off_the_grid = hostile::xlsx(r#"<row r="1"><c r="ZZZ99999999"><v>1</v></c></row>"#, &[]);
    assert_eq!(refused(&reader, off_the_grid).await, Refusal::Damaged);
}

#[tokio::test]
async fn passwords_and_macros_are_named() {
    let reader = reader();
    let package = hostile::ole(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"x")]);
    assert_eq!(refused(&reader, package).await, Refusal::PasswordProtected);
    assert_eq!(refused(&reader, hostile::password_xls()).await, Refusal::PasswordProtected);
    let macros = hostile::xlsx("", &[("xl/vbaProject.bin", b"x")]);
    assert_eq!(refused(&reader, macros).await, Refusal::Macros);
    let macros = hostile::ole(&[("Workbook", b"x"), ("_VBA_PROJECT_CUR", b"x")]);
    assert_eq!(refused(&reader, macros).await, Refusal::Macros);
}

#[tokio::test]
async fn what_is_no_spreadsheet_is_told_what_to_do() {
    let reader = reader();
    let gbk = encoding_rs::GB18030.encode("编码,数据元,7月\nA1,出院患者人次,12\n").0.into_owned();
    for (bytes, code, words) in [
        (b"<html><table><tr><td>12</td></tr></table></html>".to_vec(), "html", "网页"),
        (gbk, "csv_gbk", "GBK"),
        ("编码,数据元\n甲,12\n".as_bytes().to_vec(), "csv_utf8", "CSV"),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".to_vec(), "image", "图片"),
        (b"\x89PNG\r\n\x1A\n\0\0".to_vec(), "image", "图片"),
        (b"%PDF-1.7\n%\xE2\xE3".to_vec(), "pdf", "PDF"),
        (hostile::zip(&[("word/document.xml", b"<w/>")]), "word", "Word"),
        (hostile::zip(&[("a.xlsx", b"x")]), "archive", "压缩包"),
        (hostile::zip(&[("OFD.xml", b"<OFD/>")]), "ofd", "OFD"),
        (hostile::ole(&[("WordDocument", b"x")]), "word", "Word"),
        (hostile::zip(&[]), "archive", "压缩包"),
        (Vec::new(), "empty_file", "空文件"),
    ] {
        let refusal = refused(&reader, bytes).await;
        assert_eq!(refusal.code(), code);
        assert!(refusal.message().contains(words), "{}", refusal.message());
        assert!(refusal.remedy().starts_with('请'), "{}", refusal.remedy());
    }
}
