//! Pages of draws: for the authority that draws, and for everybody.

mod list;
mod new;
mod one;
mod public;
mod shown;

pub use list::{list, public_list};
pub use new::{NewPage, new};
pub use one::{OnePage, one};
pub use public::{public_file, public_json, public_one};

use crate::access::Viewer;
use crate::draws::kept::Draw;
use crate::draws::model::Number;
use crate::draws::store::{self, Reach};
use crate::state::AppState;
use crate::web::PageError;

/// Draws on a page of a list.
const PAGE: u64 = 20;

/// A draw that somebody who signed in may look into.
///
/// # Errors
/// [`PageError::NotFound`] where there is none, or none for the viewer.
pub async fn found(app: &AppState, viewer: &Viewer, number: &str) -> Result<Draw, PageError> {
    find(app, Reach::of(viewer), number).await
}

async fn find(app: &AppState, reach: Reach, number: &str) -> Result<Draw, PageError> {
    let number: Number = number.parse().map_err(|()| PageError::NotFound)?;
    store::find(&app.db, reach, &number).await?.ok_or(PageError::NotFound)
}
