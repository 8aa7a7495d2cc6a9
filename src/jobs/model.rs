//! A job and how far it has come.

use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::{AccountId, JobId};

/// How long a lease lasts without a sign of life.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How often somebody may begin: a job that ended its holder so often is not tried again.
pub const TRIES: i32 = 5;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has begun.
    Waiting,
    /// Somebody holds it; if the lease has run out, anybody may take it up.
    Running,
    /// Every step is done.
    Done,
    /// It cannot be done; what was done stays.
    Failed,
    /// Somebody did not want the rest; what was done stays.
    Cancelled,
}

impl JobState {
    /// Its name in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether there is something left to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

impl FromStr for JobState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled];
        all.into_iter().find(|state| state.key() == text).ok_or(())
    }
}

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What kind of work, for whoever takes it up.
    pub kind: &'static str,
    /// What it is about, unique: the name in addresses.
    pub subject: &'a str,
    /// What is needed to do it, as JSON.
    pub payload: String,
    /// How many things there are to do, for the progress; steps may do several.
    pub total: i64,
    /// Who asked for it; none for the operator.
    pub by: Option<AccountId>,
}

/// A job.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its key.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// What is needed to do it, as JSON.
    pub payload: String,
    /// Where it stands.
    pub state: JobState,
    /// Steps done: where whoever takes it up goes on.
    pub step: i64,
    /// Things done and things to do.
    pub done: i64,
    /// How many there are.
    pub total: i64,
    /// Why it failed, in the reader's words; empty else.
    pub said: String,
    /// Who asked for it.
    pub by: Option<AccountId>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When somebody first began.
    pub started_at: Option<DateTime<Utc>>,
    /// When the lease of its holder runs out.
    pub lease_until: Option<DateTime<Utc>>,
    /// How often somebody began.
    pub tries: i32,
    /// Rises with every change.
    pub version: i32,
}

impl Job {
    /// Whether anybody may begin or take it up.
    #[must_use]
    pub fn is_free(&self, now: DateTime<Utc>) -> bool {
        match self.state {
            JobState::Waiting => true,
            JobState::Running => self.lease_until.is_none_or(|until| until < now),
            JobState::Done | JobState::Failed | JobState::Cancelled => false,
        }
    }

    /// Seconds that the rest will take at the pace so far; none before anything is done.
    #[must_use]
    pub fn remaining_seconds(&self, now: DateTime<Utc>) -> Option<i64> {
        let since = (now - self.started_at?).num_seconds().max(1);
        let left = (self.total - self.done).max(0);
        (self.done > 0).then(|| (since * left).div_euclid(self.done) + i64::from(left > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(state: JobState, lease_until: Option<&str>) -> Job {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        Job {
            id: JobId(1),
            kind: "demo".to_owned(),
            subject: "s".to_owned(),
            payload: String::new(),
            state,
            step: 1,
            done: 50,
            total: 200,
            said: String::new(),
            by: None,
            created_at: at("2024-10-21T04:00:00Z"),
            started_at: Some(at("2024-10-21T04:00:00Z")),
            lease_until: lease_until.map(at),
            tries: 1,
            version: 1,
        }
    }

    #[test]
    fn a_job_is_free_until_somebody_holds_it_and_again_when_the_lease_ran_out() {
        let now = "2024-10-21T04:00:20Z".parse().expect("a moment");
        assert!(job(JobState::Waiting, None).is_free(now));
        assert!(!job(JobState::Running, Some("2024-10-21T04:00:30Z")).is_free(now));
        assert!(job(JobState::Running, Some("2024-10-21T04:00:19Z")).is_free(now));
        for over in [JobState::Done, JobState::Failed, JobState::Cancelled] {
            assert!(!job(over, None).is_free(now) && !over.is_open());
            assert_eq!(over.key().parse(), Ok(over));
        }
        // Fifty of two hundred in twenty seconds: sixty more, and one for the rounding.
        assert_eq!(job(JobState::Running, None).remaining_seconds(now), Some(61));
        let done = Job { done: 200, ..job(JobState::Running, None) };
        assert_eq!(done.remaining_seconds(now), Some(0));
        assert_eq!(Job { done: 0, ..done }.remaining_seconds(now), None);
    }
}
