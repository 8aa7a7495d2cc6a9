//! A rate somebody typed against the rate of the counts. Pure.

use crate::catalogue::model::{Indicator, IndicatorId, Rule, RuleCheck};
use crate::figures::{Fact, FactState, measure};
use crate::returns::check::{Faults, Given};
use crate::returns::model::Slot;

/// A rate that stands where the system computes one.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedRate {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// When.
    pub slot: Slot,
    /// 0-based address.
    pub at: (u32, u32),
    /// What stood there.
    pub found: String,
    /// What it says, in the indicator's unit.
    pub value: f64,
}

/// Notes typed rates that are not those of the counts; of several rules the first that is broken speaks.
///
/// A rate whose counts are not all there is not compared.
pub fn typed_rates(given: &Given<'_>, typed: &[TypedRate], faults: &mut Faults<'_>) {
    if typed.is_empty() {
        return;
    }
    let facts = measure(given.checks.catalogue, &given.checks.edition, given.quarter, given.values);
    for rate in typed {
        let period = match rate.slot {
            Slot::Quarter => Some(given.quarter),
            Slot::Month(index) => given.quarter.month(usize::from(index)),
        };
        let counted = |fact: &&Fact| fact.state == FactState::Counted && fact.denominator > 0;
        let mut facts = facts.iter().filter(|fact| fact.indicator == rate.indicator && Some(fact.period) == period);
        let fact = facts.find(counted);
        if let (Some(fact), Some(indicator)) = (fact, given.checks.catalogue.indicator(&rate.indicator)) {
            compare(given.checks.catalogue.rules(), indicator, fact, rate, faults);
        }
    }
}

fn compare(rules: &[Rule], indicator: &Indicator, fact: &Fact, rate: &TypedRate, faults: &mut Faults<'_>) {
    let computed = fact.numerator as f64 / fact.denominator as f64 * indicator.multiplier as f64;
    let apart = hundredths_of_a_point(rate.value - computed, indicator.multiplier);
    let broken = |rule: &&Rule| match &rule.check {
        RuleCheck::TypedRates { kinds } => {
            let allowed = rule.threshold("points_x100");
            // The binary tail of 96.55 − 96.5 is no difference.
            kinds.contains(&indicator.kind) && allowed.is_some_and(|allowed| apart > allowed as f64 + 1e-6)
        }
        _ => false,
    };
    let Some(rule) = rules.iter().find(broken) else { return };
    // Two decimals more than shown elsewhere, or a small difference would not be seen.
    let places = usize::from(indicator.decimals.max(2));
    let expected = format!("{computed:.places$}{}", indicator.unit);
    let words = [("indicator", indicator.name.as_str()), ("expected", expected.as_str())];
    faults.note(rule.id.as_str(), Some(rate.at), Some(&rate.found), &words);
}

/// A difference in the indicator's unit as hundredths of a percentage point.
fn hundredths_of_a_point(apart: f64, multiplier: i64) -> f64 {
    apart.abs() / multiplier as f64 * 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_point_in_any_unit() {
        assert!((hundredths_of_a_point(0.05, 100) - 5.0).abs() < 1e-9, "0.05 of a percent");
        assert!((hundredths_of_a_point(-10.0, 1000) - 100.0).abs() < 1e-9, "10 per mille are one point");
    }
}
