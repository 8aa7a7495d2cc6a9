//! 菜单: the menu as a page of its own, for windows too narrow to keep it at the side.

use serde::Serialize;

use crate::web::{Crumb, Head, Page, View};

/// What `templates/layout/menu.html` shows; the entries are in the frame.
#[derive(Serialize)]
pub struct MenuPage {}

impl View for MenuPage {
    const TEMPLATE: &'static str = "layout/menu.html";

    fn head(&self) -> Head {
        Head::titled("菜单").crumb(Crumb::here("菜单"))
    }
}

/// Shows the menu. It reads nothing, so a page also asks for it to say that its reader is still there.
pub async fn menu() -> Page<MenuPage> {
    Page(MenuPage {})
}
