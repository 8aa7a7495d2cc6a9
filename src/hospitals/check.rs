//! From raw cells to what the roster says of each hospital, or every problem at once. Nothing here asks the database.

mod cell;
pub(in crate::hospitals) mod day;
mod place;
mod row;

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::access::AuthorityId;
use crate::authorities::Tree;
use crate::catalogue::Catalogue;
use crate::hospitals::model::Facts;
use crate::hospitals::problem::Problem;
use crate::hospitals::roster::{Column, RawRoster};

/// What a row says of a hospital, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// 编码
    pub code: String,
    /// 开业日期
    pub opened: Option<NaiveDate>,
    /// 停业日期
    pub closed: Option<NaiveDate>,
    /// 名称
    pub name: String,
    /// Key of the level.
    pub level: String,
    /// Key of the grade.
    pub grade: String,
    /// Key of the category.
    pub category: String,
    /// Key of the ownership.
    pub ownership: String,
    /// Key of the affiliation.
    pub affiliation: String,
    /// Code of the region.
    pub region: String,
    /// 床位
    pub beds: Option<i64>,
    /// Names of the services.
    pub services: BTreeSet<String>,
    /// 登记号
    pub registration_no: Said<Option<String>>,
    /// 信用代码
    pub credit_code: Said<Option<String>>,
    /// 审核机构, where one is named.
    pub reports_to: Said<Option<AuthorityId>>,
    /// 督导机构, where one is named.
    pub supervised_by: Said<Option<AuthorityId>>,
    /// 统计地市, where one is named.
    pub statistical_city: Said<Option<String>>,
    /// Who governs it where the roster does not say otherwise.
    pub usual: Placement,
}

/// Whether the roster speaks of something at all: a column that is not there changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<T> {
    /// The roster has no such column.
    Nothing,
    /// What stands in the column.
    This(T),
}

/// Who governs a hospital and where it is counted, as follows from its region and affiliation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Reviews its returns.
    pub reports_to: AuthorityId,
    /// Counts it as its own when visits are planned.
    pub supervised_by: AuthorityId,
    /// Code of the city it is counted under.
    pub statistical_city: String,
    /// Code of the county it is counted under; none for 市本级.
    pub county: Option<String>,
}

impl Wanted {
    /// What will hold of the hospital, given what holds now.
    ///
    /// A column that is not there keeps what is held; who governs is kept only while region and affiliation stay.
    #[must_use]
    pub fn facts(&self, held: Option<&Facts>) -> Facts {
        let in_place = held.filter(|held| held.region == self.region && held.affiliation == self.affiliation);
        let governing = |said: &Said<Option<AuthorityId>>, kept: Option<AuthorityId>, usual| match said {
            Said::This(named) => named.unwrap_or(usual),
            Said::Nothing => kept.unwrap_or(usual),
        };
        let number = |said: &Said<Option<String>>, kept: Option<&Option<String>>| match said {
            Said::This(named) => named.clone(),
            Said::Nothing => kept.cloned().flatten(),
        };
        let city = match &self.statistical_city {
            Said::This(named) => named.clone(),
            Said::Nothing => in_place.map(|held| held.statistical_city.clone()),
        };
        Facts {
            name: self.name.clone(),
            level: self.level.clone(),
            grade: self.grade.clone(),
            category: self.category.clone(),
            ownership: self.ownership.clone(),
            affiliation: self.affiliation.clone(),
            region: self.region.clone(),
            beds: self.beds,
            services: self.services.clone(),
            reports_to: governing(&self.reports_to, in_place.map(|held| held.reports_to), self.usual.reports_to),
            supervised_by: governing(
                &self.supervised_by,
                in_place.map(|held| held.supervised_by),
                self.usual.supervised_by,
            ),
            statistical_city: city.unwrap_or_else(|| self.usual.statistical_city.clone()),
            county: self.usual.county.clone(),
            registration_no: number(&self.registration_no, held.map(|held| &held.registration_no)),
            credit_code: number(&self.credit_code, held.map(|held| &held.credit_code)),
        }
    }
}

/// Checks a whole roster.
///
/// # Errors
/// Every problem, those of the header first, then by row and column.
pub fn check(roster: &RawRoster, catalogue: &Catalogue, tree: &Tree) -> Result<Vec<Wanted>, Vec<Problem>> {
    let mut problems = roster.problems.clone();
    let mut wanted = Vec::new();
    let mut first_at: HashMap<String, String> = HashMap::new();
    for raw in &roster.rows {
        let mut row = row::Row::new(roster, raw, catalogue, tree);
        let read = row.read();
        if let Some(code) = row.code()
            && let Some(cell) = raw.cells.get(&Column::Code)
        {
            match first_at.get(&code) {
                Some(first) => {
                    let message = format!("编码 {code} 重复了：{first} 已经用过。");
                    row.fault(
                        Column::Code,
                        "roster_code_doubled",
                        message,
                        "同一家医院请只留一行；两家医院请用两个编码。",
                    );
                }
                None => {
                    first_at.insert(code, cell.a1());
                }
            }
        }
        problems.extend(row.into_problems());
        wanted.extend(read);
    }
    if roster.rows.is_empty() {
        let message = "名录里一家医院也没有。";
        problems
            .push(Problem::of_file("roster_empty", message, "请在表头下面每行填一家医院。").in_sheet(&roster.sheet));
    }
    if problems.is_empty() { Ok(wanted) } else { Err(problems) }
}
