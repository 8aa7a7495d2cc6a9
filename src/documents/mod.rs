//! 文书: what leaves the system as something to look at or print. So far a notice: a few lines of text as a picture.
//!
//! In: plain text. Out: an SVG of our own drawing, and the PNG of it, drawn with a font of this computer that has Chinese
//! glyphs. Knows no feature.

mod notice;
mod png;

pub use notice::{LINES, Notice, escaped};
pub use png::{NoPicture, png};
