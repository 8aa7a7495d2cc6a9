//! GET: the campaign at a glance, who of whom is late, one duty, one bearer, one thing that is owed.

mod bearer;
mod board;
mod chart;
mod duty;
mod file;
mod one;
mod overview;
mod sheets;
mod trainings;

pub use bearer::{bearer, own};
pub use board::board;
pub use duty::duty;
pub use file::file;
pub use one::{OnePage, one};
pub use overview::{overview, overview_of};
pub use sheets::{bearer_xlsx, board_xlsx};
pub use trainings::{trainings, trainings_xlsx};

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::{AuthorityId, HospitalId, Scope, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_date};
use crate::campaign::keep::above;
use crate::campaign::model::{Bearer, Occurrence, State};
use crate::campaign::store::{self, Counts};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, Due, Duty};
use crate::db::StoreError;
use crate::hospitals;
use crate::state::AppState;
use crate::web::PageError;

/// What every page of a campaign stands on.
struct Look<'a> {
    campaign: &'a Campaign,
    /// Those that can be chosen.
    campaigns: Vec<&'a Campaign>,
    tree: Tree,
    scope: Scope,
    above: Vec<AuthorityId>,
    /// The day asked.
    on: NaiveDate,
    today: NaiveDate,
}

impl<'a> Look<'a> {
    /// Of the campaign with this id, or of the one that matters most on the day; invented ones only where everything is.
    async fn load(
        app: &AppState,
        viewer: &Viewer,
        (catalogue, invented): (&'a Catalogue, bool),
        (id, on): (Option<&str>, &str),
    ) -> Result<Self, PageError> {
        let today = china_date(app.clock.now());
        let on = on.parse().ok().filter(|day: &NaiveDate| *day <= today).unwrap_or(today);
        let shown = |one: &&Campaign| !one.duties.is_empty() && (invented || !one.demo);
        let mut campaigns: Vec<&Campaign> = catalogue.campaigns().iter().filter(shown).collect();
        campaigns.sort_by_key(|one| one.demo);
        let usual = catalogue.campaign_on(on).filter(|one| campaigns.iter().any(|known| known.id == one.id));
        let campaign = match id {
            Some(id) => campaigns.iter().copied().find(|one| one.id == id).ok_or(PageError::NotFound)?,
            None => usual.or(campaigns.first().copied()).ok_or_else(|| {
                PageError::refused(
                    "目录里没有写明任务的活动。",
                    "在 targets/campaigns/ 里写一份活动和它的任务，再看这里。",
                )
            })?,
        };
        let tree = authorities::store::tree(&app.db).await?;
        let above = above(&tree, viewer);
        Ok(Self { campaign, campaigns, tree, scope: viewer.scope(), above, on, today })
    }

    fn who(&self) -> (&Scope, &[AuthorityId]) {
        (&self.scope, &self.above)
    }

    /// The campaigns as tabs of a page with this ending of its address.
    fn tabs(&self, ending: &str) -> Vec<Tab> {
        let tab = |one: &&Campaign| Tab {
            label: one.title.clone(),
            href: format!("/campaigns/{}{ending}", one.id),
            current: one.id == self.campaign.id,
        };
        self.campaigns.iter().map(tab).collect()
    }

    /// `?on=` where another day than today is asked.
    fn asked_day(&self, joint: char) -> String {
        if self.on == self.today { String::new() } else { format!("{joint}on={}", self.on) }
    }
}

/// An option of a list.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// Something to choose.
#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

/// How many stand how, as a page shows it.
#[derive(Serialize)]
struct Shown {
    all: i64,
    done: i64,
    late: i64,
    running: i64,
    ahead: i64,
    exempt: i64,
    /// Parts of the bar.
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    kind: &'static str,
    count: i64,
}

impl From<Counts> for Shown {
    fn from(counts: Counts) -> Self {
        let running = counts.running();
        let part = |kind, count| Part { kind, count };
        Self {
            all: counts.all,
            done: counts.done,
            late: counts.late,
            running,
            ahead: counts.ahead,
            exempt: counts.exempt,
            parts: vec![
                part("ok", counts.done),
                part("bad", counts.late),
                part("wait", running),
                part("none", counts.ahead),
            ],
        }
    }
}

/// One thing that is owed, as a row.
#[derive(Serialize)]
struct Row {
    href: String,
    name: String,
    /// Where the bearer's other duties are.
    bearer: String,
    title: String,
    clause: String,
    period: String,
    due: String,
    state: &'static str,
    tag: &'static str,
    said: String,
}

fn row(look: &Look<'_>, one: &Occurrence, names: &Names) -> Option<Row> {
    let duty = look.campaign.duty(&one.owed.duty)?;
    let state = one.state(look.on);
    let (name, code) = names.of(one.owed.bearer);
    Some(Row {
        href: format!("/duties/{}", one.id),
        bearer: format!("/campaigns/{}/bearers/{code}{}", look.campaign.id, look.asked_day('?')),
        name,
        title: duty.title.clone(),
        clause: duty.clause.clone(),
        period: period_label(&one.owed.period),
        due: due_label(duty, one.owed.due),
        state: state.label(),
        tag: state.tag(),
        said: said(duty, one, (state, names.received(one))),
    })
}

/// What shows how far it has come, in words; `received` are the days on which its pieces came in.
fn said(duty: &Duty, one: &Occurrence, (state, received): (State, &[NaiveDate])) -> String {
    match (state, &one.exempt) {
        (State::Exempt, Some((on, reason, _))) => format!("{on} 免除：{reason}"),
        _ if duty.proof.is_some() => {
            let late = if state == State::Done && one.was_late() { "，逾期完成" } else { "" };
            format!("{}{late}", one.said)
        }
        (State::Done, _) => {
            let late = match one.shown_late(received.iter().copied()) {
                Some(known) => format!("，佐证 {known} 补交"),
                None if one.was_late() => "，逾期完成".to_owned(),
                None => String::new(),
            };
            one.done_on.map(|day| format!("{day} 完成{late}")).unwrap_or_default()
        }
        _ if duty.times > 1 => format!("已交 {} 份，要 {} 份", one.have, duty.times),
        _ => "还没有交".to_owned(),
    }
}

/// A period for a reader; a dash for none.
fn period_label(period: &str) -> String {
    match period.parse::<Period>() {
        Ok(period) => period.label(),
        Err(_) if period.is_empty() => "—".to_owned(),
        Err(_) => period.to_owned(),
    }
}

/// By when, and whether the document says so.
fn due_label(duty: &Duty, due: Option<NaiveDate>) -> String {
    match (&duty.due, due) {
        (Due::Open(why), _) => why.clone(),
        (_, Some(day)) => format!("{day}{}", if duty.due_said { "" } else { "（本系统口径）" }),
        (Due::WithReturn, None) => "报表期限没有设".to_owned(),
        (Due::DaysAfter(_), None) => "还不能判断".to_owned(),
        (_, None) => "没有期限".to_owned(),
    }
}

/// By when, as a rule.
fn rule(duty: &Duty) -> String {
    let rule = match &duty.due {
        Due::On(days) => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            format!("{} 前", days.join("、"))
        }
        Due::DaysAfter(0) => "每期最后一天前".to_owned(),
        Due::DaysAfter(days) => format!("每期结束后 {days} 天内"),
        Due::MonthsAfterOpening(months) => format!("开业后 {months} 个月内"),
        Due::WithReturn => "报表的上报期限".to_owned(),
        Due::Open(why) => return why.clone(),
    };
    if duty.due_said { rule } else { format!("{rule}（本系统口径，文件没有写）") }
}

/// What bearers are called, and their codes; and when what they handed in came.
struct Names {
    authorities: HashMap<AuthorityId, (String, String)>,
    hospitals: HashMap<HospitalId, (String, String)>,
    received: HashMap<i64, Vec<NaiveDate>>,
}

impl Names {
    /// Of those who owe some things; whoever calls has found those in the reader's scope.
    async fn load(db: &impl ConnectionTrait, tree: &Tree, owed: &[Occurrence]) -> Result<Self, StoreError> {
        let names = Self::of_bearers(db, tree, owed.iter().map(|one| one.owed.bearer)).await?;
        Ok(Self { received: store::received(db, owed).await?, ..names })
    }

    /// The days on which the pieces of one came in.
    fn received(&self, one: &Occurrence) -> &[NaiveDate] {
        self.received.get(&one.id).map(Vec::as_slice).unwrap_or_default()
    }

    async fn of_bearers(
        db: &impl ConnectionTrait,
        tree: &Tree,
        bearers: impl Iterator<Item = Bearer>,
    ) -> Result<Self, StoreError> {
        let mut ids: Vec<HospitalId> = bearers
            .filter_map(|bearer| match bearer {
                Bearer::Hospital(id) => Some(id),
                Bearer::Authority(_) => None,
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let known = hospitals::store::named_everywhere(db, &ids).await?;
        let authority = |(_, one): (usize, &authorities::Authority)| (one.id, (one.name.clone(), one.code.clone()));
        Ok(Self {
            authorities: tree.walk().into_iter().map(authority).collect(),
            hospitals: known.into_iter().map(|(id, one)| (id, (one.facts.name, one.code))).collect(),
            received: HashMap::new(),
        })
    }

    fn of(&self, bearer: Bearer) -> (String, String) {
        let found = match bearer {
            Bearer::Authority(id) => self.authorities.get(&id),
            Bearer::Hospital(id) => self.hospitals.get(&id),
        };
        found.cloned().unwrap_or_default()
    }
}
