//! What the journal's page calls what is written here.

/// Words of the journal.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("summary.written", "编写总结"),
    ("summary.frozen", "总结定稿"),
    ("summary", "总结"),
    ("summary_edition", "版次"),
    ("summary_as_of", "数据截至"),
    ("summary_seal", "校验码"),
    ("summary_reason", "原因"),
    ("summary_sections", "写了评述的部分"),
];
