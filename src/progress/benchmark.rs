//! Single hospitals of a territory in one quarter: found, filtered, put in order. Pure but for its loading.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::Indicator;
use crate::db::StoreError;
use crate::figures::{FactState, HospitalFigure, Single, SinglesAt, single_of};
use crate::hospitals::Facts;
use crate::progress::crowd::Place;
use crate::progress::desk::Desk;
use crate::progress::judge::{Change, change};
use crate::progress::measure;
use crate::progress::model::{Figure, Pooled, Row};
use crate::progress::register::Register;
use crate::statistics::Rank;

/// Which hospitals are a group: those of a level, category, ownership, city and size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Key of a level; empty for all.
    pub level: String,
    /// Code of a city; empty for all.
    pub city: String,
    /// Key of a category; empty for all.
    pub category: String,
    /// Key of an ownership; empty for all.
    pub ownership: String,
    /// Beds at least.
    pub beds_from: Option<i64>,
    /// Beds at most.
    pub beds_to: Option<i64>,
}

impl Filter {
    /// Whether a hospital is of the group. One whose beds nobody told is in no group by beds.
    #[must_use]
    pub fn passes(&self, facts: &Facts) -> bool {
        let is = |wanted: &str, held: &str| wanted.is_empty() || wanted == held;
        let beds = |bound: Option<i64>, within: fn(i64, i64) -> bool| {
            bound.is_none_or(|bound| facts.beds.is_some_and(|beds| within(beds, bound)))
        };
        is(&self.level, &facts.level)
            && is(&self.city, &facts.statistical_city)
            && is(&self.category, &facts.category)
            && is(&self.ownership, &facts.ownership)
            && beds(self.beds_from, |beds, bound| beds >= bound)
            && beds(self.beds_to, |beds, bound| beds <= bound)
    }

    /// Whether nobody is left out.
    #[must_use]
    pub fn is_everybody(&self) -> bool {
        *self == Self::default()
    }
}

/// What they are sorted by. Whoever has no figure comes last, and codes break ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// 编码
    #[default]
    Code,
    /// The figure, the lowest first.
    Lowest,
    /// The figure, the highest first.
    Highest,
    /// 分母, the largest first.
    Largest,
    /// The difference from the quarter before, the greatest rise first.
    Risen,
    /// The greatest fall first.
    Fallen,
}

impl Sort {
    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Code => "",
            Self::Lowest => "lowest",
            Self::Highest => "highest",
            Self::Largest => "largest",
            Self::Risen => "risen",
            Self::Fallen => "fallen",
        }
    }

    /// The order of this name; by code for anything else.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let all = [Self::Lowest, Self::Highest, Self::Largest, Self::Risen, Self::Fallen];
        all.into_iter().find(|sort| sort.key() == key).unwrap_or_default()
    }
}

/// One hospital's figure. What takes time to compute is computed when asked for.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its key.
    pub id: HospitalId,
    /// Register code.
    pub code: &'a str,
    /// What held of it on the quarter's last day.
    pub facts: &'a Facts,
    /// What it counted in the quarter.
    pub now: Pooled,
    /// What it counted in the quarter before.
    pub before: Pooled,
    /// The quarter.
    pub period: Period,
}

impl Candidate<'_> {
    /// Its figure without interval, in the unit shown.
    #[must_use]
    pub fn value(&self, indicator: &Indicator) -> Option<f64> {
        measure::value(indicator, self.now.numerator, self.now.denominator)
    }

    /// Its figure with its interval.
    #[must_use]
    pub fn row(&self, indicator: &Indicator) -> Row {
        let figure = measure::figure(indicator, self.now.numerator, self.now.denominator);
        Row { figure, pooled: self.now, withheld: false }
    }

    /// Against the quarter before.
    #[must_use]
    pub fn change(&self, indicator: &Indicator) -> Change {
        let plain = |pooled: Pooled| Row {
            figure: Figure { value: measure::value(indicator, pooled.numerator, pooled.denominator), interval: None },
            pooled,
            withheld: false,
        };
        change(indicator, (self.period.previous(), plain(self.before)), (self.period, plain(self.now)))
    }
}

/// A hospital in a list: where it stands, and the places it could as well have had where those are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The hospital.
    pub candidate: Candidate<'a>,
    /// Where it stands.
    pub place: Place,
    /// Its rank with its interval.
    pub rank: Option<Rank>,
}

/// The hospitals of a scope with their figures of a quarter and the one before.
pub struct Benchmark {
    register: Arc<Register>,
    now: SinglesAt,
    before: SinglesAt,
    period: Period,
}

impl Benchmark {
    /// Loads them: the register and the figures that are kept, or one query.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, scope: &Scope, indicator: &Indicator, period: Period) -> Result<Self, StoreError> {
        let register = desk.registers.within(&desk.db, scope).await?;
        let periods = [period.previous(), period];
        let mut found =
            desk.singles.of(&desk.db, scope, register.version(), &indicator.id, &periods).await?.into_iter();
        let (before, now) = (found.next().unwrap_or_default(), found.next().unwrap_or_default());
        Ok(Self { register, now, before, period })
    }

    /// The register they come from.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The versions of the quarter's figures and of the register they were read at.
    #[must_use]
    pub fn versions(&self) -> (i64, i64) {
        (self.now.version, self.register.version())
    }

    /// The hospitals of a group, by code.
    #[must_use]
    pub fn members(&self, filter: &Filter) -> Vec<Candidate<'_>> {
        let counted = |at: &SinglesAt, id| single_of(&at.rows, id).map_or(AWAITED, pooled_of);
        self.register
            .on(self.period.last_day())
            .filter(|(_, facts)| filter.passes(facts))
            .map(|(entry, facts)| Candidate {
                id: entry.id,
                code: &entry.code,
                facts,
                now: counted(&self.now, entry.id),
                before: counted(&self.before, entry.id),
                period: self.period,
            })
            .collect()
    }
}

/// Whether a hospital's name or code holds these words, however they are cased; all do of no words.
#[must_use]
pub fn named(candidate: &Candidate<'_>, words: &str) -> bool {
    let words = words.trim().to_lowercase();
    words.is_empty()
        || candidate.code.to_lowercase().contains(&words)
        || candidate.facts.name.to_lowercase().contains(&words)
}

/// Puts a list in order: by where they stand, then as asked; whoever is equal in both keeps its place, and so the register's
/// order by code.
pub fn order(indicator: &Indicator, found: &mut [Found<'_>], sort: Sort) {
    let key = |found: &Found<'_>| -> Option<f64> {
        match sort {
            Sort::Code => None,
            Sort::Lowest => found.candidate.value(indicator),
            Sort::Highest => found.candidate.value(indicator).map(|value| -value),
            Sort::Largest => Some(-(found.candidate.now.denominator as f64)),
            Sort::Fallen => difference(found.candidate.change(indicator)),
            Sort::Risen => difference(found.candidate.change(indicator)).map(|by| -by),
        }
    };
    let mut keyed: Vec<(usize, Option<f64>, Found<'_>)> =
        found.iter().map(|found| (found.place.group(), key(found), *found)).collect();
    keyed.sort_by(|(place, key, _), (other_place, other_key, _)| {
        place.cmp(other_place).then_with(|| ascending(*key, *other_key))
    });
    for (slot, (.., sorted)) in found.iter_mut().zip(keyed) {
        *slot = sorted;
    }
}

/// The difference, where there is one.
#[must_use]
pub fn difference(change: Change) -> Option<f64> {
    match change {
        Change::By(difference) => Some(difference),
        Change::Redefined | Change::NothingNow | Change::NothingThen => None,
    }
}

/// A hospital that gave nothing.
const AWAITED: Pooled = Pooled { numerator: 0, denominator: 0, expected: 1, reported: 0, not_applicable: 0 };

fn pooled_of(single: &Single) -> Pooled {
    counted(single.state, single.numerator, single.denominator)
}

/// What one hospital's figure adds to a sum.
#[must_use]
pub fn single(figure: &HospitalFigure) -> Pooled {
    counted(figure.state, figure.numerator, figure.denominator)
}

fn counted(state: FactState, numerator: i64, denominator: i64) -> Pooled {
    let counts = state == FactState::Counted;
    Pooled { numerator, denominator, expected: 1, reported: i64::from(counts), not_applicable: i64::from(!counts) }
}

/// A hospital's figure as a row.
#[must_use]
pub fn row_of(indicator: &Indicator, figure: &HospitalFigure) -> Row {
    let pooled = single(figure);
    Row { figure: measure::figure(indicator, pooled.numerator, pooled.denominator), pooled, withheld: false }
}

fn ascending(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_figure_comes_last() {
        let mut values = [None, Some(2.0), Some(1.0), None, Some(3.0)];
        values.sort_by(|a, b| ascending(*a, *b));
        assert_eq!(values, [Some(1.0), Some(2.0), Some(3.0), None, None]);
    }

    #[test]
    fn orders_read_back_from_their_names() {
        for sort in [Sort::Code, Sort::Lowest, Sort::Highest, Sort::Largest, Sort::Risen, Sort::Fallen] {
            assert_eq!(Sort::of(sort.key()), sort);
        }
        assert_eq!(Sort::of("name; drop table"), Sort::Code);
    }
}
