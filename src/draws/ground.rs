//! Whose hospitals a draw is about: those an authority and the ones below it supervise, on the day of the list.

use sea_orm::ConnectionTrait;

use crate::access::{Power, Scope, Viewer};
use crate::authorities::{self, Authority};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::hospitals::{self, HospitalAt};
use crate::state::AppState;
use crate::web::PageError;

/// An authority with the hospitals it may draw from.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The authority.
    pub authority: Authority,
    /// Open today, by code.
    pub hospitals: Vec<HospitalAt>,
}

impl Ground {
    /// Of the authority whose staff asks.
    ///
    /// # Errors
    /// [`PageError::Forbidden`] without the power; [`PageError::NotFound`] for who is at no authority; of the database.
    pub async fn own(app: &AppState, db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Self, PageError> {
        viewer.must(Power::PlanVisits)?;
        let id = viewer.authority().ok_or(PageError::NotFound)?;
        let tree = authorities::store::tree(db).await?;
        let authority = tree.get(id).cloned().ok_or(PageError::NotFound)?;
        // Supervision differs from the scope of returns: a hospital of the province is supervised where it stands. So the
        // register is read whole and narrowed here, to no more than what the authority supervises.
        let mut hospitals = hospitals::store::on_day(db, &Scope::Everything, china_date(app.clock.now())).await?;
        hospitals.retain(|hospital| tree.is_under(id, hospital.supervised_by));
        Ok(Self { authority, hospitals })
    }

    /// The hospital with this register code.
    #[must_use]
    pub fn hospital(&self, code: &str) -> Option<&HospitalAt> {
        self.hospitals.iter().find(|hospital| hospital.code == code)
    }
}

/// By what hospitals are put into strata, besides their level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The level alone.
    Level,
    /// The city.
    City,
    /// The county, or the city where it is none's.
    County,
    /// Who runs it.
    Ownership,
}

/// All, the usual one first.
pub const STRATA: [By; 4] = [By::Level, By::City, By::County, By::Ownership];

impl By {
    /// Its word in the form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Level => "level",
            Self::City => "city",
            Self::County => "county",
            Self::Ownership => "ownership",
        }
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Level => "只按级别",
            Self::City => "级别 × 地市",
            Self::County => "级别 × 县区",
            Self::Ownership => "级别 × 举办性质",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        STRATA.into_iter().find(|by| by.key() == key)
    }

    /// The name of a hospital's stratum.
    #[must_use]
    pub fn stratum(self, hospital: &HospitalAt, catalogue: &Catalogue) -> String {
        let level = level_name(catalogue, &hospital.level);
        let region = |code: &str| catalogue.region(code).map_or_else(|| code.to_owned(), |region| region.name.clone());
        match self {
            Self::Level => level,
            Self::City => format!("{level}·{}", region(&hospital.statistical_city)),
            Self::County => {
                let county = hospital.county.as_deref().unwrap_or(&hospital.statistical_city);
                format!("{level}·{}", region(county))
            }
            Self::Ownership => {
                let words = &catalogue.register().ownerships;
                let name = words.iter().find(|word| word.key == hospital.ownership).map(|word| word.name.as_str());
                format!("{level}·{}", name.unwrap_or(&hospital.ownership))
            }
        }
    }
}

/// What a level is called.
#[must_use]
pub fn level_name(catalogue: &Catalogue, key: &str) -> String {
    let levels = &catalogue.register().levels;
    levels.iter().find(|level| level.word.key == key).map_or_else(|| key.to_owned(), |level| level.word.name.clone())
}
