//! Whose territory a publication is about, and which ones somebody may read.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::access::{AuthorityId, Place, Power, Scope, Viewer};
use crate::authorities::{self, Authority, Tree};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals;
use crate::progress::territory::LEAST;
use crate::progress::{Desk, Territory};
use crate::publications::store::Reach;
use crate::web::PageError;

/// The territory of a commission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The commission.
    pub authority: AuthorityId,
    /// Its name.
    pub publisher: String,
    /// What the territory is called: 全省, or the region.
    pub name: String,
    /// Whether it is everything there is.
    pub whole: bool,
}

impl Ground {
    /// The territory of the commission whose staff looks.
    ///
    /// # Errors
    /// [`PageError::Forbidden`] without the power; [`PageError::NotFound`] for who is at no commission; of the database.
    pub async fn own(desk: &Desk, viewer: &Viewer) -> Result<Self, PageError> {
        viewer.must(Power::Publish)?;
        let id = viewer.authority().ok_or(PageError::NotFound)?;
        Self::of(&desk.db, &desk.catalogue, id).await?.ok_or(PageError::NotFound)
    }

    /// The territory of a commission; none where it is no commission.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        id: AuthorityId,
    ) -> Result<Option<Self>, crate::db::StoreError> {
        let own = authorities::store::by_id(db, id).await?;
        let top = authorities::store::top(db).await?;
        let ground = |own: Authority| {
            let whole = top == Some(own.id);
            let region = catalogue.region(&own.territory).map_or_else(String::new, |region| region.name.clone());
            let name = if whole { "全省".to_owned() } else { region };
            Self { authority: own.id, publisher: own.name, name, whole }
        };
        Ok(own.filter(Authority::is_commission).map(ground))
    }

    /// Its hospitals pooled, with the rule of five whoever looks: what is published leaves the commission.
    #[must_use]
    pub fn territory(&self) -> Territory {
        Territory {
            pooled: if self.whole { Scope::Everything } else { Scope::Authority(self.authority) },
            singles: Scope::Nothing,
            least: LEAST,
            authority: Some(self.authority),
        }
    }
}

/// Which publications somebody who signed in may read: the public ones, those of the own territory, of the ones above it and
/// of the ones below it. Who belongs to no territory reads those about everything.
///
/// # Errors
/// Of the database.
pub async fn reach(db: &DatabaseConnection, today: NaiveDate, viewer: &Viewer) -> Result<Reach, StoreError> {
    let tree = authorities::store::tree(db).await?;
    let home = match viewer.place {
        Place::Authority(id) => Some(id),
        Place::Hospital(_) => {
            let own = hospitals::store::on_day(db, &viewer.scope(), today).await?;
            own.first().map(|own| own.reports_to)
        }
        Place::System => None,
    };
    let below = viewer.authority().is_some();
    let top = authorities::store::top(db).await?;
    Ok(Reach::Of(within(&tree, home, below, top)))
}

/// The authorities on the way up from `home`, those below it where it is somebody's own, and the top.
fn within(tree: &Tree, home: Option<AuthorityId>, below: bool, top: Option<AuthorityId>) -> Vec<AuthorityId> {
    let all = tree.walk().into_iter().map(|(_, authority)| authority.id);
    let readable = |id: &AuthorityId| {
        let related = home.is_some_and(|home| tree.is_under(*id, home) || (below && tree.is_under(home, *id)));
        related || top == Some(*id)
    };
    all.filter(readable).collect()
}
