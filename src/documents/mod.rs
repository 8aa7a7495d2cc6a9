//! 文书: what leaves the system as something to look at or print.
//!
//! In: plain text, or a [`Document`] – an official letter or form with everything that stands on it. Out: of a text the
//! picture ([`Notice`], [`png()`]), drawn with a font of this computer that has Chinese glyphs; of a document the Word file
//! ([`docx()`]) and, by `templates/parts/document.html`, the A4 page to print. Both are made of the same value, so they
//! cannot say different things. Knows no feature.

mod chinese;
mod docx;
mod model;
mod notice;
mod page;
mod picture;
mod png;

pub use chinese::{date, days, deadline, deadlines, numeral};
pub use docx::{DOCX, NoDocument, docx};
pub use model::{Align, Annex, Block, Body, Column, Document, Row, Signature, Size, Table, WHOLE, WIDTHS};
pub use notice::{LINES, Notice, escaped};
pub use page::PaperPage;
pub use picture::picture;
pub use png::{NoPicture, png};

/// Whether the data of the installation is invented; layered in by `app`, so that what leaves the system says so too.
#[derive(Clone, Copy, Debug)]
pub struct Invented(pub bool);
