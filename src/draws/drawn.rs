//! What planning takes over from a draw: its hospitals as the register knows them, each with its team.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, HospitalId, Scope, Viewer};
use crate::calendar::china_date;
use crate::db::StoreError;
use crate::draws::model::{Number, Part};
use crate::draws::store::{self, Reach};
use crate::hospitals;

/// A drawn hospital with its team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnHospital {
    /// Its key.
    pub hospital: HospitalId,
    /// Its register code.
    pub code: String,
    /// As what it was drawn.
    pub part: Part,
    /// Codes of the inspectors; empty where no teams are drawn, or none could be.
    pub team: Vec<String>,
}

/// What a draw says is to be visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToVisit {
    /// Whose draw.
    pub authority: AuthorityId,
    /// Its number, for the reason of the visits.
    pub number: Number,
    /// The year.
    pub year: i32,
    /// In the order of the draw.
    pub hospitals: Vec<DrawnHospital>,
}

/// The hospitals and teams of a draw as they are after all strikes and recusals; none before its seed, nor for whom it is
/// out of reach. Hospitals are looked up as of the day of the list.
///
/// # Errors
/// Of the database, and where what is kept does not fit together.
pub async fn drawn(db: &impl ConnectionTrait, viewer: &Viewer, number: &Number) -> Result<Option<ToVisit>, StoreError> {
    let Some(draw) = store::find(db, Reach::of(viewer), number).await? else { return Ok(None) };
    let bad = || StoreError::BadRow { table: "draw", id: draw.id.0, column: "canonical" };
    let Some(outcome) = draw.outcome().map_err(|_| bad())? else { return Ok(None) };
    let codes: Vec<String> = outcome.drawn().map(|drawn| drawn.code.clone()).collect();
    // The reach of the draw is the leave: the list holds hospitals that the authority supervises, whoever takes their returns.
    let day = china_date(draw.committed_at);
    let found = hospitals::store::by_codes(db, &Scope::Everything, &codes, day).await?;
    let ids: BTreeMap<&str, HospitalId> = found.iter().map(|hospital| (hospital.code.as_str(), hospital.id)).collect();
    let team = |code: &str| {
        let team = outcome.teams.iter().find(|team| team.hospital == code);
        team.map_or_else(Vec::new, |team| team.members.clone())
    };
    let mut hospitals = Vec::with_capacity(codes.len());
    for drawn in outcome.drawn() {
        let hospital = *ids.get(drawn.code.as_str()).ok_or_else(bad)?;
        hospitals.push(DrawnHospital { hospital, code: drawn.code.clone(), part: drawn.part, team: team(&drawn.code) });
    }
    Ok(Some(ToVisit { authority: draw.authority, number: number.clone(), year: number.year, hospitals }))
}
