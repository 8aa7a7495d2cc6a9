//! 活动任务 in 待办 and 本院任务: what of the reader's own is late or due soon, and how many right below it are late.

use chrono::{Days, NaiveDate};

use super::todo::Row;
use crate::access::{Power, Viewer};
use crate::calendar::china_date;
use crate::campaign::model::Bearer;
use crate::campaign::store::{self, Pressing};
use crate::catalogue::model::{BearerKind, Campaign};
use crate::db::StoreError;
use crate::exemplars;
use crate::exemplars::model::State;
use crate::exemplars::store::{Filter, Reach};
use crate::progress::Desk;

/// How far ahead a due day is told of.
const SOON_DAYS: u64 = 30;

/// What presses.
#[derive(Default)]
pub(super) struct Duties {
    /// As rows.
    pub rows: Vec<Row>,
    /// How many of the reader's own are late.
    pub late: i64,
    /// How many exemplars wait for the reader to choose from.
    pub exemplars: u64,
}

/// Loads what presses, in three queries; of invented campaigns only where everything is.
pub(super) async fn load(desk: &Desk, viewer: &Viewer, invented: bool) -> Result<Duties, StoreError> {
    let campaigns = desk.catalogue.campaigns().iter().filter(|one| !one.duties.is_empty() && (invented || !one.demo));
    let mut campaigns: Vec<&Campaign> = campaigns.collect();
    campaigns.sort_by_key(|one| one.demo);
    let ids: Vec<&str> = campaigns.iter().map(|one| one.id.as_str()).collect();
    let today = china_date(desk.clock.now());
    let until = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today);
    let bearer = match (viewer.authority(), viewer.hospital()) {
        (Some(id), _) => Bearer::Authority(id),
        (_, Some(id)) => Bearer::Hospital(id),
        _ => return Ok(Duties::default()),
    };
    let own = store::pressing(&desk.db, (&viewer.scope(), bearer), &ids, (today, until)).await?;
    let below = match bearer {
        Bearer::Authority(id) if viewer.may(Power::KeepDuties) => {
            store::late_right_below(&desk.db, (viewer.scope(), id), &ids, today).await?
        }
        _ => Vec::new(),
    };
    let of = |campaign: &&Campaign| rows(campaign, (campaigns.len() > 1, until), &own, &below);
    let exemplars = waiting(desk, viewer).await?;
    let rows = campaigns.iter().flat_map(of).chain((exemplars > 0).then(|| choose(exemplars))).collect();
    Ok(Duties { rows, late: own.iter().map(|one| one.late).sum(), exemplars })
}

/// How many exemplars wait to be chosen, for whoever chooses.
async fn waiting(desk: &Desk, viewer: &Viewer) -> Result<u64, StoreError> {
    if !exemplars::keep::may_decide(viewer) {
        return Ok(0);
    }
    let filter = Filter { states: vec![State::Submitted], ..Filter::default() };
    exemplars::store::count(&desk.db, Reach::within(viewer), &filter).await
}

fn choose(exemplars: u64) -> Row {
    Row {
        text: format!("{exemplars} 份典型材料等待选用"),
        hint: "选用的写明理由和公开范围，不选用的写明原因".to_owned(),
        href: "/exemplars/submitted".to_owned(),
        tag: ("wait", format!("{exemplars} 份")),
    }
}

/// The rows of one campaign, which is named where there are several.
fn rows(
    campaign: &Campaign,
    (several, until): (bool, NaiveDate),
    own: &[Pressing],
    below: &[(String, BearerKind, i64)],
) -> Vec<Row> {
    let hint = |why: &str| if several { format!("{}；{why}", campaign.title) } else { why.to_owned() };
    let mine = format!("/duties?campaign={}", campaign.id);
    let mut rows = Vec::new();
    if let Some(own) = own.iter().find(|one| one.campaign == campaign.id) {
        if own.late > 0 {
            rows.push(Row {
                text: format!("{} 项活动任务逾期", own.late),
                hint: hint("在“我的任务”里逐项交佐证"),
                href: format!("{mine}&state=late"),
                tag: ("bad", format!("{} 项", own.late)),
            });
        }
        if own.soon > 0 {
            rows.push(Row {
                text: format!("{} 项活动任务 {SOON_DAYS} 天内到期", own.soon),
                hint: hint(&format!("{until} 以前")),
                href: mine,
                tag: ("wait", format!("{} 项", own.soon)),
            });
        }
    }
    let mut kinds: Vec<_> = below.iter().filter(|(id, ..)| *id == campaign.id).collect();
    kinds.sort_by_key(|(_, kind, _)| *kind);
    rows.extend(kinds.into_iter().map(|(id, kind, bearers)| Row {
        text: format!("直接下级有 {bearers} 家{}任务逾期", kind.label()),
        hint: hint("由下级完成，需要时催办"),
        href: format!("/campaigns/{id}/board?kind={}&only=late-below", kind.key()),
        tag: ("bad", format!("{bearers} 家")),
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn what_is_late_leads_to_the_late_and_what_is_not_is_not_named() {
        let catalogue = Catalogue::load(None).unwrap();
        let campaign = &catalogue.campaigns()[0];
        let of = |late, soon| vec![Pressing { campaign: campaign.id.clone(), late, soon }];
        let until = NaiveDate::from_ymd_opt(2024, 11, 20).unwrap();
        let told = |own: &[Pressing], below: &[(String, BearerKind, i64)]| {
            let rows = rows(campaign, (false, until), own, below);
            rows.into_iter().map(|row| (row.text, row.href)).collect::<Vec<_>>()
        };
        let id = &campaign.id;
        let below = [(id.clone(), BearerKind::County, 3), ("another".to_owned(), BearerKind::City, 1)];
        assert_eq!(
            told(&of(2, 1), &below),
            [
                ("2 项活动任务逾期".to_owned(), format!("/duties?campaign={id}&state=late")),
                ("1 项活动任务 30 天内到期".to_owned(), format!("/duties?campaign={id}")),
                (
                    "直接下级有 3 家县级任务逾期".to_owned(),
                    format!("/campaigns/{id}/board?kind=county&only=late-below")
                ),
            ]
        );
        assert_eq!(told(&of(0, 0), &[]), []);
    }
}
