//! The page on which a document is shown and printed.

use serde::Serialize;

use crate::documents::Document;
use crate::web::{Head, View};

/// A document on a page of its own, with the way back and to the Word file above it on the screen.
#[derive(Debug, Serialize)]
pub struct PaperPage {
    /// What is printed.
    pub document: Document,
    /// Where the reader came from.
    pub back: String,
    /// How that is called, after 返回: `督导`.
    pub back_label: String,
    /// Address of the Word file.
    pub word: String,
}

impl View for PaperPage {
    const TEMPLATE: &'static str = "parts/paper.html";

    fn head(&self) -> Head {
        Head::titled(self.document.title())
    }
}
