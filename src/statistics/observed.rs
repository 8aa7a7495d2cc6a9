//! What was counted of one unit in one period: a numerator over a denominator, or nothing.

/// A numerator over a denominator (whole or fractional), or a gap where there is no figure.
///
/// Whatever gives no figure is a gap: a denominator of 0, a negative or endless number, a quotient that overflows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    numerator: f64,
    denominator: f64,
}

impl Observed {
    /// No figure: nothing reported, or nobody to count.
    pub const GAP: Self = Self { numerator: 0.0, denominator: 0.0 };

    /// `numerator` over `denominator`, or a gap where that is no figure.
    pub fn new(numerator: f64, denominator: f64) -> Self {
        let usable = numerator >= 0.0 && denominator > 0.0 && denominator.is_finite();
        if usable && (numerator / denominator).is_finite() { Self { numerator, denominator } } else { Self::GAP }
    }

    /// The same from whole counts.
    pub fn of_counts(numerator: i64, denominator: i64) -> Self {
        Self::new(numerator as f64, denominator as f64)
    }

    /// The numerator; 0 at a gap.
    pub fn numerator(self) -> f64 {
        self.numerator
    }

    /// The denominator; 0 at a gap and only there.
    pub fn denominator(self) -> f64 {
        self.denominator
    }

    /// Numerator ÷ denominator, `None` at a gap.
    pub fn value(self) -> Option<f64> {
        (self.denominator > 0.0).then(|| self.numerator / self.denominator)
    }

    /// Both as whole counts, which the exact methods need; `None` at a gap or where one is a fraction.
    pub fn counts(self) -> Option<(i64, i64)> {
        // Beyond 2⁵³ a double no longer holds every whole number.
        let whole = |number: f64| (number.fract() == 0.0 && number <= 9_007_199_254_740_992.0).then_some(number as i64);
        if self.denominator > 0.0 { Some((whole(self.numerator)?, whole(self.denominator)?)) } else { None }
    }
}

/// Σ numerators ÷ Σ denominators, so that a large unit weighs more; `None` where all are gaps or the sum overflows.
pub fn pooled(observed: &[Observed]) -> Option<f64> {
    let numerator: f64 = observed.iter().map(|one| one.numerator).sum();
    let denominator: f64 = observed.iter().map(|one| one.denominator).sum();
    Observed::new(numerator, denominator).value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gives_no_figure_is_a_gap() {
        for (x, n) in [(0.0, 0.0), (1.0, 0.0), (-1.0, 2.0), (1.0, -2.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert_eq!(Observed::new(x, n), Observed::GAP, "{x}/{n}");
        }
        assert_eq!(Observed::new(f64::MAX, 1e-9), Observed::GAP);
        assert_eq!(Observed::GAP.counts(), None);
        assert_eq!(Observed::new(1.5, 2.0).counts(), None);
        assert_eq!(Observed::of_counts(3, 4).counts(), Some((3, 4)));
    }

    #[test]
    fn the_pool_weighs_by_denominator() {
        assert_eq!(pooled(&[Observed::of_counts(1, 1), Observed::of_counts(0, 3), Observed::GAP]), Some(0.25));
        assert_eq!(pooled(&[Observed::GAP]), None);
        assert_eq!(pooled(&[]), None);
        assert_eq!(pooled(&[Observed::new(f64::MAX, 1.0); 3]), None);
    }
}
