//! 数字: formulas over elements, and the fact table that every chart stands on.
//!
//! In: the element values of an accepted round. Out: one fact per indicator, hospital and month or quarter, with
//! the hospital's attributes as of that period; pooled sums by group. Upstream of returns (which writes facts in
//! the transaction of an acceptance) and of progress (which reads them).

mod cache;
mod entity;
mod measure;
pub mod model;
mod singles;
pub mod store;

pub use cache::{PooledCache, Sums};
pub use measure::{measure, quarter_value};
pub use model::{By, Cell, ElementValues, Entry, Fact, FactState, Group, HospitalFigure, Reason};
pub use singles::{Single, Singles, SinglesAt, SinglesCache, single_of};
