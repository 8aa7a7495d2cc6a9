//! Files a reader takes away.

use axum::response::{IntoResponse, Response};
use http::header;

/// A file to be saved under a Chinese name.
pub struct Download {
    /// Name with extension.
    pub name: String,
    /// MIME type.
    pub kind: &'static str,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Download {
    /// An xlsx workbook.
    #[must_use]
    pub fn xlsx(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Self { name: name.into(), kind, bytes }
    }

    /// A CSV that a person opens: with BOM.
    #[must_use]
    pub fn csv(name: impl Into<String>, text: &str) -> Self {
        Self { name: name.into(), kind: "text/csv; charset=utf-8", bytes: csv_bytes(text) }
    }

    /// A picture of a chart.
    #[must_use]
    pub fn svg(name: impl Into<String>, text: String) -> Self {
        Self { name: name.into(), kind: "image/svg+xml", bytes: text.into_bytes() }
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let headers =
            [(header::CONTENT_TYPE, self.kind.to_owned()), (header::CONTENT_DISPOSITION, attachment(&self.name))];
        (headers, self.bytes).into_response()
    }
}

/// The `Content-Disposition` of a file with a Chinese name (RFC 6266, RFC 8187).
#[must_use]
pub fn attachment(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let ascii: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}

/// UTF-8 with BOM, so that Excel reads Chinese.
#[must_use]
pub fn csv_bytes(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xEF, 0xBB, 0xBF];
    bytes.extend_from_slice(text.as_bytes());
    bytes
}
