//! 锁定: how many wrong passwords lock what, for how long.
//!
//! An attempt is counted before the password is looked at, and a right password clears the count: a hundred guesses
//! sent at once are a hundred attempts. Failures are counted for a login **and a network**, so that nobody can lock
//! other people's accounts from where they sit; guesses from many networks together lock the login only for
//! networks that never signed in with it.

use chrono::{DateTime, TimeDelta, Utc};

/// Wrong passwords for one login from one network that lock the pair.
pub const HERE: i32 = 5;

/// Wrong passwords for one login from networks unknown to it that lock it for all such networks.
pub const ELSEWHERE: i32 = 20;

/// How long a lock holds, and how long a failure counts, minutes.
pub const LOCK_MINUTES: i64 = 30;

/// How long a network is known to a login after a sign-in, days: one quarter, the rhythm of returns, and a bit.
pub const KNOWN_DAYS: i64 = 120;

/// Failures of one login, from one network or from all unknown ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// Attempts since `since` that were not cleared.
    pub failures: i32,
    /// When the first of them was.
    pub since: Option<DateTime<Utc>>,
    /// Until when it is locked.
    pub locked_until: Option<DateTime<Utc>>,
    /// The last right password.
    pub succeeded_at: Option<DateTime<Utc>>,
}

/// Attempts are refused until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locked {
    /// The end of the lock.
    pub until: DateTime<Utc>,
}

impl Counter {
    /// Counts an attempt that begins now; the one that reaches `limit` still goes ahead, and locks if it fails.
    ///
    /// # Errors
    /// [`Locked`] when it may not go ahead.
    pub fn attempt(self, limit: i32, now: DateTime<Utc>) -> Result<Self, Locked> {
        if let Some(until) = self.locked_until.filter(|until| *until > now) {
            return Err(Locked { until });
        }
        let window = TimeDelta::minutes(LOCK_MINUTES);
        let counts = self.locked_until.is_none() && self.since.is_some_and(|since| now - since < window);
        let failures = if counts { self.failures + 1 } else { 1 };
        Ok(Self {
            failures,
            since: if counts { self.since } else { Some(now) },
            locked_until: (failures >= limit).then(|| now + window),
            succeeded_at: self.succeeded_at,
        })
    }

    /// Without the attempt just counted, which was right; failures before it still count.
    #[must_use]
    pub fn taken_back(self) -> Self {
        Self { failures: (self.failures - 1).max(0), locked_until: None, ..self }
    }

    /// After a right password.
    #[must_use]
    pub fn cleared(self, now: DateTime<Utc>) -> Self {
        Self { succeeded_at: Some(now), ..Self::default() }
    }

    /// Whether the network signed in with this login not long ago.
    #[must_use]
    pub fn is_known(self, now: DateTime<Utc>) -> bool {
        self.succeeded_at.is_some_and(|then| now - then < TimeDelta::days(KNOWN_DAYS))
    }
}

/// Minutes until `until`, rounded up, at least 1.
#[must_use]
pub fn minutes_left(until: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    ((until - now).num_seconds() + 59).div_euclid(60).max(1)
}

/// The network an address belongs to: an IPv4 address itself, of IPv6 the /64 that one subscriber gets whole.
#[must_use]
pub fn network_of(address: &str) -> String {
    match address.parse::<std::net::IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(std::net::IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(ip) => ip.to_string(),
        Err(_) => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + minute * 60, 0).unwrap()
    }

    #[test]
    fn the_fifth_failure_locks_for_half_an_hour() {
        let mut counter = Counter::default();
        for _ in 0..4 {
            counter = counter.attempt(HERE, at(0)).unwrap();
            assert_eq!(counter.locked_until, None);
        }
        counter = counter.attempt(HERE, at(1)).unwrap();
        assert_eq!(counter.attempt(HERE, at(30)), Err(Locked { until: at(31) }));
        assert_eq!(counter.attempt(HERE, at(31)).unwrap().failures, 1);
    }

    #[test]
    fn old_failures_and_a_right_password_are_forgotten() {
        let mut counter = Counter::default();
        for _ in 0..4 {
            counter = counter.attempt(HERE, at(0)).unwrap();
        }
        assert_eq!(counter.attempt(HERE, at(30)).unwrap().failures, 1);
        let cleared = counter.cleared(at(5));
        assert_eq!(cleared.failures, 0);
        assert!(cleared.is_known(at(6)));
        assert!(!cleared.is_known(at(60 * 24 * KNOWN_DAYS + 6)));
    }

    #[test]
    fn a_right_password_takes_back_only_itself_where_others_are_counted_too() {
        let counted = Counter { failures: 19, since: Some(at(0)), ..Counter::default() };
        let attempt = counted.attempt(ELSEWHERE, at(1)).unwrap();
        assert!(attempt.locked_until.is_some());
        assert_eq!(attempt.taken_back(), counted);
    }

    #[test]
    fn waiting_is_said_in_whole_minutes() {
        assert_eq!(minutes_left(at(30), at(0)), 30);
        assert_eq!(minutes_left(at(1), at(0) + TimeDelta::seconds(1)), 1);
        assert_eq!(minutes_left(at(2), at(0) + TimeDelta::seconds(1)), 2);
    }

    #[test]
    fn a_subscriber_cannot_hide_in_an_ipv6_network() {
        assert_eq!(network_of("2001:db8:1:2:3::1"), network_of("2001:db8:1:2:ffff::9"));
        assert_ne!(network_of("10.1.1.1"), network_of("10.1.1.2"));
        assert_eq!(network_of("::ffff:10.1.1.1"), "10.1.1.1");
        assert_eq!(network_of(""), "unknown");
    }
}
