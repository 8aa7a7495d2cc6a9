//! 时钟: the only place that asks the time, so that tests can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

/// Gives the time in whole seconds; the system's, or a fixed one that a test moves.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { fixed: None }
    }

    /// A clock that stands at `moment` until [`Clock::set`] moves it; the demo and tests use it.
    #[must_use]
    pub fn fixed(moment: DateTime<Utc>) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(moment.timestamp()))) }
    }

    /// Moves a fixed clock; a system clock takes no notice.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Some(seconds) = &self.fixed {
            seconds.store(moment.timestamp(), Ordering::SeqCst);
        }
    }

    /// Now, without fractions of a second.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let seconds = match &self.fixed {
            Some(seconds) => seconds.load(Ordering::SeqCst),
            #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
            None => Utc::now().timestamp(),
        };
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }
}
