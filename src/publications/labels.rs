//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("publications.published", "发布通报"),
    ("publications.corrected", "发布更正版"),
    ("publication", "通报"),
    ("audience", "发布范围"),
    ("audience:internal", "行业内"),
    ("audience:public", "社会公开"),
    ("differences", "更正处数"),
    ("fingerprint", "指纹"),
];
