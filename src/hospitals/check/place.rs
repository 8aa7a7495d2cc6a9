//! Who governs a hospital: from its region and affiliation, upwards through the regions to a commission.

use super::Placement;
use crate::authorities::{Authority, Tree};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Affiliation, AuthorityKind, Region, RegionKind};

/// Where a hospital of this region and affiliation belongs; none when no commission or no city is found above it.
pub(super) fn usual(
    region: &Region,
    affiliation: &Affiliation,
    catalogue: &Catalogue,
    tree: &Tree,
) -> Option<Placement> {
    let line = line_up(region, catalogue);
    let governing = |lowest| {
        let mut commissions = line.iter().filter_map(|region| tree.commission_of(&region.code));
        commissions.find(|authority: &&Authority| rank(authority.kind) >= rank(lowest)).map(|authority| authority.id)
    };
    Some(Placement {
        reports_to: governing(affiliation.reviewed_at)?,
        supervised_by: governing(affiliation.supervised_at)?,
        statistical_city: line.iter().find(|region| region.kind == RegionKind::City)?.code.clone(),
        county: is_below_city(region).then(|| region.code.clone()),
    })
}

fn is_below_city(region: &Region) -> bool {
    matches!(region.kind, RegionKind::County | RegionKind::Functional)
}

/// The region, the one around it, and so on.
fn line_up<'a>(region: &'a Region, catalogue: &'a Catalogue) -> Vec<&'a Region> {
    let above = |region: &&'a Region| catalogue.region(region.administrative_parent.as_deref()?);
    std::iter::successors(Some(region), above).collect()
}

fn rank(kind: AuthorityKind) -> u8 {
    match kind {
        AuthorityKind::QcCentre => 0,
        AuthorityKind::County => 1,
        AuthorityKind::City => 2,
        AuthorityKind::Province => 3,
    }
}
