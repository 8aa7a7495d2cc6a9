//! 账号: who can sign in, as what, where; whose accounts somebody keeps; how long a session lives.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::{AccountId, Missing, Place, PlaceKind, Power, Role, Viewer};
use crate::config::{IDLE_MINUTES, SESSION_HOURS};

/// The name an account signs in with: 3–40 of `a–z 0–9 . _ @ -`, lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Login(String);

/// The text cannot be a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("账号由 3–40 个字母、数字或 . _ @ - 组成")]
pub struct BadLogin;

impl FromStr for Login {
    type Err = BadLogin;

    /// Reads what a person typed: spaces around it, capitals and full-width letters do not matter.
    fn from_str(text: &str) -> Result<Self, BadLogin> {
        let login: String = text.trim().chars().map(half_width).collect::<String>().to_ascii_lowercase();
        let fits = |c: char| c.is_ascii_alphanumeric() || "._@-".contains(c);
        if (3..=40).contains(&login.len()) && login.chars().all(fits) { Ok(Self(login)) } else { Err(BadLogin) }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Login {
    /// As it stands in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An address of e-mail as its owner gave it: plain ASCII, no name before it, nothing a mail's head could be broken with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

/// The text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("邮箱没有读懂。请写成 name@example.cn 这样，只填一个，不带姓名")]
pub struct BadEmail;

/// Longest address and longest part before its `@`, bytes (RFC 5321).
const EMAIL_MAX: (usize, usize) = (254, 64);

impl FromStr for EmailAddress {
    type Err = BadEmail;

    /// Reads what a person typed: spaces around it and full-width letters do not matter.
    fn from_str(text: &str) -> Result<Self, BadEmail> {
        let address: String = text.trim().chars().map(half_width).collect();
        let (local, domain) = address.rsplit_once('@').ok_or(BadEmail)?;
        let atom = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
        };
        let label = |part: &str| {
            let edges = part.starts_with('-') || part.ends_with('-');
            !part.is_empty()
                && part.len() <= 63
                && !edges
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        let fits = address.len() <= EMAIL_MAX.0 && local.len() <= EMAIL_MAX.1;
        let named = domain.contains('.') && domain.split('.').all(label);
        if fits && named && local.split('.').all(atom) { Ok(Self(address)) } else { Err(BadEmail) }
    }
}

impl EmailAddress {
    /// As it stands in the database.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An input method left in Chinese mode types `ａ` for `a`.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Roles held at one place, at least one, none excluding another (三员分立).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grants {
    place: Place,
    roles: Vec<Role>,
}

/// Why roles cannot be held together at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadGrants {
    /// No role at all.
    #[error("至少选一个角色")]
    NoRole,
    /// Two roles exclude each other.
    #[error("“{}”和“{}”不能由同一个账号兼任（三员分立）", .0.label(), .1.label())]
    Exclusive(Role, Role),
    /// A role of a hospital at an authority, or the like.
    #[error("“{}”不能授在这里：{}", .0.label(), place_hint(*.0))]
    WrongPlace(Role),
}

fn place_hint(role: Role) -> &'static str {
    match role.place() {
        PlaceKind::Authority => "这个角色属于主管机构",
        PlaceKind::Hospital => "这个角色属于医院",
        PlaceKind::System => "这个角色不属于任何机构",
    }
}

impl Grants {
    /// Roles at a place.
    ///
    /// # Errors
    /// [`BadGrants`] names the first rule that is broken.
    pub fn new(place: Place, mut roles: Vec<Role>) -> Result<Self, BadGrants> {
        roles.sort_unstable();
        roles.dedup();
        let (Some(_), kind) = (roles.first(), kind_of(place)) else { return Err(BadGrants::NoRole) };
        for (index, role) in roles.iter().enumerate() {
            if let Some(other) = roles[index + 1..].iter().find(|other| !role.goes_with(**other)) {
                return Err(BadGrants::Exclusive(*role, *other));
            }
        }
        match roles.iter().find(|role| role.place() != kind) {
            Some(role) => Err(BadGrants::WrongPlace(*role)),
            None => Ok(Self { place, roles }),
        }
    }

    /// Where they are held.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The roles, in the order of the tables that list them.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }
}

fn kind_of(place: Place) -> PlaceKind {
    match place {
        Place::Authority(_) => PlaceKind::Authority,
        Place::Hospital(_) => PlaceKind::Hospital,
        Place::System => PlaceKind::System,
    }
}

/// An account as those who keep it see it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name it signs in with.
    pub login: Login,
    /// The person's name.
    pub name: String,
    /// What it may do, and where.
    pub grants: Grants,
    /// Name of the authority or hospital; empty for administrators.
    pub place_name: String,
    /// Whether the next sign-in leads to the change of the password.
    pub must_change: bool,
    /// 停用: cannot sign in.
    pub disabled: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The last sign-in.
    pub signed_in_at: Option<DateTime<Utc>>,
    /// Rises with every change a keeper makes.
    pub version: i32,
    /// Where the daily mail goes; its owner says it.
    pub email: Option<String>,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name to sign in with.
    pub login: Login,
    /// The person's name.
    pub name: String,
    /// What it may do, and where.
    pub grants: Grants,
    /// Argon2id, PHC text.
    pub password_hash: String,
    /// Whether the first sign-in leads to the change of the password; false only in the demo.
    pub must_change: bool,
}

/// Whose accounts somebody keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// All of them: the operator at the command line.
    Everything,
    /// Those of a territory, but no administrator's.
    Territory(crate::access::AuthorityId),
    /// Those of the three administrators, and no other.
    Administrators,
}

impl Keeping {
    /// What this viewer keeps.
    ///
    /// # Errors
    /// [`Missing`] when it keeps none.
    pub fn of(viewer: &Viewer) -> Result<Self, Missing> {
        match viewer.place {
            _ if viewer.is_operator() => Ok(Self::Everything),
            Place::Authority(id) => viewer.must(Power::KeepAccounts).map(|()| Self::Territory(id)),
            Place::System => viewer.must(Power::GrantAdministrators).map(|()| Self::Administrators),
            Place::Hospital(_) => Err(Missing(Power::KeepAccounts)),
        }
    }
}

/// The times of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimes {
    /// The last use that counted, to the minute.
    pub last_seen: DateTime<Utc>,
    /// The end of its longest life.
    pub expires_at: DateTime<Utc>,
}

/// Whether a session still carries its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It does.
    Alive,
    /// Unused for too long.
    Idle,
    /// Its longest life is over.
    Over,
}

impl SessionTimes {
    /// Of a session that begins now.
    #[must_use]
    pub fn begun(now: DateTime<Utc>) -> Self {
        Self { last_seen: now, expires_at: now + TimeDelta::hours(SESSION_HOURS) }
    }

    /// Whether it is alive now.
    #[must_use]
    pub fn life(self, now: DateTime<Utc>) -> Life {
        if now >= self.expires_at {
            Life::Over
        } else if now - self.last_seen >= TimeDelta::minutes(IDLE_MINUTES) {
            Life::Idle
        } else {
            Life::Alive
        }
    }

    /// Whether a use is worth writing down: at most once a minute.
    #[must_use]
    pub fn wants_touch(self, now: DateTime<Utc>) -> bool {
        now - self.last_seen >= TimeDelta::minutes(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{AuthorityId, HospitalId};

    #[test]
    fn a_login_is_read_as_people_type_it() {
        let read = |text: &str| text.parse::<Login>().map(|login| login.to_string());
        assert_eq!(read(" Ｚhang.San "), Ok("zhang.san".to_owned()));
        assert_eq!(read("ab"), Err(BadLogin));
        assert_eq!(read("张三丰"), Err(BadLogin));
        assert_eq!(read("a b c"), Err(BadLogin));
        assert_eq!(read(&"x".repeat(41)), Err(BadLogin));
    }

    #[test]
    fn an_address_is_one_and_cannot_break_a_mail() {
        let read = |text: &str| text.parse::<EmailAddress>().map(|address| address.as_str().to_owned());
        assert_eq!(read(" ｙanshi.jia@wjw.example.cn "), Ok("yanshi.jia@wjw.example.cn".to_owned()));
        for bad in [
            "",
            "yanshi",
            "@example.cn",
            "yanshi@",
            "yanshi@localhost",
            "yan shi@example.cn",
            "演示@example.cn",
            "a@b.cn, c@d.cn",
            "演示甲 <a@b.cn>",
            "a@b.cn\r\nBcc: c@d.cn",
            "a@-b.cn",
            ".a@b.cn",
            "a..b@b.cn",
            "a@b..cn",
        ] {
            assert_eq!(read(bad), Err(BadEmail), "{bad:?}");
        }
        assert_eq!(read(&format!("{}@b.cn", "x".repeat(65))), Err(BadEmail));
        assert_eq!(read(&format!("a@{}.cn", vec!["x".repeat(60); 5].join("."))), Err(BadEmail));
    }

    #[test]
    fn grants_keep_the_three_administrators_apart() {
        let system = |roles: &[Role]| Grants::new(Place::System, roles.to_vec());
        assert_eq!(system(&[]), Err(BadGrants::NoRole));
        assert_eq!(
            system(&[Role::AuditAdmin, Role::SystemAdmin]),
            Err(BadGrants::Exclusive(Role::SystemAdmin, Role::AuditAdmin))
        );
        assert!(system(&[Role::AuditAdmin]).is_ok());
        let hospital = Place::Hospital(HospitalId(1));
        assert!(Grants::new(hospital, vec![Role::HospitalReviewer, Role::Clerk]).is_ok());
        let authority = Place::Authority(AuthorityId(1));
        assert_eq!(Grants::new(authority, vec![Role::Clerk]), Err(BadGrants::WrongPlace(Role::Clerk)));
    }

    #[test]
    fn a_session_ends_by_idleness_and_by_age() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let times = SessionTimes::begun(start);
        assert_eq!(times.life(start + TimeDelta::minutes(29)), Life::Alive);
        assert_eq!(times.life(start + TimeDelta::minutes(30)), Life::Idle);
        let used = SessionTimes { last_seen: start + TimeDelta::hours(11), ..times };
        assert_eq!(used.life(start + TimeDelta::minutes(11 * 60 + 20)), Life::Alive);
        assert_eq!(used.life(start + TimeDelta::hours(12)), Life::Over);
        assert!(!times.wants_touch(start + TimeDelta::seconds(59)));
        assert!(times.wants_touch(start + TimeDelta::seconds(60)));
    }
}
