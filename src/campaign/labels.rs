//! What the journal's page calls what is written here.

/// Words of the journal.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("duty.evidence", "提交任务佐证"),
    ("duty.withdrawn", "撤回任务佐证"),
    ("duty.exempted", "免除任务"),
    ("duty.asked_again", "恢复任务"),
    ("duty", "活动任务"),
    ("duty_title", "任务"),
    ("duty_bearer", "承担者"),
    ("duty_period", "期"),
    ("duty_evidence", "佐证"),
    ("duty_record", "引用的记录"),
    ("duty_day", "日期"),
    ("duty_complete", "完成"),
    ("duty_reason", "原因"),
];
