//! The hospitals of an authority with what each did: filtered, sorted, paged.

use serde::Serialize;

use crate::access::AuthorityId;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::returns::deadlines::board::{Row, sums};
use crate::returns::deadlines::measure::{Sums, TIMINGS, Timing};
use crate::returns::deadlines::pages::Tag;
use crate::returns::deadlines::pages::timeliness::Look;
use crate::web::Paging;

/// Rows of a page.
const SIZE: u64 = 50;

/// The list on the page.
#[derive(Serialize)]
pub struct Listed {
    tabs: Vec<Tab>,
    sorts: Vec<Tab>,
    rows: Vec<Shown>,
    paging: Paging,
}

#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Shown {
    name: String,
    code: String,
    level: String,
    authority: String,
    tag: Tag,
    due: String,
    extended: bool,
    received: String,
    accepted: String,
    href: String,
}

/// What a list can be sorted by: name in addresses, label.
const SORTS: [(&str, &str); 3] = [("due", "按期限"), ("name", "按名称"), ("received", "按收到时间")];

/// The state of an address.
fn known(key: Option<&str>) -> Option<Timing> {
    TIMINGS.into_iter().find(|timing| Some(timing.key()) == key)
}

impl Listed {
    /// The hospitals `rows` as the query wants them.
    pub(super) fn new(look: &Look, catalogue: &Catalogue, mut rows: Vec<&Row>) -> Self {
        let wanted = known(look.query.state.as_deref());
        let asked = look.query.sort.as_deref();
        let sort = SORTS.into_iter().map(|(key, _)| key).find(|key| asked == Some(*key)).unwrap_or("due");
        let all = sums(rows.iter().copied());
        rows.retain(|row| wanted.is_none_or(|timing| row.course.timing == timing));
        sorted(&mut rows, sort);
        let authority = look.asked.map(|id| id.to_string()).unwrap_or_default();
        let state = wanted.map(Timing::key).unwrap_or_default();
        let link = |state: &str, sort: &str, page: &str| {
            look.link("/returns/timeliness", &authority, &[("state", state), ("sort", sort), ("page", page)])
        };
        let paging = Paging::new(look.query.paging.number(), SIZE, rows.len() as u64, |page| {
            link(state, sort, &page.to_string())
        });
        let skip = usize::try_from(paging.offset()).unwrap_or(0);
        let sort_tab = |(key, label): (&str, &str)| Tab {
            label: label.to_owned(),
            href: link(state, key, ""),
            current: key == sort,
        };
        Self {
            tabs: tabs(&all, wanted, |state| link(state, sort, "")),
            sorts: SORTS.into_iter().map(sort_tab).collect(),
            rows: rows.iter().skip(skip).take(SIZE as usize).map(|row| shown(look, catalogue, row)).collect(),
            paging,
        }
    }
}

fn sorted(rows: &mut [&Row], sort: &str) {
    match sort {
        "name" => rows.sort_by(|a, b| a.hospital.name.cmp(&b.hospital.name)),
        // Who handed in nothing comes last.
        "received" => rows.sort_by_key(|row| (row.course.received.is_none(), row.course.received)),
        _ => rows.sort_by_key(|row| (row.course.due.is_none(), row.course.due.map(|due| due.on))),
    }
}

fn tabs(all: &Sums, wanted: Option<Timing>, link: impl Fn(&str) -> String) -> Vec<Tab> {
    let everybody = Tab { label: format!("全部 {}", all.expected), href: link(""), current: wanted.is_none() };
    let of = |timing: Timing| Tab {
        label: format!("{} {}", timing.label(), all.of(timing)),
        href: link(timing.key()),
        current: wanted == Some(timing),
    };
    let there = TIMINGS.into_iter().filter(|timing| all.of(*timing) > 0 || wanted == Some(*timing));
    std::iter::once(everybody).chain(there.map(of)).collect()
}

fn shown(look: &Look, catalogue: &Catalogue, row: &Row) -> Shown {
    let (hospital, course) = (&row.hospital, &row.course);
    let reports_to: AuthorityId = hospital.reports_to;
    Shown {
        name: hospital.name.clone(),
        code: hospital.code.clone(),
        level: catalogue.register().level_name(&hospital.level).to_owned(),
        authority: look.board.tree.name(reports_to).to_owned(),
        tag: Tag { kind: course.timing.tag(), label: course.timing.label() },
        due: course.due.map_or_else(|| "未设".to_owned(), |due| due.on.to_string()),
        extended: course.due.is_some_and(|due| due.extended),
        received: received_said(row),
        accepted: course.accepted.map_or_else(|| "未接收".to_owned(), china_minute),
        href: format!("/returns/{}/{}", look.board.quarter, hospital.code),
    }
}

/// When what counts came in; where nothing counts yet, when the first round did.
fn received_said(row: &Row) -> String {
    row.course.counted.or(row.course.received).map_or_else(|| "没有收到".to_owned(), china_minute)
}
