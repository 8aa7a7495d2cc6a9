//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("deadlines.set", "设上报期限"),
    ("deadlines.extension_asked", "申请延期"),
    ("deadlines.extension_granted", "同意延期"),
    ("deadlines.extension_refused", "不同意延期"),
    ("deadline", "上报期限"),
    ("return_extension", "延期申请"),
    ("wanted", "申请延到"),
    ("granted", "同意延到"),
];
