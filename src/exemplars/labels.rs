//! What the journal's page calls what is written here.

/// Words of the journal.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("exemplar.submitted", "报送典型材料"),
    ("exemplar.chosen", "选用典型材料"),
    ("exemplar.declined", "不选用典型材料"),
    ("exemplar.withdrawn", "撤回典型材料"),
    ("exemplar", "典型材料"),
    ("exemplar_number", "编号"),
    ("exemplar_campaign", "活动"),
    ("exemplar_title", "标题"),
    ("exemplar_pictures", "图片数"),
    ("exemplar_audience", "发布范围"),
    ("exemplar_reason", "理由"),
];
