//! The papers of one visit, as Word and as a page: the same words, and always the same bytes.

use std::io::{Cursor, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::*;
use crate::catalogue::Catalogue;
use crate::documents::{Document, PaperPage, docx};
use crate::web::Templates;

fn papers() -> Vec<(&'static str, Document)> {
    let sheet = sample::sheet();
    let catalogue = Catalogue::load(None).unwrap();
    let checklist = catalogue.checklists().iter().find(|one| one.document == sheet.document).unwrap();
    let mut long = sheet.clone();
    long.systems[3].points[2].note = "演示情况说明，很长的一段，逐条写明当时看到了什么。".repeat(400);
    vec![
        ("opinion", opinion(&sheet)),
        ("notice", notice(&sheet, sheet.last_day)),
        ("record", record(&long)),
        ("blank", blank(&Blank::of(checklist, true))),
    ]
}

fn html(document: &Document) -> String {
    let mut context = tera::Context::new();
    let page = PaperPage {
        document: document.clone(),
        back: "/inspections/1".to_owned(),
        back_label: "督导".to_owned(),
        word: "/inspections/1/record.docx".to_owned(),
    };
    context.insert("page", &page);
    context.insert("layout", &serde_json::json!({ "title": document.title(), "demo": true }));
    Templates::load().unwrap().render("parts/paper.html", &context).unwrap()
}

fn word(document: &Document) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx(document).unwrap())).unwrap();
    let mut all = String::new();
    for part in ["word/header1.xml", "word/document.xml", "word/footer1.xml"] {
        zip.by_name(part).unwrap().read_to_string(&mut all).unwrap();
    }
    all
}

/// Every string in a value, in order; `kind`, `size` and `align` are not printed.
fn strings(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if !text.is_empty() => out.push(text.clone()),
        serde_json::Value::Array(of) => of.iter().for_each(|one| strings(one, out)),
        serde_json::Value::Object(of) => {
            of.iter().filter(|(key, _)| !["kind", "size", "align"].contains(&key.as_str())).for_each(|(_, one)| {
                strings(one, out);
            });
        }
        _ => {}
    }
}

#[test]
fn word_and_page_say_the_same() {
    let unescaped = |text: String| {
        text.replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#x27;", "'")
            .replace("&#39;", "'")
            .replace("&#x2F;", "/")
            .replace("&amp;", "&")
    };
    let mut hostile = sample::sheet();
    hostile.findings[0].text = "<script>alert('1')</script> & \"引号\"".to_owned();
    let mut papers = papers();
    papers.push(("hostile", opinion(&hostile)));
    for (name, document) in papers {
        let (page, file) = (html(&document), word(&document));
        assert!(!page.contains("<script"), "{name}: the page has no script");
        let (page, file) = (unescaped(page), unescaped(file));
        let mut said = Vec::new();
        strings(&serde_json::to_value(&document).unwrap(), &mut said);
        assert!(said.len() > 20, "{name}");
        for text in said {
            assert!(page.contains(&text), "{name}: the page lacks {text}");
            assert!(file.contains(&text), "{name}: the file lacks {text}");
        }
    }
}

/// Printed once and kept: a closed visit gives these bytes, whenever and on whatever machine they are made. Another value
/// here means that papers already handed out look different now; change it only on purpose.
#[test]
fn papers_keep_their_bytes() {
    let made: Vec<String> = papers()
        .into_iter()
        .filter(|(name, _)| *name != "blank")
        .map(|(name, document)| format!("{name} {}", &hex::encode(Sha256::digest(docx(&document).unwrap()))[..16]))
        .collect();
    assert_eq!(made, ["opinion d65d69371423dd8d", "notice 74ca781c576d64f5", "record 42a6daed5ce27080"]);
}

/// The papers to be looked at: `cargo test --lib papers_to_look_at -- --ignored` writes them to `target/papers`.
#[test]
#[ignore = "writes files to look at"]
fn papers_to_look_at() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/papers");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document) in papers() {
        std::fs::write(folder.join(format!("{name}.docx")), docx(&document).unwrap()).unwrap();
        let page = html(&document).replace("/assets/", "../../assets/");
        std::fs::write(folder.join(format!("{name}.html")), page).unwrap();
    }
}
