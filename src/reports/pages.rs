//! GET: which summaries there are, what one says now, what was frozen.

mod files;
mod frozen;
mod list;
mod live;

pub use files::{docx, paper, xlsx};
pub use frozen::{find_whole, frozen};
pub use list::list;
pub use live::{LivePage, live};
