//! A summary to print, as a Word file and as a workbook: of what it says now and of a frozen edition alike.

use crate::documents::{self, DOCX, PaperPage};
use crate::reports::extract::Issue;
use crate::reports::workbook;
use crate::web::{Download, Page, PageError};

/// The MIME type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// GET `…/paper`
pub async fn paper(issue: Issue) -> Page<PaperPage> {
    let word = format!("{}/export.docx", issue.page);
    Page(PaperPage { document: issue.document(), word, back: issue.page, back_label: "总结".to_owned() })
}

/// GET `…/export.docx`
pub async fn docx(issue: Issue) -> Result<Download, PageError> {
    let bytes = documents::docx(&issue.document()).map_err(PageError::internal)?;
    Ok(Download { name: issue.name("", "docx"), kind: DOCX, bytes })
}

/// GET `…/export.xlsx`
pub async fn xlsx(issue: Issue) -> Result<Download, PageError> {
    let bytes = workbook::write(&issue.content, &issue.state()).map_err(PageError::internal)?;
    Ok(Download { name: issue.name("附表", "xlsx"), kind: XLSX, bytes })
}
