//! The XmR chart of single values: the unweighted mean ± 2.66 × the mean moving range, not cut to any range.

use super::{Frame, moving_range};

/// 3 ÷ 1.128, as the method prints it: turns a mean moving range into three standard deviations.
const THREE_SIGMA: f64 = 2.66;

/// Centre and spread of single values.
///
/// A mean moving range of 0 gives limits equal to the centre; one that is undefined gives none.
///
/// Source: NHS England, Making Data Count, as `NHSRplotthedots` codes it.
pub(super) fn frame(values: &[Option<f64>], runs: &[Vec<usize>], screened: bool) -> Frame {
    let (sum, count) = values.iter().flatten().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    let centre: f64 = sum / count;
    let sigma = moving_range::mean(values, runs, screened).map(|mean| mean * THREE_SIGMA / 3.0);
    Frame {
        centre: centre.is_finite().then_some(centre),
        sigma: values.iter().map(|value| value.and(sigma)).collect(),
        sigma_z: None,
        range: (f64::NEG_INFINITY, f64::INFINITY),
    }
}
