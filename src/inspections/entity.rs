//! Tables of the room.

/// 检查表 as it stood when a visit began.
pub(crate) mod edition;
/// 现场督导: one visit.
pub(crate) mod visit;
/// Who took part.
pub(crate) mod member;
/// What was answered; a change is another row.
pub(crate) mod answer;
/// Photographs and documents of a visit.
pub(crate) mod kept;
/// 发现: what a closed visit found wrong.
pub(crate) mod finding;
