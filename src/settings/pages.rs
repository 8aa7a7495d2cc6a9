//! GET: all settings, the thresholds of one rule, one choice of an authority.

mod choice;
mod list;
mod rule;

pub use choice::{ChoicePage, choice, own_commission};
pub use list::list;
pub use rule::{RulePage, rule, version_of};

use serde::Serialize;

use crate::calendar::china_minute;
use crate::settings::model::Setting;

/// One step of a history.
#[derive(Serialize)]
struct Step {
    at: String,
    by: String,
    what: String,
    reason: String,
}

impl Step {
    fn of(setting: &Setting, what: String) -> Self {
        let (by, reason) = (setting.set_by_name.clone(), setting.reason.clone());
        Self { at: china_minute(setting.set_at), by, what, reason }
    }
}
