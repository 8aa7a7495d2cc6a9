//! 电子表格 in and out: the only room that knows calamine.
//!
//! In: bytes that somebody sent – hostile until read. They go to a child process of our own binary
//! (`Reader`), which limits itself, sniffs the content, walks and inflates the zip container under
//! caps, and answers with a [`Book`] of raw cells with their addresses, or a [`Refusal`] in Chinese.
//! What the cells mean is for the rooms that asked. Out: helpers that keep text from people from
//! becoming formulas.

mod address;
mod archive;
mod cells;
mod child;
mod formula;
mod intake;
mod limits;
mod model;
mod ole;
mod package;
mod read;
mod reader;
mod refusal;
mod sniff;
mod wire;

pub use address::{a1, parse_a1};
pub use archive::{Archive, Packed};
pub use cells::{csv_safe, is_formula_like, properties, text};
pub use child::{COMMAND, child_main};
pub use formula::Formula;
pub use limits::Limits;
pub use model::{Book, Cell, Format, MergedRange, Raw, Sheet, Visibility};
pub use package::inspect_zip;
pub use read::read_in_process;
pub use reader::Reader;
pub use refusal::{Kind, Measure, Refusal};
pub use sniff::sniff;
