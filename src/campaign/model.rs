//! What somebody owes of a campaign, how far it has come, and what was handed in for it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AuthorityId, FileId, HospitalId};
use crate::calendar::Period;
use crate::catalogue::model::{BearerKind, EvidenceKind};
use crate::files::Evidence;

/// Who owes a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearer {
    /// A commission or a QC centre.
    Authority(AuthorityId),
    /// A hospital.
    Hospital(HospitalId),
}

impl Bearer {
    /// Its text in columns.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Authority(id) => format!("a{}", id.0),
            Self::Hospital(id) => format!("h{}", id.0),
        }
    }
}

/// 任务状态 on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 逾期: the last day is over, and it is not complete.
    Late,
    /// 进行中
    Running,
    /// 未到期: its period has not begun.
    Ahead,
    /// 已完成
    Done,
    /// 免除
    Exempt,
}

/// Every state, what needs something done first.
pub const STATES: [State; 5] = [State::Late, State::Running, State::Ahead, State::Done, State::Exempt];

impl State {
    /// Its key in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Running => "running",
            Self::Ahead => "ahead",
            Self::Done => "done",
            Self::Exempt => "exempt",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        STATES.into_iter().find(|state| state.key() == key)
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Late => "逾期",
            Self::Running => "进行中",
            Self::Ahead => "未到期",
            Self::Done => "已完成",
            Self::Exempt => "免除",
        }
    }

    /// The kind of its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Late => "bad",
            Self::Running => "wait",
            Self::Ahead | Self::Exempt => "plain",
            Self::Done => "ok",
        }
    }
}

/// What one bearer owes of one duty in one period, as the catalogue and the registers say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Id of the duty.
    pub duty: String,
    /// Who owes it.
    pub bearer: Bearer,
    /// As what.
    pub kind: BearerKind,
    /// The authority itself, or the one that reviews the hospital.
    pub under: AuthorityId,
    /// `2024`, `2024Q3`, `2024-07`, a day of several, or empty.
    pub period: String,
    /// From which day on it can be done.
    pub opens: NaiveDate,
    /// The last day; none where it has none.
    pub due: Option<NaiveDate>,
    /// How many pieces of evidence complete it.
    pub times: i32,
}

/// The same as it is kept, with how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Its key.
    pub id: i64,
    /// Id of the campaign.
    pub campaign: String,
    /// What is owed.
    pub owed: Owed,
    /// Pieces of evidence that count.
    pub have: i32,
    /// The day it was complete.
    pub done_on: Option<NaiveDate>,
    /// What the records say, where they prove it.
    pub said: String,
    /// Whether it is owed still: a bearer that closed owes nothing more.
    pub stands: bool,
    /// Since when it is not asked for, and why, and who said so.
    pub exempt: Option<(NaiveDate, String, String)>,
    /// Rises with every change by somebody.
    pub version: i32,
}

impl Occurrence {
    /// How far it had come at the end of a day.
    #[must_use]
    pub fn state(&self, on: NaiveDate) -> State {
        match (&self.exempt, self.done_on) {
            (Some((since, ..)), _) if *since <= on => State::Exempt,
            (_, Some(done)) if done <= on => State::Done,
            _ if self.owed.due.is_some_and(|due| due < on) => State::Late,
            _ if self.owed.opens > on => State::Ahead,
            _ => State::Running,
        }
    }

    /// Whether it was complete after its last day.
    #[must_use]
    pub fn was_late(&self) -> bool {
        self.done_on.zip(self.owed.due).is_some_and(|(done, due)| done > due)
    }

    /// Since when its evidence was here, where that was after its last day though everything had happened by then: 补交.
    /// `received` are the days on which the pieces that count came in.
    #[must_use]
    pub fn shown_late(&self, received: impl IntoIterator<Item = NaiveDate>) -> Option<NaiveDate> {
        let due = self.owed.due.filter(|_| self.done_on.is_some() && !self.was_late())?;
        complete_on(received, self.owed.times).filter(|known| *known > due)
    }
}

/// The day on which the `times`-th piece is there, by the days of pieces that count; none while there are too few.
#[must_use]
pub fn complete_on(days: impl IntoIterator<Item = NaiveDate>, times: i32) -> Option<NaiveDate> {
    let mut days: Vec<NaiveDate> = days.into_iter().collect();
    days.sort_unstable();
    usize::try_from(times - 1).ok().and_then(|at| days.get(at)).copied()
}

/// 佐证: one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its key.
    pub id: i64,
    /// Its place among those of its occurrence, from 1.
    pub number: i32,
    /// What it is.
    pub kind: EvidenceKind,
    /// The day of what it shows.
    pub day: NaiveDate,
    /// What it shows; of a training its topic.
    pub title: String,
    /// Of a training.
    pub training: Option<Training>,
    /// The file, its type and its name.
    pub file: Option<(FileId, Evidence, String)>,
    /// The record of the system it links to.
    pub record: Option<Linked>,
    /// When it was handed in.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Of where.
    pub by_place: String,
    /// Who took it back, and why.
    pub withdrawn: Option<(String, String)>,
}

/// What a piece that is a link keeps of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its key.
    pub key: i64,
    /// Its number, as people see it.
    pub number: String,
}

/// A visit, a return or a draw, as far as it is asked whether it may be evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Key and number.
    pub linked: Linked,
    /// Whether it is the bearer's own, or of its territory.
    pub own: bool,
    /// How it stands, where it is not finished.
    pub unfinished: Option<String>,
    /// Its day; none while it has none.
    pub day: Option<NaiveDate>,
    /// The quarter it is about, where it is about one.
    pub about: Option<Period>,
}

/// Of a training: who lectured, by function, who listened, and how many came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// 授课人职务
    pub lecturer: String,
    /// 培训对象
    pub audience: String,
    /// 参加人数
    pub attendance: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn occurrence(opens: &str, due: Option<&str>) -> Occurrence {
        Occurrence {
            id: 1,
            campaign: "demo".to_owned(),
            owed: Owed {
                duty: "one".to_owned(),
                bearer: Bearer::Authority(AuthorityId(1)),
                kind: BearerKind::City,
                under: AuthorityId(1),
                period: String::new(),
                opens: day(opens),
                due: due.map(day),
                times: 1,
            },
            have: 0,
            done_on: None,
            said: String::new(),
            stands: true,
            exempt: None,
            version: 1,
        }
    }

    #[test]
    fn a_duty_is_late_only_after_its_last_day_and_never_without_one() {
        let one = occurrence("2024-01-01", Some("2024-03-31"));
        let state = |on: &str| one.state(day(on));
        assert_eq!((state("2023-12-31"), state("2024-01-01")), (State::Ahead, State::Running));
        assert_eq!((state("2024-03-31"), state("2024-04-01")), (State::Running, State::Late));
        assert_eq!(occurrence("2024-01-01", None).state(day("2030-01-01")), State::Running);
        let done = Occurrence { done_on: Some(day("2024-04-02")), ..one.clone() };
        assert!(done.state(day("2024-05-01")) == State::Done && done.was_late());
        assert_eq!(done.state(day("2024-04-01")), State::Late, "as it stood the day before");
        let exempt = Occurrence { exempt: Some((day("2024-04-02"), String::new(), String::new())), ..one };
        assert_eq!(exempt.state(day("2024-05-01")), State::Exempt);
    }

    #[test]
    fn what_happened_in_time_and_was_shown_later_is_told_apart() {
        let done = Occurrence { done_on: Some(day("2024-03-20")), ..occurrence("2024-01-01", Some("2024-03-31")) };
        let shown = |days: &[&str]| done.shown_late(days.iter().map(|on| day(on)));
        assert_eq!(shown(&["2024-03-31"]), None);
        assert_eq!(shown(&["2024-04-01"]), Some(day("2024-04-01")));
        assert_eq!(shown(&["2024-06-01", "2024-03-30"]), None, "one was enough");
        assert_eq!(shown(&[]), None, "proved by records");
        let late = Occurrence { done_on: Some(day("2024-04-02")), ..done.clone() };
        assert_eq!(late.shown_late([day("2024-04-03")]), None, "that it was late says more");
        let open = Occurrence { done_on: None, ..done };
        assert_eq!(open.shown_late([day("2024-04-03")]), None);
    }

    #[test]
    fn the_last_piece_that_is_needed_completes_it() {
        let days = ["2024-06-01", "2024-02-01", "2024-09-01"].map(day);
        assert_eq!(complete_on(days, 2), Some(day("2024-06-01")));
        assert_eq!(complete_on(days, 4), None);
        assert_eq!(complete_on([], 1), None);
    }
}
