//! Tables of the room.

/// A step of a rectification.
pub(crate) mod step;
/// A file that came with a step.
pub(crate) mod kept;
