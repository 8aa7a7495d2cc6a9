//! What the journal's page calls what is written here.

/// Words of the journal.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("annotation.added", "加标注"),
    ("annotation.withdrawn", "撤回标注"),
    ("annotation", "标注编号"),
    ("annotated", "指标"),
    ("annotation_group", "分组"),
    ("annotation_kind", "种类"),
    ("annotation_kind:intervention", "措施"),
    ("annotation_kind:definition", "口径"),
    ("annotation_kind:rebase", "重算控制限"),
    ("annotation_day", "日期"),
    ("annotation_text", "内容"),
    ("withdrawn_reason", "撤回原因"),
];
