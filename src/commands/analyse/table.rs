//! A CSV file as lines of named cells, or every fault with its line and column.

use std::path::Path;

use csv::{ByteRecord, ReaderBuilder};

use crate::commands::CouldNot;

/// So many faults are named; more would not be read.
const MOST_FAULTS: usize = 10;

/// Reads the file and makes of every line what `read` says.
///
/// The header names the columns in any order: all of `needed`, any of `optional`, no other and none twice. A mark of
/// byte order, quotes and either line ending are fine; what is not UTF-8 is a fault.
///
/// # Errors
/// When the file cannot be opened, a column is missing or unknown, or a cell is faulty.
pub(super) fn read<T>(
    file: &Path,
    needed: &[&str],
    optional: &[&str],
    mut read: impl FnMut(&Line<'_>) -> Result<T, Fault>,
) -> Result<Table<T>, CouldNot> {
    let bytes = std::fs::read(file).map_err(|error| CouldNot::reading(file, &error))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut faults = Faults { file, found: Vec::new() };
    if !reader.read_byte_record(&mut record).map_err(CouldNot::because)? {
        return Err(CouldNot(format!("{} 是空的：第 1 行应是表头 {}", file.display(), needed.join(","))));
    }
    let header = header(&record, needed, optional).map_err(|what| faults.at(1, &what))?;
    let mut rows = Vec::new();
    while reader.read_byte_record(&mut record).map_err(CouldNot::because)? {
        let number = record.position().map_or(0, csv::Position::line);
        match line(&header, &record).and_then(|line| read(&line)) {
            Ok(row) => rows.push(row),
            Err(Fault(what)) => faults.keep(number, &what),
        }
        if faults.found.len() >= MOST_FAULTS {
            break;
        }
    }
    let has = |column: &str| header.iter().any(|name| name == column);
    let given = optional.iter().filter(|column| has(column)).map(|column| (*column).to_owned()).collect();
    if faults.found.is_empty() { Ok(Table { rows, given }) } else { Err(CouldNot(faults.found.join("\n"))) }
}

/// The rows of a file and which of its optional columns it has.
pub(super) struct Table<T> {
    pub(super) rows: Vec<T>,
    given: Vec<String>,
}

impl<T> Table<T> {
    /// Whether the file has this optional column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.given.iter().any(|given| given == column)
    }
}

/// What is wrong with a cell, column first.
#[derive(Debug)]
pub(super) struct Fault(pub(super) String);

impl Fault {
    /// A fault of one column.
    pub(super) fn of(column: &str, what: &str) -> Self {
        Self(format!("{column} 列：{what}"))
    }
}

/// The cells of one line by the names of their columns.
pub(super) struct Line<'a> {
    cells: Vec<(&'a str, &'a str)>,
}

impl<'a> Line<'a> {
    /// The text of a column as it stands, empty where the file has no such column.
    pub(super) fn text(&self, column: &str) -> &'a str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
    }
}

/// Faults with the lines they are on.
struct Faults<'a> {
    file: &'a Path,
    found: Vec<String>,
}

impl Faults<'_> {
    fn at(&self, line: u64, what: &str) -> CouldNot {
        CouldNot(format!("{} 第 {line} 行 {what}", self.file.display()))
    }

    fn keep(&mut self, line: u64, what: &str) {
        self.found.push(self.at(line, what).0);
    }
}

/// The names of the columns as they stand.
fn header(record: &ByteRecord, needed: &[&str], optional: &[&str]) -> Result<Vec<String>, String> {
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for cell in record {
        let Ok(name) = std::str::from_utf8(cell).map(str::trim) else {
            return Err(format!("表头第 {} 列不是 UTF-8：请另存为“CSV UTF-8”", names.len() + 1));
        };
        if names.iter().any(|known| known == name) {
            return Err(format!("{name} 列出现了两次：请只留一列"));
        }
        if !needed.contains(&name) && !optional.contains(&name) {
            let known = [needed, optional].concat().join(",");
            return Err(format!("多出 {name} 列：本命令只认 {known}，请删去"));
        }
        names.push(name.to_owned());
    }
    match needed.iter().find(|column| !names.iter().any(|name| name == *column)) {
        Some(missing) => Err(format!("缺 {missing} 列：表头应有 {}", needed.join(","))),
        None => Ok(names),
    }
}

/// The cells of a line, each with its column.
fn line<'a>(header: &'a [String], record: &'a ByteRecord) -> Result<Line<'a>, Fault> {
    if let Some(missing) = header.get(record.len()) {
        return Err(Fault(format!(
            "{missing} 列：没有这一格，表头有 {} 列，这一行只有 {} 列",
            header.len(),
            record.len()
        )));
    }
    if record.len() > header.len() {
        let extra = header.len() + 1;
        return Err(Fault(format!(
            "第 {extra} 列：多出一格，表头有 {} 列，这一行有 {} 列",
            header.len(),
            record.len()
        )));
    }
    let cells = header.iter().zip(record).map(|(name, cell)| match std::str::from_utf8(cell) {
        Ok(text) => Ok((name.as_str(), text)),
        Err(_) => Err(Fault::of(name, "不是 UTF-8（多半是 GB 18030）：请另存为“CSV UTF-8”")),
    });
    Ok(Line { cells: cells.collect::<Result<_, _>>()? })
}
