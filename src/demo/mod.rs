//! 演示: an invented province, made through the doors users have.
//!
//! A roster workbook goes through the register's import; each quarter's workbooks are written by the template,
//! filled with invented numbers, taken in and accepted like an upload. Names carry 演示; nothing here is true.

mod accounts;
mod chance;
mod deadline;
mod disclosed;
mod duties;
mod exemplars;
mod filled;
mod goals;
mod inspectors;
mod mending;
mod numbers;
mod planned;
mod planted;
mod profile;
mod province;
mod season;
mod specialty_goals;
mod summaries;
mod visits;

pub use accounts::DemoAccount;
pub use planted::{Planted, PlantedDuty};
pub use season::{Made, NotMade, Wish, clock, make, workbooks};
