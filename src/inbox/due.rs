//! When the daily mail may go.

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::{china_date, china_midnight};

/// From this hour of 北京时间 on, so that it is there when offices open.
pub const FROM_HOUR: i64 = 8;

/// How long a mail that failed waits before it is tried again, minutes: long enough for a mail server to be restarted.
pub const AGAIN_MINUTES: i64 = 15;

/// How often one mail is tried: once, and twice again.
pub const ATTEMPTS: i32 = 3;

/// Whether the hour has come.
#[must_use]
pub fn hour_has_come(now: DateTime<Utc>) -> bool {
    now - china_midnight(china_date(now)) >= TimeDelta::hours(FROM_HOUR)
}

/// A mail that failed before this moment may be tried again.
#[must_use]
pub fn again_before(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::minutes(AGAIN_MINUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_open_by_the_clock_of_china() {
        let come = |moment: &str| hour_has_come(moment.parse().unwrap());
        assert!(!come("2024-10-20T23:59:59Z"), "07:59 of the 21st");
        assert!(come("2024-10-21T00:00:00Z"), "08:00 of the 21st");
        assert!(come("2024-10-21T15:59:59Z"), "23:59 of the 21st");
        assert!(!come("2024-10-21T16:00:00Z"), "midnight of the 22nd");
    }
}
