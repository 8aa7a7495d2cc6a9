//! What changes: signing in and out, one's own password, the accounts one keeps.

mod keep;
mod own;
mod sign_in;

pub use keep::{create, disable, enable, reset, set_roles};
pub use own::{change_email, change_password};
pub use sign_in::{sign_in, sign_out};

use crate::accounts::proof::Proof;

/// What a reader is told who did not prove the password: what is wrong, and what to do.
fn refusal(proof: &Proof) -> (String, &'static str) {
    const FORGOTTEN: &str = "忘了密码请找你单位的账号管理员重置。";
    match proof {
        Proof::Locked { minutes, widely: false } => {
            (format!("这个账号在这里连错太多次，{minutes} 分钟后才能再试。"), FORGOTTEN)
        }
        Proof::Locked { minutes, widely: true } => (
            format!("这个账号近来在多处被输错密码，没登录过的地点 {minutes} 分钟后才能再试。"),
            "请在平时用的电脑上登录；若不是你输错的，请告诉你单位的账号管理员。",
        ),
        Proof::Wrong { left: 0 } => ("账号或密码不对，已锁定 30 分钟。".to_owned(), FORGOTTEN),
        Proof::Wrong { left } => (format!("账号或密码不对。再错 {left} 次将锁定 30 分钟；"), FORGOTTEN),
        // Only a disabled account comes here with the right password.
        Proof::Right(_) => ("这个账号已停用，不能登录。".to_owned(), "如果还要用，请找你单位的账号管理员启用。"),
    }
}
