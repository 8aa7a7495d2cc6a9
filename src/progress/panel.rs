//! Sums of every indicator over three years, in quarters and in months, by level and by region: what is held against
//! control limits. Read from the sums kept in the process.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::access::Scope;
use crate::annotations::{self, Annotation};
use crate::authorities::Tree;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{AuthorityKind, Indicator, RegionKind};
use crate::db::StoreError;
use crate::figures::{By, Sums};
use crate::progress::desk::Desk;
use crate::progress::evidence::{Evidence, Run};
use crate::progress::groups::groups;
use crate::progress::levels::Levels;
use crate::progress::load::pooled;
use crate::progress::measure::withhold;
use crate::progress::model::{Figure, GroupName, Pooled, Row, Series};
use crate::progress::register::{Counts, Register};
use crate::progress::territory::Territory;

/// Quarters a movement is judged over; months of the same time.
pub const QUARTERS: i32 = 12;

/// One grouping: which groups there are, how many hospitals each has, what they add up to; each by period.
struct Side {
    by: By,
    groups: Vec<GroupName>,
    counts: Vec<Arc<Counts>>,
    sums: Vec<Arc<Sums>>,
}

/// The sums of a territory.
pub struct Panel {
    /// The quarters, oldest first.
    pub quarters: Vec<Period>,
    /// Their months.
    pub months: Vec<Period>,
    /// The register of the territory.
    pub register: Arc<Register>,
    /// By what its regions are: cities of the whole, counties of a city.
    pub regions: By,
    quarter: Period,
    least: i64,
    levels: Side,
    places: Side,
    rebases: Vec<Annotation>,
}

/// An indicator by groups, in quarters and in months; small groups withheld.
pub struct Track {
    /// By quarter.
    pub quarters: Series,
    /// By month.
    pub months: Series,
    rebases: Vec<Annotation>,
}

impl Panel {
    /// Loads them up to a quarter. Three or four small queries while nothing has changed.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, territory: &Territory, quarter: Period) -> Result<Self, StoreError> {
        let register = desk.registers.within(&desk.db, &territory.pooled).await?;
        let quarters = quarter.shifted(1 - QUARTERS).through(quarter);
        let months: Vec<Period> = quarters.iter().flat_map(|quarter| quarter.months()).collect();
        let all: Vec<Period> = quarters.iter().chain(&months).copied().collect();
        let regions = regions_of(territory, register.tree());
        let scope = territory.pooled;
        let version = if scope == Scope::Everything { 0 } else { register.version() };
        let by_level = desk.pooled.pooled_within(&desk.db, &scope, version, &all, By::Level).await?;
        let by_region = desk.pooled.pooled_within(&desk.db, &scope, version, &all, regions).await?;
        let authority = territory.authority.or_else(|| register.tree().roots().next().map(|top| top.id));
        let rebases = annotations::store::rebases(&desk.db, authority).await?;
        let side = |by, sums| Side::new(&desk.catalogue, &register, &all, by, sums);
        Ok(Self {
            levels: side(By::Level, by_level),
            places: side(regions, by_region),
            quarter,
            least: territory.least,
            rebases,
            quarters,
            months,
            register,
            regions,
        })
    }

    /// The last quarter.
    #[must_use]
    pub fn quarter(&self) -> Period {
        self.quarter
    }

    /// The quarters by level, as pages of quarters read them.
    #[must_use]
    pub fn by_level(&self) -> Levels {
        let sums = self.levels.sums[..self.quarters.len()].to_vec();
        Levels::new(self.quarters.clone(), Arc::clone(&self.register), sums)
    }

    /// An indicator by level or by region; groups of fewer hospitals than the reader may see are withheld.
    #[must_use]
    pub fn track(&self, indicator: &Indicator, by: By) -> Track {
        let side = self.side(by);
        let (from, until) = (self.quarters.len(), self.quarters.len() + self.months.len());
        let cut =
            |periods: &[Period], from, until| withhold(side.series(indicator, periods, (from, until)), self.least);
        let rebases = self.rebases_of(indicator, by).cloned().collect();
        Track { quarters: cut(&self.quarters, 0, from), months: cut(&self.months, from, until), rebases }
    }

    /// All hospitals together.
    #[must_use]
    pub fn whole(&self, indicator: &Indicator) -> Evidence {
        let (from, until) = (self.quarters.len(), self.quarters.len() + self.months.len());
        let run = |periods: &[Period], from, until| {
            let series = self.levels.series(indicator, periods, (from, until));
            let rows = (0..periods.len()).map(|at| {
                let sum = series.of_period(at).map(|(_, row)| row.pooled).fold(Pooled::default(), Pooled::and);
                let withheld = (1..self.least).contains(&sum.reported);
                if withheld { Row { withheld, ..Row::default() } } else { row(indicator, sum) }
            });
            Run { periods: periods.to_vec(), rows: rows.collect() }
        };
        let rebases: Vec<Annotation> = self.rebases_of(indicator, By::All).cloned().collect();
        Evidence::of(indicator, run(&self.quarters, 0, from), run(&self.months, from, until), &rebases)
    }

    fn rebases_of(&self, indicator: &Indicator, by: By) -> impl Iterator<Item = &Annotation> {
        let about = move |note: &&Annotation| note.subject.indicator == indicator.id && note.subject.by == by;
        self.rebases.iter().filter(about)
    }

    /// The names of the groups, in the order of a track's.
    #[must_use]
    pub fn groups(&self, by: By) -> &[GroupName] {
        &self.side(by).groups
    }

    fn side(&self, by: By) -> &Side {
        if by == By::Level { &self.levels } else { &self.places }
    }
}

impl Track {
    /// What a group's figures show.
    #[must_use]
    pub fn evidence(&self, indicator: &Indicator, group: usize) -> Evidence {
        let run = |series: &Series| Run { periods: series.periods.clone(), rows: series.of_group(group).collect() };
        let key = self.quarters.groups.get(group).map(|name| name.key.as_str());
        let own = |note: &&Annotation| Some(note.subject.group.as_str()) == key;
        let rebases: Vec<Annotation> = self.rebases.iter().filter(own).cloned().collect();
        Evidence::of(indicator, run(&self.quarters), run(&self.months), &rebases)
    }

    /// A group in the last quarter.
    #[must_use]
    pub fn now(&self, group: usize) -> Row {
        self.quarters.row(self.quarters.periods.len().saturating_sub(1), group)
    }
}

/// A city and a county see counties, everyone else cities.
fn regions_of(territory: &Territory, tree: &Tree) -> By {
    let kind = territory.authority.filter(|_| !territory.is_whole()).and_then(|id| tree.get(id)).map(|own| own.kind);
    match kind {
        Some(AuthorityKind::City | AuthorityKind::County) => By::County,
        _ => By::City,
    }
}

/// A row without its interval, which limits do not ask for and a density's takes long to find.
fn row(indicator: &Indicator, pooled: Pooled) -> Row {
    let value = (pooled.denominator > 0)
        .then(|| pooled.numerator as f64 / pooled.denominator as f64 * indicator.multiplier as f64);
    Row { pooled, figure: Figure { value, interval: None }, withheld: false }
}

impl Side {
    fn new(catalogue: &Catalogue, register: &Register, periods: &[Period], by: By, sums: Vec<Arc<Sums>>) -> Self {
        let counts: Vec<Arc<Counts>> = periods.iter().map(|period| register.counts(period.last_day(), by)).collect();
        let mut seen: BTreeSet<&str> = counts.iter().flat_map(|counts| counts.keys().map(String::as_str)).collect();
        for sums in &sums {
            for (_, group) in sums.keys() {
                seen.insert(group);
            }
        }
        // Every city has its place; of levels and counties only those that are met, so that a city sees its own.
        let kept = |group: &GroupName| {
            let city = || catalogue.region(&group.key).is_some_and(|region| region.kind == RegionKind::City);
            seen.contains(group.key.as_str()) || (by == By::City && city())
        };
        let groups = groups(catalogue, by, &seen).into_iter().filter(kept).collect();
        Self { by, groups, counts, sums }
    }

    /// The periods from one index to another.
    fn series(&self, indicator: &Indicator, periods: &[Period], (from, until): (usize, usize)) -> Series {
        let keys: Vec<_> = self.groups.iter().map(|group| (indicator.id.clone(), group.key.clone())).collect();
        let mut rows = Vec::with_capacity(periods.len() * keys.len());
        for at in from..until {
            for key in &keys {
                let found = self.sums.get(at).and_then(|sums| sums.get(key)).map(pooled).unwrap_or_default();
                let expected = self.counts.get(at).and_then(|counts| counts.get(&key.1)).copied().unwrap_or(0);
                rows.push(row(indicator, Pooled { expected, ..found }));
            }
        }
        let (periods, groups) = (periods.to_vec(), self.groups.clone());
        Series { indicator: indicator.id.clone(), by: self.by, periods, groups, rows }
    }
}
