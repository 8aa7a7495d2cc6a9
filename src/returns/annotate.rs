//! 标好问题的工作簿: what the sender wrote, in our own layout, with each problem at its cell.
//!
//! A foreign file edited in place would lose parts of itself, so the form or table is written anew and holds the
//! sender's entries. A second pass over what came back finds the same entries again.

mod form;
mod table;

use bytes::Bytes;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::model::Severity;
use crate::db::StoreError;
use crate::returns::desk::Desk;
use crate::returns::intake::{recognise, recognise_table};
use crate::returns::model::{FileReport, Problem};
use crate::returns::template::{CellFill, Mark};
use crate::spreadsheets::{Cell, Raw, a1, parse_a1};

/// Stands where a formula had no saved result: a blank would hide that something was meant.
const NO_RESULT: &str = "（公式没有结果）";

/// What was found in one return of a file.
#[derive(Clone, Debug)]
pub struct Part {
    /// The hospital's code, once known.
    pub hospital: Option<String>,
    /// Its problems.
    pub problems: Vec<Problem>,
}

impl From<&FileReport> for Part {
    fn from(report: &FileReport) -> Self {
        Self { hospital: report.hospital.clone(), problems: report.problems.clone() }
    }
}

/// Which rows of a table come back: whoever does not see every hospital of a file sees none of the others' figures.
#[derive(Clone, Debug)]
pub enum Rows {
    /// All of them.
    All,
    /// Those of these 0-based rows, each with its campuses.
    Only(Vec<u32>),
}

impl Rows {
    /// Whether the hospital whose row is `row` comes back.
    fn hold(&self, row: Option<u32>) -> bool {
        match self {
            Self::All => true,
            Self::Only(rows) => row.is_some_and(|row| rows.contains(&row)),
        }
    }
}

/// A workbook to be sent back.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// Its file name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The annotated workbook of a file: what was found in each return it holds, in the order they were found; `asked` is
/// the quarter it was taken for, `rows` the part of a table that comes back. `None` where there is nothing of ours to
/// hang a mark on.
///
/// # Errors
/// Of the database.
pub async fn annotated(
    desk: &Desk,
    scope: &Scope,
    bytes: Bytes,
    asked: Option<Period>,
    parts: &[Part],
    rows: &Rows,
) -> Result<Option<Annotated>, StoreError> {
    let Ok(book) = desk.reader.read(bytes).await else { return Ok(None) };
    let made = if let Some(form) = recognise(&book, &desk.catalogue) {
        match parts.first() {
            Some(part) => form::annotated(desk, scope, &book, &form, part).await?,
            None => None,
        }
    } else if let Some(mut table) = recognise_table(&book, &desk.catalogue, asked) {
        table.rows.retain(|row| rows.hold(row.row));
        table::annotated(desk, scope, &book, &table, parts).await?
    } else {
        None
    };
    Ok(made.map(|made| Annotated { name: format!("标注-{}", made.name), ..made }))
}

/// What a person typed or saw there; none for what looks empty.
fn as_typed(cell: &Cell) -> Option<CellFill> {
    match &cell.value {
        Raw::Number(number) if !cell.percent => Some(CellFill::Number(*number)),
        Raw::FormulaWithoutValue if cell.found().is_empty() => Some(CellFill::Text(NO_RESULT.to_owned())),
        _ => Some(cell.found()).filter(|words| !words.trim().is_empty()).map(CellFill::Text),
    }
}

/// Where the sender's cells stand in our layout; rows and columns 0-based.
trait Places {
    /// What is said in place of an address where a problem is of no cell.
    const WHOLE: &'static str;

    /// Name of the sender's sheet.
    fn sheet(&self) -> &str;

    /// Our row for a row of the sender's.
    fn row(&self, row: u32) -> Option<u32>;

    /// Our column for a column of the sender's.
    fn col(&self, col: u32) -> Option<u16>;
}

/// A problem at its place in our layout; what stands in no column of ours is marked at the start of its row.
fn mark<P: Places>(places: &P, problem: &Problem, hospital: Option<(String, String)>) -> Mark {
    let inside = problem.sheet.as_deref() == Some(places.sheet());
    let first = problem.cell.as_deref().and_then(|cell| parse_a1(cell.split(':').next().unwrap_or_default()));
    let at = first.filter(|_| inside).and_then(|(row, col)| Some((places.row(row)?, places.col(col).unwrap_or(0))));
    Mark {
        at,
        blocks: problem.severity == Severity::Block,
        element: problem.element.clone(),
        hospital,
        cell: at.map_or_else(
            || problem.cell.clone().unwrap_or_else(|| P::WHOLE.to_owned()),
            |(row, col)| a1(row, u32::from(col)),
        ),
        found: problem.found.clone().unwrap_or_default(),
        message: readdressed(places, &problem.message),
        remedy: readdressed(places, &problem.remedy),
    }
}

/// The same words with the addresses they name as they are in our layout.
fn readdressed(places: &impl Places, words: &str) -> String {
    let mut said = String::with_capacity(words.len());
    let inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    for token in words.split_inclusive(|letter| !inside(letter)) {
        let word = token.trim_end_matches(|letter| !inside(letter));
        let place = parse_a1(word).filter(|_| word.starts_with(|letter: char| letter.is_ascii_uppercase()));
        let ours = place.and_then(|(row, col)| Some(a1(places.row(row)?, u32::from(places.col(col)?))));
        said.push_str(ours.as_deref().unwrap_or(word));
        said.push_str(&token[word.len()..]);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything stands one row and one column further on; column 9 has no place.
    struct Moved;

    impl Places for Moved {
        const WHOLE: &'static str = "整本";

        fn sheet(&self) -> &str {
            "数据填报"
        }

        fn row(&self, row: u32) -> Option<u32> {
            Some(row + 1)
        }

        fn col(&self, col: u32) -> Option<u16> {
            u16::try_from(col + 1).ok().filter(|col| *col != 10)
        }
    }

    #[test]
    fn addresses_in_words_move_with_their_cells() {
        assert_eq!(readdressed(&Moved, "大于“出院”1000（G17）。"), "大于“出院”1000（H18）。");
        assert_eq!(readdressed(&Moved, "另一行在 A4"), "另一行在 B5");
        assert_eq!(readdressed(&Moved, "VTE、CT/MRI、2024Q3、J7、f8"), "VTE、CT/MRI、2024Q3、J7、f8");
    }
}
