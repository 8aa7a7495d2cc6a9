//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("returns.uploaded", "上传报表"),
    ("returns.uploaded_and_accepted", "上传并接收报表"),
    ("returns.accepted", "接收报表"),
    ("returns.explained", "说明报表里的问题"),
    ("returns.explanation_accepted", "接受说明"),
    ("returns.explanation_asked", "再问说明"),
    ("return_explanation", "说明"),
    ("count_words", "说明几处"),
    ("return_upload", "上传"),
    ("quarterly_return", "季度报表"),
    ("stored", "入库"),
    ("unchanged", "没有变化"),
    ("refused", "没有入库"),
    ("receipts", "受理编号"),
    ("files", "文件指纹"),
    ("count", "家数"),
    ("hospitals", "医院编码"),
    ("hospital", "医院编码"),
    ("round", "轮次"),
    ("period", "期"),
];
