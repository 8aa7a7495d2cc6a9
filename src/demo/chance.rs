//! Repeatable chance: the same seed and the same names give the same numbers, in whatever order they are asked.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// A source of chance of its own for each thing that is named.
#[derive(Clone, Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The source for these names under a seed.
    pub fn of(seed: u64, names: &[&str]) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        for name in names {
            hash.update(name.as_bytes());
            hash.update([0]);
        }
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// Even in [0, 1).
    pub fn even(&mut self) -> f64 {
        self.0.random()
    }

    /// True with this probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.even() < probability
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.even(), self.even());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// One of several by weight; `None` when there is none.
    pub fn one_of<'a, T>(&mut self, choices: &'a [(T, f64)]) -> Option<&'a T> {
        let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut at = self.even() * total;
        for (choice, weight) in choices {
            at -= weight;
            if at < 0.0 {
                return Some(choice);
            }
        }
        choices.last().map(|(choice, _)| choice)
    }

    /// An index below `count`; 0 when there is none.
    pub fn index(&mut self, count: usize) -> usize {
        if count == 0 { 0 } else { usize::try_from(self.0.next_u64() % count as u64).unwrap_or(0) }
    }

    /// How many of `n` happen: exact for few, by the normal law for many.
    pub fn binomial(&mut self, n: i64, p: f64) -> i64 {
        let p = p.clamp(0.0, 1.0);
        if n <= 40 {
            return (0..n).filter(|_| self.even() < p).count() as i64;
        }
        let mean = n as f64 * p;
        self.around(mean, (mean * (1.0 - p)).sqrt()).clamp(0, n)
    }

    /// How many happen where `mean` are expected: exact for few, by the normal law for many.
    pub fn poisson(&mut self, mean: f64) -> i64 {
        if mean > 30.0 {
            return self.around(mean, mean.sqrt()).max(0);
        }
        let (limit, mut product, mut count) = ((-mean.max(0.0)).exp(), self.even(), 0);
        while product > limit {
            product *= self.even();
            count += 1;
        }
        count
    }

    fn around(&mut self, mean: f64, deviation: f64) -> i64 {
        (mean + self.normal() * deviation).round() as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_names_give_the_same_chance() {
        let draw = |seed, name| Chance::of(seed, &["h", name]).even();
        assert_eq!(draw(1, "a").to_bits(), draw(1, "a").to_bits());
        assert_ne!(draw(1, "a").to_bits(), draw(1, "b").to_bits());
        assert_ne!(draw(1, "a").to_bits(), draw(2, "a").to_bits());
    }

    #[test]
    fn counts_stay_where_they_belong() {
        let mut chance = Chance::of(1, &["x"]);
        for n in [0, 1, 39, 41, 10_000] {
            for p in [0.0, 0.3, 1.0] {
                assert!((0..=n).contains(&chance.binomial(n, p)));
            }
        }
        assert!(chance.poisson(0.0) == 0 && chance.poisson(1e6) > 900_000);
    }
}
