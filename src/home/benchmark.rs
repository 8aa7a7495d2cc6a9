//! 本院对照: one hospital's ten targets against its peers, its own past and its goals, and what to look at first.
//!
//! In: its own facts, what its peers are together (`progress::among`), the goals that hold. Out: a reading without any
//! other hospital in it; `pages` shows it, `export` takes it away.

pub mod export;
pub mod first;
pub mod picture;
pub mod reading;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use crate::access::{Scope, Viewer};
use crate::annotations;
use crate::calendar::Period;
use crate::catalogue::model::{Edition, ElementId, Indicator};
use crate::db::StoreError;
use crate::figures::{self, Entry, FactState, HospitalFigure, Reason};
use crate::goals::{self, Goals};
use crate::home::benchmark::reading::{Line, Sources, lines};
use crate::hospitals::{self, Facts};
use crate::progress::Desk;
use crate::progress::among::{Among, among};
use crate::returns::model::{Return, Standing};
use crate::returns::store;
use crate::web::PageError;

pub use words::Stand;

/// Quarters of its own past that are shown, and with their months as many times three months.
pub const QUARTERS: i32 = 12;

/// Quarters before the last accepted one that are looked at, where a round was accepted without a single figure.
const BACK: i32 = 4;

/// What was read of a hospital; lines borrow from the catalogue.
pub struct Benchmark<'a> {
    /// Register code.
    pub code: String,
    /// What holds of it on the quarter's last day.
    pub facts: Facts,
    /// The quarter asked for.
    pub asked: Period,
    /// Where the return of that quarter stands.
    pub stand: Stand,
    /// The last accepted quarter up to it; none where nothing was ever accepted.
    pub shown: Option<Shown<'a>>,
}

/// What there is to show of an accepted quarter.
pub struct Shown<'a> {
    /// The quarter.
    pub quarter: Period,
    /// Its year's targets.
    pub edition: &'a Edition,
    /// What the peers are.
    pub among: Arc<Among>,
    /// One for each headline; where a target has none, one for each of its parts.
    pub lines: Vec<Line<'a>>,
}

/// The indicators of a year's page: headlines, and the parts of targets without one.
fn indicators<'a>(desk: &'a Desk, edition: &'a Edition) -> Vec<&'a Indicator> {
    edition.all_targets().flat_map(reading::shown_of).filter_map(|id| desk.catalogue.indicator(id)).collect()
}

impl<'a> Benchmark<'a> {
    /// Reads a hospital in scope; `quarter` is the one asked for, else the newest of which anything came in.
    ///
    /// # Errors
    /// [`PageError::NotFound`] outside the scope, and of the database.
    pub async fn load(desk: &'a Desk, viewer: &Viewer, code: &str, quarter: Option<Period>) -> Result<Self, PageError> {
        let (db, scope) = (&desk.db, viewer.scope());
        let entry = hospitals::store::entry(db, &scope, code).await?.ok_or(PageError::NotFound)?;
        let returns = store::of_hospital(db, &scope, entry.id).await?;
        let newest = returns.iter().find(|of| of.latest > 0).map(|of| of.period);
        let asked = match quarter.or(newest) {
            Some(period) => period.quarter(),
            None => desk.latest_quarter().await?,
        };
        // What was accepted last may lie years back; without a return a figure can only be a recent one.
        let accepted = returns.iter().find(|of| of.accepted.is_some() && of.period <= asked).map(|of| of.period);
        let last = accepted.unwrap_or(asked);
        let own = figures::store::of_hospital(db, &scope, entry.id, &periods(last)).await?;
        let quarters = last.shifted(-BACK).through(last);
        let held = |quarter: &Period| own.iter().any(|figure| figure.period == *quarter);
        let shown = quarters.into_iter().rev().find(held);
        let of = returns.iter().find(|of| of.period == asked);
        let stand = Stand { asked, shown, standing: of.map_or(Standing::Awaited, Return::standing) };
        let on = shown.unwrap_or(asked).last_day();
        let facts = entry.on(on).or_else(|| entry.spans.last().map(|span| &span.facts)).ok_or(PageError::NotFound)?;
        let edition = shown.and_then(|quarter| Some((quarter, desk.catalogue.edition_for(quarter)?)));
        let shown = match edition {
            Some((quarter, edition)) => {
                let of = returns.iter().find(|of| of.period == quarter);
                let hospital = (entry.id, facts);
                let among = among(desk, hospital, quarter, &indicators(desk, edition)).await?;
                let goals = goals_of(desk, &scope, entry.id, edition.year).await?;
                let reasons = reasons(desk, of, quarter, &own).await?;
                let rebases = annotations::store::rebases_of(db, &scope, entry.id).await?;
                let sources =
                    Sources { own: &own, among: &among, goals: &goals, reasons: &reasons, rebases: &rebases, hospital };
                let lines = lines(&desk.catalogue, edition, quarter, &sources);
                Some(Shown { quarter, edition, among, lines })
            }
            None => None,
        };
        Ok(Self { code: entry.code.clone(), facts: facts.clone(), asked, stand, shown })
    }
}

/// The quarters, and their months, that may be needed where this is the last.
fn periods(last: Period) -> Vec<Period> {
    let quarters = last.shifted(1 - QUARTERS - BACK).through(last);
    let months = quarters.iter().flat_map(|quarter| quarter.months());
    months.chain(quarters.iter().copied()).collect()
}

/// The province's goals of the year with what the hospital set itself.
async fn goals_of(
    desk: &Desk,
    scope: &Scope,
    hospital: crate::access::HospitalId,
    year: i32,
) -> Result<Goals, StoreError> {
    let mut goals = goals::store::in_force(&desk.db, year).await?;
    goals.0.extend(goals::store::own_of(&desk.db, scope, hospital, year).await?.0);
    Ok(goals)
}

/// Why elements do not apply, as the accepted round says; nothing is read where everything applies.
async fn reasons(
    desk: &Desk,
    of: Option<&Return>,
    quarter: Period,
    own: &[HospitalFigure],
) -> Result<HashMap<ElementId, Reason>, StoreError> {
    let lacks = |figure: &HospitalFigure| figure.period == quarter && figure.state == FactState::NotApplicable;
    let Some((round, _)) = of.and_then(|of| of.accepted).filter(|_| own.iter().any(lacks)) else {
        return Ok(HashMap::new());
    };
    let values = store::of_round(&desk.db, round).await?;
    let reason = |value: crate::returns::model::Value| match value.entry {
        Entry::NotApplicable(reason) => Some((value.element, reason)),
        Entry::Number(_) | Entry::Missing => None,
    };
    Ok(values.into_iter().filter_map(reason).collect())
}
