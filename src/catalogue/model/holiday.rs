use chrono::{Datelike, NaiveDate, Weekday};
use serde::Serialize;

use super::Evidence;

/// 放假安排 of one year: the days off that are published for it, and the weekend days that are worked instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HolidayYear {
    /// The calendar year; every day below lies in it.
    pub year: i32,
    /// Number of the document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Where it was found.
    pub source: String,
    /// How far it may be trusted.
    pub evidence: Evidence,
    /// Days off, the earliest first.
    pub off: Vec<DaysOff>,
    /// Weekend days that are worked, the earliest first.
    pub working: Vec<WorkingDay>,
}

/// The days off of one holiday, weekends inside it included; both days inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DaysOff {
    /// The holiday.
    pub name: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// A weekend day that is worked (调休上班).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkingDay {
    /// The day.
    pub day: NaiveDate,
    /// The holiday it makes up for.
    pub name: String,
}

impl DaysOff {
    /// Whether the day lies inside.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Which days are worked, as far as their years are published; of other years only weekends are known to be free.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Holidays(Vec<HolidayYear>);

/// No run of free days is longer.
const LONGEST: usize = 40;

impl Holidays {
    /// The arrangements of these years.
    #[must_use]
    pub fn new(mut years: Vec<HolidayYear>) -> Self {
        years.sort_by_key(|year| year.year);
        Self(years)
    }

    /// The years that are published, the earliest first.
    #[must_use]
    pub fn years(&self) -> &[HolidayYear] {
        &self.0
    }

    /// The arrangement of a year; none where it is not published.
    #[must_use]
    pub fn of(&self, year: i32) -> Option<&HolidayYear> {
        self.0.iter().find(|known| known.year == year)
    }

    /// Whether nobody works on that day.
    #[must_use]
    pub fn is_free(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let Some(year) = self.of(day.year()) else { return weekend };
        let worked = year.working.iter().any(|working| working.day == day);
        !worked && (weekend || year.off.iter().any(|off| off.covers(day)))
    }

    /// The day that is so many working days after another, which does not count itself.
    #[must_use]
    pub fn working_days_after(&self, day: NaiveDate, days: u16) -> NaiveDate {
        let worked = day.iter_days().skip(1).filter(|day| !self.is_free(*day));
        worked.take(usize::from(days)).last().unwrap_or(day)
    }

    /// The day itself where it is worked, else the next that is.
    #[must_use]
    pub fn working_day_from(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().take(LONGEST).find(|day| !self.is_free(*day)).unwrap_or(day)
    }
}
