//! GET: lists of returns, one return with its rounds, an upload with its problems, files to take away.

mod asks;
mod beside;
mod compare;
mod departments;
mod element;
pub(super) mod entry;
mod entry_rows;
mod excerpt;
mod files;
mod instead;
mod list;
mod listing;
mod many;
mod own;
mod paper;
mod receipt;
mod round;
mod shown;
mod stamps;
mod upload;
mod working;

pub use compare::compare;
pub use departments::departments;
pub use element::element;
pub use entry::entry;
pub use files::{annotated, department_table, original, own_template, table, template};
pub(super) use list::{ListQuery, Refused, list_page};
pub use list::{list, list_xlsx};
pub use many::summary;
pub use paper::paper;
pub use receipt::receipt;
pub(super) use receipt::{FoundRound, ReceiptPage, found_round};
pub use round::{return_page, show};
pub use stamps::stamped;
pub use upload::{batch, form, single};

use sea_orm::ConnectionTrait;

use crate::access::Viewer;
use crate::calendar::Period;
use crate::catalogue::model::Severity;
use crate::hospitals::{self, HospitalAt};
use crate::returns::explain::{Ask, State};
use crate::returns::model::{Problem, Standing};
use crate::web::{Crumb, Head, PageError, format};

/// A state as the tag component shows it.
#[derive(Clone, serde::Serialize)]
struct Tag {
    kind: &'static str,
    label: &'static str,
}

impl Tag {
    fn of(standing: Standing) -> Self {
        Self { kind: standing.tag(), label: standing.label() }
    }
}

/// A tab over a list.
#[derive(serde::Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

/// How many of a list stand alike, for the bar above it.
#[derive(serde::Serialize)]
struct Share {
    kind: &'static str,
    label: &'static str,
    count: u64,
}

/// The head of a page about a return of one quarter: the way up goes through that quarter.
fn in_quarter(title: &str, quarter: Period) -> Head {
    Head::titled(title)
        .crumb(Crumb::to("季度报表", "/returns"))
        .crumb(Crumb::to(quarter.label(), format!("/returns?period={quarter}")))
}

/// A quarter of an address, or not found.
pub(super) fn quarter_of(text: &str) -> Result<Period, PageError> {
    let period: Period = text.parse().map_err(|_| PageError::NotFound)?;
    if period.grain() == crate::calendar::Grain::Quarter { Ok(period) } else { Err(PageError::NotFound) }
}

/// The hospital with this code on the quarter's last day, in the viewer's scope, or not found.
pub(super) async fn hospital_of(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    code: &str,
    quarter: Period,
) -> Result<HospitalAt, PageError> {
    let found = hospitals::store::by_code(db, &viewer.scope(), code, quarter.last_day()).await?;
    found.ok_or(PageError::NotFound)
}

/// A fingerprint short enough to compare by eye: `9f3a 61c2 … 7be0`.
fn short_print(hex: &str) -> String {
    match (hex.get(..4), hex.get(4..8), hex.get(hex.len().saturating_sub(4)..)) {
        (Some(a), Some(b), Some(c)) => format!("{a} {b} … {c}"),
        _ => hex.to_owned(),
    }
}

/// A size as a person says it.
fn size_label(bytes: i64) -> String {
    if bytes < 1024 * 1024 {
        format!("{} KB", format::count((bytes + 1023) / 1024))
    } else {
        format!("{} MB", format::count((bytes + 1024 * 1024 - 1) / (1024 * 1024)))
    }
}

/// One problem in the table 逐条处理.
#[derive(Clone, serde::Serialize)]
struct ProblemRow {
    number: usize,
    blocks: bool,
    /// Whether something is to be done: what was explained waits for the reviewer.
    open: bool,
    tag: Tag,
    sheet: String,
    cell: Option<String>,
    /// Where the cell is shown as it stands in the sheet.
    href: Option<String>,
    found: Option<String>,
    message: String,
    remedy: String,
}

/// Problems, those to be mended first.
fn in_order(problems: &[Problem]) -> impl Iterator<Item = &Problem> {
    let of = |blocks: bool| problems.iter().filter(move |problem| (problem.severity == Severity::Block) == blocks);
    of(true).chain(of(false))
}

/// The rows of problems in [`in_order`]; `asks` is what was said of them, `place` the page that shows each at its cell.
fn problem_rows(problems: &[Problem], asks: &[Ask], place: &str) -> Vec<ProblemRow> {
    let row = |(problem, number): (&Problem, usize)| {
        let (sheet, cell) = (problem.sheet.as_deref(), problem.cell.as_deref());
        let blocks = problem.severity == Severity::Block;
        let ask = asks.iter().filter(|_| !blocks).find(|ask| ask.is_at(&problem.rule, sheet, cell));
        let state = ask.and_then(Ask::state);
        let (kind, label) = match state {
            Some(state) => state.tag(),
            None if blocks => ("bad", "必须改"),
            None => ("wait", "请说明"),
        };
        ProblemRow {
            number,
            blocks,
            open: matches!(state, None | Some(State::Asked)),
            tag: Tag { kind, label },
            sheet: sheet.unwrap_or_default().to_owned(),
            cell: problem.cell.clone(),
            href: sheet.and(cell).map(|_| format!("{place}?problem={number}#excerpt")),
            found: problem.found.clone().filter(|found| !found.is_empty()),
            message: problem.message.clone(),
            remedy: problem.remedy.clone(),
        }
    };
    in_order(problems).zip(1..).map(row).collect()
}
