//! 消息: what an account is told – that a return came back, was accepted, is due.
//!
//! In: letters of other rooms, posted inside the transaction of the deed they tell of. Out: the list of each account, the
//! number of unread messages in the frame, and for those who want it one mail a day.

mod actions;
mod daily;
mod days;
pub mod digest;
pub mod due;
mod entity;
mod form;
mod layer;
pub mod mail;
pub mod model;
mod pages;
pub mod store;

use crate::state::AppState;
use crate::web::{Access, Routes};

pub use daily::keep_reminding;
pub use days::Days;
pub use layer::counts_layer;
pub use model::{Letter, Recipient, Topic};
pub use store::post;

/// The list, and what its reader does with it.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/inbox", Access::SignedIn, pages::list)
        .post("/inbox/read", Access::SignedIn, actions::read_all)
        .post("/inbox/{id}/open", Access::SignedIn, actions::open)
}
