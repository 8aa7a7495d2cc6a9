//! 密码规则: the 等保三级 profile, as far as it can be judged without hashes.

use crate::accounts::model::Login;

/// The fewest characters.
pub const SHORTEST: usize = 10;

/// The most characters; more only cost time to hash.
pub const LONGEST: usize = 128;

/// Of capitals, small letters, digits and everything else, at least so many.
pub const CLASSES: usize = 3;

/// How many passwords before the present one may not come back.
pub const REMEMBERED: usize = 5;

/// The rule in one sentence, beside every field that asks for a new password.
pub const POLICY: &str =
    "至少 10 个字符，含大写字母、小写字母、数字、符号中的三类；不含账号名；不与现在的和之前 5 个密码相同。";

/// Why a password may not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    #[error("密码只有 {0} 个字符，至少要 10 个")]
    Short(usize),
    /// More than [`LONGEST`] characters.
    #[error("密码有 {0} 个字符，最多 128 个")]
    Long(usize),
    /// Fewer than [`CLASSES`] kinds of characters.
    #[error("密码只含 {0} 类字符，大写字母、小写字母、数字、符号中至少要有三类")]
    Plain(usize),
    /// It holds the login.
    #[error("密码里含有账号名，换一个不含账号名的")]
    HoldsLogin,
    /// It is the present password or one of the last.
    #[error("这个密码最近用过，换一个没用过的")]
    Used,
}

/// The first rule a new password breaks, save [`Weakness::Used`], which only the hashes know.
#[must_use]
pub fn weakness(password: &str, login: &Login) -> Option<Weakness> {
    let length = password.chars().count();
    let has = |test: fn(char) -> bool| usize::from(password.chars().any(test));
    let classes = has(|c| c.is_ascii_uppercase())
        + has(|c| c.is_ascii_lowercase())
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_ascii_alphanumeric());
    if length < SHORTEST {
        Some(Weakness::Short(length))
    } else if length > LONGEST {
        Some(Weakness::Long(length))
    } else if classes < CLASSES {
        Some(Weakness::Plain(classes))
    } else if password.to_ascii_lowercase().contains(login.as_str()) {
        Some(Weakness::HoldsLogin)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_refuses_on_its_own() {
        let login: Login = "zhang.san".parse().unwrap();
        let judged = |password: &str| weakness(password, &login);
        assert_eq!(judged("Aa1!aaaa"), Some(Weakness::Short(8)));
        assert_eq!(judged(&"Aa1".repeat(43)), Some(Weakness::Long(129)));
        assert_eq!(judged("abcdefgh12"), Some(Weakness::Plain(2)));
        assert_eq!(judged("1-Zhang.San-2024"), Some(Weakness::HoldsLogin));
        assert_eq!(judged("春眠不觉晓Chu2024"), None);
        assert_eq!(judged("Correct-horse"), None);
    }

    #[test]
    fn the_sentence_says_the_numbers() {
        for number in [SHORTEST, REMEMBERED] {
            assert!(POLICY.contains(&number.to_string()));
        }
        assert!(Weakness::Long(200).to_string().contains(&LONGEST.to_string()));
    }
}
