//! Which days' reminders are posted now.

use chrono::{NaiveDate, TimeDelta};

/// How many days a server may have been off and still tell what it missed: the longest holidays with the weekends beside them.
const AWAY: i64 = 10;

/// The days whose reminders are posted now: those since somebody looked last, today's too. A server that was just started looks
/// back, for an office machine is off at weekends and on holidays, and many a day after the last one is a Saturday. The key
/// of a letter names its day, so that nobody gets one twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    first: NaiveDate,
    today: NaiveDate,
}

impl Days {
    /// Those since the day of the last look; none where nobody has looked since the start.
    #[must_use]
    pub fn since(looked: Option<NaiveDate>, today: NaiveDate) -> Self {
        let away = today - TimeDelta::days(AWAY);
        Self { first: looked.unwrap_or(away).clamp(away, today), today }
    }

    /// The last of them.
    #[must_use]
    pub fn today(self) -> NaiveDate {
        self.today
    }

    /// Each, the first first.
    pub fn each(self) -> impl DoubleEndedIterator<Item = NaiveDate> {
        (0..=(self.today - self.first).num_days()).map(move |after| self.first + TimeDelta::days(after))
    }

    /// The latest of them on which there was something to tell, and what: of several that were missed the last one says all.
    pub fn latest<T>(self, told: impl Fn(NaiveDate) -> Option<T>) -> Option<(NaiveDate, T)> {
        self.each().rev().find_map(|day| Some((day, told(day)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_missed_is_told_and_nothing_older_than_a_holiday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let each = |looked: Option<&str>| Days::since(looked.map(day), day("2024-10-08")).each().collect::<Vec<_>>();
        assert_eq!(each(Some("2024-10-08")), [day("2024-10-08")]);
        assert_eq!(each(Some("2024-10-06")), ["2024-10-06", "2024-10-07", "2024-10-08"].map(day));
        assert_eq!(each(Some("2024-10-09")), [day("2024-10-08")], "a clock that was put back");
        for looked in [None, Some("2024-01-01")] {
            assert_eq!((each(looked).len(), each(looked)[0]), (11, day("2024-09-28")));
        }
        let odd = |on: NaiveDate| (on < day("2024-10-05")).then_some(());
        assert_eq!(Days::since(None, day("2024-10-08")).latest(odd), Some((day("2024-10-04"), ())));
    }
}
