//! Ranks with their uncertainty: a place in a table is never shown without the places it could as well have had.
//!
//! Each unit's true rate is drawn from what its counts leave open – Beta(x+½, n−x+½), for densities Gamma(x+½)/n,
//! both from Jeffreys' prior – and all are ranked, many times over; the middle 95 % of a unit's ranks is its interval
//! (Goldstein and Spiegelhalter 1996, JRSS-A 159:385). The seed is fixed and units are drawn in an order of their
//! own, so the same counts always give the same ranks, in whatever order they come.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::funnel::Kind;
use super::observed::Observed;

const SEED: u64 = 1996;

/// How often all units are ranked: enough that the ends of an interval move by a place or two at most.
const TIMES: usize = 1000;

/// The rank of one unit; 1 is the highest rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The middle of its simulated ranks.
    pub middle: usize,
    /// The best of the 95 % in the middle.
    pub from: usize,
    /// The worst of them.
    pub to: usize,
}

/// The ranks of units, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranks {
    /// One a unit, `None` where there is no figure.
    pub units: Vec<Option<Rank>>,
    /// Whether ranking is noise: at least half the intervals cover more than half the table.
    pub noise: bool,
}

/// Ranks `units` from the highest rate down, each with its 95 % interval.
///
/// A proportion above 1 is a gap. Units with the same counts get the same rank. One unit alone ranks 1 of 1.
pub fn ranks(units: &[Observed], kind: Kind) -> Ranks {
    let mut order: Vec<usize> = (0..units.len()).filter(|&at| draws_of(units[at], kind).is_some()).collect();
    order.sort_by(|&one, &other| key(units[one]).partial_cmp(&key(units[other])).unwrap_or(std::cmp::Ordering::Equal));
    let drawn: Vec<Draw> = order.iter().filter_map(|&at| draws_of(units[at], kind)).collect();
    let simulated = simulate(&drawn);
    let mut found = vec![None; units.len()];
    let mut start = 0;
    for alike in order.chunk_by(|&one, &other| key(units[one]) == key(units[other])) {
        let mut places: Vec<u32> = simulated[start..start + alike.len()].concat();
        start += alike.len();
        places.sort_unstable();
        for &at in alike {
            found[at] = interval(&places);
        }
    }
    let wide = found.iter().flatten().filter(|rank: &&Rank| (rank.to - rank.from + 1) * 2 > order.len()).count();
    Ranks { units: found, noise: order.len() > 1 && wide * 2 >= order.len() }
}

fn key(unit: Observed) -> (f64, f64) {
    (unit.denominator(), unit.numerator())
}

/// The middle and the ends of sorted ranks, which count from 0; `None` of none.
fn interval(sorted: &[u32]) -> Option<Rank> {
    let last = sorted.len().checked_sub(1)?;
    let at = |share: f64| sorted.get((last as f64 * share).round() as usize).map(|place| *place as usize + 1);
    Some(Rank { middle: at(0.5)?, from: at(0.025)?, to: at(0.975)? })
}

/// The ranks of every unit in every round, unit by unit.
fn simulate(drawn: &[Draw]) -> Vec<Vec<u32>> {
    let mut chance = Chance(ChaCha8Rng::seed_from_u64(SEED));
    let mut ranks = vec![Vec::with_capacity(TIMES); drawn.len()];
    for _ in 0..TIMES {
        let mut round: Vec<(f64, usize)> = drawn.iter().map(|draw| draw.rate(&mut chance)).zip(0..).collect();
        round.sort_unstable_by(|(one, _), (other, _)| other.total_cmp(one));
        for (rank, (_, unit)) in (0..).zip(round) {
            ranks[unit].push(rank);
        }
    }
    ranks
}

/// What a unit's rate is drawn from.
enum Draw {
    Beta(f64, f64),
    Gamma(f64, f64),
}

fn draws_of(unit: Observed, kind: Kind) -> Option<Draw> {
    let (x, n) = (unit.numerator(), unit.denominator());
    unit.value()?;
    match kind {
        Kind::Proportion if x > n => None,
        Kind::Proportion => Some(Draw::Beta(x + 0.5, n - x + 0.5)),
        Kind::Density => Some(Draw::Gamma(x + 0.5, n)),
    }
}

impl Draw {
    fn rate(&self, chance: &mut Chance) -> f64 {
        match *self {
            Self::Beta(one, other) => {
                let (one, other) = (chance.gamma(one), chance.gamma(other));
                one / (one + other)
            }
            Self::Gamma(shape, exposure) => chance.gamma(shape) / exposure,
        }
    }
}

/// The few distributions drawn from here.
struct Chance(ChaCha8Rng);

impl Chance {
    /// Evenly within 0–1, neither end included.
    fn even(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A standard normal (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        (-2.0 * self.even().ln()).sqrt() * (std::f64::consts::TAU * self.even()).cos()
    }

    /// A gamma of this shape, ½ or more (Marsaglia and Tsang 2000; below 1 lifted by one and drawn back).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let lift = self.even().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * lift;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.even().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clear_differences_rank_and_small_ones_are_noise() {
        let clear: Vec<_> = (1..=9).map(|tenth| Observed::of_counts(tenth * 1_000, 10_000)).collect();
        let ranked = ranks(&clear, Kind::Proportion);
        assert!(!ranked.noise);
        assert_eq!(ranked.units[8], Some(Rank { middle: 1, from: 1, to: 1 }));
        let alike: Vec<_> = (0..40).map(|at| Observed::of_counts(18 + at % 3, 20)).collect();
        assert!(ranks(&alike, Kind::Proportion).noise);
    }

    #[test]
    fn gaps_have_no_rank_and_one_unit_is_first() {
        assert_eq!(ranks(&[Observed::GAP, Observed::of_counts(5, 4)], Kind::Proportion).units, [None, None]);
        let alone = ranks(&[Observed::of_counts(0, 4)], Kind::Density);
        assert_eq!(alone, Ranks { units: vec![Some(Rank { middle: 1, from: 1, to: 1 })], noise: false });
        assert!(ranks(&[], Kind::Density).units.is_empty());
    }
}
