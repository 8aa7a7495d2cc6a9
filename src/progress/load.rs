//! Brings facts and register together into a series.

use std::collections::BTreeSet;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Indicator;
use crate::db::StoreError;
use crate::figures::{self, By, Cell};
use crate::progress::benchmark::single;
use crate::progress::desk::Desk;
use crate::progress::groups::groups;
use crate::progress::measure::{self, Sums};
use crate::progress::model::{GroupName, Pooled, Series};
use crate::progress::register::Register;

/// What is asked of an indicator.
pub struct Asked<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// By what.
    pub by: By,
    /// When, oldest first; all of one grain.
    pub periods: Vec<Period>,
}

/// The series of one indicator over the hospitals of a scope; one query for the facts, whatever is asked.
///
/// # Errors
/// Of the database.
pub async fn series(desk: &Desk, scope: &Scope, asked: Asked<'_>) -> Result<Series, StoreError> {
    let register = desk.registers.within(&desk.db, scope).await?;
    if asked.by == By::Hospital {
        return by_hospital(desk, scope, asked, &register).await;
    }
    let cells = figures::store::pooled_of(&desk.db, scope, &asked.indicator.id, &asked.periods, asked.by).await?;
    let sums = cells.into_iter().map(|(period, cell)| ((period, cell.group.clone()), pooled(&cell))).collect();
    Ok(grouped(&desk.catalogue, asked, &register, &sums))
}

/// The sums of a cell; how many were expected is the register's to say.
#[must_use]
pub fn pooled(cell: &Cell) -> Pooled {
    Pooled {
        numerator: cell.numerator,
        denominator: cell.denominator,
        expected: 0,
        reported: cell.reported,
        not_applicable: cell.not_applicable,
    }
}

/// The series of sums that are at hand already.
#[must_use]
pub fn grouped(catalogue: &Catalogue, asked: Asked<'_>, register: &Register, sums: &Sums) -> Series {
    let counts: Vec<_> = asked.periods.iter().map(|period| register.counts(period.last_day(), asked.by)).collect();
    let in_facts = sums.keys().map(|(_, group)| group.as_str());
    let seen: BTreeSet<&str> =
        counts.iter().flat_map(|counts| counts.keys().map(String::as_str)).chain(in_facts).collect();
    let groups = groups(catalogue, asked.by, &seen);
    let periods = asked.periods.clone();
    let expected = |period: Period, group: &str| {
        let at = periods.iter().position(|known| *known == period);
        at.and_then(|at| counts[at].get(group)).copied().unwrap_or(0)
    };
    measure::series(asked.indicator, asked.by, asked.periods, groups, sums, expected)
}

async fn by_hospital(desk: &Desk, scope: &Scope, asked: Asked<'_>, register: &Register) -> Result<Series, StoreError> {
    let figures = figures::store::of_indicator(&desk.db, scope, &asked.indicator.id, &asked.periods).await?;
    let codes = register.codes();
    let mut sums = Sums::new();
    for figure in figures {
        let Some(code) = codes.get(&figure.hospital) else { continue };
        sums.insert((figure.period, (*code).to_owned()), single(&figure));
    }
    let days: BTreeSet<_> = asked.periods.iter().map(|period| period.last_day()).collect();
    let group = |(entry, facts): (&crate::hospitals::model::Entry, &crate::hospitals::Facts)| GroupName {
        key: entry.code.clone(),
        name: facts.name.clone(),
        style: None,
    };
    let groups = register.ever(&days).map(group).collect();
    let open = |period: Period, code: &str| {
        i64::from(register.coded(code).is_some_and(|entry| entry.on(period.last_day()).is_some()))
    };
    Ok(measure::series(asked.indicator, asked.by, asked.periods, groups, &sums, open))
}
