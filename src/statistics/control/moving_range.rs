//! The mean moving range: how far successive points lie apart.

/// A moving range of this many times the mean one is itself a signal: D₄ of subgroups of two.
const SCREEN: f64 = 3.267;

/// mean |vᵢ − vᵢ₋₁| over the points that succeed one another.
///
/// `screened` leaves out ranges of 3.267 times the mean and more, in one pass, so that a single jump does not hide
/// itself. `None` where no range is left: fewer than two successive points, or – screened – all ranges 0.
///
/// Source: Nelson 1982; the screening as in `NHSRplotthedots` and qicharts2.
pub(super) fn mean(values: &[Option<f64>], runs: &[Vec<usize>], screened: bool) -> Option<f64> {
    let ranges =
        || runs.iter().flat_map(|run| run.windows(2)).filter_map(|two| Some((values[two[1]]? - values[two[0]]?).abs()));
    let all = mean_of(ranges())?;
    if screened { mean_of(ranges().filter(|range| *range < SCREEN * all)) } else { Some(all) }
}

fn mean_of(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0.0), |(sum, count), number| (sum + number, count + 1.0));
    let mean: f64 = sum / count;
    mean.is_finite().then_some(mean)
}
