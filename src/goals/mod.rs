//! 目标值: what the province set for an indicator in a year – for all hospitals or one level – and what a hospital set
//! itself.
//!
//! In: values with their source, by hand or by workbook. Out: the goal that holds for a group, with its history.

mod model;

pub use model::{Goal, Goals, SCALE, Subject, Value};
