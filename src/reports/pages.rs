//! GET: which summaries there are, what one says now, what was frozen.

mod files;
mod frozen;
mod list;
mod live;

pub use files::{docx, draft_docx, draft_paper, draft_xlsx, paper, xlsx};
pub use frozen::frozen;
pub use list::list;
pub use live::{LivePage, live};
