//! What may be said of a movement. Pure.
//!
//! Two figures differ or they do not; whether the difference means anything takes control limits, which are not drawn
//! here. So nothing is called an improvement: a figure is higher or lower, not comparable, or too few to be judged.

use crate::calendar::Period;
use crate::catalogue::model::{Better, Indicator};
use crate::progress::model::{Row, breaks_between};
use crate::progress::words;
use crate::web::format;

/// Fewer points than this since the last change of definition are not judged.
pub const FEW_POINTS: usize = 6;

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

/// What may be said of a series' end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// There is no figure.
    Nothing,
    /// So many points since the last change of definition, too few to judge.
    TooFew(usize),
    /// The last differs from the one before, which is all that is said.
    Went(Direction),
    /// The quarter before has no figure.
    Alone,
}

/// The movement of a series, oldest first, up to its last period.
#[must_use]
pub fn movement(indicator: &Indicator, periods: &[Period], rows: &[Row]) -> Movement {
    let (Some(period), Some(last)) = (periods.last().copied(), rows.last().copied()) else { return Movement::Nothing };
    if last.figure.value.is_none() {
        return Movement::Nothing;
    }
    let comparable =
        |(earlier, row): &(&Period, &Row)| row.figure.value.is_some() && !breaks_between(indicator, **earlier, period);
    let points = periods.iter().zip(rows).filter(comparable).count();
    if points < FEW_POINTS {
        return Movement::TooFew(points);
    }
    let before = rows.len().checked_sub(2).and_then(|at| Some((*periods.get(at)?, *rows.get(at)?)));
    match before.map(|earlier| change(indicator, earlier, (period, last))) {
        Some(Change::By(difference)) => Movement::Went(Direction::of(indicator, difference)),
        _ => Movement::Alone,
    }
}

impl Movement {
    /// The glyph of its arrow and its word.
    #[must_use]
    pub fn shown(self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing => ("dots", "无数字"),
            Self::TooFew(_) => ("dots", "点数不足"),
            Self::Alone => ("dots", "缺上季"),
            Self::Went(Direction::Up) => ("up", "上升"),
            Self::Went(Direction::Down) => ("down", "下降"),
            Self::Went(Direction::Flat) => ("flat", "持平"),
        }
    }

    /// What may not be concluded.
    #[must_use]
    pub fn caution(self) -> String {
        match self {
            Self::Nothing => "本季没有数字，不作判断".to_owned(),
            Self::TooFew(points) => format!("现口径下只有 {points} 个季度，点数不足，暂不判断"),
            Self::Went(_) | Self::Alone => "这里只比数值，没有判断是否在平常波动之内，不能说已经改善或变差".to_owned(),
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

    fn quarters(last: &str, count: i32) -> Vec<Period> {
        let last: Period = last.parse().unwrap();
        last.shifted(1 - count).through(last)
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

    #[test]
    fn fewer_than_six_points_since_the_change_are_not_judged() {
        let vte = indicator("vte_proper_prophylaxis_rate");
        let use_rate = indicator("iv_use_rate");
        let values: Vec<f64> = (0..11).map(|at| 80.0 - f64::from(at)).collect();
        let periods = quarters("2024Q3", 11);
        assert_eq!(movement(&vte, &periods, &rows(&values)), Movement::TooFew(3));
        assert_eq!(movement(&use_rate, &periods, &rows(&values)), Movement::Went(Direction::Down));
        assert_eq!(movement(&use_rate, &periods[6..], &rows(&values)[6..]), Movement::TooFew(5));
        let mut gap = values;
        gap[9] = f64::NAN;
        assert_eq!(movement(&use_rate, &periods, &rows(&gap)), Movement::Alone);
        gap[10] = f64::NAN;
        assert_eq!(movement(&use_rate, &periods, &rows(&gap)), Movement::Nothing);
    }

    #[test]
    fn no_movement_is_ever_called_an_improvement() {
        for movement in [Movement::Nothing, Movement::TooFew(3), Movement::Alone, Movement::Went(Direction::Up)] {
            assert!(!movement.shown().1.contains("改善"));
        }
    }
}
