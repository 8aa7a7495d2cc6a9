//! How two figures differ. Pure.
//!
//! A figure is higher or lower than another, or not comparable with it. Whether the difference means anything takes
//! control limits, which are `control`'s; so nothing here is called an improvement.

use crate::calendar::Period;
use crate::catalogue::model::{Better, Indicator};
use crate::progress::model::{Row, breaks_between};
use crate::progress::words;
use crate::web::format;

/// How a figure differs from an earlier one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// By this much, in the unit and the digits shown.
    By(f64),
    /// 不可比: the definition changed between the two.
    Redefined,
    /// There is no figure now, whatever stood before.
    NothingNow,
    /// There is no earlier figure.
    NothingThen,
}

/// The difference of a later figure from an earlier one.
#[must_use]
pub fn change(indicator: &Indicator, earlier: (Period, Row), later: (Period, Row)) -> Change {
    let Some(now) = later.1.figure.value else { return Change::NothingNow };
    if breaks_between(indicator, earlier.0, later.0) {
        return Change::Redefined;
    }
    let by = |then| Change::By(format::apart(now, then, indicator.decimals));
    earlier.1.figure.value.map_or(Change::NothingThen, by)
}

impl Change {
    /// For a table: the figure, and what it is compared with or why it is not.
    #[must_use]
    pub fn shown(self, indicator: &Indicator, against: &str) -> (String, String) {
        match self {
            Self::By(difference) => (format::signed(difference, indicator.decimals), format!("较{against}")),
            Self::Redefined => ("不可比".to_owned(), "口径已改".to_owned()),
            Self::NothingNow => ("不可比".to_owned(), "本期没有数".to_owned()),
            Self::NothingThen => ("不可比".to_owned(), format!("缺{against}")),
        }
    }

    /// For a sentence: `比上季高 1.4 个百分点`.
    #[must_use]
    pub fn told(self, indicator: &Indicator, against: &str) -> String {
        match self {
            Self::By(difference) => {
                let size = format::fixed(difference.abs(), indicator.decimals);
                let unit = if words::is_percent(indicator) { "个百分点" } else { indicator.unit.as_str() };
                match Direction::of(indicator, difference) {
                    Direction::Up => format!("比{against}高 {size} {unit}"),
                    Direction::Down => format!("比{against}低 {size} {unit}"),
                    Direction::Flat => format!("与{against}相同"),
                }
            }
            Self::Redefined => format!("与{against}之间改过口径，不可比"),
            Self::NothingNow => format!("本期没有数，不能与{against}比"),
            Self::NothingThen => format!("没有{against}的数字可比"),
        }
    }
}

/// Where a figure went, as far as its shown digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Higher.
    Up,
    /// Lower.
    Down,
    /// The same in all digits shown.
    Flat,
}

impl Direction {
    /// Of a difference.
    #[must_use]
    pub fn of(indicator: &Indicator, difference: f64) -> Self {
        let shown = format::signed(difference, indicator.decimals);
        if shown.starts_with('+') {
            Self::Up
        } else if shown.starts_with('−') {
            Self::Down
        } else {
            Self::Flat
        }
    }
}

/// What a reader must know to read the figure the right way up.
#[must_use]
pub fn better_label(better: Better) -> &'static str {
    match better {
        Better::Higher => "越高越好",
        Better::Lower => "越低越好",
        Better::None => "不分好坏",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::progress::model::{Figure, Pooled};

    fn indicator(id: &str) -> Indicator {
        Catalogue::load(None).unwrap().indicator_coded(id).unwrap().clone()
    }

    fn rows(values: &[f64]) -> Vec<Row> {
        let row = |value: &f64| Row {
            pooled: Pooled::default(),
            figure: Figure { value: value.is_finite().then_some(*value), interval: None },
            withheld: false,
        };
        values.iter().map(row).collect()
    }

    #[test]
    fn nothing_is_compared_over_a_change_of_definition() {
        let vte = indicator("vte_proper_prophylaxis_rate");
        let at = |text: &str, value| (text.parse().unwrap(), rows(&[value])[0]);
        assert_eq!(change(&vte, at("2023Q3", 60.0), at("2024Q3", 68.9)), Change::Redefined);
        assert_eq!(change(&vte, at("2024Q2", f64::NAN), at("2024Q3", 68.9)), Change::NothingThen);
        assert_eq!(change(&vte, at("2024Q2", 67.5), at("2024Q3", f64::NAN)), Change::NothingNow);
        assert_eq!(Change::NothingNow.shown(&vte, "上季").1, "本期没有数", "what lacks is not last quarter's");
        let Change::By(difference) = change(&vte, at("2024Q2", 67.5), at("2024Q3", 68.9)) else { panic!("comparable") };
        assert!((difference - 1.4).abs() < 1e-9);
        assert_eq!(Change::By(1.4).told(&vte, "上季"), "比上季高 1.4 个百分点");
        assert_eq!(Change::By(-0.04).told(&vte, "上季"), "与上季相同");
        assert_eq!(Change::Redefined.shown(&vte, "去年同期"), ("不可比".to_owned(), "口径已改".to_owned()));
    }
}
