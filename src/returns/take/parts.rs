//! What came in, taken apart: files, the files of an archive, and in each the returns of one hospital or of many.

use std::collections::HashMap;

use bytes::Bytes;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::files::Kept;
use crate::returns::intake::{
    Answer, Contradiction, Entries, Explanations, Recognised, Table, TableKind, TableRow, answered, explanations,
    recognise, recognise_table,
};
use crate::returns::take::{BATCH, Incoming};
use crate::spreadsheets::{Archive, Book, Limits, Refusal};

/// Bytes of unpacked files that are held at once.
const HELD: u64 = 64 * 1024 * 1024;

/// One file to be read: as it came, or out of an archive.
pub(super) struct Piece {
    /// The sender's name for what was sent: the file's, or the archive's.
    pub sent: String,
    /// Its name inside the archive.
    pub inside: Option<String>,
    /// Its content, or why it could not be unpacked.
    pub bytes: Result<Bytes, Refusal>,
}

impl Piece {
    /// Its own name.
    pub fn name(&self) -> &str {
        self.inside.as_deref().unwrap_or(&self.sent)
    }

    /// What is kept of it: its content, nothing where there is none.
    pub fn content(&self) -> Bytes {
        self.bytes.clone().unwrap_or_default()
    }
}

/// Files in the order they came, archives unpacked, at most [`BATCH`] at once.
pub(super) struct Lots<'a> {
    files: std::slice::Iter<'a, Incoming>,
    open: Option<(String, Archive)>,
    limits: &'a Limits,
}

impl<'a> Lots<'a> {
    pub fn of(files: &'a [Incoming], limits: &'a Limits) -> Self {
        Self { files: files.iter(), open: None, limits }
    }
}

/// Files that are taken in together.
#[derive(Default)]
pub(super) struct Lot<'a> {
    pub pieces: Vec<Piece>,
    /// The archive whose first files these are: it is kept too, with them.
    pub archive: Option<&'a Incoming>,
}

impl<'a> Iterator for Lots<'a> {
    type Item = Lot<'a>;

    fn next(&mut self) -> Option<Lot<'a>> {
        let mut lot = Lot::default();
        while lot.pieces.len() < BATCH {
            if let Some((sent, archive)) = &mut self.open {
                let packed = archive.read(BATCH - lot.pieces.len(), HELD, self.limits);
                if packed.is_empty() {
                    self.open = None;
                    continue;
                }
                lot.pieces.extend(packed.into_iter().map(|file| Piece {
                    sent: sent.clone(),
                    inside: Some(file.name),
                    bytes: file.bytes,
                }));
                // What an archive holds may be large: its lots are not filled up with other files.
                break;
            }
            let Some(file) = self.files.next() else { break };
            match Archive::open(file.bytes.clone(), self.limits) {
                Some(archive) => {
                    self.open = Some((file.name.clone(), archive));
                    lot.archive = Some(file);
                }
                None => lot.pieces.push(Piece { sent: file.name.clone(), inside: None, bytes: Ok(file.bytes.clone()) }),
            }
        }
        (!lot.pieces.is_empty()).then_some(lot)
    }
}

/// A file before anything is decided: kept, read or refused, and made out.
pub(super) struct Opened {
    pub piece: Piece,
    pub kept: Kept,
    pub book: Result<Book, Refusal>,
    document: Document,
    answers: Vec<Answer>,
    explained: Explanations,
}

enum Document {
    /// Nothing of ours.
    Other,
    Form(Recognised),
    Table(Table),
}

impl Opened {
    /// Makes out what a file is; `asked` is the quarter of the page it was sent to.
    pub fn new(
        piece: Piece,
        kept: Kept,
        book: Result<Book, Refusal>,
        catalogue: &Catalogue,
        asked: Option<Period>,
    ) -> Self {
        let document = book.as_ref().map_or(Document::Other, |book| {
            if let Some(form) = recognise(book, catalogue) {
                return Document::Form(form);
            }
            recognise_table(book, catalogue, asked).map_or(Document::Other, Document::Table)
        });
        let answers = book.as_ref().map(answered).unwrap_or_default();
        let explained = explanations(&answers, catalogue);
        Self { piece, kept, book, document, answers, explained }
    }

    /// The returns in it; a file of which nothing can be made is one part that will say so.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let part = |what| Part { file: self, what };
        match &self.document {
            Document::Other => vec![part(What::Nothing)],
            Document::Form(form) => vec![part(What::Form(form))],
            Document::Table(table) if table.kind == TableKind::Departments => {
                table.rows.iter().map(|row| part(What::Departments(table, row))).collect()
            }
            Document::Table(table) if table.rows.is_empty() => vec![part(What::Nothing)],
            Document::Table(table) => {
                let filled = || table.rows.iter().filter(|row| row.filled);
                let mut seen: HashMap<&str, Vec<&TableRow>> = HashMap::new();
                for row in filled() {
                    seen.entry(row.key.as_str()).or_default().push(row);
                }
                let other = |row: &TableRow| {
                    let same = seen.get(row.key.as_str()).into_iter().flatten();
                    same.filter(|_| !row.key.is_empty()).find(|other| other.row != row.row).and_then(|other| other.row)
                };
                let first = filled().next().and_then(|row| row.row);
                let row = |row| part(What::Row { table, row, twin: other(row), first: row.row == first });
                let blank = table.rows.iter().any(|row| !row.filled).then(|| part(What::Blank(table)));
                filled().map(row).chain(blank).collect()
            }
        }
    }
}

/// The return of one hospital in a file.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub file: &'a Opened,
    pub what: What<'a>,
}

/// How it stands there.
#[derive(Clone, Copy)]
pub(super) enum What<'a> {
    /// Not at all.
    Nothing,
    /// 数据填报
    Form(&'a Recognised),
    /// A row of 汇总表; `twin` is another row of the same hospital, `first` whether it is the first that was filled.
    Row { table: &'a Table, row: &'a TableRow, twin: Option<u32>, first: bool },
    /// The rows of 汇总表 in which nothing was written, together: they are nobody's return.
    Blank(&'a Table),
    /// 分科室表
    Departments(&'a Table, &'a TableRow),
}

impl<'a> Part<'a> {
    /// Code of the hospital, if anything says it.
    pub fn code(&self) -> Option<&'a str> {
        match self.what {
            What::Nothing | What::Blank(_) => None,
            What::Form(form) => form.hospital.as_deref(),
            What::Row { row, .. } => Some(row.key.as_str()).filter(|code| !code.is_empty()),
            What::Departments(table, _) => table.hospital.as_deref(),
        }
    }

    fn form(&self) -> Option<&'a Recognised> {
        match self.what {
            What::Form(form) => Some(form),
            _ => None,
        }
    }

    fn table(&self) -> Option<&'a Table> {
        match self.what {
            What::Nothing | What::Form(_) => None,
            What::Row { table, .. } | What::Blank(table) | What::Departments(table, _) => Some(table),
        }
    }

    /// The quarter, if anything says it.
    pub fn quarter(&self) -> Option<Period> {
        self.form().map_or_else(|| self.table()?.period, |form| form.period)
    }

    /// What the mark says in place of a quarter.
    pub fn no_quarter(&self) -> Option<Period> {
        self.form().map_or_else(|| self.table()?.no_quarter, |form| form.no_quarter)
    }

    /// Where a person reads something else than the mark says.
    pub fn contradictions(&self) -> &'a [Contradiction] {
        let form = self.form().map(|form| form.contradictions.as_slice());
        form.or_else(|| Some(self.table()?.contradictions.as_slice())).unwrap_or_default()
    }

    /// The edition, if anything says it.
    pub fn edition(&self) -> Option<i32> {
        self.form().map_or_else(|| self.table()?.edition, |form| form.edition)
    }

    /// Revision of the edition.
    pub fn revision(&self) -> Option<&'a str> {
        self.form().map_or_else(|| self.table()?.revision.as_deref(), |form| form.revision.as_deref())
    }

    /// The months whose heads stand there, as numbers.
    pub fn months(&self) -> Vec<u8> {
        let form = self.form().map(|form| form.columns.keys().filter_map(|column| column.month()).collect());
        form.or_else(|| Some(self.table()?.months.iter().copied().collect())).unwrap_or_default()
    }

    fn sheet_index(&self) -> Option<usize> {
        self.form().map(|form| form.sheet).or_else(|| Some(self.table()?.sheet))
    }

    /// Name of the sheet it stands in; empty where it stands nowhere.
    pub fn sheet(&self) -> &'a str {
        let sheets = self.file.book.as_ref().map(|book| &book.sheets).ok();
        sheets.zip(self.sheet_index()).and_then(|(sheets, at)| sheets.get(at)).map_or("", |sheet| sheet.name.as_str())
    }

    /// Where its entries stand.
    pub fn entries(&self) -> Option<Entries<'a>> {
        let sheet = self.file.book.as_ref().ok()?.sheets.get(self.sheet_index()?)?;
        match self.what {
            What::Nothing | What::Blank(_) => None,
            What::Form(form) => Some(Entries::down(sheet, form)),
            What::Row { table, row, .. } | What::Departments(table, row) => {
                Some(Entries::along(sheet, table, row.row, &row.units))
            }
        }
    }

    /// Where a problem of the whole part is shown: the code of a row; nowhere for a form.
    pub fn at(&self) -> Option<(u32, u32)> {
        match self.what {
            What::Row { table, row, .. } => row.row.map(|at| (at, table.key)),
            _ => None,
        }
    }

    /// Whether it is told by departments.
    pub fn by_department(&self) -> bool {
        matches!(self.what, What::Departments(..))
    }

    /// 0-based row of a table that holds many.
    pub fn row(&self) -> Option<u32> {
        match self.what {
            What::Row { row, .. } => row.row,
            _ => None,
        }
    }

    /// What tells it from the others that were sent with it: the file's name in an archive, the row of a table.
    pub fn label(&self) -> Option<String> {
        let row = match self.what {
            What::Blank(table) => Some(blank_rows(table)),
            _ => self.row().map(|row| format!("第 {} 行", row + 1)),
        };
        match (&self.file.piece.inside, row) {
            (Some(inside), Some(row)) => Some(format!("{inside} {row}")),
            (Some(inside), None) => Some(inside.clone()),
            (None, row) => row,
        }
    }

    /// The rows of the list of problems that were answered for this return.
    pub fn answers(&self) -> Vec<&'a Answer> {
        let whose = self.listed_as();
        self.file.answers.iter().filter(|answer| answer.hospital == whose).collect()
    }

    /// Whose the list says a problem of this return is: the hospital's code in a table, nobody's in a form.
    fn listed_as(&self) -> &'a str {
        match self.what {
            What::Row { row, .. } => row.key.as_str(),
            _ => "",
        }
    }

    /// What was answered in the list of problems, by element.
    pub fn explained(&self) -> Option<&'a HashMap<ElementId, String>> {
        self.file.explained.get(self.listed_as())
    }

    /// The words under 说明 of a row that holds everything.
    pub fn note(&self) -> Option<String> {
        let What::Row { table, row, .. } = self.what else { return None };
        let cell = self.entries()?.sheet.cell(row.row?, table.note?)?;
        Some(cell.found()).filter(|words| !words.trim().is_empty())
    }
}

/// `第 5、7–19 行没有填`.
fn blank_rows(table: &Table) -> String {
    let rows: Vec<u32> = table.rows.iter().filter(|row| !row.filled).filter_map(|row| row.row).collect();
    let runs = rows.chunk_by(|a, b| a + 1 == *b).filter_map(|run| Some((run.first()? + 1, run.last()? + 1)));
    let run = |(first, last)| if first == last { format!("{first}") } else { format!("{first}–{last}") };
    format!("第 {} 行没有填", runs.map(run).collect::<Vec<_>>().join("、"))
}
