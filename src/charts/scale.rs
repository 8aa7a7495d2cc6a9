//! The value axis: round ends, round steps, and the figures written at them.

use super::model::Reach;

/// An axis from `low` to `high` with a tick at every `step`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
}

impl Scale {
    /// An axis that shows all `values` with a little room, no further than `reach`, with at most `most` steps.
    pub(super) fn around(values: impl IntoIterator<Item = f64>, reach: Reach, most: u32) -> Self {
        let Some((low, high)) = ends(values) else {
            let low = reach.least.unwrap_or(0.0);
            let high = reach.greatest.filter(|high| *high > low).unwrap_or(low + 1.0);
            return Self::rounded(low, high, most, reach.whole);
        };
        let room = if high > low {
            (high - low) * 0.06
        } else if high == 0.0 {
            0.5
        } else {
            high.abs() * 0.05
        };
        let least = reach.least.filter(|least| *least <= low);
        let greatest = reach.greatest.filter(|greatest| *greatest >= high);
        Self::rounded(
            least.map_or(low - room, |least| least.max(low - room)),
            greatest.map_or(high + room, |greatest| greatest.min(high + room)),
            most,
            reach.whole,
        )
    }

    /// An axis from 0 that shows all `values`, no further than `greatest`.
    pub(super) fn from_zero(values: impl IntoIterator<Item = f64>, greatest: Option<f64>, most: u32) -> Self {
        let high = ends(values).map_or(1.0, |(_, high)| high);
        let high = if high > 0.0 { high } else { 1.0 };
        let capped = greatest.filter(|greatest| *greatest >= high);
        Self::rounded(0.0, capped.map_or(high * 1.04, |greatest| greatest.min(high * 1.04)), most, false)
    }

    fn rounded(low: f64, high: f64, most: u32, whole: bool) -> Self {
        let raw = (high - low) / f64::from(most.max(1));
        let power = 10f64.powf(raw.log10().floor());
        let fits = |step: &f64| (high / step).ceil() - (low / step).floor() <= f64::from(most.max(2));
        let step = [1.0, 2.0, 2.5, 5.0, 10.0, 20.0, 25.0, 50.0]
            .into_iter()
            .map(|mantissa| mantissa * power)
            .filter(|step| !whole || (*step >= 1.0 && step.fract() == 0.0))
            .find(fits)
            .unwrap_or(if whole { (100.0 * power).max(1.0).ceil() } else { 100.0 * power });
        Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    /// The values that get a grid line and a figure, lowest first.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step).round();
        let count = ((self.high - self.low) / self.step).round() as u32;
        (0..=count).map(|i| (first + f64::from(i)) * self.step).collect()
    }

    /// A tick as people read it: as many decimals as the step needs, a true minus, narrow spaces between thousands.
    pub(super) fn label(&self, tick: f64) -> String {
        let decimals = (0..6).find(|d| {
            let shifted = self.step * 10f64.powi(*d);
            (shifted - shifted.round()).abs() < 1e-6 * shifted
        });
        let plain = format!("{:.*}", decimals.map_or(6, |d| d as usize), tick.abs());
        let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
        let mut label = String::new();
        if tick < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            label.push('−');
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                label.push('\u{202F}');
            }
            label.push(digit);
        }
        if let Some(fraction) = fraction {
            label.push('.');
            label.push_str(fraction);
        }
        label
    }
}

/// Whether a value can be drawn: finite, and small enough for the arithmetic of an axis.
pub(super) fn drawable(value: f64) -> bool {
    value.is_finite() && value.abs() < 1e15
}

/// The least and the greatest of the drawable values.
fn ends(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| drawable(*value)).fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((low, high)) => Some((value.min(low), value.max(high))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: &Scale) -> Vec<String> {
        scale.ticks().into_iter().map(|tick| scale.label(tick)).collect()
    }

    #[test]
    fn a_line_axis_starts_where_its_data_do() {
        let scale = Scale::around([31.5, 74.3, 70.0], Reach::PERCENT, 8);
        assert_eq!(labels(&scale), ["20", "30", "40", "50", "60", "70", "80"]);
    }

    #[test]
    fn between_whole_numbers_is_nothing() {
        let few = Reach { least: Some(0.0), greatest: Some(2.0), whole: true };
        assert_eq!(labels(&Scale::around([0.0, 2.0], few, 8)), ["0", "1", "2"]);
        let more = Reach { greatest: Some(20.0), ..few };
        assert_eq!(labels(&Scale::around([0.0, 20.0], more, 8)), ["0", "5", "10", "15", "20"]);
    }

    #[test]
    fn percentages_never_leave_0_to_100() {
        assert_eq!(labels(&Scale::around([96.0, 100.0], Reach::PERCENT, 6)).last().unwrap(), "100");
        let low = Scale::around([0.0, 0.31], Reach::FROM_ZERO, 6);
        assert_eq!(labels(&low), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(Scale::around([0.0, 0.0], Reach::PERCENT, 6).low, 0.0);
        assert_eq!(Scale::around([100.0, 100.0], Reach::PERCENT, 6).high, 100.0);
    }

    #[test]
    fn bars_stand_on_zero() {
        assert_eq!(labels(&Scale::from_zero([74.5, 70.0], Some(100.0), 4)), ["0", "20", "40", "60", "80"]);
        assert_eq!(Scale::from_zero([], None, 4).ticks().first(), Some(&0.0));
    }

    #[test]
    fn figures_are_written_as_people_write_them() {
        let scale = Scale::around([-1500.0, 1500.0], Reach::default(), 4);
        assert!(labels(&scale).contains(&"−1\u{202F}000".to_owned()), "{:?}", labels(&scale));
        assert!(labels(&scale).contains(&"0".to_owned()));
    }

    proptest::proptest! {
        #[test]
        fn every_axis_holds_its_values_in_few_steps(a in -1e9f64..1e9, b in -1e9f64..1e9, most in 3u32..9) {
            let scale = Scale::around([a, b], Reach::default(), most);
            proptest::prop_assert!(scale.low <= a.min(b) && scale.high >= a.max(b));
            proptest::prop_assert!(scale.ticks().len() <= most as usize + 1);
        }
    }
}
