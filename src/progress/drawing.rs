//! A chart as a picture file: on white ground, and as PNG with a font of this computer.

use tokio::sync::Semaphore;

use crate::charts;
use crate::documents::{self, NoPicture};
use crate::web::PageError;

/// One picture is drawn at a time: drawing takes a processor for a while.
static DRAWING: Semaphore = Semaphore::const_new(1);

/// A chart as PNG.
///
/// # Errors
/// In a reader's words where this computer has no Chinese font.
pub async fn png(svg: String) -> Result<Vec<u8>, PageError> {
    let _turn = DRAWING.acquire().await.map_err(PageError::internal)?;
    let drawn = tokio::task::spawn_blocking(move || documents::png(|font| charts::set_in(&svg, font))).await;
    drawn.map_err(PageError::internal)?.map_err(no_picture)
}

fn no_picture(error: NoPicture) -> PageError {
    match error {
        NoPicture::NoFont => PageError::refused(
            "没有画成图片：服务器上没有装带中文的字体。",
            "可以下载 SVG，在自己的电脑上打开再截图；或请系统管理员在服务器上装一种中文字体。",
        ),
        other => PageError::internal(other),
    }
}
