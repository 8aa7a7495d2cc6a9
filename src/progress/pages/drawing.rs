//! Charts as pictures to take away.

use tokio::sync::Semaphore;

use crate::documents::{self, NoPicture};
use crate::web::{Download, PageError};

/// Pictures drawn at once: each takes a second of a processor and some megabytes.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// An SVG as PNG, drawn where nobody waits.
///
/// # Errors
/// [`PageError`] where this computer has no Chinese font, or the picture cannot be drawn.
pub async fn png(name: String, svg: String) -> Result<Download, PageError> {
    let _turn = DRAWING.acquire().await.map_err(PageError::internal)?;
    let drawn = tokio::task::spawn_blocking(move || documents::png(|font| in_font(&svg, font))).await;
    let bytes = drawn.map_err(PageError::internal)?.map_err(no_picture)?;
    Ok(Download { name, kind: "image/png", bytes })
}

/// The same SVG with this family in the place of those a browser looks for.
fn in_font(svg: &str, font: &str) -> String {
    const OPENING: &str = "font-family=\"";
    let mut parts = svg.split(OPENING);
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.find('"').map_or("", |end| &part[end..]);
        all.push_str(OPENING);
        all.push_str(font);
        all.push_str(rest);
    }
    all
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_of_a_picture_is_replaced() {
        let svg = "<svg font-family=\"A,B\"><g font-family=\"C\"/></svg>";
        assert_eq!(in_font(svg, "演示体"), "<svg font-family=\"演示体\"><g font-family=\"演示体\"/></svg>");
    }
}
