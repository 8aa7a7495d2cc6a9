//! 督导和整改 in 待办 and 本院任务: what a hospital has to mend, what a commission has to look at, which visits are open.

use super::todo::Row;
use crate::access::{AuthorityId, Power, Viewer};
use crate::calendar::china_date;
use crate::db::StoreError;
use crate::inspections::model::{Standing, State};
use crate::inspections::store::{self, Filter, FindingFilter};
use crate::progress::Desk;

/// What waits.
#[derive(Default)]
pub(super) struct Deeds {
    /// As rows.
    pub rows: Vec<Row>,
    /// How many findings have the reader's own word next: to be mended by a hospital, to be looked at by a commission.
    pub findings: u64,
    /// How many of a hospital's are past their day.
    pub overdue: u64,
}

/// Loads what waits for the reader's own place.
pub(super) async fn load(desk: &Desk, viewer: &Viewer) -> Result<Deeds, StoreError> {
    match (viewer.hospital(), viewer.authority()) {
        (Some(_), _) => to_mend(desk, viewer).await,
        (_, Some(own)) if viewer.may(Power::Inspect) || viewer.may(Power::PlanVisits) => of(desk, viewer, own).await,
        _ => Ok(Deeds::default()),
    }
}

async fn to_mend(desk: &Desk, viewer: &Viewer) -> Result<Deeds, StoreError> {
    let scope = viewer.scope();
    let count = async |filter| store::count_findings(&desk.db, &scope, &filter).await;
    let findings = count(FindingFilter { standing: Some(Standing::Open), ..FindingFilter::default() }).await?;
    let today = china_date(desk.clock.now());
    let overdue = count(FindingFilter { overdue_on: Some(today), ..FindingFilter::default() }).await?;
    let row = (findings > 0).then(|| Row {
        text: format!("回复 {findings} 项整改"),
        hint: match overdue {
            0 => "写明措施，附证明材料，在时限以前回复".to_owned(),
            _ => format!("其中 {overdue} 项已过时限"),
        },
        href: "/rectifications?standing=open".to_owned(),
        tag: (if overdue > 0 { "bad" } else { "wait" }, format!("{findings} 项")),
    });
    Ok(Deeds { rows: row.into_iter().collect(), findings, overdue })
}

async fn of(desk: &Desk, viewer: &Viewer, own: AuthorityId) -> Result<Deeds, StoreError> {
    let scope = viewer.scope();
    let replied =
        FindingFilter { standing: Some(Standing::Replied), visited_by: Some(own), ..FindingFilter::default() };
    let findings = store::count_findings(&desk.db, &scope, &replied).await?;
    let mut rows = Vec::new();
    if findings > 0 {
        rows.push(Row {
            text: format!("复核 {findings} 项整改"),
            hint: "医院已回复，由去督导的机构复核".to_owned(),
            href: "/rectifications?standing=replied".to_owned(),
            tag: ("wait", format!("{findings} 项")),
        });
    }
    for (state, words) in [(State::Begun, "已开始，还没有结束"), (State::Planned, "已计划，还没有开始")]
    {
        let filter = Filter { state: Some(state), authority: Some(own), ..Filter::default() };
        let many = store::count(&desk.db, &scope, &filter).await?;
        if many > 0 {
            rows.push(Row {
                text: format!("{many} 次督导{words}"),
                hint: "本机构去的".to_owned(),
                href: format!("/visits?state={}", state.key()),
                tag: ("wait", format!("{many} 次")),
            });
        }
    }
    Ok(Deeds { rows, findings, overdue: 0 })
}
