//! The record of the system that a piece of evidence links to, by the number people see. What the viewer may not see is not there.

mod offer;

pub use offer::{Offer, offers};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{HospitalId, RoundId, Scope, Viewer};
use crate::authorities::Tree;
use crate::calendar::{Period, china_date};
use crate::campaign::check::{Typed, normal};
use crate::campaign::model::{Bearer, Linked, Record};
use crate::catalogue::model::EvidenceKind;
use crate::db::StoreError;
use crate::draws::{self, kept::Draw, kept::Standing, store::Reach};
use crate::hospitals;
use crate::inspections::{self, model::State, model::Visit};
use crate::returns::{self, model::Return, store::RoundRow};

/// The page of a record by its number; none for what links to nothing.
#[must_use]
pub fn href(kind: EvidenceKind, number: &str) -> Option<String> {
    match kind {
        EvidenceKind::File | EvidenceKind::Training => None,
        EvidenceKind::Visit => Some(format!("/visits/{number}")),
        EvidenceKind::Draw => Some(format!("/draws/{number}")),
        EvidenceKind::Summary => {
            let mut parts = number.splitn(3, '/');
            let (campaign, summary, edition) = (parts.next()?, parts.next()?, parts.next()?);
            Some(format!("/reports/{campaign}/{summary}/editions/{edition}"))
        }
        EvidenceKind::Return => {
            let (quarter, code, round) = receipt(number)?;
            Some(format!("/returns/{quarter}/{code}/rounds/{}", round?))
        }
    }
}

/// The record whose number was typed in field `record`.
///
/// # Errors
/// Of the database.
pub async fn find(
    db: &impl ConnectionTrait,
    (viewer, tree): (&Viewer, &Tree),
    (bearer, kind): (Bearer, EvidenceKind),
    (typed, today): (&Typed, NaiveDate),
) -> Result<Option<Record>, StoreError> {
    let number = typed.get("record").map(|text| normal(text)).unwrap_or_default();
    match kind {
        EvidenceKind::File | EvidenceKind::Training | EvidenceKind::Summary => Ok(None),
        EvidenceKind::Visit => visit(db, (&viewer.scope(), tree), bearer, &number).await,
        EvidenceKind::Return => accepted(db, &viewer.scope(), bearer, &number).await,
        EvidenceKind::Draw => draw(db, (viewer, tree), bearer, (&number, today)).await,
    }
}

async fn visit(
    db: &impl ConnectionTrait,
    (scope, tree): (&Scope, &Tree),
    bearer: Bearer,
    number: &str,
) -> Result<Option<Record>, StoreError> {
    let Ok(number) = number.parse() else { return Ok(None) };
    Ok(inspections::store::find(db, scope, &number).await?.map(|visit| of_visit(tree, bearer, &visit)))
}

fn of_visit(tree: &Tree, bearer: Bearer, visit: &Visit) -> Record {
    let own = match bearer {
        Bearer::Authority(id) => visit.authority.is_some_and(|by| tree.is_under(id, by)),
        Bearer::Hospital(id) => visit.hospital == id,
    };
    let state = visit.state();
    Record {
        linked: Linked { key: visit.id.0, number: visit.number.to_string() },
        own,
        unfinished: (state != State::Closed).then(|| state.label().to_owned()),
        day: visit.begun_on,
        about: None,
    }
}

/// Quarter, code and round of a 受理编号; without a round where only quarter and code are written.
fn receipt(number: &str) -> Option<(Period, &str, Option<i32>)> {
    let (quarter, rest) = number.split_once('-')?;
    let quarter = quarter.to_ascii_uppercase().parse().ok()?;
    // Two digits or more at the end are the round; a code may hold dashes itself.
    let round = rest.rsplit_once('-').and_then(|(code, round)| Some((code, round.parse::<i32>().ok()?)));
    match round {
        Some((code, round)) => Some((quarter, code, Some(round))),
        None => Some((quarter, rest, None)),
    }
}

async fn accepted(
    db: &impl ConnectionTrait,
    scope: &Scope,
    bearer: Bearer,
    number: &str,
) -> Result<Option<Record>, StoreError> {
    let Some((quarter, code, _)) = receipt(number) else { return Ok(None) };
    // The whole rest may be a code: such a hospital comes first, then a code with a round behind it.
    let whole = number.split_once('-').map(|(_, rest)| rest).unwrap_or_default();
    if let Some(entry) = hospitals::store::entry(db, scope, whole).await? {
        let Some((of, rounds)) = of_quarter(db, scope, (entry.id, quarter)).await? else { return Ok(None) };
        let counts = of.accepted.map_or(of.latest_round, |(round, _)| Some(round));
        let round = rounds.into_iter().find(|round| Some(round.id) == counts);
        return Ok(round.map(|round| of_round(bearer, &of, &round)));
    }
    let Some(entry) = hospitals::store::entry(db, scope, code).await? else { return Ok(None) };
    let Some((of, rounds)) = of_quarter(db, scope, (entry.id, quarter)).await? else { return Ok(None) };
    let written = format!("{quarter}{}", number.get(number.find('-').unwrap_or_default()..).unwrap_or_default());
    let round = rounds.into_iter().find(|round| round.receipt == written);
    Ok(round.map(|round| of_round(bearer, &of, &round)))
}

async fn of_quarter(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (hospital, quarter): (HospitalId, Period),
) -> Result<Option<(Return, Vec<RoundRow>)>, StoreError> {
    let Some(of) = returns::store::find(db, scope, hospital, quarter).await? else { return Ok(None) };
    let rounds = returns::store::rounds(db, &of).await?;
    Ok(Some((of, rounds)))
}

fn of_round(bearer: Bearer, of: &Return, round: &RoundRow) -> Record {
    let counted = round.accepted.is_some() && of.accepted.is_some();
    Record {
        linked: Linked { key: of.id.0, number: round.receipt.clone() },
        own: match bearer {
            // Within the scope by which it was found.
            Bearer::Authority(_) => true,
            Bearer::Hospital(id) => of.hospital == id,
        },
        unfinished: (!counted).then(|| state_of(of, round.id)),
        day: Some(china_date(round.received_at)),
        about: Some(of.period),
    }
}

fn state_of(of: &Return, round: RoundId) -> String {
    if of.latest_round == Some(round) { of.standing().label() } else { "已有更新的一轮" }.to_owned()
}

async fn draw(
    db: &impl ConnectionTrait,
    (viewer, tree): (&Viewer, &Tree),
    bearer: Bearer,
    (number, today): (&str, NaiveDate),
) -> Result<Option<Record>, StoreError> {
    let Ok(number) = number.parse() else { return Ok(None) };
    let found = draws::store::find(db, Reach::of(viewer), &number).await?;
    Ok(found.map(|draw| of_draw(tree, bearer, (&draw, today))))
}

fn of_draw(tree: &Tree, bearer: Bearer, (draw, today): (&Draw, NaiveDate)) -> Record {
    let standing = draw.standing(today);
    let carried_out = draw.seeded() && standing != Standing::Failed;
    let seed = draw.written.iter().find(|written| written.record.is_seed());
    Record {
        linked: Linked { key: draw.id.0, number: draw.list.number.to_string() },
        own: matches!(bearer, Bearer::Authority(id) if tree.is_under(id, draw.authority)),
        unfinished: (!carried_out).then(|| standing.label().to_owned()),
        day: seed.map(|written| china_date(written.at)),
        about: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_leads_to_its_round_and_a_code_keeps_its_dashes() {
        assert_eq!(
            href(EvidenceKind::Return, "2024Q3-410105-001-02").as_deref(),
            Some("/returns/2024Q3/410105-001/rounds/2")
        );
        assert_eq!(
            receipt("2024q3-YS0001").map(|(quarter, code, round)| (quarter.to_string(), code, round)),
            Some(("2024Q3".to_owned(), "YS0001", None))
        );
        assert_eq!(receipt("YS0001"), None);
        assert_eq!(href(EvidenceKind::Visit, "410105-2024-017").as_deref(), Some("/visits/410105-2024-017"));
        assert_eq!(href(EvidenceKind::File, "x"), None);
    }
}
