//! A summary as an official document: the same words and figures as on its page.

use crate::documents::{self, Body, Column, Document, Size, WIDTHS};
use crate::reports::model::{Content, Line, Section, Table};

/// Widest column that is not given all there is left, and the least that such a column should have, mm.
const NARROW: u16 = 27;
const WIDE: u16 = 24;
/// What stands between the margins, mm.
const PAGE: u16 = 156;
/// A Chinese letter of a table, and what stands left and right of a cell's text, mm.
const LETTER: f64 = 3.4;
const EDGES: f64 = 3.0;

/// The document; of a frozen edition with its number and seal, of a draft with the word that it is one.
#[must_use]
pub fn document(content: &Content, frozen: Option<(&Line, &str)>, demo: bool) -> Document {
    let intro = format!(
        "依据{}，对 {} 至 {} 的活动开展情况总结如下。数字截至 {}，取自 {} 时系统里的记录。",
        content.basis, content.from, content.to, content.on, content.as_of
    );
    let mut tables = 0;
    let body =
        content.sections.iter().fold(Body::default().paragraph(&intro), |body, one| section(body, one, &mut tables));
    let state = match frozen {
        Some((line, _)) if line.edition > 1 => format!("第 {} 版（更正版）", line.edition),
        Some(_) => "第 1 版".to_owned(),
        None => "未定稿，数字还会变".to_owned(),
    };
    let document = Document::new(Size::Form, &content.title, body).demo(demo).number(Some(&state));
    match frozen {
        Some((line, seal)) => {
            let day = crate::calendar::china_date(line.at);
            document.issued(&content.authority, day).foot("数字定稿后不变", Some(seal))
        }
        None => document.foot("未定稿", None),
    }
}

/// Adds a section; tables are numbered through the document.
fn section(body: Body, of: &Section, tables: &mut usize) -> Body {
    let mut body = body.heading(&of.title);
    if !of.sentences.is_empty() {
        body = body.paragraph(&of.sentences.join(""));
    }
    if !of.words.is_empty() {
        body = body.paragraph(&of.words);
    }
    if of.sentences.is_empty() && of.words.is_empty() {
        body = body.paragraph("（没有写。）");
    }
    for one in &of.tables {
        *tables += 1;
        body = body.paragraph(&format!("表 {tables}　{}", one.title)).table(table(one));
        if !one.note.is_empty() {
            body = body.paragraph(&format!("注：{}", one.note));
        }
    }
    if of.source.is_empty() { body } else { body.paragraph(&format!("来源：{}。", of.source)) }
}

fn table(of: &Table) -> documents::Table {
    // Heads break over lines where the columns with text would have no room.
    let widths = [4.0, 3.0, 2.0].into_iter().map(|head| widths(of, head));
    let fits = |widths: &Vec<Option<u16>>| {
        let wide = u16::try_from(widths.iter().filter(|width| width.is_none()).count()).unwrap_or(1);
        widths.iter().flatten().sum::<u16>() + wide * WIDE <= PAGE
    };
    let widths = widths.reduce(|wider, narrower| if fits(&wider) { wider } else { narrower }).unwrap_or_default();
    let column = |(head, width): (&String, Option<u16>)| match width {
        Some(width) => Column::narrow(head, width),
        None => Column::wide(head),
    };
    let mut table = documents::Table::new(of.heads.iter().zip(widths).map(column).collect());
    for row in &of.rows {
        table.row(row.iter().map(|cell| cell.shown.as_str()));
    }
    table
}

/// The width of each column, with so many letters of its head on a line at most; none for one that takes what is left.
fn widths(of: &Table, head: f64) -> Vec<Option<u16>> {
    let width = |(at, title): (usize, &String)| {
        let cells = of.rows.iter().filter_map(|row| row.get(at)).map(|cell| letters(&cell.shown));
        let widest = cells.chain([letters(title).min(head)]).fold(0.0_f64, f64::max);
        let needed = widest * LETTER + EDGES;
        WIDTHS.into_iter().find(|one| f64::from(*one) >= needed).filter(|one| at > 0 && *one <= NARROW)
    };
    of.heads.iter().enumerate().map(width).collect()
}

/// How long the longest part of a text is that stays on a line, in Chinese letters: others are half as wide.
fn letters(text: &str) -> f64 {
    let long = |part: &str| part.chars().map(|c| if c < '\u{2E80}' { 0.55 } else { 1.0 }).sum::<f64>();
    text.split(" / ").map(long).fold(0.0, f64::max)
}
