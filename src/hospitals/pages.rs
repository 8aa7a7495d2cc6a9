//! Pages of the register.

mod detail;
mod import;
mod list;
mod words;

pub use detail::detail;
pub use import::{rehearsal, upload};
pub use list::{list, xlsx};

pub(super) use import::{RehearsalPage, UploadPage};
