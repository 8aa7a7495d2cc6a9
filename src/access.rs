//! 权限: who asks, what an account may do, and which rows it may see. Pure; the table stands in `docs/access.md`.

mod power;

pub use power::{POWERS, Power};

use std::fmt;
use std::str::FromStr;

/// Declares an id type, so that one table's ids cannot stand for another's.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A health commission or QC centre (主管机构).
    AuthorityId
    /// A hospital of the register.
    HospitalId
    /// A department of a hospital (科室).
    DepartmentId
    /// A person's account.
    AccountId
    /// A kept file.
    FileId
    /// A quarterly return of one hospital.
    ReturnId
    /// One round of a return.
    RoundId
    /// A long work.
    JobId
    /// An on-site visit (现场督导).
    VisitId
    /// What a visit found wrong (发现).
    FindingId
    /// A person of the pool of inspectors (督查员).
    InspectorId
    /// A random draw (抽取).
    DrawId
}

/// What an account is for. One account holds one or more, all at the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 主管机构工作人员: reads and accepts in its territory.
    AuthorityStaff,
    /// 督查员: visits hospitals in its territory and writes down what is found.
    Inspector,
    /// 账号管理员 of a commission: creates and resets accounts in its territory.
    AccountKeeper,
    /// 医院填报人
    Clerk,
    /// 医院审核人
    HospitalReviewer,
    /// 系统管理员 (三员): runs the system, sees no business data.
    SystemAdmin,
    /// 安全管理员 (三员): grants, sees no business data.
    SecurityAdmin,
    /// 审计管理员 (三员): reads the journal, changes nothing.
    AuditAdmin,
}

/// Every role, in the order of the tables that list them.
pub const ROLES: [Role; 8] = [
    Role::AuthorityStaff,
    Role::Inspector,
    Role::AccountKeeper,
    Role::Clerk,
    Role::HospitalReviewer,
    Role::SystemAdmin,
    Role::SecurityAdmin,
    Role::AuditAdmin,
];

impl Role {
    /// Its name in columns, JSON and forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::AuthorityStaff => "authority_staff",
            Self::Inspector => "inspector",
            Self::AccountKeeper => "account_keeper",
            Self::Clerk => "clerk",
            Self::HospitalReviewer => "hospital_reviewer",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::AuditAdmin => "audit_admin",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::AuthorityStaff => "主管机构工作人员",
            Self::Inspector => "督查员",
            Self::AccountKeeper => "账号管理员",
            Self::Clerk => "医院填报人",
            Self::HospitalReviewer => "医院审核人",
            Self::SystemAdmin => "系统管理员",
            Self::SecurityAdmin => "安全管理员",
            Self::AuditAdmin => "审计管理员",
        }
    }

    /// What it allows. Register and thresholds are changed by commission staff, but only where their scope is everything.
    #[must_use]
    pub fn powers(self) -> &'static [Power] {
        match self {
            Self::AuthorityStaff => &[
                Power::ReadHospitals,
                Power::SubmitReturns,
                Power::AcceptReturns,
                Power::KeepRegister,
                Power::Publish,
                Power::KeepSettings,
                Power::KeepThresholds,
                Power::Annotate,
                Power::Inspect,
                Power::PlanVisits,
                Power::KeepDuties,
                Power::KeepInspectors,
            ],
            Self::Inspector => &[Power::ReadHospitals, Power::Inspect],
            Self::AccountKeeper => &[Power::KeepAccounts],
            Self::Clerk => &[Power::ReadHospitals, Power::SubmitReturns, Power::ActForHospital, Power::Annotate],
            Self::HospitalReviewer => &[Power::ReadHospitals, Power::CheckReturns],
            Self::SystemAdmin => &[Power::RunSystem],
            Self::SecurityAdmin => &[Power::GrantAdministrators],
            Self::AuditAdmin => &[Power::ReadJournal],
        }
    }

    /// Whether it is one of the three administrators (三员分立), who exclude each other and every other role.
    #[must_use]
    pub fn is_administrator(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin)
    }

    /// Where it can be held.
    #[must_use]
    pub fn place(self) -> PlaceKind {
        match self {
            Self::AuthorityStaff | Self::Inspector | Self::AccountKeeper => PlaceKind::Authority,
            Self::Clerk | Self::HospitalReviewer => PlaceKind::Hospital,
            Self::SystemAdmin | Self::SecurityAdmin | Self::AuditAdmin => PlaceKind::System,
        }
    }

    /// Whether both may be held by one account.
    #[must_use]
    pub fn goes_with(self, other: Self) -> bool {
        self == other || (!self.is_administrator() && !other.is_administrator() && self.place() == other.place())
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        ROLES.into_iter().find(|role| role.key() == text).ok_or(())
    }
}

/// The kind of place a role is held at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A commission or QC centre.
    Authority,
    /// A hospital.
    Hospital,
    /// The installation itself.
    System,
}

/// Which hospitals' rows a request may touch. Resolved once a request and an argument of every store function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole installation: the command line of the operator.
    Everything,
    /// What reports to an authority or to those it reviews, by today's tree.
    Authority(AuthorityId),
    /// One hospital.
    Hospital(HospitalId),
    /// No hospital at all: administrators, who see no business data.
    Nothing,
}

/// Where an account's roles are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At an authority.
    Authority(AuthorityId),
    /// At a hospital.
    Hospital(HospitalId),
    /// At the installation.
    System,
}

/// Who asks: the account behind a request, or the operator at the command line.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The account; `None` for the operator at the command line.
    pub account: Option<AccountId>,
    /// The name the account signs in with.
    pub login: String,
    /// The person's name shown on pages.
    pub name: String,
    /// Name of the authority or hospital; empty for administrators.
    pub place_name: String,
    /// Where the roles are held.
    pub place: Place,
    /// What the account is for.
    pub roles: Vec<Role>,
    /// Whether the authority stands at the top of the tree, so that the register is its own.
    pub top: bool,
    /// Where the request came from; empty at the command line.
    pub address: String,
}

/// The account may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("missing power {0:?}")]
pub struct Missing(pub Power);

impl Viewer {
    /// The operator at the command line: everything, journalled under this name.
    #[must_use]
    pub fn operator() -> Self {
        Self {
            account: None,
            login: "operator".to_owned(),
            name: "命令行".to_owned(),
            place_name: String::new(),
            place: Place::System,
            roles: Vec::new(),
            top: true,
            address: String::new(),
        }
    }

    /// Somebody who is not signed in, for the journal: may nothing and sees nothing.
    ///
    /// Its account is 0, which no row has; `None` would be the operator.
    #[must_use]
    pub fn stranger(address: impl Into<String>) -> Self {
        Self {
            account: Some(AccountId(0)),
            login: String::new(),
            name: "未登录".to_owned(),
            place_name: String::new(),
            place: Place::System,
            roles: Vec::new(),
            top: false,
            address: address.into(),
        }
    }

    /// Whether this is the operator at the command line.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        self.account.is_none()
    }

    /// Whether it may do this. Only the top of the tree keeps what is one for the whole installation.
    #[must_use]
    pub fn may(&self, power: Power) -> bool {
        if self.is_operator() {
            return true;
        }
        let held = self.roles.iter().any(|role| role.powers().contains(&power));
        held && (self.top || !matches!(power, Power::KeepRegister | Power::KeepThresholds))
    }

    /// Refuses unless it may.
    ///
    /// # Errors
    /// [`Missing`] names the power.
    pub fn must(&self, power: Power) -> Result<(), Missing> {
        if self.may(power) { Ok(()) } else { Err(Missing(power)) }
    }

    /// Which hospitals' rows it may touch.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.place {
            _ if self.is_operator() => Scope::Everything,
            Place::Authority(id) => Scope::Authority(id),
            Place::Hospital(id) => Scope::Hospital(id),
            Place::System => Scope::Nothing,
        }
    }

    /// The hospital of a hospital's account.
    #[must_use]
    pub fn hospital(&self) -> Option<HospitalId> {
        match self.place {
            Place::Hospital(id) => Some(id),
            _ => None,
        }
    }

    /// The authority of a commission's account.
    #[must_use]
    pub fn authority(&self) -> Option<AuthorityId> {
        match self.place {
            Place::Authority(id) => Some(id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
