//! Rows of a workbook: goals, or every problem with its cell.

use std::collections::HashMap;

use super::{Column, Problem, RawRow, RawTable};
use crate::catalogue::model::half_width;
use crate::specialty_goals::check::{self, DOCUMENT_MAX, MEASURES_MAX, TITLE_MAX, UNIT_MAX};
use crate::specialty_goals::model::{GOALS_MAX, Goal};

/// One goal of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where its title stands.
    pub cell: String,
    /// What is wanted.
    pub goal: Goal,
}

/// What a workbook wants for a centre, by code and name, and a year; none at all is wanted where it holds no row.
///
/// # Errors
/// Every problem; the file is taken whole or not at all.
pub fn check(raw: &RawTable, (code, name): (&str, &str), year: i32) -> Result<Vec<Line>, Vec<Problem>> {
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, String> = HashMap::new();
    for (at, row) in raw.rows.iter().enumerate() {
        if at == GOALS_MAX {
            let many = raw.rows.len();
            let message = format!("一共 {many} 项，一个中心一年最多 {GOALS_MAX} 项。请从这一行起删去。");
            problems.push(row.problem(Column::Title, message));
        }
        belongs(row, (code, name), year, &mut problems);
        // By its title alone: whatever else is wrong in the row, everything is said in one round.
        let key = check::title_key(&row.text(Column::Title));
        let named = !key.is_empty() && row.unreadable(Column::Title).is_none();
        let first = seen.get(&key).filter(|_| named).cloned();
        lines.extend(line(row, &mut problems));
        match first {
            Some(first) => {
                let message = format!("这个目标在 {first} 已经写过一次。一个目标写一行；有几个指标的，写成几个目标。");
                problems.push(row.problem(Column::Title, message));
            }
            None if named => drop(seen.insert(key, row.address(Column::Title))),
            None => {}
        }
    }
    if problems.is_empty() { Ok(lines) } else { Err(problems) }
}

/// A row that says of which year or whose it is must be right: otherwise it is another table.
fn belongs(row: &RawRow, (code, name): (&str, &str), year: i32, problems: &mut Vec<Problem>) {
    let said = half_width(&row.text(Column::Year));
    if !said.trim().is_empty() && said.trim().trim_end_matches("年度").trim_end_matches('年').trim() != year.to_string()
    {
        let message =
            format!("这里导入的是 {year} 年的目标。拿错了文件请换一个；是这一年的，把年度改成 {year} 或空着。");
        problems.push(row.problem(Column::Year, message));
    }
    let said = row.text(Column::Centre);
    if !said.is_empty() && said != code && said != name {
        let message =
            format!("这里导入的是{name}（{code}）的目标。拿错了文件请换一个；是本中心的，改成 {code} 或空着。");
        problems.push(row.problem(Column::Centre, message));
    }
}

/// What a row says; none where that cannot be known, with the reasons.
fn line(row: &RawRow, problems: &mut Vec<Problem>) -> Option<Line> {
    let before = problems.len();
    let title = read(row, Column::Title, problems, check::title);
    let origin = read(row, Column::Origin, problems, check::origin);
    let document = read(row, Column::Document, problems, |text| check::line(text, "依据文件", DOCUMENT_MAX));
    let indicator = read(row, Column::Indicator, problems, |text| check::line(text, "指标", TITLE_MAX));
    let unit = read(row, Column::Unit, problems, |text| check::line(text, "单位", UNIT_MAX));
    let of_row = unit.clone().unwrap_or_default();
    let baseline = read(row, Column::Baseline, problems, |text| check::number(text, &of_row, "基线值"));
    let goal = read(row, Column::Goal, problems, |text| check::number(text, &of_row, "目标值"));
    let direction = read(row, Column::Direction, problems, check::direction);
    let measures = read(row, Column::Measures, problems, |text| check::lines(text, "主要措施", MEASURES_MAX));
    if let Err(fault) = check::agreeing(direction.flatten(), baseline.flatten(), goal.flatten()) {
        problems.push(row.problem(Column::Goal, fault));
    }
    if problems.len() > before {
        return None;
    }
    let goal = Goal {
        title: title?,
        origin: origin?,
        document: document?,
        indicator: indicator?,
        baseline: baseline?,
        goal: goal?,
        unit: unit?,
        direction: direction?,
        measures: measures?,
    };
    Some(Line { cell: row.address(Column::Title), goal })
}

fn read<T>(
    row: &RawRow,
    column: Column,
    problems: &mut Vec<Problem>,
    check: impl Fn(&str) -> Result<T, String>,
) -> Option<T> {
    if let Some(problem) = row.unreadable(column) {
        problems.push(problem);
        return None;
    }
    check(&row.text(column)).map_err(|fault| problems.push(row.problem(column, fault))).ok()
}
