//! Uploaded files: read whole under the cap; the client's file name is kept as a label, never as a path.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use bytes::Bytes;

use crate::web::PageError;
use crate::web::form::nul_typed;

/// A form with files, read part by part.
pub struct Multipart(axum::extract::Multipart);

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let read = axum::extract::Multipart::from_request(request, state).await;
        let unread = |_| PageError::BadRequest("表单没有读懂：带文件的表单要按 multipart/form-data 发。".into());
        read.map(Self).map_err(unread)
    }
}

/// One uploaded file.
#[derive(Clone, Debug)]
pub struct Uploaded {
    /// The client's name for it, shortened and without folders; only shown.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// Longest file name kept, characters.
const NAME_MAX: usize = 120;

/// Reads every file of the field `field`, in order; other fields are ignored.
///
/// # Errors
/// [`PageError::TooLarge`] above the route's cap, [`PageError::BadRequest`] for a broken body, and a refusal
/// when no file was chosen.
pub async fn read_uploads(Multipart(mut form): Multipart, field: &str) -> Result<Vec<Uploaded>, PageError> {
    let mut files = Vec::new();
    while let Some(part) = form.next_field().await.map_err(broken)? {
        if part.name() != Some(field) {
            continue;
        }
        let name = clean_name(part.file_name().unwrap_or_default());
        let bytes = part.bytes().await.map_err(broken)?;
        if !(name.is_empty() && bytes.is_empty()) {
            files.push(Uploaded { name, bytes });
        }
    }
    if files.is_empty() {
        return Err(PageError::refused("还没有选文件。", "点“选择文件”选中填好的工作簿，或把它拖到框里，再上传。"));
    }
    Ok(files)
}

/// Reads a form with text fields and the files of the field `field`, which may be none; of a field sent twice the last counts.
///
/// # Errors
/// [`PageError::TooLarge`] above the route's cap, [`PageError::BadRequest`] for a broken body, and a refusal
/// of text that holds a NUL.
pub async fn read_form(
    Multipart(mut form): Multipart,
    field: &str,
) -> Result<(BTreeMap<String, String>, Vec<Uploaded>), PageError> {
    let (mut typed, mut files) = (BTreeMap::new(), Vec::new());
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let named = part.name().unwrap_or_default().to_owned();
        if named == field {
            let name = clean_name(part.file_name().unwrap_or_default());
            let bytes = part.bytes().await.map_err(broken)?;
            // A browser sends an empty file where none was chosen.
            if !(name.is_empty() && bytes.is_empty()) {
                files.push(Uploaded { name, bytes });
            }
        } else {
            let text = part.text().await.map_err(broken)?;
            if text.contains('\0') {
                return Err(nul_typed());
            }
            typed.insert(named, text);
        }
    }
    Ok((typed, files))
}

fn broken(error: axum::extract::multipart::MultipartError) -> PageError {
    match error.status() {
        http::StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::BadRequest("上传中断了，文件没有收全。".into()),
    }
}

/// The last segment of a client's path, without control characters.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn a_client_name_is_never_a_path() {
        assert_eq!(clean_name("..\\..\\etc\\三季度.xlsx"), "三季度.xlsx");
        assert_eq!(clean_name("/etc/passwd"), "passwd");
        assert_eq!(clean_name("a\r\nb"), "ab");
        assert_eq!(clean_name(&"长".repeat(500)).chars().count(), 120);
    }
}
