//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("goals.set", "设目标值"),
    ("goals.carried_over", "沿用上一年的目标值"),
    ("goals.imported", "导入目标值"),
    ("goals.own_set", "设本院目标值"),
    ("goal", "目标值"),
    ("goals", "目标值个数"),
    ("changes", "改动"),
];
