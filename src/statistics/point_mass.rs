//! The probability of one count exactly, by Loader's saddle-point expansion (2000).
//!
//! Factorials by way of ln Γ lose digits with the size of the counts; this form keeps some fourteen at any size.

use std::f64::consts::TAU;

/// P(X = `count`) of a binomial with `of` trials of chance `p`; callers have checked 0 ≤ count ≤ of and 0 ≤ p ≤ 1.
pub(super) fn binomial(count: i64, of: i64, p: f64) -> f64 {
    let (x, n, q) = (count as f64, of as f64, 1.0 - p);
    if p == 0.0 || q == 0.0 {
        return if x == n * p { 1.0 } else { 0.0 };
    }
    if count == 0 {
        return (n * (-p).ln_1p()).exp();
    }
    if count == of {
        return (n * p.ln()).exp();
    }
    let rest = (of - count) as f64;
    let log = stirling_error(n) - stirling_error(x) - stirling_error(rest) - deviance(x, n * p) - deviance(rest, n * q);
    log.exp() * (n / (TAU * x * rest)).sqrt()
}

/// P(X = `count`) of a Poisson with this `mean`; 0 for a negative count.
pub(super) fn poisson(count: i64, mean: f64) -> f64 {
    let x = count as f64;
    if count < 0 {
        0.0
    } else if mean == 0.0 {
        if count == 0 { 1.0 } else { 0.0 }
    } else if count == 0 {
        (-mean).exp()
    } else {
        (-stirling_error(x) - deviance(x, mean)).exp() / (TAU * x).sqrt()
    }
}

/// ln n! less Stirling's formula.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        let factorial: f64 = (1..=n as i64).map(|k| k as f64).product();
        return factorial.ln() - (n + 0.5) * n.ln() + n - 0.5 * TAU.ln();
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square) / square)
        / n
}

/// x ln(x / mean) + mean − x, without cancelling where the two are close.
fn deviance(x: f64, mean: f64) -> f64 {
    let apart = x - mean;
    if apart.abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() - apart;
    }
    let ratio = apart / (x + mean);
    let mut sum = apart * ratio;
    let mut power = 2.0 * x * ratio;
    for odd in (3..400).step_by(2) {
        power *= ratio * ratio;
        let longer = sum + power / f64::from(odd);
        if longer == sum {
            break;
        }
        sum = longer;
    }
    sum
}
