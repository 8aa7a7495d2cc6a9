//! What the journal's page calls the deeds of the operator.

/// Actions, things and facts of the journal, with their Chinese names.
pub const JOURNAL_WORDS: &[(&str, &str)] =
    &[("backup.begun", "备份数据"), ("backup.restored", "恢复备份"), ("backup", "备份"), ("seq", "日志条数")];
