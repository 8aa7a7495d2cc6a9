//! Strictly beyond a limit, with room for the rounding of the computation and for nothing else.

/// Two figures closer than this are the same figure: no quotient of counts a province can have differs by so little
/// for a reason. Relative above 1, where doubles are coarser.
const SAME: f64 = 1e-12;

/// Whether `value` lies strictly above `limit`.
pub(super) fn above(value: f64, limit: f64) -> bool {
    value - limit > SAME * limit.abs().max(1.0)
}

/// Whether `value` lies strictly below `limit`.
pub(super) fn below(value: f64, limit: f64) -> bool {
    limit - value > SAME * limit.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_not_beyond() {
        assert!(!above(0.1 + 0.2, 0.3) && !below(0.3, 0.1 + 0.2));
        assert!(above(0.3 + 2e-12, 0.3) && below(0.3 - 2e-12, 0.3));
        assert!(!above(f64::NAN, 0.0) && !below(0.0, f64::NAN));
    }
}
