//! 后台任务: long work that outlives its request – with progress, cancelled when asked, taken up again after a restart, by
//! whichever process of an installation is free.
//!
//! In: a subject, a payload and steps of known number. Out: exactly one holder at a time, by a lease that it keeps alive;
//! each step is counted in the transaction that does it, so that a step is done once though processes die and leases run
//! out. What the steps are is the affair of the room whose work it is. It has no pages: a job is shown by the room whose
//! subject it is.

mod entity;
pub mod lease;
pub mod model;
pub mod store;

pub use lease::{Held, hold};
pub use model::{Job, JobState, NewJob};
