//! An official document: what stands on it and in which order. Pure; the same for Word and for the printed page.
//!
//! The order is that of GB/T 9704: title, number, addressee, text with headings 一、二、三、, attachments, issuing body and
//! day; then, for a form, who signs; then the annexes, each on a page of its own. The foot stands on every page.

use chrono::NaiveDate;
use serde::Serialize;

use super::chinese::{date, numeral};

/// Widths a column may have, mm; the print page holds a rule for each. The text is 156 mm wide.
pub const WIDTHS: [u16; 10] = [9, 12, 15, 18, 21, 24, 27, 36, 48, 60];

/// A row with more characters than this in one cell may break over pages; others stay whole.
pub const WHOLE: usize = 240;

/// How large the letters are, and with them the margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// A letter after GB/T 9704: 16 pt on 28 pt, margins 37, 35, 28 and 26 mm.
    Letter,
    /// A form meant for one page: 14 pt on 22.5 pt, with less margin above and below.
    Form,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Centre,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub(super) head: String,
    /// mm; the columns without one share what is left.
    pub(super) width: Option<u16>,
    pub(super) align: Align,
}

impl Column {
    /// A column that takes its share of what the others leave.
    #[must_use]
    pub fn wide(head: &str) -> Self {
        Self { head: clean(head), width: None, align: Align::Left }
    }

    /// A column of fixed width, one of [`WIDTHS`] (another is taken as the next wider), its text in the middle.
    #[must_use]
    pub fn narrow(head: &str, width: u16) -> Self {
        let width = WIDTHS.into_iter().find(|one| *one >= width).unwrap_or(60);
        Self { head: clean(head), width: Some(width), align: Align::Centre }
    }

    /// The same with its text at the left.
    #[must_use]
    pub fn left(self) -> Self {
        Self { align: Align::Left, ..self }
    }
}

/// A row of a table: its cells, each of one or more lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub(super) cells: Vec<Vec<String>>,
    /// Whether it stays on one page.
    pub(super) whole: bool,
    /// Whether its only cell spans all columns.
    pub(super) across: bool,
}

/// A table; its head is repeated on every page. Without a head in any column it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) headed: bool,
    /// Whether the cells leave little room at their sides, for many columns of numbers.
    pub(super) dense: bool,
    pub(super) rows: Vec<Row>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        let headed = columns.iter().any(|column| !column.head.is_empty());
        Self { columns, headed, dense: false, rows: Vec::new() }
    }

    /// The same with little room at the sides of its cells.
    #[must_use]
    pub fn dense(self) -> Self {
        Self { dense: true, ..self }
    }

    /// Adds a row; a cell more than there are columns is left out, one less stays empty. Line breaks stay.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut cells: Vec<Vec<String>> = cells.into_iter().map(|cell| lines(cell.as_ref())).collect();
        cells.resize(self.columns.len(), vec![String::new()]);
        let longest = cells.iter().map(|cell| cell.iter().map(|line| line.chars().count()).sum()).max();
        self.rows.push(Row { cells, whole: longest.unwrap_or(0) <= WHOLE, across: false });
    }

    /// Adds a row of one cell over all columns, for a text too long for one of them.
    pub fn across(&mut self, text: &str) {
        let cell = lines(text);
        let long = cell.iter().map(|line| line.chars().count()).sum::<usize>();
        self.rows.push(Row { cells: vec![cell], whole: long <= WHOLE, across: true });
    }
}

/// One piece of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Block {
    /// 黑体, numbered 一、二、三、.
    Heading(String),
    /// A paragraph, its first line indented by two characters.
    Paragraph(String),
    /// What stands above a table, in the middle, on the same page.
    Caption(String),
    /// What stands below a table, in its letters.
    Note(String),
    /// A table.
    Table(Table),
}

/// Running text: headings are numbered in the order they come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Body {
    pub(super) blocks: Vec<Block>,
    #[serde(skip)]
    headings: usize,
}

impl Body {
    /// Adds a heading, numbered.
    #[must_use]
    pub fn heading(mut self, text: &str) -> Self {
        self.headings += 1;
        self.blocks.push(Block::Heading(format!("{}、{}", numeral(self.headings), clean(text))));
        self
    }

    /// Adds a paragraph; every line of the text becomes one.
    #[must_use]
    pub fn paragraph(mut self, text: &str) -> Self {
        self.blocks.extend(lines(text).into_iter().map(Block::Paragraph));
        self
    }

    /// Adds the number and title of the table that comes next.
    #[must_use]
    pub fn caption(mut self, text: &str) -> Self {
        self.blocks.push(Block::Caption(clean(text)));
        self
    }

    /// Adds what must be known to read the table before.
    #[must_use]
    pub fn note(mut self, text: &str) -> Self {
        self.blocks.extend(lines(text).into_iter().map(Block::Note));
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// Adds what the function adds, so that a part may be written apart.
    #[must_use]
    pub fn with(self, part: impl FnOnce(Self) -> Self) -> Self {
        part(self)
    }
}

/// A line to sign on, or what was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    pub(super) text: String,
    /// Over both columns.
    pub(super) wide: bool,
}

impl Signature {
    /// A line of half the width: whose, and the name where it is known.
    #[must_use]
    pub fn line(label: &str, name: &str) -> Self {
        Self { text: format!("{}：{}", clean(label), clean(name)), wide: false }
    }

    /// A line over the whole width.
    #[must_use]
    pub fn wide(label: &str, text: &str) -> Self {
        Self { wide: true, ..Self::line(label, text) }
    }
}

/// 附件: pages after the document proper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Annex {
    /// `附件1`, `附表`.
    pub(super) label: String,
    pub(super) title: String,
    pub(super) body: Body,
}

/// Who issues the document, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issued {
    pub(super) body: String,
    pub(super) day: String,
}

/// An official document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    pub(super) size: Size,
    pub(super) mark: Option<&'static str>,
    pub(super) title: String,
    pub(super) number: Option<String>,
    pub(super) addressee: Option<String>,
    pub(super) body: Body,
    pub(super) attachments: Vec<String>,
    pub(super) issued: Option<Issued>,
    pub(super) signatures: Vec<Signature>,
    pub(super) annexes: Vec<Annex>,
    pub(super) foot: String,
    pub(super) code: Option<String>,
}

impl Document {
    /// A document with nothing but its title and text.
    #[must_use]
    pub fn new(size: Size, title: &str, body: Body) -> Self {
        Self {
            size,
            mark: None,
            title: clean(title),
            number: None,
            addressee: None,
            body,
            attachments: Vec::new(),
            issued: None,
            signatures: Vec::new(),
            annexes: Vec::new(),
            foot: String::new(),
            code: None,
        }
    }

    /// Marks every page 演示　无效力 when the data are invented.
    #[must_use]
    pub fn demo(self, demo: bool) -> Self {
        Self { mark: demo.then_some("演示　无效力"), ..self }
    }

    /// 文号, below the title.
    #[must_use]
    pub fn number(self, number: Option<&str>) -> Self {
        Self { number: number.map(clean), ..self }
    }

    /// Whom it is addressed to, without the colon.
    #[must_use]
    pub fn to(self, addressee: &str) -> Self {
        Self { addressee: Some(format!("{}：", clean(addressee))), ..self }
    }

    /// What is attached, in order: a form names all on one line, a letter each on its own.
    #[must_use]
    pub fn attachments(self, names: &[String]) -> Self {
        let numbered = names.iter().enumerate().map(|(at, name)| format!("{}. {}", at + 1, clean(name)));
        let attachments = match (names, self.size) {
            ([], _) => Vec::new(),
            ([only], _) => vec![format!("附件：{}", clean(only))],
            (_, Size::Form) => vec![format!("附件：{}", numbered.collect::<Vec<_>>().join("　"))],
            (_, Size::Letter) => numbered
                .enumerate()
                .map(|(at, line)| format!("{}{line}", if at == 0 { "附件：" } else { "　　　" }))
                .collect(),
        };
        Self { attachments, ..self }
    }

    /// Who issues it, with the place of the seal, and the day.
    #[must_use]
    pub fn issued(self, body: &str, day: NaiveDate) -> Self {
        Self { issued: Some(Issued { body: format!("{}（印章）", clean(body)), day: date(day) }), ..self }
    }

    /// Who signs, in the order of reading.
    #[must_use]
    pub fn signed(self, signatures: Vec<Signature>) -> Self {
        Self { signatures, ..self }
    }

    /// Adds pages after the document; numbered as they come.
    #[must_use]
    pub fn annex(mut self, title: &str, body: Body) -> Self {
        let label = format!("附件{}", self.annexes.len() + 1);
        self.annexes.push(Annex { label, title: clean(title), body });
        self
    }

    /// Adds pages that are no 附件 of their own, under another label.
    #[must_use]
    pub fn appendix(mut self, label: &str, title: &str, body: Body) -> Self {
        self.annexes.push(Annex { label: clean(label), title: clean(title), body });
        self
    }

    /// What stands at the foot of every page besides its number: who keeps a copy, and the check code.
    #[must_use]
    pub fn foot(self, copies: &str, code: Option<&str>) -> Self {
        Self { foot: clean(copies), code: code.map(|code| format!("校验码 {}", clean(code))), ..self }
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}

/// The lines of a text, each fit to stand; at least one, and no empty one beside others.
fn lines(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.lines().map(clean).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { vec![String::new()] } else { lines }
}

/// A text fit to stand on one line: without what XML cannot hold, and without the marks that turn the direction of
/// reading, with which a line would print otherwise than it was typed.
fn clean(text: &str) -> String {
    let turns =
        |c| matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let spaced = text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}') { ' ' } else { c });
    let kept: String =
        spaced.filter(|&c| !c.is_control() && !turns(c) && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests;
