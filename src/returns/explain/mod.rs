//! 说明: the hospital's words beside what a rule asks about, and what the reviewer says of them. Pure.

mod carry;
mod form;
pub mod model;
mod words;

pub use carry::{Told, told};
pub use form::{Answer, Answers, Faulty, answers};
pub use model::{Ask, Explanation, Given, Judged, Said, State, Tally, Verdict, Whence, asks};
pub use words::Words;

/// Most characters of one explanation or question typed on a page; a workbook's cell may hold more and is kept whole.
pub const LONGEST: usize = 2_000;
