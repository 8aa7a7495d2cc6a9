//! A chart to take away: with its heading, what it says, its key and its source, as SVG or as PNG.

use crate::charts::{self, Sheet};
use crate::documents;
use crate::web::{Download, PageError};

/// A chart under the name of its file, without extension.
pub struct Taken {
    name: String,
    sheet: Sheet,
}

impl Taken {
    /// Of a file's name and what stands on the sheet.
    #[must_use]
    pub fn new(name: impl Into<String>, sheet: Sheet) -> Self {
        Self { name: name.into(), sheet }
    }

    /// As a drawing.
    #[must_use]
    pub fn svg(self) -> Download {
        Download::svg(format!("{}.svg", self.name), charts::sheet(&self.sheet))
    }

    /// As a picture that a chat group shows.
    ///
    /// # Errors
    /// In a reader's words where this computer has no Chinese font.
    pub async fn png(self) -> Result<Download, PageError> {
        let svg = charts::sheet(&self.sheet);
        documents::picture(format!("{}.png", self.name), move |family| charts::in_font(&svg, family)).await
    }
}

/// Marks of a key with their words, as a sheet takes them.
#[must_use]
pub fn key<'a>(key: impl IntoIterator<Item = &'a (String, &'static str)>) -> Vec<(String, String)> {
    key.into_iter().map(|(mark, words)| (mark.clone(), (*words).to_owned())).collect()
}
