//! One row of the roster.

mod place;
mod words;

use chrono::NaiveDate;

use super::{Said, Wanted, cell, day};
use crate::authorities::Tree;
use crate::catalogue::Catalogue;
use crate::hospitals::problem::Problem;
use crate::hospitals::roster::{Column, RawRoster, RawRow};
use crate::spreadsheets::{Raw, a1};

/// Longest code and name, characters, as the database keeps them.
const CODE_MOST: usize = 32;
const NAME_MOST: usize = 120;
/// More beds no hospital has.
const BEDS_MOST: i64 = 20_000;
/// What people write where there is no day.
const NO_DAY: [&str; 5] = ["/", "-", "—", "——", "无"];
/// Characters of a 登记号 and of a 统一社会信用代码.
const REGISTRATION_NO: usize = 22;
const CREDIT_CODE: usize = 18;

/// A row under examination.
pub(super) struct Row<'a> {
    roster: &'a RawRoster,
    raw: &'a RawRow,
    catalogue: &'a Catalogue,
    tree: &'a Tree,
    problems: Vec<(Column, Problem)>,
}

impl<'a> Row<'a> {
    pub(super) fn new(roster: &'a RawRoster, raw: &'a RawRow, catalogue: &'a Catalogue, tree: &'a Tree) -> Self {
        Self { roster, raw, catalogue, tree, problems: Vec::new() }
    }

    /// The row's problems, by column of the sheet.
    pub(super) fn into_problems(mut self) -> impl Iterator<Item = Problem> {
        self.problems.sort_by_key(|(column, _)| self.roster.columns.get(column).copied());
        self.problems.into_iter().map(|(_, problem)| problem)
    }

    /// Notes a problem with one of the row's cells.
    pub(super) fn fault(
        &mut self,
        column: Column,
        rule: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let found = self.raw.cells.get(&column).map(|cell| cell.found());
        let problem = Problem::of_file(rule, message, remedy).in_sheet(&self.roster.sheet);
        let problem = match self.roster.columns.get(&column) {
            Some(col) => problem.at(a1(self.raw.row, *col), found),
            None => problem,
        };
        self.problems.push((column, problem));
    }

    /// The row's code as it stands, if one does.
    pub(super) fn code(&self) -> Option<String> {
        let cell = self.raw.cells.get(&Column::Code)?;
        cell::text(cell).ok().filter(|code| !code.is_empty())
    }

    /// Reads the row to its end, whatever is wrong; none when something is.
    pub(super) fn read(&mut self) -> Option<Wanted> {
        let terms = self.catalogue.register();
        let code = self.read_code();
        let name = self.read_name();
        let (level, grade, category) = self.read_level(terms);
        let ownership = self.word(Column::Ownership, &terms.ownerships, |text| terms.read_ownership(text));
        let affiliation = self.read_affiliation(terms);
        self.ownership_fits(ownership, affiliation, terms);
        let region = self.read_region();
        let usual = self.usual(region, affiliation);
        let beds = self.read_beds();
        let services = self.read_services();
        let (opened, closed) = (self.read_day(Column::Opened), self.read_day(Column::Closed));
        if let (Some(opened), Some(closed)) = (opened, closed)
            && closed < opened
        {
            let message = format!("停业日期 {closed} 早于开业日期 {opened}。");
            self.fault(Column::Closed, "roster_date", message, "请核对两个日期。");
        }
        let wanted = Wanted {
            opened,
            closed,
            beds,
            services,
            registration_no: self.read_number(Column::RegistrationNo, REGISTRATION_NO),
            credit_code: self.read_number(Column::CreditCode, CREDIT_CODE),
            reports_to: self.read_authority(Column::ReviewedBy),
            supervised_by: self.read_authority(Column::SupervisedBy),
            statistical_city: self.read_city(),
            code: code?,
            name: name?,
            level: level?,
            grade: grade?,
            category: category?,
            ownership: ownership?.key.clone(),
            affiliation: affiliation?.word.key.clone(),
            region: region?.code.clone(),
            usual: usual?,
        };
        self.problems.is_empty().then_some(wanted)
    }

    /// The text under a column; none where the column is missing or the cell cannot be read, which is noted.
    fn text(&mut self, column: Column) -> Option<String> {
        self.roster.columns.get(&column)?;
        let Some(held) = self.raw.cells.get(&column) else { return Some(String::new()) };
        match cell::text(held) {
            Ok(text) => Some(text),
            Err((message, remedy)) => {
                self.fault(column, "roster_cell", message, remedy);
                None
            }
        }
    }

    /// The text under a column that must hold one.
    fn must_say(&mut self, column: Column) -> Option<String> {
        let text = self.text(column)?;
        if text.is_empty() {
            let message = format!("“{}”是空的。", column.header());
            self.fault(column, "roster_required", message, "这一格必须填。");
            return None;
        }
        Some(text)
    }

    fn read_code(&mut self) -> Option<String> {
        let code = self.must_say(Column::Code)?;
        let fits = code.chars().count() <= CODE_MOST
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !fits {
            let remedy = format!("只用字母、数字、- 和 _，最多 {CODE_MOST} 位；编码定下后不再改。");
            self.fault(Column::Code, "roster_code", "编码的写法不对。", remedy);
        }
        fits.then_some(code)
    }

    fn read_name(&mut self) -> Option<String> {
        self.must_say(Column::Name)?;
        // A name is kept as it is written: brackets of either width are part of it.
        let name = match &self.raw.cells.get(&Column::Name)?.value {
            Raw::Text(name) => name.trim().to_owned(),
            _ => self.raw.cells.get(&Column::Name)?.found(),
        };
        let fits = name.chars().count() <= NAME_MOST && !name.chars().any(char::is_control);
        if !fits {
            let remedy = format!("请写执业许可证上的名称，一行，最多 {NAME_MOST} 字。");
            self.fault(Column::Name, "roster_name", "名称太长，或者有换行。", remedy);
        }
        fits.then_some(name)
    }

    fn read_beds(&mut self) -> Option<i64> {
        let held = self.raw.cells.get(&Column::Beds)?;
        let beds = cell::count(held).filter(|beds| *beds <= BEDS_MOST);
        if beds.is_none() {
            let remedy = format!("请填 0 到 {BEDS_MOST} 之间的整数；不清楚就空着。");
            self.fault(Column::Beds, "roster_beds", "床位不是整数，或者大得不合理。", remedy);
        }
        beds
    }

    fn read_day(&mut self, column: Column) -> Option<NaiveDate> {
        let held = self.raw.cells.get(&column)?;
        if NO_DAY.contains(&held.found().trim()) {
            return None;
        }
        let day = day::read(held);
        if day.is_none() {
            let message = format!("{}不是一个日子。", column.header());
            self.fault(column, "roster_date", message, "请写到日，如 2024-03-31、2024.3.31 或 2024年3月31日。");
        }
        day
    }

    fn read_number(&mut self, column: Column, length: usize) -> Said<Option<String>> {
        let Some(text) = self.text(column) else { return Said::Nothing };
        let number: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        if !number.is_empty() && (number.len() != length || !number.bytes().all(|b| b.is_ascii_alphanumeric())) {
            let message =
                format!("{}应是 {length} 位字母或数字，这里有 {} 位。", column.header(), number.chars().count());
            self.fault(column, "roster_number", message, "请核对原件；没有就空着。");
        }
        Said::This(Some(number).filter(|number| !number.is_empty()))
    }
}
