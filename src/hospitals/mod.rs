//! 医院名录: the register of hospitals, each with the dated spans in which its facts hold.
//!
//! In: the roster workbook, taken whole or not at all. Out: hospitals as of a day, always inside a [`Scope`]; the one
//! place where a scope becomes a condition is [`store::within`].
//!
//! [`Scope`]: crate::access::Scope

pub(crate) mod entity;
pub mod model;
pub mod store;

pub use model::{Facts, HospitalAt, Span};
