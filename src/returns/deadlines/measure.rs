//! 上报情况: in time, late, or not there. Values in, values out.
//!
//! What counts is when the content came in that was accepted later, not when somebody clicked 接收.

use chrono::{DateTime, Utc};

use crate::returns::deadlines::due::{Due, end_of};

/// A round as timeliness sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// 1 for the first.
    pub number: i32,
    /// When it came in.
    pub received: DateTime<Utc>,
    /// When it came to count; none for one that never did.
    pub accepted: Option<DateTime<Utc>>,
    /// When it was sent back or taken back; none for one that was not.
    pub closed: Option<DateTime<Utc>>,
}

/// In which one group a hospital is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// 按时: what was accepted had come in by the due date.
    OnTime,
    /// 逾期: it had come in after it, or nothing is accepted and what could be came in after it.
    Late,
    /// 待定: the latest round came in by the due date, waits, and nothing is accepted.
    Pending,
    /// 未报: nothing came in, or what did was sent back or taken back, and the due date is over.
    Missing,
    /// 未到期: the same, and the due date is not over.
    NotDue,
    /// 未设期限: nothing can be late.
    Unset,
}

/// Every group, in the order of tables.
pub const TIMINGS: [Timing; 6] =
    [Timing::OnTime, Timing::Late, Timing::Pending, Timing::Missing, Timing::NotDue, Timing::Unset];

impl Timing {
    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Pending => "pending",
            Self::Missing => "missing",
            Self::NotDue => "not_due",
            Self::Unset => "unset",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::OnTime => "按时",
            Self::Late => "逾期",
            Self::Pending => "待定",
            Self::Missing => "未报",
            Self::NotDue => "未到期",
            Self::Unset => "未设期限",
        }
    }

    /// Kind of its tag in the style sheet.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::OnTime => "ok",
            Self::Late | Self::Missing => "bad",
            Self::Pending => "wait",
            Self::NotDue => "unsure",
            Self::Unset => "plain",
        }
    }
}

/// What one hospital did in a quarter, as known at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its group.
    pub timing: Timing,
    /// By when it was due; none where nothing is set.
    pub due: Option<Due>,
    /// Whether that day was over.
    pub over: bool,
    /// When the first round came in.
    pub received: Option<DateTime<Utc>>,
    /// When the earliest of the accepted rounds had come in: what its group goes by.
    pub counted: Option<DateTime<Utc>>,
    /// When a round first came to count.
    pub accepted: Option<DateTime<Utc>>,
    /// Whether a round is still awaited of the hospital: none counts and none waits for its reviewer.
    pub awaited: bool,
}

/// Puts a hospital into its group by what was known at `at`: rounds that had come in, acceptances that had happened.
#[must_use]
pub fn course(rounds: &[Seen], due: Option<Due>, at: DateTime<Utc>) -> Course {
    let known = || rounds.iter().filter(|round| round.received <= at);
    let accepted = || known().filter(|round| round.accepted.is_some_and(|when| when <= at));
    let counted = accepted().map(|round| round.received).min();
    let stands = |round: &&Seen| round.closed.is_none_or(|when| when > at);
    let latest = known().max_by_key(|round| round.number).filter(stands).map(|round| round.received);
    let over = due.is_some_and(|due| end_of(due.on) <= at);
    let timing = match (due, counted, latest) {
        (None, ..) => Timing::Unset,
        (Some(due), Some(counted), _) if due.keeps(counted) => Timing::OnTime,
        (Some(_), Some(_), _) => Timing::Late,
        // Only the latest round can still be accepted: when it came in late, whatever will count did.
        (Some(due), None, Some(latest)) if due.keeps(latest) => Timing::Pending,
        (Some(_), None, Some(_)) => Timing::Late,
        (Some(_), None, None) if over => Timing::Missing,
        (Some(_), None, None) => Timing::NotDue,
    };
    let accepted = accepted().filter_map(|round| round.accepted).min();
    let awaited = counted.is_none() && latest.is_none();
    Course { timing, due, over, received: known().map(|round| round.received).min(), counted, accepted, awaited }
}

/// How many hospitals did what. The six groups are apart and add up to `expected`; the others look at the same
/// hospitals in another way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// 应报: in the register on the quarter's last day.
    pub expected: i64,
    /// 已收: something came in.
    pub received: i64,
    /// 已接收: something counts.
    pub accepted: i64,
    /// 延期: with a later day than the others.
    pub extended: i64,
    groups: [i64; 6],
    /// In time, and the due date over.
    kept: i64,
}

impl Sums {
    /// With one hospital more.
    #[must_use]
    pub fn and(mut self, of: &Course) -> Self {
        let one = |holds: bool| i64::from(holds);
        self.expected += 1;
        self.received += one(of.received.is_some());
        self.accepted += one(of.accepted.is_some());
        self.extended += one(of.due.is_some_and(|due| due.extended));
        self.kept += one(of.over && of.timing == Timing::OnTime);
        for (count, timing) in self.groups.iter_mut().zip(TIMINGS) {
            *count += one(of.timing == timing);
        }
        self
    }

    /// How many are in a group.
    #[must_use]
    pub fn of(&self, timing: Timing) -> i64 {
        TIMINGS.into_iter().zip(self.groups).find(|(of, _)| *of == timing).map_or(0, |(_, count)| count)
    }

    /// 按时率 as numerator and denominator: of those whose due date is over, without those that are 待定; none where there
    /// is nobody.
    #[must_use]
    pub fn rate(&self) -> Option<(i64, i64)> {
        let decided = self.kept + self.of(Timing::Late) + self.of(Timing::Missing);
        (decided > 0).then_some((self.kept, decided))
    }
}

#[cfg(test)]
mod tests;
