//! What the journal's page calls the deeds of this room.

/// Actions, things and facts of the journal, with their Chinese names.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("account.signed_in", "登录"),
    ("account.signed_out", "退出"),
    ("account.sign_in_failed", "登录未成"),
    ("account.locked", "连错口令，锁定"),
    ("account.password_changed", "修改口令"),
    ("account.password_reset", "重置口令"),
    ("account.created", "新建账号"),
    ("account.roles_changed", "改角色"),
    ("account.disabled", "停用账号"),
    ("account.enabled", "启用账号"),
    ("account", "账号"),
    ("login", "账号名"),
    ("left", "剩余次数"),
    ("minutes", "锁定分钟"),
    ("reason", "原因"),
    ("roles", "角色"),
    ("authority", "主管机构"),
    ("hospital", "医院"),
];
