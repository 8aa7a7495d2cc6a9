//! p′ and u′: the limits of p and u times σz, the spread of the standardised points (Laney 2002).

use super::{Frame, Settings, moving_range};

/// The mean moving range of two normal values in standard deviations (d₂ of subgroups of two), as Laney prints it.
const D2: f64 = 1.128;

/// zᵢ = (yᵢ − c)/σᵢ, σz = mean|Δz|/1.128, limits c ± 3σᵢσz.
///
/// With huge denominators a plain p chart flags nearly every point, since chance alone is not what moves them; σz
/// measures what does. Undefined, and then without limits, where σᵢ = 0 (nothing or everything counted) or no two
/// points succeed one another.
pub(super) fn widen(frame: Frame, values: &[Option<f64>], runs: &[Vec<usize>], settings: Settings) -> Frame {
    let standardised: Vec<Option<f64>> = values
        .iter()
        .zip(&frame.sigma)
        .map(|(value, sigma)| Some(((*value)? - frame.centre?) / sigma.filter(|sigma| *sigma > 0.0)?))
        .collect();
    let mut sigma_z = moving_range::mean(&standardised, runs, settings.screened).map(|mean| mean / D2);
    if settings.never_narrower {
        sigma_z = sigma_z.map(|sigma_z| sigma_z.max(1.0));
    }
    let sigma = frame.sigma.iter().map(|sigma| Some((*sigma)? * sigma_z?)).collect();
    Frame { sigma, sigma_z, ..frame }
}
