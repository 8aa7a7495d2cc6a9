//! What charts of many units are made of: a funnel over all of them, and how they are distributed by group.

use super::model::{Caption, Reach, SeriesStyle};

/// Where a marked unit stands: each has a colour and a shape of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Beyond the limits on the good side ●
    Better,
    /// Beyond them on the bad side ▲
    Worse,
    /// Beyond them where neither side is good ◆
    Beyond,
    /// The reader's own unit, wherever it stands ■
    Own,
}

/// How sizes are spread along the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    /// In equal steps.
    Plain,
    /// By the square root, as chance narrows.
    Root,
    /// By the logarithm.
    Log,
}

impl Across {
    /// The scale on which units of these sizes are told apart, by how far the largest lies above the middle one.
    pub fn of(sizes: impl IntoIterator<Item = f64>) -> Self {
        let mut sizes: Vec<f64> = sizes.into_iter().filter(|size| size.is_finite() && *size > 0.0).collect();
        sizes.sort_unstable_by(f64::total_cmp);
        let (Some(middle), Some(largest)) = (sizes.get(sizes.len() / 2), sizes.last()) else { return Self::Plain };
        match largest / middle {
            ratio if ratio > 20.0 => Self::Log,
            ratio if ratio > 4.0 => Self::Root,
            _ => Self::Plain,
        }
    }

    /// What small print says of it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "横轴等距",
            Self::Root => "横轴按平方根",
            Self::Log => "横轴按对数",
        }
    }

    /// Sizes at even steps of the scale, both ends among them.
    pub fn between(self, (low, high): (f64, f64), count: usize) -> Vec<f64> {
        let (from, to) = (self.place(low), self.place(high));
        let size = |at: usize| {
            let place = from + (to - from) * at as f64 / count.saturating_sub(1).max(1) as f64;
            match self {
                Self::Plain => place,
                Self::Root => place * place,
                Self::Log => 10f64.powf(place),
            }
        };
        (0..count).map(size).filter(|size| size.is_finite()).collect()
    }

    /// A size on the scale; sizes are above 0.
    pub(super) fn place(self, size: f64) -> f64 {
        match self {
            Self::Plain => size,
            Self::Root => size.max(0.0).sqrt(),
            Self::Log => size.max(1e-9).log10(),
        }
    }
}

/// The limits of a unit of a size: where 95 % and where 99.8 % of units lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// The denominator.
    pub size: f64,
    /// Lower and upper limit, 95 %.
    pub inner: (f64, f64),
    /// Lower and upper limit, 99.8 %.
    pub outer: (f64, f64),
}

/// A unit that is shown by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelMark {
    /// Its denominator.
    pub size: f64,
    /// Its value.
    pub value: f64,
    /// Where it stands.
    pub stand: Stand,
    /// Its name, written beside it while there is room.
    pub name: String,
    /// What pointing at it says.
    pub title: String,
}

/// Units by size and value, with limits that narrow as units grow.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelChart {
    /// Its name and description.
    pub caption: Caption,
    /// The unit of values, written once at the axis.
    pub unit: String,
    /// What the sizes are.
    pub size_label: String,
    /// How they are spread.
    pub across: Across,
    /// What all are held against, and its name.
    pub centre: Option<(f64, String)>,
    /// Limits by growing size.
    pub limits: Vec<FunnelLimits>,
    /// Units that are only dots: size and value.
    pub dots: Vec<(f64, f64)>,
    /// Units that stand out, the one that most needs its name first.
    pub marks: Vec<FunnelMark>,
    /// How far values may reach.
    pub reach: Reach,
}

/// Where the units of a group lie.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    /// 10 %, 25 %, 50 %, 75 % and 90 % of the units lie below these, and which lie outside the outer two.
    Shares {
        /// In that order.
        at: [f64; 5],
        /// Below the first or above the last.
        beyond: Vec<f64>,
    },
    /// Too few for shares: each unit by itself.
    Each(Vec<f64>),
    /// There is none, and why.
    None(String),
}

/// A group of [`DistributionChart`].
#[derive(Debug, Clone, PartialEq)]
pub struct DistributionRow {
    /// Its name.
    pub name: String,
    /// How many there are, in words.
    pub count: String,
    /// How it looks.
    pub style: SeriesStyle,
    /// Where its units lie.
    pub spread: Spread,
    /// The middle value as people read it, or what stands in its place.
    pub label: String,
    /// What pointing at the row says.
    pub title: String,
}

/// How the units of each group are distributed.
#[derive(Debug, Clone, PartialEq)]
pub struct DistributionChart {
    /// Its name and description.
    pub caption: Caption,
    /// The unit, written once at the axis.
    pub unit: String,
    /// From top to bottom.
    pub rows: Vec<DistributionRow>,
    /// What all are held against, and its name.
    pub reference: Option<(f64, String)>,
    /// How far the axis may reach.
    pub reach: Reach,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wider_sizes_spread_the_more_the_scale_is_drawn_together() {
        assert_eq!(Across::of([100.0, 120.0, 300.0]), Across::Plain);
        assert_eq!(Across::of([100.0, 120.0, 900.0]), Across::Root);
        assert_eq!(Across::of([10.0, 12.0, 900.0]), Across::Log);
        assert_eq!(Across::of([]), Across::Plain);
        assert_eq!(Across::of([0.0, f64::NAN, 5.0]), Across::Plain);
    }

    #[test]
    fn even_steps_reach_both_ends() {
        for across in [Across::Plain, Across::Root, Across::Log] {
            let sizes = across.between((10.0, 1_000.0), 5);
            assert!((sizes[0] - 10.0).abs() < 1e-9 && (sizes[4] - 1_000.0).abs() < 1e-9, "{sizes:?}");
        }
        assert!(Across::Log.between((f64::INFINITY, 1.0), 3).is_empty());
    }
}
