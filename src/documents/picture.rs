//! A picture to take away, drawn where nobody waits for anything else.

use tokio::sync::Semaphore;

use super::png::{NoPicture, png};
use crate::web::{Download, PageError};

/// Pictures drawn at once: each takes a processor for a while and some megabytes.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// What `svg` gives for a family with Chinese glyphs, as the PNG `name`.
///
/// # Errors
/// In a reader's words where this computer has no Chinese font; [`PageError`] where it cannot be drawn.
pub async fn picture(name: String, svg: impl FnOnce(&str) -> String + Send + 'static) -> Result<Download, PageError> {
    let _turn = DRAWING.acquire().await.map_err(PageError::internal)?;
    let drawn = tokio::task::spawn_blocking(move || png(svg)).await;
    let bytes = drawn.map_err(PageError::internal)?.map_err(no_picture)?;
    Ok(Download { name, kind: "image/png", bytes })
}

fn no_picture(error: NoPicture) -> PageError {
    match error {
        NoPicture::NoFont => PageError::refused(
            "没有画成图片：服务器上没有装带中文的字体。",
            "可以改取 SVG 或网页文件，在自己的电脑上打开再截图；或请系统管理员在服务器上装一种中文字体。",
        ),
        other => PageError::internal(other),
    }
}
