//! 期与日: reporting periods (年、季、月) and days in 北京时间. Pure.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};

/// The offset of 北京时间: UTC+8, no daylight saving.
const CHINA_SECONDS: i32 = 8 * 3600;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// 年
    Year,
    /// 季度
    Quarter,
    /// 月
    Month,
}

/// A reporting period, written `2024`, `2024Q3` or `2024-07`.
///
/// The text sorts within one grain the way time does, on both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    /// 1–4 for a quarter, 1–12 for a month, 0 for a year.
    number: u8,
    grain: Grain,
}

/// A text that is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是一个期：年写成 2024，季度写成 2024Q3，月写成 2024-07")]
pub struct BadPeriod(pub String);

impl Period {
    /// A year, 2000–2999.
    pub fn year_of(year: i32) -> Result<Self, BadPeriod> {
        Self::checked(year, 0, Grain::Year)
    }

    /// A quarter 1–4 of a year.
    pub fn quarter_of(year: i32, quarter: u8) -> Result<Self, BadPeriod> {
        Self::checked(year, quarter, Grain::Quarter)
    }

    /// A month 1–12 of a year.
    pub fn month_of(year: i32, month: u8) -> Result<Self, BadPeriod> {
        Self::checked(year, month, Grain::Month)
    }

    fn checked(year: i32, number: u8, grain: Grain) -> Result<Self, BadPeriod> {
        let fits = match grain {
            Grain::Year => number == 0,
            Grain::Quarter => (1..=4).contains(&number),
            Grain::Month => (1..=12).contains(&number),
        };
        if fits && (2000..=2999).contains(&year) {
            Ok(Self { year, number, grain })
        } else {
            Err(BadPeriod(format!("{year}/{number}")))
        }
    }

    /// The quarter in which a day lies.
    #[must_use]
    pub fn quarter_containing(day: NaiveDate) -> Self {
        let month = u8::try_from(day.month()).unwrap_or(1);
        Self { year: day.year(), number: (month - 1) / 3 + 1, grain: Grain::Quarter }
    }

    /// Year, quarter or month.
    #[must_use]
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// 1–4 for a quarter, 1–12 for a month, 0 for a year.
    #[must_use]
    pub fn number(self) -> u8 {
        self.number
    }

    /// The months inside, in order: 12, 3 or 1.
    #[must_use]
    pub fn months(self) -> Vec<Self> {
        let (first, count) = match self.grain {
            Grain::Year => (1, 12),
            Grain::Quarter => ((self.number - 1) * 3 + 1, 3),
            Grain::Month => (self.number, 1),
        };
        (first..first + count).map(|number| Self { number, grain: Grain::Month, ..self }).collect()
    }

    /// The `index`-th month (0-based) inside; `None` beyond the end.
    #[must_use]
    pub fn month(self, index: usize) -> Option<Self> {
        self.months().get(index).copied()
    }

    /// The quarter a quarter or month lies in; the fourth of a year.
    #[must_use]
    pub fn quarter(self) -> Self {
        let number = match self.grain {
            Grain::Year => 4,
            Grain::Quarter => self.number,
            Grain::Month => (self.number - 1) / 3 + 1,
        };
        Self { number, grain: Grain::Quarter, ..self }
    }

    /// The period of the same length right after.
    #[must_use]
    pub fn next(self) -> Self {
        self.shifted(1)
    }

    /// The period of the same length right before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.shifted(-1)
    }

    /// The same period one year earlier.
    #[must_use]
    pub fn last_year(self) -> Self {
        Self { year: self.year - 1, ..self }
    }

    /// The period `by` lengths later (earlier when negative).
    #[must_use]
    pub fn shifted(self, by: i32) -> Self {
        let per_year = match self.grain {
            Grain::Year => return Self { year: self.year + by, ..self },
            Grain::Quarter => 4,
            Grain::Month => 12,
        };
        let index = self.year * per_year + i32::from(self.number) - 1 + by;
        Self {
            year: index.div_euclid(per_year),
            number: u8::try_from(index.rem_euclid(per_year) + 1).unwrap_or(1),
            grain: self.grain,
        }
    }

    /// Every period from `self` to `last`, both included; empty when `last` is earlier or of another grain.
    #[must_use]
    pub fn through(self, last: Self) -> Vec<Self> {
        if self.grain != last.grain {
            return Vec::new();
        }
        let mut periods = Vec::new();
        let mut at = self;
        while at <= last {
            periods.push(at);
            at = at.next();
        }
        periods
    }

    /// The first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        let month = match self.grain {
            Grain::Year => 1,
            Grain::Quarter => (self.number - 1) * 3 + 1,
            Grain::Month => self.number,
        };
        NaiveDate::from_ymd_opt(self.year, u32::from(month), 1).unwrap_or_default()
    }

    /// The last day; which span of the register counts for a quarter is decided on it.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or_default()
    }

    /// What a reader calls it: `2024 年第三季度`, `2024 年 7 月`, `2024 年`.
    #[must_use]
    pub fn label(self) -> String {
        match self.grain {
            Grain::Year => format!("{} 年", self.year),
            Grain::Quarter => {
                let ordinal = ["一", "二", "三", "四"][usize::from(self.number - 1)];
                format!("{} 年第{ordinal}季度", self.year)
            }
            Grain::Month => format!("{} 年 {} 月", self.year, self.number),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.grain {
            Grain::Year => write!(f, "{:04}", self.year),
            Grain::Quarter => write!(f, "{:04}Q{}", self.year, self.number),
            Grain::Month => write!(f, "{:04}-{:02}", self.year, self.number),
        }
    }
}

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadPeriod(text.to_owned());
        let digits = |part: &str, count: usize| {
            (part.len() == count && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i32>().ok())?
        };
        let year = text.get(..4).and_then(|part| digits(part, 4)).ok_or_else(bad)?;
        let rest = text.get(4..).unwrap_or_default();
        let (number, grain) = if rest.is_empty() {
            (0, Grain::Year)
        } else if let Some(quarter) = rest.strip_prefix('Q') {
            (digits(quarter, 1).ok_or_else(bad)?, Grain::Quarter)
        } else if let Some(month) = rest.strip_prefix('-') {
            (digits(month, 2).ok_or_else(bad)?, Grain::Month)
        } else {
            return Err(bad());
        };
        Self::checked(year, u8::try_from(number).map_err(|_| bad())?, grain).map_err(|_| bad())
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The day a moment falls on for a reader in China.
#[must_use]
pub fn china_date(moment: DateTime<Utc>) -> NaiveDate {
    in_china(moment).date_naive()
}

/// `2024-10-21 09:00` in 北京时间.
#[must_use]
pub fn china_minute(moment: DateTime<Utc>) -> String {
    in_china(moment).format("%Y-%m-%d %H:%M").to_string()
}

/// `2024-10-21 09:00:17` in 北京时间.
#[must_use]
pub fn china_second(moment: DateTime<Utc>) -> String {
    in_china(moment).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The moment a day begins for a reader in China.
#[must_use]
pub fn china_midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - chrono::TimeDelta::seconds(i64::from(CHINA_SECONDS))
}

fn in_china(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(CHINA_SECONDS) {
        Some(china) => moment.with_timezone(&china),
        None => moment.fixed_offset(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn text_and_period_are_two_faces_of_one_thing() {
        for text in ["2024", "2024Q3", "2024-07", "2023-12"] {
            assert_eq!(period(text).to_string(), text);
        }
        for text in
            ["", "24Q1", "2024Q5", "2024q1", "2024-7", "2024-13", "2024Q", "２０２４", "2024Q11", "1999", "+024"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_quarter_knows_its_months_neighbours_and_days() {
        let quarter = period("2024Q1");
        assert_eq!(quarter.months(), [period("2024-01"), period("2024-02"), period("2024-03")]);
        assert_eq!(quarter.previous(), period("2023Q4"));
        assert_eq!(quarter.last_year(), period("2023Q1"));
        assert_eq!(quarter.last_day(), NaiveDate::from_ymd_opt(2024, 3, 31).unwrap());
        assert_eq!(period("2024-02").last_day(), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
        assert_eq!(period("2023Q3").through(period("2024Q2")).len(), 4);
        assert_eq!(quarter.label(), "2024 年第一季度");
    }

    #[test]
    fn the_day_is_the_readers() {
        let moment = "2026-03-31T16:30:00Z".parse().unwrap();
        assert_eq!(china_date(moment).to_string(), "2026-04-01");
        assert_eq!(china_midnight(china_date(moment)).to_rfc3339(), "2026-03-31T16:00:00+00:00");
    }
}
