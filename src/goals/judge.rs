//! What counts say of a goal: 达到, 未达到 or 尚不能判断, by exact tails at 95 % on unrounded counts. Pure.

use crate::catalogue::model::{Better, Indicator, Kind};
use crate::goals::model::{SCALE, Value};
use crate::statistics::control::{self, Assurance};
use crate::statistics::{AgainstGoal, Observed, against_goal, funnel};

/// How counts stand against a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 达到: beyond the goal on the good side, and not by chance.
    Reached,
    /// 未达到: beyond it on the bad side, and not by chance.
    Missed,
    /// 尚不能判断: a process exactly at the goal could well give these counts.
    Undecided,
    /// Nothing can be said, and why.
    NotApplicable(Why),
}

/// Why nothing is said against a goal, or none can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No formula was published.
    NoFormula,
    /// No single figure stands for it.
    Composite,
    /// Neither way is better.
    NeitherBetter,
    /// A mean: its counts have no exact tails.
    Mean,
    /// The denominator is 0.
    NoCases,
    /// What was counted is no count of this kind: a part above its whole, or a fraction.
    NoCounts,
}

impl Why {
    /// In a reader's words, one sentence.
    #[must_use]
    pub fn said(self) -> &'static str {
        match self {
            Self::NoFormula => "口径未发布，没有公式就没有数可比，不能设目标值。",
            Self::Composite => "这一项由多个指标综合评价，没有单一数字，目标值请设在它的各个指标上。",
            Self::NeitherBetter => "这个指标只作观察，高低都不说明好坏，所以不设目标值。",
            Self::Mean => "这个指标是平均数，没有可靠的检验办法，只把数值和目标值并列，不判断是否达到。",
            Self::NoCases => "分母是 0，没有病例，不判断是否达到。",
            Self::NoCounts => "分子、分母不是可以检验的例数，不判断是否达到；请先核对上报的数字。",
        }
    }
}

/// Whether a goal can be set for an indicator.
///
/// # Errors
/// Why not.
pub fn may_have(indicator: &Indicator) -> Result<(), Why> {
    match (indicator.kind, indicator.better) {
        (Kind::Composite, _) => Err(Why::Composite),
        _ if !indicator.defined => Err(Why::NoFormula),
        (_, Better::None) => Err(Why::NeitherBetter),
        _ => Ok(()),
    }
}

/// How a pooled numerator over its denominator stands against a goal.
#[must_use]
pub fn state(indicator: &Indicator, goal: Value, numerator: i64, denominator: i64) -> State {
    if let Err(why) = may_have(indicator) {
        return State::NotApplicable(why);
    }
    let kind = match indicator.kind {
        Kind::Proportion => funnel::Kind::Proportion,
        Kind::Density => funnel::Kind::Density,
        Kind::Ratio | Kind::Composite => return State::NotApplicable(Why::Mean),
    };
    if denominator == 0 {
        return State::NotApplicable(Why::NoCases);
    }
    // One division of whole numbers: 70.5 % is the double nearest to 0.705, as the tails expect.
    let share = goal.0 as f64 / (SCALE * indicator.multiplier) as f64;
    let counts = Observed::of_counts(numerator, denominator);
    match against_goal(counts, kind, share, better_of(indicator.better)) {
        Some(AgainstGoal::Reached) => State::Reached,
        Some(AgainstGoal::Missed) => State::Missed,
        Some(AgainstGoal::Undecided) => State::Undecided,
        None => State::NotApplicable(Why::NoCounts),
    }
}

/// Whether a goal asks less than another of the same indicator.
#[must_use]
pub fn is_looser(indicator: &Indicator, goal: Value, than: Value) -> bool {
    match indicator.better {
        Better::Higher => goal < than,
        Better::Lower => goal > than,
        Better::None => false,
    }
}

fn better_of(better: Better) -> control::Better {
    match better {
        Better::Higher => control::Better::Higher,
        Better::Lower => control::Better::Lower,
        Better::None => control::Better::Neither,
    }
}

/// What a control chart says of a goal, in a reader's words: whether the process, left as it is, reaches it.
#[must_use]
pub fn assurance_label(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::ConsistentPass => "稳定达到",
        Assurance::ConsistentFail => "稳定达不到",
        Assurance::Inconsistent => "时而达到",
        Assurance::NotAssessable => "尚不能判断",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;

    /// Read once: a property asks hundreds of times.
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

    fn indicator(kind: Kind, better: Better, multiplier: i64) -> Indicator {
        let any = CATALOGUE.indicator_coded("iv_use_rate").unwrap().clone();
        Indicator { kind, better, multiplier, ..any }
    }

    #[test]
    fn the_way_and_the_size_decide() {
        let higher = indicator(Kind::Proportion, Better::Higher, 100);
        let lower = indicator(Kind::Proportion, Better::Lower, 100);
        let goal = Value(700_000);
        assert_eq!(state(&higher, goal, 7_500, 10_000), State::Reached);
        assert_eq!(state(&lower, goal, 7_500, 10_000), State::Missed);
        assert_eq!(state(&higher, goal, 6_500, 10_000), State::Missed);
        assert_eq!(state(&higher, goal, 8, 10), State::Undecided, "8 of 10 may be chance");
        // Both lie at 70.0 when rounded; the counts themselves are judged, never what is shown.
        assert_eq!(state(&higher, goal, 70_040_000, 100_000_000), State::Reached);
        assert_eq!(state(&higher, goal, 69_960_000, 100_000_000), State::Missed);
        assert_eq!(state(&higher, goal, 70_000, 100_000), State::Undecided, "exactly at the goal");
    }

    #[test]
    fn events_per_exposure_are_judged_by_their_own_tails() {
        let density = indicator(Kind::Density, Better::Lower, 1_000);
        assert_eq!(state(&density, Value(10_000), 40, 10_000), State::Missed, "4 ‰ against 1 ‰");
        assert_eq!(state(&density, Value(100_000), 40, 10_000), State::Reached, "4 ‰ against 10 ‰");
    }

    #[test]
    fn what_cannot_be_judged_says_why() {
        let of = |kind, better| indicator(kind, better, 100);
        let judged = |indicator: &Indicator, n, d| state(indicator, Value(700_000), n, d);
        let higher = of(Kind::Proportion, Better::Higher);
        assert_eq!(judged(&higher, 0, 0), State::NotApplicable(Why::NoCases));
        assert_eq!(judged(&higher, 11, 10), State::NotApplicable(Why::NoCounts));
        assert_eq!(judged(&of(Kind::Ratio, Better::Lower), 7, 10), State::NotApplicable(Why::Mean));
        assert_eq!(judged(&of(Kind::Proportion, Better::None), 7, 10), State::NotApplicable(Why::NeitherBetter));
        assert_eq!(judged(&of(Kind::Composite, Better::Higher), 7, 10), State::NotApplicable(Why::Composite));
        let unpublished = Indicator { defined: false, ..higher };
        assert_eq!(judged(&unpublished, 7, 10), State::NotApplicable(Why::NoFormula));
    }

    #[test]
    fn a_goal_of_everybody_can_be_missed_but_not_shown_reached() {
        let higher = indicator(Kind::Proportion, Better::Higher, 100);
        assert_eq!(state(&higher, Value(1_000_000), 500, 500), State::Undecided);
        assert_eq!(state(&higher, Value(1_000_000), 499, 500), State::Missed);
    }

    #[test]
    fn every_assurance_has_its_word() {
        let words = [
            (Assurance::ConsistentPass, "稳定达到"),
            (Assurance::ConsistentFail, "稳定达不到"),
            (Assurance::Inconsistent, "时而达到"),
            (Assurance::NotAssessable, "尚不能判断"),
        ];
        for (assurance, word) in words {
            assert_eq!(assurance_label(assurance), word);
        }
    }

    proptest! {
        #[test]
        fn turning_the_way_round_turns_the_verdict_round(
            goal in 0_i64..=1_000_000,
            (numerator, denominator) in (1_i64..5_000).prop_flat_map(|d| (0..=d, Just(d))),
        ) {
            let [higher, lower] =
                [Better::Higher, Better::Lower].map(|better| indicator(Kind::Proportion, better, 100));
            let turned = match state(&higher, Value(goal), numerator, denominator) {
                State::Reached => State::Missed,
                State::Missed => State::Reached,
                same => same,
            };
            prop_assert_eq!(state(&lower, Value(goal), numerator, denominator), turned);
        }
    }
}
