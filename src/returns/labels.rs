//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("returns.uploaded", "上传报表"),
    ("returns.uploaded_and_accepted", "上传并接收报表"),
    ("returns.accepted", "接收报表"),
    ("returns.draft_saved", "在网上填草稿"),
    ("returns.draft_discarded", "丢弃草稿"),
    ("returns.stamped", "传签章件"),
    ("return_draft", "草稿"),
    ("return_round", "轮次"),
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
