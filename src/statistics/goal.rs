//! A unit against a goal: reached, missed, or not to be told from these counts.

use super::control::Better;
use super::funnel::Kind;
use super::interval::Confidence;
use super::observed::Observed;
use super::tails::{Standing, binomial_tails, poisson_tails};

/// What the counts say of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgainstGoal {
    /// 达到: beyond the goal on the good side, and not by chance.
    Reached,
    /// 未达到: beyond it on the bad side, and not by chance.
    Missed,
    /// 尚不能判断: a process exactly at the goal could well give these counts.
    Undecided,
}

/// Whether whole counts show that `goal` (0–1, or per one unit of exposure) is reached, by exact tails at 95 %.
///
/// `None` where nothing can be said: no counts or fractional ones, a goal that is no figure of this kind, a proportion
/// above 1, or an indicator of which neither way is better. A goal of 100 % can be missed but never be shown reached.
pub fn against_goal(observed: Observed, kind: Kind, goal: f64, better: Better) -> Option<AgainstGoal> {
    let (count, of) = observed.counts()?;
    let tails = match kind {
        Kind::Proportion => binomial_tails(count, of, goal),
        Kind::Density => poisson_tails(count, goal * of as f64),
    }?;
    match (tails.standing(Confidence::P95), better) {
        (_, Better::Neither) => None,
        (Standing::Indistinct, _) => Some(AgainstGoal::Undecided),
        (Standing::Above, Better::Higher) | (Standing::Below, Better::Lower) => Some(AgainstGoal::Reached),
        (Standing::Below, Better::Higher) | (Standing::Above, Better::Lower) => Some(AgainstGoal::Missed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_and_the_size_decide() {
        let verdict = |x, n, better| against_goal(Observed::of_counts(x, n), Kind::Proportion, 0.9, better);
        assert_eq!(verdict(999, 1000, Better::Higher), Some(AgainstGoal::Reached));
        assert_eq!(verdict(999, 1000, Better::Lower), Some(AgainstGoal::Missed));
        assert_eq!(verdict(10, 10, Better::Higher), Some(AgainstGoal::Undecided));
        assert_eq!(verdict(10, 10, Better::Neither), None);
        assert_eq!(verdict(0, 0, Better::Higher), None);
        assert_eq!(
            against_goal(Observed::of_counts(5, 5), Kind::Proportion, 1.0, Better::Higher),
            Some(AgainstGoal::Undecided)
        );
        assert_eq!(
            against_goal(Observed::of_counts(40, 10_000), Kind::Density, 0.001, Better::Lower),
            Some(AgainstGoal::Missed)
        );
        assert_eq!(against_goal(Observed::of_counts(5, 5), Kind::Density, f64::INFINITY, Better::Lower), None);
    }
}
