//! Quarter after quarter out of the database, some hospitals at a time.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use crate::access::{HospitalId, RoundId, Scope};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Severity;
use crate::db::StoreError;
use crate::figures::{self, HospitalFigure};
use crate::hospitals::{self, HospitalAt};
use crate::returns::check::{Checks, Past, Places, quarters_needed};
use crate::returns::dry_rule::measure::{Stored, Tally, caught};
use crate::returns::dry_rule::model::{Asked, Counts, Document, Rounds};
use crate::returns::model::{Return, Value};
use crate::returns::store::{self, RoundRow};
use crate::returns::take::peers::Levels;
use crate::spreadsheets::parse_a1;

/// Hospitals whose values are in memory together.
const CHUNK: usize = 100;

/// Runs a rule as it is tried, and as it decides now, over the returns in scope.
///
/// # Errors
/// Of the database.
pub async fn dry_rule(db: &impl ConnectionTrait, scope: &Scope, asked: &Asked) -> Result<Document, StoreError> {
    let stored = store::periods(db, scope).await?;
    let (from, to) = (asked.from.or(stored.map(|(first, _)| first)), asked.to.or(stored.map(|(_, last)| last)));
    let mut run = Run { asked, scope, levels: Levels::default(), forms: Forms::default(), tally: Tally::default() };
    for quarter in from.zip(to).map(|(from, to)| from.through(to)).unwrap_or_default() {
        run.tally.quarter(quarter);
        run.quarter(db, quarter).await?;
    }
    let rule = |catalogue: &Catalogue| catalogue.rule_named(&asked.rule).map(|rule| rule.thresholds.clone());
    let document = Document {
        rule: asked.rule.clone(),
        severity: asked.changed.rule_named(&asked.rule).map_or(Severity::Explain, |rule| rule.severity),
        present: rule(&asked.present),
        changed: rule(&asked.changed).unwrap_or_default(),
        rounds: asked.rounds,
        from,
        to,
        total: Counts::default(),
        left_out: 0,
        by_level: Vec::new(),
        by_quarter: Vec::new(),
        examples: Vec::new(),
    };
    Ok(run.tally.into_document(&asked.changed, document))
}

struct Run<'a> {
    asked: &'a Asked,
    scope: &'a Scope,
    levels: Levels,
    forms: Forms<'a>,
    tally: Tally,
}

/// A return that is looked at: its hospital and the round.
type Looked<'a> = (&'a HospitalAt, RoundId);

/// What a chunk's returns are decided with.
struct Loaded {
    rounds: HashMap<RoundId, RoundRow>,
    values: HashMap<RoundId, Vec<Value>>,
    last: HashMap<HospitalId, RoundId>,
    figures: HashMap<HospitalId, Vec<HospitalFigure>>,
}

impl<'a> Run<'a> {
    async fn quarter(&mut self, db: &impl ConnectionTrait, quarter: Period) -> Result<(), StoreError> {
        let returns = store::of_period(db, self.scope, quarter).await?;
        let before = store::of_period(db, self.scope, quarter.previous()).await?;
        let register = hospitals::store::on_day(db, self.scope, quarter.last_day()).await?;
        let round = |of: &Return| match self.asked.rounds {
            Rounds::Accepted => of.accepted.map(|(round, _)| round),
            Rounds::Latest => of.latest_round,
        };
        // In the order of the register, which is by code.
        let chosen: Vec<Looked<'_>> =
            register.iter().filter_map(|hospital| Some((hospital, round(returns.get(&hospital.id)?)?))).collect();
        for _ in chosen.len()..returns.values().filter_map(round).count() {
            self.tally.leave_out();
        }
        for chunk in chosen.chunks(CHUNK) {
            let loaded = self.load(db, quarter, chunk, &before).await?;
            for (hospital, round) in chunk {
                self.decide(db, quarter, (hospital, *round), &loaded).await?;
            }
        }
        Ok(())
    }

    async fn load(
        &mut self,
        db: &impl ConnectionTrait,
        quarter: Period,
        chunk: &[Looked<'_>],
        before: &HashMap<HospitalId, Return>,
    ) -> Result<Loaded, StoreError> {
        let last: HashMap<HospitalId, RoundId> = chunk
            .iter()
            .filter_map(|(hospital, _)| Some((hospital.id, before.get(&hospital.id)?.accepted?.0)))
            .collect();
        let own: Vec<RoundId> = chunk.iter().map(|(_, round)| *round).collect();
        let all: Vec<RoundId> = own.iter().chain(last.values()).copied().collect();
        let needed = quarters_needed(&self.asked.present).max(quarters_needed(&self.asked.changed));
        let quarters: Vec<Period> = (1..=needed).map(|back| quarter.shifted(-back)).collect();
        let ids: Vec<HospitalId> = chunk.iter().map(|(hospital, _)| hospital.id).collect();
        let mut figures: HashMap<HospitalId, Vec<HospitalFigure>> = HashMap::new();
        for figure in figures::store::of_hospitals(db, self.scope, &ids, &quarters).await? {
            figures.entry(figure.hospital).or_default().push(figure);
        }
        self.levels.learn(db, self.scope, &ids, quarter).await?;
        let (rounds, values) = (store::rounds_of(db, &own).await?, store::of_rounds(db, &all).await?);
        Ok(Loaded { rounds, values, last, figures })
    }

    async fn decide(
        &mut self,
        db: &impl ConnectionTrait,
        quarter: Period,
        (hospital, round): Looked<'_>,
        loaded: &Loaded,
    ) -> Result<(), StoreError> {
        let asked = self.asked;
        let values_of = |round: &RoundId| loaded.values.get(round).map(Vec::as_slice).unwrap_or_default();
        let Some(row) = loaded.rounds.get(&round) else { return Ok(()) };
        let figures = loaded.figures.get(&hospital.id).cloned().unwrap_or_default();
        let last = loaded.last.get(&hospital.id).map(values_of).unwrap_or_default();
        let own = (quarter, figures.as_slice());
        let mut peers = self.levels.peers_of(&asked.changed, db, hospital, own).await?;
        if peers.is_none() {
            peers = self.levels.peers_of(&asked.present, db, hospital, own).await?;
        }
        let past = Past { last: store::by_element(last), figures, peers };
        let (values, places) = (store::by_element(values_of(&round)), places(values_of(&round)));
        let stored = Stored { quarter, sheet: &row.sheet, values: &values, places: &places, past: &past };
        let form = (row.edition, row.revision.as_str());
        let Some(checks) = self.forms.changed.of(&asked.changed, form) else {
            self.tally.leave_out();
            return Ok(());
        };
        let changed = caught(checks, &asked.rule, &stored);
        let checks = self.forms.present.of(&asked.present, form);
        let present = checks.map(|checks| caught(checks, &asked.rule, &stored)).unwrap_or_default();
        self.tally.add((&hospital.code, &hospital.level), quarter, &present, changed, asked.examples);
        Ok(())
    }
}

/// Where each value stands.
fn places(values: &[Value]) -> Places {
    let mut places = Places::default();
    for value in values {
        if let Some(at) = value.cell.as_deref().and_then(parse_a1) {
            places.insert(&value.element, value.slot, at);
        }
    }
    places
}

/// The editions in the revisions the rounds were made with, for both catalogues.
#[derive(Default)]
struct Forms<'c> {
    present: Revisions<'c>,
    changed: Revisions<'c>,
}

/// Editions by year and revision.
#[derive(Default)]
struct Revisions<'c>(HashMap<(i32, String), Option<Checks<'c>>>);

impl<'c> Revisions<'c> {
    /// The form of a round; the present revision where the files no longer know the round's.
    fn of(&mut self, catalogue: &'c Catalogue, (year, revision): (i32, &str)) -> Option<&Checks<'c>> {
        let known = self.0.entry((year, revision.to_owned())).or_insert_with(|| {
            let edition = catalogue.edition(year)?;
            let edition = edition.as_of(revision).unwrap_or_else(|| edition.clone());
            Some(Checks::new(catalogue, Arc::new(edition)))
        });
        known.as_ref()
    }
}
