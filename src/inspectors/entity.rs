//! Tables of the room.

pub(crate) mod change;
pub(crate) mod inspector;
pub(crate) mod loan;
pub(crate) mod qc_due;
pub(crate) mod relation;
