use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::documents::{Body, Column, Signature, Size, Table};

fn sample(size: Size) -> Document {
    let mut table = Table::new(vec![Column::narrow("序", 9), Column::wide("发现"), Column::narrow("条款", 27)]);
    table.row(["1", "甲 <b>&\"\n第二行", "三(一)3(2)"]);
    table.row(["2", &"很长的情况说明。".repeat(600), "三(一)14.评(3)问2"]);
    table.across("一行。");
    let body = Body::default().paragraph("依据。").heading("要点").table(table).paragraph("<w:p>&amp;\u{B}]]>");
    Document::new(size, "现场督导意见书", body)
        .demo(true)
        .number(Some("演示卫督意〔2024〕17号"))
        .to("安澜演示中医院")
        .attachments(&["清单".to_owned(), "记录".to_owned()])
        .issued("临溪演示县卫生健康委员会", chrono::NaiveDate::from_ymd_opt(2024, 10, 21).unwrap())
        .signed(vec![
            Signature::line("督导组长", ""),
            Signature::line("督导人员", ""),
            Signature::line("见证人", ""),
            Signature::wide("医院意见", "□ 无异议"),
        ])
        .annex("清单", Body::default().paragraph("一条。"))
        .foot("一式两份", Some("7c1e-90ab-43d2"))
}

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (entry.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// Its elements close as they opened; and the text of all `w:t`.
fn text_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut text, mut out) = (Vec::new(), false, String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                text = tag.name().as_ref() == "w:t";
                open.push(tag.name().as_ref().to_owned());
            }
            Event::End(tag) => {
                assert_eq!(open.pop().as_deref(), Some(tag.name().as_ref()));
                text = false;
            }
            Event::Text(part) if text => out.push_str(&part.xml10_content()),
            Event::GeneralRef(name) if text => match name.as_ref() {
                "amp" => out.push('&'),
                "lt" => out.push('<'),
                "gt" => out.push('>'),
                "quot" => out.push('"'),
                other => panic!("unknown entity {other:?}"),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    out
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = docx(&sample(Size::Form)).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let second = docx(&sample(Size::Form)).unwrap();
    assert!(first == second, "zip keeps times to two seconds: none may be that of the making");
    assert!(first != docx(&sample(Size::Letter)).unwrap());
    for (name, text) in parts(&first) {
        assert!(!text.contains("dcterms"), "{name} holds a time");
    }
}

#[test]
fn every_part_is_well_formed_and_named() {
    let parts = parts(&docx(&sample(Size::Letter)).unwrap());
    let kinds = parts.iter().find(|(name, _)| name == "[Content_Types].xml").unwrap().1.clone();
    for (name, text) in &parts {
        text_of(text);
        let known = kinds.contains(&format!("\"/{name}\"")) || name.ends_with(".rels") || name.starts_with('[');
        assert!(known, "{name} has no kind");
    }
}

#[test]
fn what_people_typed_stays_text() {
    let parts = parts(&docx(&sample(Size::Form)).unwrap());
    let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let text = text_of(body);
    assert!(text.contains("甲 <b>&\"第二行"), "lines of a cell are paragraphs of their own");
    assert!(text.contains("<w:p>&amp;]]>"), "{text}");
    assert!(!body.contains("<b>"), "no element but ours");
}

#[test]
fn tables_repeat_their_head_and_only_short_rows_stay_whole() {
    let xml = body::document(&sample(Size::Form));
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    // The head, the short row, that across, and the three rows of signatures.
    assert_eq!(xml.matches("<w:cantSplit/>").count(), 6, "the long row may break over pages");
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 1, "the annex begins a page");
    assert_eq!(xml.matches("<w:gridSpan").count(), 2);
}

#[test]
fn the_letter_has_the_margins_of_the_standard() {
    let xml = body::document(&sample(Size::Letter));
    // 37, 26, 35 and 28 mm in twentieths of a point; A4 is 11906 × 16838.
    assert!(xml.contains("w:top=\"2097\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\""), "{xml}");
    assert!(xml.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    let styles = parts::styles(Size::Letter);
    assert!(styles.contains("<w:sz w:val=\"32\"/>") && styles.contains("w:line=\"560\" w:lineRule=\"exact\""));
}

proptest::proptest! {
    /// Whatever is typed, the file stays well-formed and holds it as text.
    #[test]
    fn any_text_is_held_as_text(typed in "\\PC{0,60}|.{0,60}") {
        let mut table = Table::new(vec![Column::wide("")]);
        table.row([&typed]);
        table.across(&typed);
        let document = Document::new(Size::Form, &typed, Body::default().heading(&typed).table(table)).number(Some(&typed));
        let text = text_of(&body::document(&document));
        proptest::prop_assert!(text.starts_with(document.title()));
        for part in parts(&docx(&document).unwrap()) {
            text_of(&part.1);
        }
    }
}
