//! The records that could be linked to now, so that nobody has to look a number up.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::{of_draw, of_round, of_visit};
use crate::access::{HospitalId, RoundId, Viewer};
use crate::authorities::Tree;
use crate::calendar::Period;
use crate::campaign::check::may_link;
use crate::campaign::model::{Bearer, Occurrence, Piece, Record};
use crate::catalogue::model::EvidenceKind;
use crate::db::StoreError;
use crate::draws::{self, store::Reach};
use crate::hospitals;
use crate::inspections::{self, model::State, store::Filter};
use crate::returns::{self, model::Return};

/// Most that are offered of a kind: the list is read by people.
const MOST: usize = 30;
/// The latest visits of the period that are looked through.
const VISITS: u64 = 200;
/// The latest draws that are looked through; each is read whole.
const DRAWS: u64 = 20;

/// A record that may be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its number.
    pub number: String,
    /// What it is: kind, hospital, day.
    pub label: String,
}

/// What the viewer may link to for what its own bearer owes, by kind and the latest first.
///
/// # Errors
/// Of the database.
pub async fn offers(
    db: &impl ConnectionTrait,
    (viewer, tree): (&Viewer, &Tree),
    kinds: impl Iterator<Item = EvidenceKind>,
    (occurrence, pieces): (&Occurrence, &[Piece]),
    today: NaiveDate,
) -> Result<Vec<Offer>, StoreError> {
    let bearer = occurrence.owed.bearer;
    let mut offers = Vec::new();
    for kind in kinds {
        let found = match kind {
            EvidenceKind::File | EvidenceKind::Training | EvidenceKind::Summary => Vec::new(),
            EvidenceKind::Visit => visits(db, (viewer, tree), (occurrence, today)).await?,
            EvidenceKind::Return => accepted(db, viewer, occurrence).await?,
            EvidenceKind::Draw => drawn(db, (viewer, tree), bearer, today).await?,
        };
        let fitting = found.into_iter().filter(|(record, _)| may_link(kind, record, occurrence, pieces));
        offers.extend(fitting.take(MOST).map(|(record, about)| Offer {
            number: record.linked.number,
            label: match record.day {
                Some(day) => format!("{}　{about}　{day}", kind.label()),
                None => format!("{}　{about}", kind.label()),
            },
        }));
    }
    Ok(offers)
}

async fn visits(
    db: &impl ConnectionTrait,
    (viewer, tree): (&Viewer, &Tree),
    (occurrence, today): (&Occurrence, NaiveDate),
) -> Result<Vec<(Record, String)>, StoreError> {
    let bearer = occurrence.owed.bearer;
    let hospitals = match bearer {
        Bearer::Hospital(id) => Some(vec![id]),
        Bearer::Authority(_) => None,
    };
    let begun = match occurrence.owed.period.parse::<Period>() {
        Ok(period) => (period.first_day(), period.last_day()),
        Err(_) => (occurrence.owed.opens, today),
    };
    let filter = Filter { state: Some(State::Closed), hospitals, begun: Some(begun), ..Filter::default() };
    let found = inspections::store::list(db, &viewer.scope(), &filter, (0, VISITS)).await?;
    let ids: Vec<HospitalId> = found.iter().map(|visit| visit.hospital).collect();
    let names = hospitals::store::named_everywhere(db, &ids).await?;
    let name = |id| names.get(&id).map(|one| one.facts.name.clone()).unwrap_or_default();
    Ok(found.iter().map(|visit| (of_visit(tree, bearer, visit), name(visit.hospital))).collect())
}

/// A hospital's own; a commission has too many to list, and knows which one it means.
async fn accepted(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    occurrence: &Occurrence,
) -> Result<Vec<(Record, String)>, StoreError> {
    let Bearer::Hospital(hospital) = occurrence.owed.bearer else { return Ok(Vec::new()) };
    let owed = occurrence.owed.period.parse::<Period>().ok();
    let inside = |quarter: Period| {
        owed.is_none_or(|owed| owed.first_day() <= quarter.first_day() && quarter.last_day() <= owed.last_day())
    };
    let found = returns::store::of_hospital(db, &viewer.scope(), hospital).await?;
    let counted: Vec<_> = found.into_iter().filter(|of| inside(of.period)).take(MOST).collect();
    let ids: Vec<RoundId> = counted.iter().filter_map(|of| Some(of.accepted?.0)).collect();
    let rounds = returns::store::rounds_of(db, &ids).await?;
    let record = |of: &Return| {
        let round = rounds.get(&of.accepted?.0)?;
        Some((of_round(occurrence.owed.bearer, of, round), of.period.label()))
    };
    Ok(counted.iter().filter_map(record).collect())
}

async fn drawn(
    db: &impl ConnectionTrait,
    (viewer, tree): (&Viewer, &Tree),
    bearer: Bearer,
    today: NaiveDate,
) -> Result<Vec<(Record, String)>, StoreError> {
    let found = draws::store::page(db, Reach::of(viewer), 0, DRAWS).await?;
    let names: HashMap<_, _> = tree.walk().into_iter().map(|(_, one)| (one.id, one.name.as_str())).collect();
    let name = |id| names.get(&id).copied().unwrap_or_default().to_owned();
    Ok(found.iter().map(|draw| (of_draw(tree, bearer, (draw, today)), name(draw.authority))).collect())
}
