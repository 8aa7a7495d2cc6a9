//! GET: the ledger, a finding, a file.

mod file;
mod list;
mod one;
mod summary;

pub use file::file;
pub use list::{list, xlsx};
pub use one::{OnePage, one};
pub use summary::summary;

use chrono::NaiveDate;
use serde::Serialize;

use crate::inspections::model::{Finding, Standing};

/// A tag of how a finding stands.
#[derive(Clone, Copy, Serialize)]
struct Tag {
    kind: &'static str,
    label: &'static str,
    icon: &'static str,
}

fn tag(finding: &Finding, today: NaiveDate) -> Tag {
    match finding.standing {
        Standing::Open if finding.overdue(today) => Tag { kind: "bad", label: "逾期", icon: "late" },
        Standing::Open => Tag { kind: "wait", label: Standing::Open.label(), icon: "" },
        Standing::Replied => Tag { kind: "info", label: Standing::Replied.label(), icon: "clock" },
        Standing::Closed => Tag { kind: "ok", label: Standing::Closed.label(), icon: "" },
    }
}

/// What is left until the last day, in words.
fn left(finding: &Finding, today: NaiveDate) -> String {
    let days = (finding.last_due - today).num_days();
    match (finding.standing, days) {
        (Standing::Closed, _) => finding.mended_on.map(|day| format!("{day} 销号")).unwrap_or_default(),
        (Standing::Replied, _) => "等复核".to_owned(),
        (_, 0) => "今天到期".to_owned(),
        (_, days) if days < 0 => format!("已过 {} 天", -days),
        (_, days) => format!("还有 {days} 天"),
    }
}
