//! What is said of counts too small for limits: exact tails against the group's own past, and quarters put together. Pure.

use crate::calendar::Period;
use crate::catalogue::model::{Indicator, Kind};
use crate::progress::control::Control;
use crate::progress::measure;
use crate::progress::model::{Figure, Pooled, Row};
use crate::statistics::{Confidence, Standing, Tails, binomial_tails, poisson_tails};

/// Small counts, read exactly.
#[derive(Clone, Debug, PartialEq)]
pub struct Small {
    /// The last period.
    pub last: Pooled,
    /// All earlier periods of the same stretch, added up.
    pub earlier: Pooled,
    /// How many they are.
    pub periods: usize,
    /// How likely a count as low, and as high, as the last is if nothing had changed.
    pub tails: Option<Tails>,
    /// The periods of the last one's year in the same stretch, added up.
    pub year: Pooled,
    /// What they come to.
    pub year_figure: Figure,
}

impl Small {
    /// The reading of the last stretch; none where it has no figure in its last period, or the kind is not counted.
    #[must_use]
    pub fn of(indicator: &Indicator, periods: &[Period], rows: &[Row], control: &Control) -> Option<Self> {
        let from = control.last()?.from;
        let stretch = rows.get(from..)?;
        let (last, earlier) = stretch.split_last()?;
        last.figure.value?;
        let sum = |rows: &mut dyn Iterator<Item = &Row>| {
            rows.filter(|row| row.figure.value.is_some()).map(|row| row.pooled).fold(Pooled::default(), Pooled::and)
        };
        let pool = sum(&mut earlier.iter());
        let year = periods.last()?.year();
        let of_year =
            sum(&mut stretch.iter().zip(&periods[from..]).filter(|(_, at)| at.year() == year).map(|(row, _)| row));
        Some(Self {
            tails: tails(indicator.kind, last.pooled, pool),
            last: last.pooled,
            earlier: pool,
            periods: earlier.iter().filter(|row| row.figure.value.is_some()).count(),
            year_figure: measure::figure(indicator, of_year.numerator, of_year.denominator),
            year: of_year,
        })
    }

    /// Whether the last count is unlike the past, at 95 %; none where that cannot be said.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.tails.map(|tails| tails.standing(Confidence::P95))
    }
}

fn tails(kind: Kind, last: Pooled, earlier: Pooled) -> Option<Tails> {
    if earlier.denominator <= 0 {
        return None;
    }
    let past = earlier.numerator as f64 / earlier.denominator as f64;
    match kind {
        Kind::Proportion => binomial_tails(last.numerator, last.denominator, past),
        Kind::Density => poisson_tails(last.numerator, past * last.denominator as f64),
        Kind::Ratio | Kind::Composite => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn read(counts: &[(i64, i64)]) -> Option<Small> {
        let indicator = Catalogue::load(None).unwrap().indicator_coded("iv_use_rate").unwrap().clone();
        let first: Period = "2022Q1".parse().unwrap();
        let periods = first.through(first.shifted(i32::try_from(counts.len()).unwrap() - 1));
        let row = |&(numerator, denominator): &(i64, i64)| Row {
            pooled: Pooled { numerator, denominator, expected: 1, reported: 1, not_applicable: 0 },
            figure: measure::figure(&indicator, numerator, denominator),
            withheld: false,
        };
        let rows: Vec<Row> = counts.iter().map(row).collect();
        Small::of(&indicator, &periods, &rows, &Control::of(&indicator, &periods, &rows, &[]))
    }

    #[test]
    fn the_last_count_is_held_against_the_past_alone() {
        let small = read(&[(1, 8), (2, 8), (1, 8), (1, 8), (2, 8), (1, 8), (8, 8)]).unwrap();
        assert_eq!((small.earlier.numerator, small.earlier.denominator, small.periods), (8, 48, 6));
        assert_eq!(small.standing(), Some(Standing::Above));
        // (1/6)^8
        assert!((small.tails.unwrap().high - 6.0_f64.powi(-8)).abs() < 1e-12);
        // 2023Q1 to 2023Q3: the year of the last.
        assert_eq!((small.year.numerator, small.year.denominator), (11, 24));
    }

    #[test]
    fn nothing_is_said_without_a_past_or_a_present() {
        assert_eq!(read(&[(1, 8)]).unwrap().standing(), None);
        assert_eq!(read(&[(1, 8), (0, 0)]), None);
    }
}
