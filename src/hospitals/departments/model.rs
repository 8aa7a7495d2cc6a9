//! A department, and what must hold of it and of the list it stands in.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};

use crate::access::DepartmentId;
use crate::catalogue::model::half_width;
use crate::hospitals::model::BEGINNING;

/// Departments that may be open on one day.
pub const MOST: usize = 300;

/// Longest name, characters.
pub const NAME_MAX: usize = 60;

/// Longest code, characters.
pub const CODE_MAX: usize = 20;

/// How far ahead a department may be opened or closed.
const AHEAD: Days = Days::new(366);

/// 科室: a part of a hospital whose figures are counted for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Its key.
    pub id: DepartmentId,
    /// What the hospital calls it.
    pub name: String,
    /// The hospital's code for it; several departments may share one.
    pub code: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while nobody closed it.
    pub to: Option<NaiveDate>,
    /// Rises when it is closed.
    pub version: i32,
}

/// Why a department cannot be closed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotClose {
    /// It is closed already.
    #[error("这个科室已经停用，最后一天是 {0}。停用日期不能再改；还在用的话，请从后一天起重新增加一次。")]
    Already(NaiveDate),
    /// It would end before it began.
    #[error("停用日期早于起始日期 {0}。请填 {0} 或以后的日子。")]
    BeforeItOpened(NaiveDate),
    /// Too far ahead.
    #[error("停用日期太远。最远可以填到 {0}。")]
    TooFar(NaiveDate),
}

impl Department {
    /// Whether it is open on a day.
    #[must_use]
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether a reader would take `name` for this department's: width, spaces and case of letters do not count.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        as_compared(&self.name) == as_compared(name)
    }

    /// The department with its last day.
    ///
    /// # Errors
    /// When it is closed already, would end before it began, or the day is too far after `today`.
    pub fn closed_on(self, to: NaiveDate, today: NaiveDate) -> Result<Self, CannotClose> {
        if let Some(closed) = self.to {
            return Err(CannotClose::Already(closed));
        }
        if to < self.from {
            return Err(CannotClose::BeforeItOpened(self.from));
        }
        if to > latest(today) {
            return Err(CannotClose::TooFar(latest(today)));
        }
        Ok(Self { to: Some(to), ..self })
    }
}

/// A department that is to be opened; it goes on until somebody closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What the hospital calls it.
    pub name: String,
    /// The hospital's code for it.
    pub code: Option<String>,
    /// First day.
    pub from: NaiveDate,
}

/// Why a text cannot name a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// There is no name.
    #[error("没有科室名称。请把名称写在逗号前面")]
    NoName,
    /// The name is too long.
    #[error("名称有 {0} 个字。请写成 {NAME_MAX} 个字以内")]
    LongName(usize),
    /// The code is too long.
    #[error("编码有 {0} 个字。请写成 {CODE_MAX} 个字以内")]
    LongCode(usize),
    /// A spreadsheet would take it for a formula.
    #[error("以“{0}”开头，会被表格软件当成公式。请去掉这个符号")]
    Formula(char),
    /// Something in it cannot be seen.
    #[error("含有看不见的字符，多半是粘贴时带来的。请手工重新输入这一行")]
    Unseen,
}

impl Opening {
    /// A department of this name and code from a day on; spaces around and between words are evened out.
    ///
    /// # Errors
    /// What is wrong with name or code.
    pub fn new(name: &str, code: &str, from: NaiveDate) -> Result<Self, BadText> {
        let name = plain(name)?;
        let code = plain(code)?;
        match (name.chars().count(), code.chars().count()) {
            (0, _) => Err(BadText::NoName),
            (length, _) if length > NAME_MAX => Err(BadText::LongName(length)),
            (_, length) if length > CODE_MAX => Err(BadText::LongCode(length)),
            _ => Ok(Self { name, code: Some(code).filter(|code| !code.is_empty()), from }),
        }
    }

    /// Whether a reader would take both for one department.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        as_compared(&self.name) == as_compared(&other.name)
    }

    /// The opening, where no department of its name is held on any day from its first on.
    ///
    /// # Errors
    /// The department that stands in the way; of several the one that lasts longest.
    pub fn beside(self, held: &[Department]) -> Result<Self, Department> {
        let in_the_way = |department: &&Department| {
            department.is_named(&self.name) && department.to.is_none_or(|to| self.from <= to)
        };
        match held.iter().filter(in_the_way).max_by_key(|department| department.to.unwrap_or(NaiveDate::MAX)) {
            Some(department) => Err(department.clone()),
            None => Ok(self),
        }
    }
}

/// Why a department cannot begin on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotBegin {
    /// Before anything was.
    #[error("起始日期太早。最早可以填 {BEGINNING}；一直就有的科室，空着就行。")]
    TooEarly,
    /// Too far ahead.
    #[error("起始日期太远。最远可以填到 {0}。")]
    TooFar(NaiveDate),
}

/// The first day of new departments; without one they have always been there.
///
/// # Errors
/// When the day is before all time or too far after `today`.
pub fn first_day(said: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, CannotBegin> {
    match said {
        Some(day) if day < BEGINNING => Err(CannotBegin::TooEarly),
        Some(day) if day > latest(today) => Err(CannotBegin::TooFar(latest(today))),
        said => Ok(said.unwrap_or(BEGINNING)),
    }
}

/// The most departments open on one day if `more` were opened on `from`.
#[must_use]
pub fn most_at_once(held: &[Department], more: usize, from: NaiveDate) -> usize {
    // The number only rises on a day on which one begins.
    let days = held.iter().map(|department| department.from).filter(|day| *day > from).chain([from]);
    let open = |day| held.iter().filter(|department| department.is_open(day)).count();
    days.map(open).max().unwrap_or_default() + more
}

/// The order of lists: by code, those without one last, then by name.
#[must_use]
pub fn in_order(a: &Department, b: &Department) -> Ordering {
    let key = |department: &Department| (department.code.is_none(), department.code.clone(), department.name.clone());
    key(a).cmp(&key(b))
}

/// The last day that may be spoken of.
fn latest(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX)
}

/// The text with its spaces evened out.
fn plain(text: &str) -> Result<String, BadText> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(is_unseen) {
        return Err(BadText::Unseen);
    }
    match half_width(&text).chars().next().filter(|first| "=+-@".contains(*first)) {
        Some(first) => Err(BadText::Formula(first)),
        None => Ok(text),
    }
}

/// Whether a reader cannot see the character: controls, and marks without width that join, part or turn what is around.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E0FFF}')
}

/// A name as it is compared.
fn as_compared(name: &str) -> String {
    half_width(name).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn department(name: &str, from: &str, to: Option<&str>) -> Department {
        let (from, to) = (day(from), to.map(day));
        Department { id: DepartmentId(1), name: name.to_owned(), code: None, from, to, version: 1 }
    }

    #[test]
    fn both_days_of_a_department_are_its_own() {
        let held = department("内科", "2024-07-01", Some("2024-09-30"));
        for (on, open) in [("2024-06-30", false), ("2024-07-01", true), ("2024-09-30", true), ("2024-10-01", false)] {
            assert_eq!(held.is_open(day(on)), open, "{on}");
        }
    }

    #[test]
    fn a_department_ends_once_and_not_before_it_began() {
        let today = day("2024-10-21");
        let held = || department("内科", "2024-07-01", None);
        assert_eq!(held().closed_on(day("2024-07-01"), today).unwrap().to, Some(day("2024-07-01")), "for one day");
        assert_eq!(held().closed_on(day("2024-06-30"), today), Err(CannotClose::BeforeItOpened(day("2024-07-01"))));
        assert!(held().closed_on(day("2025-10-22"), today).is_ok());
        assert_eq!(held().closed_on(day("2025-10-23"), today), Err(CannotClose::TooFar(day("2025-10-22"))));
        let closed = held().closed_on(today, today).unwrap();
        assert_eq!(closed.closed_on(today, today), Err(CannotClose::Already(today)));
    }

    #[test]
    fn spans_of_one_name_do_not_overlap() {
        let held = [department("内科（一）", "2020-01-01", Some("2024-06-30")), department("外科", "1900-01-01", None)];
        let opening = |name: &str, from: &str| Opening::new(name, "", day(from)).unwrap().beside(&held);
        assert!(opening("内科（一）", "2024-07-01").is_ok());
        for (name, from) in [
            ("内科（一）", "2024-06-30"),
            ("内科 (一)", "2019-01-01"),
            ("外科", "2030-01-01"),
            (" 外　科", "1900-01-01"),
        ] {
            assert!(opening(name, from).is_err(), "{name} from {from}");
        }
        assert!(opening("内科(二)", "2019-01-01").is_ok());
    }

    #[test]
    fn a_name_is_what_can_be_seen_and_is_no_formula() {
        let from = day("2024-07-01");
        let read = |name: &str, code: &str| Opening::new(name, code, from);
        let read_name = read(" 心血管　内科 ", "").unwrap();
        assert_eq!((read_name.name.as_str(), read_name.code), ("心血管 内科", None));
        assert_eq!(read("内科", " 03.01 ").unwrap().code.as_deref(), Some("03.01"));
        assert_eq!(read("\u{3000}", "03"), Err(BadText::NoName));
        assert!(read(&"科".repeat(60), &"1".repeat(20)).is_ok());
        assert_eq!(read(&"科".repeat(61), ""), Err(BadText::LongName(61)));
        assert_eq!(read("内科", &"1".repeat(21)), Err(BadText::LongCode(21)));
        for formula in ["=1+1", "+内科", "-内科", "@内科", "＝1", "＠内科", " －内科"] {
            assert!(matches!(read(formula, ""), Err(BadText::Formula(_))), "{formula}");
            assert!(matches!(read("内科", formula), Err(BadText::Formula(_))), "{formula}");
        }
        for unseen in ["内\u{200B}科", "\u{FEFF}内科", "内\u{202E}科", "内\u{0}科"] {
            assert_eq!(read(unseen, ""), Err(BadText::Unseen), "{unseen:?}");
        }
    }

    #[test]
    fn the_fullest_day_counts_not_only_the_first() {
        let held = [
            department("甲", "2024-01-01", Some("2024-01-31")),
            department("乙", "2024-01-15", None),
            department("丙", "2024-02-01", None),
        ];
        for (from, expected) in [("2023-01-01", 12), ("2024-01-20", 12), ("2024-02-01", 12), ("2024-01-31", 12)] {
            assert_eq!(most_at_once(&held, 10, day(from)), expected, "{from}");
        }
        assert_eq!(most_at_once(&held[..2], 10, day("2024-03-01")), 11, "what ended before does not count");
        assert_eq!(most_at_once(&[], 3, day("2024-03-01")), 3);
    }

    #[test]
    fn a_first_day_lies_between_the_beginning_and_a_year_ahead() {
        let today = day("2024-10-21");
        assert_eq!(first_day(None, today), Ok(BEGINNING));
        assert_eq!(first_day(Some(BEGINNING), today), Ok(BEGINNING));
        assert_eq!(first_day(Some(day("1899-12-31")), today), Err(CannotBegin::TooEarly));
        assert!(first_day(Some(day("2025-10-22")), today).is_ok());
        assert_eq!(first_day(Some(day("2025-10-23")), today), Err(CannotBegin::TooFar(day("2025-10-22"))));
    }
}
