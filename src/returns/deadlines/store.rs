//! Due dates and extensions in the database. Due dates are an authority's; what is a hospital's takes a scope.

mod extensions;
mod histories;
mod terms;

pub use extensions::{NewExtension, extensions_in, extensions_of, insert_extension, open_count, open_in, set_decided};
pub use histories::{histories, history_of};
pub use terms::{add, stated};
