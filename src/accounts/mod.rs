//! 账号: people, their passwords and sessions, what is granted to them, and who keeps whose account.
//!
//! In: a cookie or a form. Out: the [`Viewer`](crate::access::Viewer) of every request, put there by
//! [`viewer_layer`]; no other room knows how a person is recognised.

mod actions;
pub mod check;
mod cookie;
pub(crate) mod entity;
mod extract;
mod form;
mod judge;
pub mod keep;
mod labels;
mod landing;
pub mod model;
mod pages;
mod password;
pub mod place;
mod proof;
pub mod store;
mod token;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use extract::{Current, gate_layer, viewer_layer};
pub use form::name_of;
pub use labels::JOURNAL_WORDS;
pub use password::{Cost, HashFault, Passwords, one_time};

/// Either kind of keeper; each sees only what it keeps.
const KEEPERS: Access = Access::AnyOf(&[Power::KeepAccounts, Power::GrantAdministrators]);

/// The pages of accounts.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/", Access::SignedIn, pages::start)
        .get("/sign-in", Access::Public, pages::sign_in)
        .post("/sign-in", Access::Public, actions::sign_in)
        .post("/sign-out", Access::Public, actions::sign_out)
        .get("/account", Access::SignedIn, pages::own)
        .post("/account/email", Access::SignedIn, actions::change_email)
        .get("/account/password", Access::SignedIn, pages::password)
        .post("/account/password", Access::SignedIn, actions::change_password)
        .get("/accounts", KEEPERS, pages::list)
        .post("/accounts", KEEPERS, actions::create)
        .get("/accounts/new", KEEPERS, pages::new)
        .get("/accounts/{id}", KEEPERS, pages::one)
        .post("/accounts/{id}/roles", KEEPERS, actions::set_roles)
        .post("/accounts/{id}/disable", KEEPERS, actions::disable)
        .post("/accounts/{id}/enable", KEEPERS, actions::enable)
        .post("/accounts/{id}/reset", KEEPERS, actions::reset)
}
