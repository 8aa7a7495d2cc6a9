//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("specialty_goals.kept", "导入质控工作改进目标"),
    ("specialty_goals.corrected", "更正质控工作改进目标"),
    ("specialty_goals", "质控工作改进目标"),
    ("specialty_count", "目标项数"),
    ("specialty_edition", "版次"),
    ("specialty_said", "改了什么"),
];
