//! 目标值: what the province set for an indicator in a year – for all hospitals or one level – and what a hospital set
//! itself.
//!
//! In: values with their source, by hand or by workbook. Out: the goal that holds for a group, with its history, and how
//! counts stand against it. Nothing is overwritten: a change is a row more.

mod entity;
pub mod judge;
mod model;
pub mod store;
mod words;

pub use judge::{State, Why, assurance_label};
pub use model::{Change, Goal, Goals, Key, SCALE, Stated, Subject, Value};
pub use words::{Shown, goal_words, shown, subject_words, value_typed, value_words};
