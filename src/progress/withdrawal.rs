//! What a figure and the sums above it would be, if what counts of one hospital were another round, or none. Pure.

use crate::catalogue::model::Indicator;
use crate::figures::{Fact, FactState};
use crate::progress::measure::{figure, together, withhold};
use crate::progress::model::{Pooled, Row, Series};

/// Before and after.
pub type Both = [Row; 2];

/// One indicator, before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Withdrawn {
    /// The hospital alone.
    pub own: Both,
    /// Its level; none where the territory has no such group.
    pub level: Option<Both>,
    /// The whole territory.
    pub all: Both,
}

impl Withdrawn {
    /// Whether any sum differs, or comes to be shown or not.
    #[must_use]
    pub fn is_change(&self) -> bool {
        let sums = |row: &Row| (row.pooled.numerator, row.pooled.denominator, row.withheld);
        let differs = |both: &Both| sums(&both[0]) != sums(&both[1]);
        differs(&self.own) || self.level.as_ref().is_some_and(differs) || differs(&self.all)
    }
}

/// What one hospital's fact adds to a sum; a hospital without one is still expected.
#[must_use]
pub fn adds(fact: Option<&Fact>) -> Pooled {
    let Some(fact) = fact else { return Pooled { expected: 1, ..Pooled::default() } };
    let counts = fact.state == FactState::Counted;
    Pooled {
        numerator: fact.numerator,
        denominator: fact.denominator,
        expected: 1,
        reported: i64::from(counts),
        not_applicable: i64::from(!counts),
    }
}

/// Takes `now` out of the sums by level and puts `then` in.
///
/// `series` is of one period, with nothing withheld yet; `least` hospitals at least stand behind what is shown.
#[must_use]
pub fn withdrawn(
    indicator: &Indicator,
    series: &Series,
    level: &str,
    now: Pooled,
    then: Pooled,
    least: i64,
) -> Withdrawn {
    let group = series.groups.iter().position(|group| group.key == level);
    let mut after = series.clone();
    if let Some(row) = group.and_then(|at| after.rows.get_mut(at)) {
        *row = row_of(indicator, swapped(row.pooled, now, then));
    }
    let all = |series: &Series| together(indicator, series, least).first().copied().unwrap_or_default();
    let all = [all(series), all(&after)];
    let [before, after] = [withhold(series.clone(), least), withhold(after, least)];
    Withdrawn {
        own: [row_of(indicator, now), row_of(indicator, then)],
        level: group.map(|at| [before.row(0, at), after.row(0, at)]),
        all,
    }
}

/// A sum without `now` and with `then`; who is expected stays.
fn swapped(sum: Pooled, now: Pooled, then: Pooled) -> Pooled {
    Pooled {
        numerator: sum.numerator - now.numerator + then.numerator,
        denominator: sum.denominator - now.denominator + then.denominator,
        expected: sum.expected,
        reported: sum.reported - now.reported + then.reported,
        not_applicable: sum.not_applicable - now.not_applicable + then.not_applicable,
    }
}

fn row_of(indicator: &Indicator, pooled: Pooled) -> Row {
    Row { figure: figure(indicator, pooled.numerator, pooled.denominator), pooled, withheld: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::figures::By;
    use crate::progress::model::GroupName;

    fn pooled(numerator: i64, denominator: i64, reported: i64) -> Pooled {
        Pooled { numerator, denominator, expected: 9, reported, not_applicable: 0 }
    }

    #[test]
    fn a_round_is_taken_out_of_the_sums_and_the_one_before_put_in() {
        let indicator = Catalogue::load(None).unwrap().indicator_coded("iv_use_rate").unwrap().clone();
        let group = |key: &str| GroupName { key: key.to_owned(), name: key.to_owned(), style: None };
        let series = Series {
            indicator: indicator.id.clone(),
            by: By::Level,
            periods: vec!["2024Q3".parse().unwrap()],
            groups: vec![group("a"), group("b")],
            rows: vec![row_of(&indicator, pooled(60, 100, 5)), row_of(&indicator, pooled(10, 40, 6))],
        };
        let now = Pooled { expected: 1, ..pooled(20, 30, 1) };
        let before = Pooled { expected: 1, ..pooled(15, 30, 1) };
        let found = withdrawn(&indicator, &series, "a", now, before, 0);
        let [level, all] = [found.level.unwrap()[1].pooled, found.all[1].pooled];
        assert_eq!((level.numerator, level.denominator, level.reported), (55, 100, 5));
        assert_eq!((all.numerator, all.denominator, all.reported), (65, 140, 11));
        assert_eq!(found.own[1].figure.value, Some(50.0));

        let none = Pooled { expected: 1, ..Pooled::default() };
        let found = withdrawn(&indicator, &series, "a", now, none, 5);
        assert_eq!((found.all[1].pooled.numerator, found.all[1].pooled.denominator), (50, 110));
        assert!(found.level.unwrap()[1].withheld && !found.level.unwrap()[0].withheld, "four are too few to be shown");
        let nothing = Pooled { expected: 1, not_applicable: 1, ..Pooled::default() };
        let gone = withdrawn(&indicator, &series, "a", nothing, none, 0);
        assert!(!gone.is_change(), "what does not apply is in no sum");
        assert!(found.is_change() && !withdrawn(&indicator, &series, "a", now, now, 0).is_change());
    }
}
