//! GET: what was published, what is about to be, and the same as files.

mod files;
mod list;
mod new;
mod of;
mod one;
mod public;
mod sheet;

pub use files::{altered, file, png, public_file, public_xlsx, xlsx};
pub use list::{Chain, list};
pub use new::{NewPage, new};
pub use of::of_quarter;
pub use one::{OnePage, one};
pub use public::{public_list, public_one};

use crate::access::Viewer;
use crate::calendar::china_date;
use crate::progress::Desk;
use crate::publications::ground::reach;
use crate::publications::model::{Number, Publication};
use crate::publications::store::{self, Reach};
use crate::web::PageError;

/// Publications a page of a list shows.
const PAGE: u64 = 50;

/// An edition that somebody who signed in may read.
///
/// # Errors
/// [`PageError::NotFound`] where there is none, or none for the viewer.
pub async fn found(desk: &Desk, viewer: &Viewer, number: &str) -> Result<Publication, PageError> {
    find(desk, &reach(&desk.db, china_date(desk.clock.now()), viewer).await?, number).await
}

async fn find(desk: &Desk, reach: &Reach, number: &str) -> Result<Publication, PageError> {
    let number: Number = number.parse().map_err(|()| PageError::NotFound)?;
    store::find(&desk.db, reach, number).await?.ok_or(PageError::NotFound)
}
