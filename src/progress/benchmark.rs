//! Single hospitals of a territory in one quarter: found, filtered, put in order. Pure but for its loading.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crate::access::HospitalId;
use crate::calendar::Period;
use crate::catalogue::model::Indicator;
use crate::db::StoreError;
use crate::figures::{self, FactState, HospitalFigure};
use crate::progress::desk::Desk;
use crate::progress::judge::{Change, change};
use crate::progress::measure;
use crate::progress::model::{Pooled, Row};
use crate::progress::register::Register;
use crate::progress::territory::Territory;

/// What the hospitals are narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Key of a level; empty for all.
    pub level: String,
    /// Code of a city; empty for all.
    pub city: String,
    /// A part of name or code; empty for all.
    pub search: String,
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

/// One hospital's figure.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// Its key.
    pub id: HospitalId,
    /// Register code.
    pub code: &'a str,
    /// Name on the quarter's last day.
    pub name: &'a str,
    /// Key of its level.
    pub level: &'a str,
    /// Code of its city.
    pub city: &'a str,
    /// Its figure in the quarter.
    pub row: Row,
    /// Against the quarter before.
    pub change: Change,
}

/// The hospitals of a territory with their figures of a quarter and the one before.
pub struct Benchmark {
    register: Arc<Register>,
    figures: HashMap<(HospitalId, Period), HospitalFigure>,
    period: Period,
}

impl Benchmark {
    /// Loads them: the register that is kept, and one query.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        territory: &Territory,
        indicator: &Indicator,
        period: Period,
    ) -> Result<Self, StoreError> {
        let register = desk.registers.within(&desk.db, &territory.singles).await?;
        let periods = [period.previous(), period];
        let found = figures::store::of_indicator(&desk.db, &territory.singles, &indicator.id, &periods).await?;
        let figures = found.into_iter().map(|figure| ((figure.hospital, figure.period), figure)).collect();
        Ok(Self { register, figures, period })
    }

    /// The register they come from.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// Those that pass the filter, in order.
    #[must_use]
    pub fn list(&self, indicator: &Indicator, filter: &Filter, sort: Sort) -> Vec<Candidate<'_>> {
        let search = filter.search.trim().to_lowercase();
        let passes = |candidate: &Candidate<'_>| {
            (filter.level.is_empty() || candidate.level == filter.level)
                && (filter.city.is_empty() || candidate.city == filter.city)
                && (search.is_empty()
                    || candidate.code.to_lowercase().contains(&search)
                    || candidate.name.to_lowercase().contains(&search))
        };
        let day = self.period.last_day();
        let all = self.register.on(day).map(|(entry, facts)| {
            let row = self.row(indicator, entry.id, self.period);
            let before = self.row(indicator, entry.id, self.period.previous());
            Candidate {
                id: entry.id,
                code: &entry.code,
                name: &facts.name,
                level: &facts.level,
                city: &facts.statistical_city,
                change: change(indicator, (self.period.previous(), before), (self.period, row)),
                row,
            }
        });
        let mut found: Vec<Candidate<'_>> = all.filter(passes).collect();
        found.sort_by(|a, b| order(sort, a, b));
        found
    }

    fn row(&self, indicator: &Indicator, hospital: HospitalId, period: Period) -> Row {
        self.figures.get(&(hospital, period)).map_or_else(expected, |figure| row_of(indicator, figure))
    }
}

/// A hospital that gave nothing.
fn expected() -> Row {
    Row { pooled: Pooled { expected: 1, ..Pooled::default() }, ..Row::default() }
}

/// What one hospital's figure adds to a sum.
#[must_use]
pub fn single(figure: &HospitalFigure) -> Pooled {
    let counts = figure.state == FactState::Counted;
    Pooled {
        numerator: figure.numerator,
        denominator: figure.denominator,
        expected: 1,
        reported: i64::from(counts),
        not_applicable: i64::from(!counts),
    }
}

/// A hospital's figure as a row.
#[must_use]
pub fn row_of(indicator: &Indicator, figure: &HospitalFigure) -> Row {
    let pooled = single(figure);
    Row { figure: measure::figure(indicator, pooled.numerator, pooled.denominator), pooled, withheld: false }
}

fn order(sort: Sort, a: &Candidate<'_>, b: &Candidate<'_>) -> Ordering {
    let value = |candidate: &Candidate<'_>| candidate.row.figure.value;
    let difference = |candidate: &Candidate<'_>| match candidate.change {
        Change::By(difference) => Some(difference),
        Change::Redefined | Change::NothingNow | Change::NothingThen => None,
    };
    let denominator = |candidate: &Candidate<'_>| Some(candidate.row.pooled.denominator as f64);
    match sort {
        Sort::Code => Ordering::Equal,
        Sort::Lowest => ascending(value(a), value(b)),
        Sort::Highest => descending(value(a), value(b)),
        Sort::Largest => descending(denominator(a), denominator(b)),
        Sort::Risen => descending(difference(a), difference(b)),
        Sort::Fallen => ascending(difference(a), difference(b)),
    }
    .then_with(|| a.code.cmp(b.code))
}

fn ascending(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn descending(a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_no_figure_comes_last_in_either_order() {
        let mut values = [None, Some(2.0), Some(1.0), None, Some(3.0)];
        values.sort_by(|a, b| ascending(*a, *b));
        assert_eq!(values, [Some(1.0), Some(2.0), Some(3.0), None, None]);
        values.sort_by(|a, b| descending(*a, *b));
        assert_eq!(values, [Some(3.0), Some(2.0), Some(1.0), None, None]);
    }

    #[test]
    fn orders_read_back_from_their_names() {
        for sort in [Sort::Code, Sort::Lowest, Sort::Highest, Sort::Largest, Sort::Risen, Sort::Fallen] {
            assert_eq!(Sort::of(sort.key()), sort);
        }
        assert_eq!(Sort::of("name; drop table"), Sort::Code);
    }
}
