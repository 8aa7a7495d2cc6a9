//! What the forms post, and what they mean.

use serde::Deserialize;

use crate::access::{ROLES, Role};
use crate::accounts::check;
use crate::accounts::model::{BadEmail, EmailAddress, Login};
use crate::web::{Checked, FieldErrors};

/// The longest name of a person, characters.
const NAME_MAX: usize = 40;

/// The form of the sign-in page.
#[derive(Deserialize)]
pub struct SignInForm {
    /// The login as typed.
    pub account: String,
    /// The password as typed.
    pub password: String,
    /// Where to go then; only our own paths are followed.
    #[serde(default)]
    pub next: String,
}

/// The form that changes one's own password.
#[derive(Deserialize)]
pub struct PasswordForm {
    /// The present one.
    pub current: String,
    /// The new one.
    pub new: String,
    /// The new one again.
    pub again: String,
}

impl PasswordForm {
    /// What can be said before the present password is looked at.
    #[must_use]
    pub fn faults(&self, login: &Login) -> FieldErrors {
        let mut faults = FieldErrors::default();
        if self.current.is_empty() {
            faults.add("current", "填现在的密码");
        }
        if let Some(weakness) = check::weakness(&self.new, login) {
            faults.add("new", weakness.to_string());
        }
        if self.new != self.again {
            faults.add("again", "两次填的新密码不一样，请再填一次");
        }
        faults
    }
}

/// The form of the address the daily mail goes to.
#[derive(Deserialize)]
pub struct EmailForm {
    /// As typed; blank removes it.
    #[serde(default)]
    pub email: String,
}

impl EmailForm {
    /// The address, or none where it is to be removed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Checked<Option<EmailAddress>> {
        if self.email.trim().is_empty() {
            return Ok(None);
        }
        self.email.parse().map(Some).map_err(|bad: BadEmail| {
            let mut faults = FieldErrors::default();
            faults.add("email", format!("{bad}。"));
            faults
        })
    }
}

/// The form that makes an account.
#[derive(Clone, Default, Deserialize)]
pub struct NewForm {
    /// The login as typed.
    #[serde(default)]
    pub login: String,
    /// The person's name as typed.
    #[serde(default)]
    pub name: String,
    /// Code or name of the authority or hospital; not asked of the security administrator.
    #[serde(default)]
    pub place: String,
    /// Keys of the roles ticked.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// A new account as far as the form alone can say.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The name to sign in with.
    pub login: Login,
    /// The person's name.
    pub name: String,
    /// The roles, at least one.
    pub roles: Vec<Role>,
}

impl NewForm {
    /// Reads the fields that need no database.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self) -> Checked<Wanted> {
        let mut faults = FieldErrors::default();
        let login = self.login.parse::<Login>();
        if let Err(bad) = &login {
            faults.add("login", bad.to_string());
        }
        let name = name_of(&self.name);
        if name.is_none() {
            faults.add("name", "填使用人的姓名，最多 40 个字");
        }
        let roles = roles_of(&self.roles);
        if roles.is_empty() {
            faults.add("roles", "至少选一个角色");
        }
        match (login, name) {
            (Ok(login), Some(name)) if faults.is_empty() => Ok(Wanted { login, name, roles }),
            _ => Err(faults),
        }
    }
}

/// A person's name without spaces around it; nothing when it is empty, too long or holds control characters.
#[must_use]
pub fn name_of(text: &str) -> Option<String> {
    let name = text.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

/// The roles whose keys are named, in the order of the tables.
#[must_use]
pub fn roles_of(keys: &[String]) -> Vec<Role> {
    ROLES.into_iter().filter(|role| keys.iter().any(|key| key == role.key())).collect()
}

/// The form that replaces the roles of an account.
#[derive(Deserialize)]
pub struct RolesForm {
    /// The version the reader saw.
    pub version: i32,
    /// Keys of the roles ticked.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// A button on an account's page.
#[derive(Deserialize)]
pub struct SeenForm {
    /// The version the reader saw.
    pub version: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_a_new_account_is_said_at_once() {
        let faults = NewForm { login: "x".into(), ..NewForm::default() }.check().unwrap_err();
        assert_eq!(faults.0.iter().map(|(field, _)| field.as_ref()).collect::<Vec<_>>(), ["login", "name", "roles"]);
        let form = NewForm {
            login: "Zhang3".into(),
            name: " 演示甲 ".into(),
            roles: vec!["clerk".into(), "root".into()],
            ..NewForm::default()
        };
        let wanted = form.check().unwrap();
        assert_eq!((wanted.login.as_str(), wanted.name.as_str()), ("zhang3", "演示甲"));
        assert_eq!(wanted.roles, [Role::Clerk]);
    }

    #[test]
    fn a_new_password_is_asked_twice() {
        let login = "zhang3".parse().unwrap();
        let form = |again: &str| PasswordForm { current: "x".into(), new: "Correct-horse".into(), again: again.into() };
        assert!(form("Correct-horse").faults(&login).is_empty());
        assert!(form("Correct-hearse").faults(&login).of("again").is_some());
    }
}
