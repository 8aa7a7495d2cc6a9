//! Rows of a workbook against the catalogue: goals, or every problem with its cell.

use std::collections::HashMap;

use super::{Column, Problem, RawGoals, RawRow};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator, half_width};
use crate::goals::check;
use crate::goals::judge::may_have;
use crate::goals::model::{Change, Key, Subject, Value};

/// Other words for all hospitals.
const ALL: [&str; 4] = ["全部", "全部医院", "全省", "所有医院"];

/// One goal of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where its value stands.
    pub cell: String,
    /// What is wanted.
    pub change: Change,
}

/// What a workbook wants. A row without a value wants the goal to be none.
///
/// # Errors
/// Every problem; the file is taken whole or not at all.
pub fn check(raw: &RawGoals, catalogue: &Catalogue) -> Result<Vec<Line>, Vec<Problem>> {
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    let mut seen: HashMap<Key, String> = HashMap::new();
    for row in &raw.rows {
        let Some(line) = line(row, catalogue, &mut problems) else { continue };
        match seen.get(&line.change.key) {
            Some(first) => problems.push(row.problem(
                Column::Value,
                format!("同一年度、指标和范围在 {first} 已经写过一次，系统不知道用哪一个。请只留一行。"),
            )),
            None => {
                seen.insert(line.change.key.clone(), line.cell.clone());
                lines.push(line);
            }
        }
    }
    if raw.rows.is_empty() {
        problems.push(Problem::of_file("表头下面一行也没有。请填好以后再传。"));
    }
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

/// What a row says; none where that cannot be known, with the reasons.
fn line(row: &RawRow, catalogue: &Catalogue, problems: &mut Vec<Problem>) -> Option<Line> {
    let before = problems.len();
    let edition = noted(edition_of(row, catalogue), problems);
    let subject = noted(subject_of(row, catalogue), problems);
    let indicator = noted(indicator_of(row, catalogue, edition), problems);
    let value = indicator.and_then(|indicator| noted(value_of(row, indicator), problems));
    let source = noted(source_of(row), problems);
    if problems.len() > before {
        return None;
    }
    let key = Key { indicator: indicator?.id.clone(), year: edition?.year, subject: subject? };
    Some(Line { cell: row.address(Column::Value), change: Change { key, value: value?, source: source? } })
}

fn noted<T>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

fn edition_of<'c>(row: &RawRow, catalogue: &'c Catalogue) -> Result<&'c Edition, Problem> {
    let text = half_width(&row.text(Column::Year));
    let year = text.trim().trim_end_matches('年').trim().parse().ok();
    year.and_then(|year: i32| catalogue.edition(year)).ok_or_else(|| {
        let known: Vec<String> = catalogue.editions().iter().map(|edition| edition.year.to_string()).collect();
        row.problem(Column::Year, format!("没有这一年的目标版本。请填这些年份之一：{}。", known.join("、")))
    })
}

fn subject_of(row: &RawRow, catalogue: &Catalogue) -> Result<Subject, Problem> {
    let text = half_width(&row.text(Column::Subject));
    let word = text.trim();
    if ALL.contains(&word) {
        return Ok(Subject::All);
    }
    // A word that also names a grade or a category means only some hospitals of the level.
    let level = catalogue.register().read_level(word).filter(|said| said.grade.is_none() && said.category.is_none());
    level.map(|said| Subject::Level(said.level.word.key.clone())).ok_or_else(|| {
        let levels: Vec<&str> = catalogue.register().levels.iter().map(|level| level.word.name.as_str()).collect();
        row.problem(Column::Subject, format!("不认识的范围。请填“全部”或一个级别：{}。", levels.join("、")))
    })
}

fn indicator_of<'c>(
    row: &RawRow,
    catalogue: &'c Catalogue,
    edition: Option<&Edition>,
) -> Result<&'c Indicator, Problem> {
    let code = row.text(Column::Code);
    let at_code = |message: String| row.problem(Column::Code, message);
    let unknown = || at_code("没有这个指标编码。请从导出的工作簿里复制，或在“目标口径”的指标字典里查。".to_owned());
    let indicator = catalogue.indicator_coded(half_width(&code).trim()).ok_or_else(unknown)?;
    if let Some(edition) = edition.filter(|edition| !edition.indicators().any(|id| *id == indicator.id)) {
        return Err(at_code(format!("{} 年的目标里没有“{}”。请核对年度和编码。", edition.year, indicator.name)));
    }
    may_have(indicator).map_err(|why| at_code(format!("“{}”：{}请删去这一行。", indicator.name, why.said())))?;
    for (column, said) in [(Column::Name, &indicator.name), (Column::Unit, &indicator.unit)] {
        let typed = row.text(column);
        if !typed.is_empty() && half_width(&typed).replace(' ', "") != half_width(said).replace(' ', "") {
            let head = column.header();
            return Err(
                row.problem(column, format!("与编码 {code} 对不上：它的{head}是“{said}”。请核对是不是抄错了行。"))
            );
        }
    }
    Ok(indicator)
}

fn value_of(row: &RawRow, indicator: &Indicator) -> Result<Option<Value>, Problem> {
    check::value(indicator, &row.text(Column::Value)).map_err(|fault| row.problem(Column::Value, fault))
}

/// A row that sets nothing needs no source; whether it takes a goal back is known only beside what holds.
fn source_of(row: &RawRow) -> Result<String, Problem> {
    let text = row.text(Column::Source);
    if text.is_empty() && row.text(Column::Value).is_empty() {
        return Ok(String::new());
    }
    check::source(&text).map_err(|fault| row.problem(Column::Source, fault))
}
