//! A table with many returns or units: one hospital a row (汇总表), or one department a row (分科室表). Recognised by
//! what a person sees, helped by the very hidden sheet. Pure.

use std::collections::{BTreeSet, HashMap, HashSet};

use rustc_hash::FxHashMap;

use crate::calendar::{Grain, Period};
use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::returns::intake::marks::{Contradiction, contradictions, quarter_in, read_mark, read_visible};
use crate::returns::intake::recognise::{Column, column_of, head, looks_like_a_code, text_of};
use crate::returns::intake::table_rows::Rows;
use crate::spreadsheets::{Book, Cell, Raw, Sheet, Visibility};

/// Where the header may begin at the latest.
const HEADER_WITHIN: u32 = 60;

/// What a row of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// 汇总表: a hospital.
    Hospitals,
    /// 分科室表: a department of one hospital.
    Departments,
}

/// One row that says something of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// 0-based row; none where only departments are given.
    pub row: Option<u32>,
    /// The hospital's code, or the department's name; empty where the row has figures and says neither.
    pub key: String,
    /// The name beside it.
    pub name: String,
    /// Rows of its campuses, or of its departments.
    pub units: Vec<u32>,
    /// Whether anything was written in it or in its campuses.
    pub filled: bool,
}

/// A recognised table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What its rows are.
    pub kind: TableKind,
    /// Place of the sheet among the book's.
    pub sheet: usize,
    /// Code of the hospital whose departments these are.
    pub hospital: Option<String>,
    /// The quarter, if anything says it.
    pub period: Option<Period>,
    /// The edition, if anything says it.
    pub edition: Option<i32>,
    /// Revision of the edition, from the very hidden sheet.
    pub revision: Option<String>,
    /// What the very hidden sheet says in place of a quarter.
    pub no_quarter: Option<Period>,
    /// Where a person reads something else than the very hidden sheet says.
    pub contradictions: Vec<Contradiction>,
    /// 0-based column of the code or the department.
    pub key: u32,
    /// 0-based column of the name, or the department's code.
    pub name: Option<u32>,
    /// 0-based column of 级别.
    pub level: Option<u32>,
    /// 0-based column of 说明.
    pub note: Option<u32>,
    /// Heads that look like a code and are not known, with their places.
    pub strange: Vec<((u32, u32), String)>,
    /// The rows: hospitals from the top, or the one hospital with its departments.
    pub rows: Vec<TableRow>,
    /// 0-based column → its element.
    pub elements: FxHashMap<u32, ElementId>,
    /// Months that stand in its header, as numbers 1–12, each once.
    pub months: BTreeSet<u8>,
    /// Months of the quarter whose heads are lost, with the place of their element: the figures below them would be
    /// lost without a word.
    pub lost: Vec<((u32, u32), u8)>,
    header: Header,
}

/// Where the columns of a table are.
#[derive(Clone, Debug, Default)]
struct Header {
    /// 0-based row that names the elements.
    top: u32,
    /// 0-based row below which the lines begin.
    bottom: u32,
    /// The first column of each element.
    lines: FxHashMap<ElementId, u32>,
    columns: FxHashMap<(u32, Column), u32>,
    /// Elements under which something stands that is no head of ours.
    unclear: HashSet<u32>,
}

impl Table {
    /// The line of an element: the first of its columns.
    #[must_use]
    pub fn line_of(&self, element: &ElementId) -> Option<u32> {
        self.header.lines.get(element).copied()
    }

    /// 0-based column of a head in an element's columns.
    #[must_use]
    pub fn column_of(&self, line: u32, column: Column) -> Option<u32> {
        self.header.columns.get(&(line, column)).copied()
    }
}

impl Header {
    /// Months of a quarter whose heads are not there although others of their element are, or where something else
    /// stands in their place; with the place of the element.
    fn lost(&self, quarter: Period) -> Vec<((u32, u32), u8)> {
        let months: Vec<u8> = quarter.months().into_iter().map(Period::number).collect();
        let there = |line: u32, month: u8| self.columns.contains_key(&(line, Column::Month(month)));
        let mut lost = Vec::new();
        for line in self.lines.values().copied() {
            if self.unclear.contains(&line) || months.iter().any(|month| there(line, *month)) {
                let gone = months.iter().filter(|month| !there(line, **month));
                lost.extend(gone.map(|month| ((self.top, line), *month)));
            }
        }
        lost.sort_unstable();
        lost
    }
}

/// Finds a table in a book; `asked` is the quarter of the page it was sent to.
#[must_use]
pub fn recognise_table(book: &Book, catalogue: &Catalogue, asked: Option<Period>) -> Option<Table> {
    let visible = |at: &usize| book.sheets[*at].visibility != Visibility::VeryHidden;
    (0..book.sheets.len()).filter(visible).find_map(|at| Finding::new(book, at, catalogue, asked)?.table())
}

/// A table being made out.
pub(super) struct Finding<'a> {
    book: &'a Book,
    at: usize,
    /// Its sheet.
    pub sheet: &'a Sheet,
    catalogue: &'a Catalogue,
    /// What its rows are.
    pub kind: TableKind,
    /// Address of the head of the first column.
    pub key: (u32, u32),
    asked: Option<Period>,
}

impl<'a> Finding<'a> {
    fn new(book: &'a Book, at: usize, catalogue: &'a Catalogue, asked: Option<Period>) -> Option<Self> {
        let asked = asked.filter(|period| period.grain() == Grain::Quarter);
        let sheet = &book.sheets[at];
        let mut heads = sheet.cells.iter().take_while(|cell| cell.row <= HEADER_WITHIN);
        let key = heads.find_map(|cell| Some((kind_of(&head(&cell.value))?, cell)));
        let (kind, cell) = key?;
        Some(Self { book, at, sheet, catalogue, kind, key: (cell.row, cell.col), asked })
    }

    fn row(&self, row: u32) -> &'a [Cell] {
        let from = self.sheet.cells.partition_point(|cell| cell.row < row);
        let to = self.sheet.cells.partition_point(|cell| cell.row <= row);
        &self.sheet.cells[from..to]
    }

    fn table(self) -> Option<Table> {
        let (mark, visible) = (read_mark(self.book, form::TABLE_MARK), read_visible(self.sheet, self.key.0));
        let contradictions = contradictions(&mark, &visible);
        let mut marks = mark.or(visible);
        if marks.no_quarter.is_none() {
            marks.period = marks.period.or_else(|| quarter_in(&self.sheet.name)).or(self.asked);
        }
        let (top, heads) = self.element_heads(marks.period)?;
        let header = self.header(top, &heads);
        let bottom = header.bottom;
        let of_line: HashMap<u32, &ElementId> = header.lines.iter().map(|(element, line)| (*line, element)).collect();
        let element_of = |line: &u32| of_line.get(line).map(|element| (*element).clone());
        let elements = header.columns.iter().filter_map(|((line, _), col)| Some((*col, element_of(line)?))).collect();
        let strange = self.strange(top, &heads);
        let headed = |wanted: &[&str]| {
            let mut heads = (top.min(self.key.0)..=bottom).flat_map(|row| self.row(row));
            heads.find(|cell| wanted.contains(&head(&cell.value).as_str())).map(|cell| cell.col)
        };
        let name = headed(&[form::HOSPITAL_NAME, "医院", "名称", form::DEPARTMENT_CODE]);
        let (level, note) = (headed(&[form::LEVEL]), headed(&[form::NOTE]));
        let figures: Vec<u32> = header.columns.values().copied().collect();
        let rows = Rows { finding: &self, figures: &figures, note }.of(bottom + 1);
        Some(Table {
            kind: self.kind,
            sheet: self.at,
            hospital: marks.hospital,
            period: marks.period,
            edition: marks.edition,
            revision: marks.revision,
            no_quarter: marks.no_quarter,
            contradictions,
            key: self.key.1,
            name,
            level,
            note,
            strange,
            rows,
            elements,
            lost: marks.period.map(|quarter| header.lost(quarter)).unwrap_or_default(),
            months: header.columns.keys().filter_map(|(_, column)| column.month()).collect(),
            header,
        })
    }

    /// The row that names elements, right of the first column, and where each begins.
    fn element_heads(&self, period: Option<Period>) -> Option<(u32, Vec<(u32, ElementId)>)> {
        let rows = self.key.0.saturating_sub(2)..=self.key.0 + 2;
        let named = rows.map(|row| {
            let heads = self.row(row).iter().filter(|cell| cell.col > self.key.1);
            (row, heads.filter_map(|cell| Some((cell.col, self.element(&cell.value, period)?))).collect::<Vec<_>>())
        });
        named.filter(|(_, heads)| !heads.is_empty()).max_by_key(|(row, heads)| (heads.len(), std::cmp::Reverse(*row)))
    }

    /// An element by its code, alone or in brackets behind the name, or by its name in the edition of the quarter.
    fn element(&self, value: &Raw, period: Option<Period>) -> Option<ElementId> {
        let text = text_of(value);
        let words = text.split(|c: char| c.is_whitespace() || "()[]【】".contains(c));
        let coded = words.rev().find_map(|word| self.catalogue.element_coded(word));
        let edition = period.and_then(|period| self.catalogue.edition_for(period));
        let named = || {
            let squeezed = head(value);
            let asked = edition.into_iter().flat_map(|edition| &edition.elements);
            let mut elements = asked.filter_map(|id| self.catalogue.element(id));
            elements.find(|element| element.name == squeezed)
        };
        coded.or_else(named).map(|element| element.id.clone())
    }

    /// Which column of its element each figure stands in; an element with nothing below it is given for the quarter.
    fn header(&self, top: u32, heads: &[(u32, ElementId)]) -> Header {
        let months = |row: &u32| self.row(*row).iter().any(|cell| is_figure(&cell.value) && cell.col > self.key.1);
        let below = (top + 1..=top + 2).find(months);
        let names: Vec<u32> =
            self.row(top).iter().filter(|cell| !head(&cell.value).is_empty()).map(|cell| cell.col).collect();
        let mut found = Header { top, bottom: below.unwrap_or(top).max(self.key.0), ..Header::default() };
        for (line, element) in heads {
            // The same element a second time is read by nobody; the first counts.
            if found.lines.contains_key(element) {
                continue;
            }
            found.lines.insert(element.clone(), *line);
            let end = names.iter().copied().find(|col| col > line).unwrap_or(u32::MAX);
            let mine = below.into_iter().flat_map(|row| self.row(row));
            let mine: Vec<&Cell> = mine.filter(|cell| (*line..end).contains(&cell.col)).collect();
            for cell in &mine {
                match figure(&cell.value) {
                    Some(column) => {
                        found.columns.entry((*line, column)).or_insert(cell.col);
                    }
                    // The heads behind the last element are those of the whole table.
                    None if end < u32::MAX && !head(&cell.value).is_empty() => {
                        found.unclear.insert(*line);
                    }
                    None => {}
                }
            }
            if mine.is_empty() {
                found.columns.insert((*line, Column::Total), *line);
            }
        }
        found
    }

    fn strange(&self, top: u32, heads: &[(u32, ElementId)]) -> Vec<((u32, u32), String)> {
        let known = |col: u32| heads.iter().any(|(at, _)| *at == col);
        let unknown = self.row(top).iter().filter(|cell| !known(cell.col));
        let coded = unknown.map(|cell| ((cell.row, cell.col), text_of(&cell.value)));
        coded.filter(|(_, text)| looks_like_a_code(text)).collect()
    }
}

fn kind_of(head: &str) -> Option<TableKind> {
    match head {
        form::HOSPITAL => Some(TableKind::Hospitals),
        form::DEPARTMENT | "科室名称" => Some(TableKind::Departments),
        _ => None,
    }
}

fn figure(value: &Raw) -> Option<Column> {
    column_of(&head(value)).filter(|column| matches!(column, Column::Month(_) | Column::Total))
}

fn is_figure(value: &Raw) -> bool {
    figure(value).is_some()
}
