//! Tables of the register.

/// 医院: what never changes, and when it opened and closed.
pub(crate) mod hospital;
/// 名录时段: what held of a hospital from one day to another.
pub(crate) mod span;
