//! 运行状态: what the system administrator sees – version, database, journal, uptime – and no business data.

mod labels;
mod pages;
mod store;

pub use labels::JOURNAL_WORDS;
pub use pages::Started;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The page of the system administrator.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new().get("/system", Access::Power(Power::RunSystem), pages::status)
}
