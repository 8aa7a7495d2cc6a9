//! What the journal's page calls what is written here.

/// Words of the journal.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("rectification.reply", "回复整改"),
    ("rectification.sent_back", "退回整改"),
    ("rectification.verified", "复核销号"),
    ("rectification.prolonged", "延长整改时限"),
    ("finding", "整改事项编号"),
    ("rectification_text", "内容"),
    ("rectification_day", "日期"),
    ("rectification_files", "文件数"),
];
