//! GET: what waits to be published, what was, for the trade and for everybody.

mod list;
mod one;
mod sheet;
mod waiting;

pub use list::{public_list, public_list_file};
pub use one::{one, public_file, public_one, public_png};
pub use waiting::due;

use crate::access::Scope;
use crate::disclosures::model::{Disclosure, Mending};
use crate::disclosures::store;
use crate::inspections;
use crate::inspections::model::Number;
use crate::publications::store::Reach;
use crate::state::AppState;
use crate::web::PageError;

/// Every edition of a visit that may be read, the latest first, with how mending stands on the reader's day.
struct Found {
    editions: Vec<Disclosure>,
    now: Mending,
}

impl Found {
    /// What was published of the visit with this number.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where nothing was, for this reader.
    async fn load(app: &AppState, reach: &Reach, number: &str) -> Result<Self, PageError> {
        let number: Number = number.parse().map_err(|()| PageError::NotFound)?;
        // Whether anybody may know of the visit is for what was published to say; nothing else of it is read here.
        let visit = inspections::store::find(&app.db, &Scope::Everything, &number).await?.ok_or(PageError::NotFound)?;
        let editions = store::editions(&app.db, reach, visit.id).await?;
        if editions.is_empty() {
            return Err(PageError::NotFound);
        }
        let counts = inspections::store::mending(&app.db, &Scope::Everything, &[visit.id]).await?;
        let (findings, mended) = counts.get(&visit.id).copied().unwrap_or_default();
        let on = crate::calendar::china_date(app.clock.now());
        Ok(Self { editions, now: Mending { findings, mended, on } })
    }
}
