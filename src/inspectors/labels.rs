//! What the journal's list calls what happens in this room.

/// Actions, subjects and details with their words.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("inspector.added", "督查员入库"),
    ("inspector.changed", "变更督查员"),
    ("inspector.deactivated", "停用督查员"),
    ("inspector.activated", "恢复督查员"),
    ("inspectors.imported", "导入督查员名单"),
    ("inspector_loan.asked", "申请借调督查员"),
    ("inspector_loan.agreed", "同意借调督查员"),
    ("inspector_loan.declined", "不同意借调督查员"),
    ("inspector_loan.withdrawn", "撤回借调申请"),
    ("qc_due.imported", "导入应质控医院名单"),
    ("inspector", "督查员"),
    ("inspector_loan", "借调"),
    ("inspector_said", "内容"),
    ("lender", "借出机构"),
    ("loan_days", "借调日期"),
];
