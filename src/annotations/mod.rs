//! 标注: what happened to an indicator of a group on a day – an intervention, a note on the definition, control limits
//! set anew – with who said so. Nothing is deleted: what was wrong is withdrawn with a reason, and both stay.
//!
//! In: forms on the pages of progress, held against the series they are about. Out: ticks on charts, the periods from
//! which limits start anew, a list.

pub mod check;
mod entity;
mod form;
mod keep;
mod labels;
pub mod model;
pub mod store;

pub use form::{AddForm, WithdrawForm};
pub use keep::{add, may_withdraw, may_write, withdraw};
pub use labels::JOURNAL_WORDS;
pub use model::{Annotation, Kind, Subject};
