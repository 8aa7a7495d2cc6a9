//! What the journal's page calls the deeds of this room.

/// Actions, things and facts of the journal, with their Chinese names; `fact:word` names a word a fact may hold.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("account.signed_in", "登录"),
    ("account.signed_out", "退出"),
    ("account.sign_in_failed", "登录未成"),
    ("account.locked", "连错密码，锁定"),
    ("account.password_changed", "修改密码"),
    ("account.password_reset", "重置密码"),
    ("account.email_changed", "改接收每日邮件的邮箱"),
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
    ("roles:authority_staff", "主管机构工作人员"),
    ("roles:inspector", "督查员"),
    ("roles:account_keeper", "账号管理员"),
    ("roles:clerk", "医院填报人"),
    ("roles:hospital_reviewer", "医院审核人"),
    ("roles:system_admin", "系统管理员"),
    ("roles:security_admin", "安全管理员"),
    ("roles:audit_admin", "审计管理员"),
    ("reason:disabled", "账号已停用"),
    ("email", "邮箱"),
    ("email:set", "已填写"),
    ("email:removed", "已删去"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::ROLES;

    #[test]
    fn the_journal_calls_a_role_what_every_other_page_calls_it() {
        for role in ROLES {
            let word = format!("roles:{}", role.key());
            let label = JOURNAL_WORDS.iter().find(|(known, _)| *known == word).map(|(_, label)| *label);
            assert_eq!(label, Some(role.label()), "{word}");
        }
    }
}
