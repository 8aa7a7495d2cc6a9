//! The whole draw: records applied one after the other to the frozen list.

use std::collections::{BTreeMap, BTreeSet};

use crate::draws::model::{FrozenList, Outcome, Record, Team, Unit};
use crate::draws::strata::Tickets;
use crate::draws::team::{self, Loads, Seat};
use crate::draws::ticket::{self, Urn};

/// Why a record cannot follow on those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// There is no seed among the records.
    NoSeed,
    /// There is another seed already.
    SecondSeed,
    /// The value was public before the list was frozen, or at that very second.
    SeedTooOld,
    /// The source is none of those that the list names.
    UnknownSource,
    /// Of a kind that the list does not name.
    OtherKind,
    /// Both witnesses are one, or one typed nothing.
    Witnesses,
    /// A fallback was used without saying why.
    NoNote,
    /// The hospital is not on the list.
    UnknownUnit(String),
    /// The hospital was struck out before.
    StruckTwice(String),
    /// Written down without a reason.
    NoReason,
    /// The inspector is not in the team of that hospital.
    NotInTeam(String, String),
    /// The time is not spelled as it must be, or lies before the commitment.
    BadTime(String),
}

/// Whether a text is a moment as it must be spelled, `2025-03-01T04:00:00Z`.
#[must_use]
pub fn is_moment(text: &str) -> bool {
    let sound = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ");
    sound.is_ok_and(|moment| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string() == text)
}

/// What comes out of a list, its salt and the records, which end with the latest.
///
/// # Errors
/// The first record that does not fit, from 0, and why; the number of records where the seed is missing.
pub fn run(list: &FrozenList, salt: &[u8; 32], records: &[Record]) -> Result<Outcome, (usize, Misfit)> {
    let missing = || (records.len(), Misfit::NoSeed);
    let seed = ticket::seed(records).ok_or_else(missing)?;
    let urn = Urn::of(list, salt, seed);
    let tickets = Tickets::of(list, &urn);
    let mut run = Run {
        list,
        urn: &urn,
        tickets: &tickets,
        units: list.units.iter().map(|unit| (unit.code.as_str(), unit)).collect(),
        struck: BTreeSet::new(),
        recused: BTreeMap::new(),
        loads: team::loads(list),
        teams: BTreeMap::new(),
        seeded: false,
        outcome: Outcome::default(),
    };
    for (index, record) in records.iter().enumerate() {
        run.take(record).map_err(|misfit| (index, misfit))?;
    }
    run.outcome.teams = run.teams.into_values().collect();
    Ok(run.outcome)
}

struct Run<'a> {
    list: &'a FrozenList,
    urn: &'a Urn,
    tickets: &'a Tickets<'a>,
    units: BTreeMap<&'a str, &'a Unit>,
    struck: BTreeSet<String>,
    /// By hospital.
    recused: BTreeMap<String, BTreeSet<String>>,
    loads: Loads,
    /// By hospital.
    teams: BTreeMap<String, Team>,
    seeded: bool,
    outcome: Outcome,
}

impl Run<'_> {
    fn take(&mut self, record: &Record) -> Result<(), Misfit> {
        fits(self.list, record)?;
        match record {
            Record::Seed { .. } | Record::Witnesses { .. } => {
                if std::mem::replace(&mut self.seeded, true) {
                    return Err(Misfit::SecondSeed);
                }
                self.draw();
            }
            Record::Strike { code, .. } => {
                if !self.units.contains_key(code.as_str()) {
                    return Err(Misfit::UnknownUnit(code.clone()));
                }
                if !self.struck.insert(code.clone()) {
                    return Err(Misfit::StruckTwice(code.clone()));
                }
                self.teams.remove(code);
                if self.seeded {
                    self.draw();
                }
            }
            Record::Recusal { hospital, inspector, .. } => self.recuse(hospital, inspector)?,
        }
        Ok(())
    }

    /// Draws what is now to be drawn, and a team for each hospital that is new among them.
    fn draw(&mut self) {
        self.outcome.strata = self.tickets.outcome(self.list, &self.struck);
        let drawn: Vec<String> = self.outcome.drawn().map(|drawn| drawn.code.clone()).collect();
        for code in drawn {
            if !self.teams.contains_key(&code) {
                self.seat(&code, &[]);
            }
        }
    }

    fn seat(&mut self, code: &str, kept: &[String]) {
        let (Some(rules), Some(unit)) = (&self.list.team, self.units.get(code)) else { return };
        let nobody = BTreeSet::new();
        let recused = self.recused.get(code).unwrap_or(&nobody);
        let seat = Seat { list: self.list, rules, unit, recused };
        let team = team::draw(&seat, self.urn, kept, &mut self.loads);
        self.teams.insert(code.to_owned(), team);
    }

    fn recuse(&mut self, hospital: &str, inspector: &str) -> Result<(), Misfit> {
        let unknown = || Misfit::NotInTeam(hospital.to_owned(), inspector.to_owned());
        let team = self.teams.get(hospital).ok_or_else(unknown)?;
        if !team.members.iter().any(|member| member == inspector) {
            return Err(unknown());
        }
        let kept: Vec<String> = team.members.iter().filter(|member| *member != inspector).cloned().collect();
        self.recused.entry(hospital.to_owned()).or_default().insert(inspector.to_owned());
        self.seat(hospital, &kept);
        Ok(())
    }
}

/// Whether a record fits the list by itself.
fn fits(list: &FrozenList, record: &Record) -> Result<(), Misfit> {
    if !is_moment(record.time()) {
        return Err(Misfit::BadTime(record.time().to_owned()));
    }
    match record {
        Record::Seed { time, source, value, note } => {
            if list.kind != crate::draws::model::Kind::Public {
                return Err(Misfit::OtherKind);
            }
            let known = usize::try_from(*source).is_ok_and(|source| (1..=list.sources.len()).contains(&source));
            if !known || value.is_empty() {
                return Err(Misfit::UnknownSource);
            }
            if *source > 1 && note.is_empty() {
                return Err(Misfit::NoNote);
            }
            later(list, time)
        }
        Record::Witnesses { time, first, second, note } => {
            if list.kind != crate::draws::model::Kind::Witnessed {
                return Err(Misfit::OtherKind);
            }
            let typed = [&first.name, &first.value, &second.name, &second.value];
            if first.name == second.name || typed.iter().any(|text| text.is_empty()) {
                return Err(Misfit::Witnesses);
            }
            if note.is_empty() {
                return Err(Misfit::NoReason);
            }
            later(list, time)
        }
        Record::Strike { reason, .. } | Record::Recusal { reason, .. } if reason.is_empty() => Err(Misfit::NoReason),
        Record::Strike { time, .. } | Record::Recusal { time, .. } if *time < list.committed => {
            Err(Misfit::BadTime(time.clone()))
        }
        Record::Strike { .. } | Record::Recusal { .. } => Ok(()),
    }
}

fn later(list: &FrozenList, time: &str) -> Result<(), Misfit> {
    // Both are spelled alike, so that text sorts as time.
    if time > list.committed.as_str() { Ok(()) } else { Err(Misfit::SeedTooOld) }
}

/// Whether records that end before the seed fit: hospitals struck out of the list, each once.
///
/// # Errors
/// The first that does not.
pub fn without_seed(list: &FrozenList, records: &[Record]) -> Result<(), Misfit> {
    let units: BTreeSet<&str> = list.units.iter().map(|unit| unit.code.as_str()).collect();
    let mut struck = BTreeSet::new();
    for record in records {
        fits(list, record)?;
        match record {
            Record::Strike { code, .. } if !units.contains(code.as_str()) => {
                return Err(Misfit::UnknownUnit(code.clone()));
            }
            Record::Strike { code, .. } if !struck.insert(code.as_str()) => {
                return Err(Misfit::StruckTwice(code.clone()));
            }
            Record::Strike { .. } => {}
            Record::Recusal { hospital, inspector, .. } => {
                return Err(Misfit::NotInTeam(hospital.clone(), inspector.clone()));
            }
            Record::Seed { .. } | Record::Witnesses { .. } => return Err(Misfit::SecondSeed),
        }
    }
    Ok(())
}
