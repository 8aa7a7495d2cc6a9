//! 督前资料: what the hospital reported of late, and what of it was asked about.

use serde::Serialize;

use crate::access::{HospitalId, Scope};
use crate::db::StoreError;
use crate::returns;
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
    /// What looked odd, and what the hospital said of it.
    asks: Vec<(String, String)>,
    more: usize,
}

/// The last returns of a hospital, as far as the scope sees them.
///
/// # Errors
/// Of the database.
pub async fn reported(
    app: &AppState,
    scope: &Scope,
    hospital: HospitalId,
    code: &str,
) -> Result<Vec<Reported>, StoreError> {
    let mut found = returns::store::of_hospital(&app.db, scope, hospital).await?;
    found.retain(|one| one.latest > 0);
    found.truncate(QUARTERS);
    let rounds: Vec<_> = found.iter().filter_map(|one| one.latest_round).collect();
    let mut asks = returns::store::asks_of(&app.db, &rounds).await?;
    let told = |one: returns::model::Return| {
        let asked = one.latest_round.and_then(|round| asks.remove(&round)).unwrap_or_default();
        let more = asked.len().saturating_sub(ASKS);
        let words = |ask: returns::explain::Ask| {
            let said = ask.newest().map(|newest| newest.said.words.clone()).unwrap_or_default();
            let told: Vec<&str> = ask.told.iter().map(|(text, _)| text.as_str()).collect();
            (told.join("；"), said)
        };
        Reported {
            period: one.period.label(),
            href: format!("/returns/{}/{code}", one.period),
            stands: match one.accepted {
                Some((_, number)) if number == one.latest => "已接收",
                Some(_) => "更正中",
                None => "待接收",
            },
            asks: asked.into_iter().take(ASKS).map(words).collect(),
            more,
        }
    };
    Ok(found.into_iter().map(told).collect())
}
