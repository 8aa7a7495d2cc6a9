//! 督前资料: what the hospital reported of late, and what of it was asked about.

use chrono::NaiveDate;
use serde::Serialize;

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns;
use crate::returns::model::Standing;
use crate::state::AppState;

/// Quarters that are told.
const QUARTERS: usize = 4;
/// Asks of a quarter that are told, at most.
const ASKS: usize = 3;

/// A quarter's return.
#[derive(Serialize)]
pub struct Reported {
    period: String,
    href: String,
    /// How far it has come.
    stands: &'static str,
    /// Whether there is anything that could have been asked about.
    sent: bool,
    /// What looked odd, and what the hospital said of it.
    asks: Vec<(String, String)>,
    more: usize,
}

/// The quarters that are over by `today`, the latest first.
fn over(today: NaiveDate) -> impl Iterator<Item = Period> {
    let last = Period::quarter_containing(today).previous();
    std::iter::successors(Some(last), |period| Some(period.previous())).take(QUARTERS)
}

/// The last quarters of a hospital that are over, as far as the scope sees them, with those it did not report.
///
/// # Errors
/// Of the database.
pub async fn reported(
    app: &AppState,
    scope: &Scope,
    (hospital, code): (HospitalId, &str),
    today: NaiveDate,
) -> Result<Vec<Reported>, StoreError> {
    let found = returns::store::of_hospital(&app.db, scope, hospital).await?;
    let of = |period| found.iter().find(|one| one.period == period && one.latest > 0);
    let rounds: Vec<_> = over(today).filter_map(of).filter_map(|one| one.latest_round).collect();
    let mut asks = returns::store::asks_of(&app.db, &rounds).await?;
    let told = |period: Period| {
        let one = of(period);
        let asked = one.and_then(|one| one.latest_round).and_then(|round| asks.remove(&round)).unwrap_or_default();
        let more = asked.len().saturating_sub(ASKS);
        let words = |ask: returns::explain::Ask| {
            let said = ask.newest().map(|newest| newest.said.words.clone()).unwrap_or_default();
            let told: Vec<&str> = ask.told.iter().map(|(text, _)| text.as_str()).collect();
            (told.join("；"), said)
        };
        Reported {
            period: period.label(),
            href: format!("/returns/{period}/{code}"),
            stands: one.map_or(Standing::Awaited, |one| one.standing()).label(),
            sent: one.is_some(),
            asks: asked.into_iter().take(ASKS).map(words).collect(),
            more,
        }
    };
    Ok(over(today).map(told).collect())
}
