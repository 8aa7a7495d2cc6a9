//! Sample accounts of the invented province: one of each kind, made like a keeper makes them.

use serde::Serialize;

use crate::access::{Place, Role, Viewer};
use crate::accounts::keep::{self, NotKept, Order};
use crate::accounts::model::Grants;
use crate::accounts::{Cost, Passwords};
use crate::authorities::{self, Authority, Tree};
use crate::hospitals::HospitalAt;
use crate::state::AppState;

/// A line of `accounts.json`. Demo accounts are exempt from the forced change at first sign-in.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    /// The login.
    pub account: String,
    /// Its password.
    pub password: String,
    /// Keys of its roles, joined by `+`.
    pub role: String,
    /// Code of the authority or hospital; empty for administrators.
    pub scope: String,
}

/// An account that is wanted.
struct Wanted {
    login: String,
    name: String,
    roles: Vec<Role>,
    place: Place,
    scope: String,
}

/// Makes the sample accounts and says them.
///
/// # Errors
/// [`NotKept`].
pub async fn make(app: &AppState, hospitals: &[HospitalAt], seed: u64) -> Result<Vec<DemoAccount>, NotKept> {
    let tree = authorities::store::tree(&app.db).await?;
    let passwords = Passwords::new(Cost::STANDARD)?;
    let mut made = Vec::new();
    for wanted in wanted(&tree, hospitals) {
        let password = format!("Yanshi-{seed}-{}", wanted.login);
        let order = Order {
            login: wanted.login.parse().map_err(|_| NotKept::BadName)?,
            name: wanted.name,
            grants: Grants::new(wanted.place, wanted.roles.clone())?,
            password: Some(password.clone()),
            must_change: false,
        };
        keep::create(app, &passwords, &Viewer::operator(), order).await?;
        let roles: Vec<&str> = wanted.roles.iter().map(|role| role.key()).collect();
        made.push(DemoAccount { account: wanted.login, password, role: roles.join("+"), scope: wanted.scope });
    }
    Ok(made)
}

/// The best watched branch: the county with the most hospitals.
pub fn busiest<'a>(tree: &'a Tree, hospitals: &[HospitalAt]) -> Option<&'a Authority> {
    let below = tree.walk().into_iter().filter(|(depth, _)| *depth > 1);
    let most = below.max_by_key(|(_, one)| hospitals.iter().filter(|h| h.reports_to == one.id).count());
    most.map(|(_, authority)| authority)
}

fn wanted(tree: &Tree, hospitals: &[HospitalAt]) -> Vec<Wanted> {
    let mut all = Vec::new();
    let mut at = |login: &str, name: &str, roles: &[Role], place: Place, scope: &str| {
        all.push(Wanted {
            login: login.to_owned(),
            name: name.to_owned(),
            roles: roles.to_vec(),
            place,
            scope: scope.to_owned(),
        });
    };
    let staff = [Role::AuthorityStaff, Role::AccountKeeper];
    if let Some(top) = tree.roots().next() {
        at("sheng", "省级演示账号", &staff, Place::Authority(top.id), &top.code);
    }
    if let Some(county) = busiest(tree, hospitals) {
        if let Some(city) = county.reviewed_by.and_then(|id| tree.get(id)) {
            at("shi", "市级演示账号", &staff, Place::Authority(city.id), &city.code);
        }
        at("xian", "县级演示账号", &staff, Place::Authority(county.id), &county.code);
        at("ducha", "督查员演示账号", &[Role::Inspector], Place::Authority(county.id), &county.code);
        let mine = hospitals.iter().filter(|hospital| hospital.reports_to == county.id);
        for (number, hospital) in (1..=2).zip(mine) {
            let (clerk, reviewer) = (format!("tianbao{number}"), format!("shenhe{number}"));
            let place = Place::Hospital(hospital.id);
            at(&clerk, &format!("填报人演示{number}"), &[Role::Clerk], place, &hospital.code);
            at(&reviewer, &format!("审核人演示{number}"), &[Role::HospitalReviewer], place, &hospital.code);
        }
    }
    at("xitong", "系统管理员演示", &[Role::SystemAdmin], Place::System, "");
    at("anquan", "安全管理员演示", &[Role::SecurityAdmin], Place::System, "");
    at("shenji", "审计管理员演示", &[Role::AuditAdmin], Place::System, "");
    all
}
