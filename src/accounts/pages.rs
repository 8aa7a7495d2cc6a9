//! The pages: signing in, one's own account, the accounts one keeps.

mod keep;
mod own;
mod sign_in;

pub use keep::{OneTimePage, account_page, list, new, new_page, one};
pub use own::{OwnPage, PasswordPage, own, password};
pub use sign_in::{SignInPage, sign_in, start};
