//! A document as a Word file, written by hand: a library would number its parts by counters of the whole process, and the
//! second making of a document would differ from the first. Here the same document gives the same bytes, in any build:
//! no time, no author, fixed names, and the parts are stored as they are instead of packed.

mod body;
mod parts;

use std::io::{Cursor, Write};

use thiserror::Error;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::model::Document;

/// The MIME type of a Word file.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Why there is no file.
#[derive(Debug, Error)]
#[error("no Word file: {0}")]
pub struct NoDocument(#[from] zip::result::ZipError);

impl From<std::io::Error> for NoDocument {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

/// The document as .docx.
///
/// # Errors
/// When the parts do not fit into one file (4 GB).
pub fn docx(document: &Document) -> Result<Vec<u8>, NoDocument> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The default time of an entry is 1980-01-01, the earliest there is.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let parts: [(&str, String); 10] = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(document)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/document.xml", body::document(document)),
        ("word/fontTable.xml", parts::fonts()),
        ("word/footer1.xml", body::footer(document)),
        ("word/header1.xml", body::header(document)),
        ("word/settings.xml", parts::settings()),
        ("word/styles.xml", parts::styles(document.size)),
    ];
    for (name, text) in parts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests;
