//! Where one hospital's figure lies among those of its peers: what they are together, how far their middle half
//! reaches, and on which side of them it stands. Pure.
//!
//! In: the counts of each peer. Out: nothing that is one peer's own – below five peers nothing at all, and the middle
//! half only of ten and more.

use crate::catalogue::model::{Better, Indicator, Kind};
use crate::progress::peers::{ENOUGH, FEWEST};
use crate::statistics::funnel::{self, Basis, Dispersion};
use crate::statistics::{Confidence, Observed, Standing, binomial_tails, poisson_tails, pooled};

/// A smaller denominator says too little for limits that were estimated from others: exact tails alone.
const LEAST_DENOMINATOR: i64 = 10;

/// By what a standing was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The exact 99.8 % limits of the funnel.
    Exact,
    /// The 99.8 % limits of the funnel with the variation between hospitals in them: φ above 1.
    OverDispersed,
    /// The exact tails at 99.8 % against the pool of peers and hospital: a denominator below ten.
    Tails,
}

/// The peers' figures, pooled; the figures in the unit shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    /// How many of them have a figure.
    pub hospitals: usize,
    /// Σ numerators ÷ Σ denominators.
    pub value: f64,
    /// Lower quartile, median and upper quartile of their figures; none below ten of them.
    pub quartiles: Option<[f64; 3]>,
}

/// On which side of its peers a hospital stands, and how that was decided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// At 99.8 %.
    pub standing: Standing,
    /// By what.
    pub by: By,
    /// φ and τ² of the funnel of the peers and the hospital.
    pub dispersion: Option<Dispersion>,
}

/// One indicator of a hospital among its peers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Placing {
    /// How many peers have a figure, told only from five on.
    pub pool: Option<Pool>,
    /// Where it stands; none without a figure, without peers, and for a mean.
    pub place: Option<Place>,
}

impl Placing {
    /// Places a hospital's counts among those of its peers.
    #[must_use]
    pub fn of(indicator: &Indicator, own: Option<(i64, i64)>, peers: &[(i64, i64)]) -> Self {
        let observed = |(above, below): &(i64, i64)| Observed::of_counts(*above, *below);
        let units: Vec<Observed> = peers.iter().map(observed).filter(|unit| unit.value().is_some()).collect();
        let Some(centre) = pooled(&units).filter(|_| units.len() >= FEWEST) else { return Self::default() };
        let multiplier = indicator.multiplier as f64;
        Self {
            pool: Some(Pool {
                hospitals: units.len(),
                value: centre * multiplier,
                quartiles: quartiles(&units).map(|values| values.map(|value| value * multiplier)),
            }),
            place: own.filter(|(_, below)| *below > 0).and_then(|own| place(indicator.kind, own, units)),
        }
    }

    /// Whether it stands on the bad side of its peers.
    #[must_use]
    pub fn worse(&self, better: Better) -> bool {
        let standing = self.place.map(|place| place.standing);
        match better {
            Better::Higher => standing == Some(Standing::Below),
            Better::Lower => standing == Some(Standing::Above),
            Better::None => false,
        }
    }
}

/// The centre is the pool of all, the hospital among them, as in every funnel: if it were the peers' alone, one event
/// would lie beyond everything wherever five small peers happened to have none.
fn place(kind: Kind, own: (i64, i64), mut units: Vec<Observed>) -> Option<Place> {
    let kind = match kind {
        Kind::Proportion => funnel::Kind::Proportion,
        Kind::Density => funnel::Kind::Density,
        // Of a mean the spread between patients is not known here.
        Kind::Ratio | Kind::Composite => return None,
    };
    units.push(Observed::of_counts(own.0, own.1));
    if own.1 < LEAST_DENOMINATOR {
        let centre = pooled(&units)?;
        let tails = match kind {
            funnel::Kind::Proportion => binomial_tails(own.0, own.1, centre),
            funnel::Kind::Density => poisson_tails(own.0, centre * own.1 as f64),
        }?;
        return Some(Place { standing: tails.standing(Confidence::P998), by: By::Tails, dispersion: None });
    }
    let groups = funnel::groups(&units, kind, None);
    let standing = groups.standings.last().copied().flatten()?;
    let by = match groups.basis {
        Basis::Exact => By::Exact,
        Basis::OverDispersed => By::OverDispersed,
    };
    Some(Place { standing, by, dispersion: groups.dispersion })
}

/// The quartiles (type 7: linear between order statistics) of ten and more.
fn quartiles(units: &[Observed]) -> Option<[f64; 3]> {
    if units.len() < ENOUGH {
        return None;
    }
    let mut values: Vec<f64> = units.iter().filter_map(|unit| unit.value()).collect();
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        let place = (values.len() - 1) as f64 * quarter as f64 / 4.0;
        let (below, above) = (*values.get(place.floor() as usize)?, *values.get(place.ceil() as usize)?);
        Some(below + (above - below) * place.fract())
    };
    Some([at(1)?, at(2)?, at(3)?])
}

/// What a standing is called.
#[must_use]
pub fn standing_label(standing: Standing) -> &'static str {
    match standing {
        Standing::Above => "高于同类",
        Standing::Indistinct => "与同类无法区分",
        Standing::Below => "低于同类",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

    fn indicator(id: &str) -> Indicator {
        CATALOGUE.indicator_coded(id).unwrap().clone()
    }

    fn around(rate: i64, count: i64) -> Vec<(i64, i64)> {
        (0..count).map(|at| (rate * 10 + at % 3 - 1, 1_000)).collect()
    }

    #[test]
    fn below_five_nothing_is_shown_and_below_ten_no_quartiles() {
        let use_rate = indicator("iv_use_rate");
        assert_eq!(Placing::of(&use_rate, Some((5, 10)), &around(70, 4)), Placing::default());
        let five = Placing::of(&use_rate, Some((700, 1_000)), &around(70, 5));
        assert_eq!(five.pool.map(|pool| (pool.hospitals, pool.quartiles)), Some((5, None)));
        assert_eq!(five.place.map(|place| place.standing), Some(Standing::Indistinct));
        let nine = Placing::of(&use_rate, None, &around(70, 9));
        assert!(nine.place.is_none() && nine.pool.unwrap().quartiles.is_none());
        let ten = Placing::of(&use_rate, None, &around(70, 10)).pool.unwrap();
        let [lower, median, upper] = ten.quartiles.unwrap();
        assert!((lower - 69.9).abs() < 1e-9 && (median - 70.0).abs() < 1e-9 && (upper - 70.1).abs() < 0.1);
        let mut gaps = around(70, 4);
        gaps.extend([(0, 0); 20]);
        assert_eq!(Placing::of(&use_rate, None, &gaps), Placing::default(), "who has no cases has no figure");
    }

    #[test]
    fn the_side_and_which_way_is_good_make_the_bad_side() {
        let use_rate = indicator("iv_use_rate");
        let high = Placing::of(&use_rate, Some((900, 1_000)), &around(70, 12));
        assert_eq!(high.place.unwrap().standing, Standing::Above);
        assert!(high.worse(Better::Lower) && !high.worse(Better::Higher) && !high.worse(Better::None));
        let low = Placing::of(&use_rate, Some((500, 1_000)), &around(70, 12));
        assert!(low.worse(Better::Higher) && !low.worse(Better::Lower));
        assert_eq!(low.place.unwrap().by, By::OverDispersed, "far off itself, it widens the limits");
        assert_eq!(Placing::of(&use_rate, Some((702, 1_000)), &around(70, 12)).place.unwrap().by, By::Exact);
    }

    #[test]
    fn few_cases_are_held_by_exact_tails_and_a_mean_has_no_side() {
        let use_rate = indicator("iv_use_rate");
        let small = Placing::of(&use_rate, Some((0, 9)), &around(70, 12)).place.unwrap();
        assert_eq!((small.by, small.standing), (By::Tails, Standing::Below), "0.3⁹ is 2 in 100 000");
        assert_eq!(Placing::of(&use_rate, Some((0, 5)), &around(70, 12)).place.unwrap().standing, Standing::Indistinct);
        assert!(Placing::of(&use_rate, Some((0, 0)), &around(70, 12)).place.is_none());
        let complications = indicator("vaginal_delivery_complication_rate");
        let one = Placing::of(&complications, Some((1, 7)), &[(0, 12); 5]).place.unwrap();
        assert_eq!(one.standing, Standing::Indistinct, "one event is not beyond peers that happened to have none");
        let bags = indicator("iv_bags_per_bed_day");
        let mean = Placing::of(&bags, Some((9_000, 1_000)), &around(200, 12));
        assert!(mean.pool.is_some() && mean.place.is_none());
    }

    proptest! {
        #[test]
        fn a_standing_is_what_the_funnel_says_of_the_same_counts(
            peers in prop::collection::vec((0i64..400, 10i64..400), 5..40), above in 0i64..400, below in 10i64..400
        ) {
            let use_rate = indicator("iv_use_rate");
            let within = |(above, below): (i64, i64)| (above.min(below), below);
            let peers: Vec<(i64, i64)> = peers.into_iter().map(within).collect();
            let own = within((above, below));
            let found = Placing::of(&use_rate, Some(own), &peers);
            let units: Vec<Observed> =
                peers.iter().chain([&own]).map(|(above, below)| Observed::of_counts(*above, *below)).collect();
            let sums = peers.iter().fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
            let groups = funnel::groups(&units, funnel::Kind::Proportion, None);
            prop_assert_eq!(found.place.map(|place| place.standing), groups.standings.last().copied().flatten());
            let value = found.pool.map(|pool| pool.value).unwrap();
            prop_assert!((value - sums.0 as f64 / sums.1 as f64 * 100.0).abs() < 1e-9);
        }
    }
}
