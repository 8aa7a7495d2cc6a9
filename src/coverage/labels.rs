//! What the journal's page calls what is written here.

/// Words of the journal.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("coverage.planned", "提交年度督导计划"),
    ("year_plan", "年度督导计划"),
    ("plan_edition", "第几版"),
    ("plan_open", "范围内医院"),
    ("plan_needed", "应督导"),
    ("plan_planned", "计划督导"),
    ("plan_capacity", "最多能督导"),
    ("plan_ahead", "以后每年最多"),
    ("plan_reason", "原因"),
];
