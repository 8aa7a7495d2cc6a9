//! 催报: who is reminded of what on which day, and the words for a chat group. Values in, values out.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::AuthorityId;
use crate::authorities::Tree;
use crate::calendar::Period;
use crate::inbox::{Days, Letter, Recipient, Topic};
use crate::returns::deadlines::board::Row;
use crate::returns::deadlines::due::Due;
use crate::returns::deadlines::words::{day_said, due_said};

/// How many days before the due date a hospital is reminded.
const BEFORE: [i64; 3] = [7, 3, 1];

/// Days between two letters about the same overdue return.
const WEEK: i64 = 7;

/// The last day after the due date on which somebody is still reminded: a quarter later the next return is due.
const LAST: i64 = 90;

/// Why a hospital is reminded on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    /// So many days are left.
    Soon(i64),
    /// So many days are over.
    Overdue(i64),
}

impl Reason {
    fn of(due: Due, day: NaiveDate) -> Option<Self> {
        let left = (due.on - day).num_days();
        if BEFORE.contains(&left) {
            return Some(Self::Soon(left));
        }
        let over = -left;
        ((1..=LAST).contains(&over) && (over - 1) % WEEK == 0).then_some(Self::Overdue(over))
    }

    /// Of the latest of some days that has one, as it is today; what was to be said before the due date is not said after it.
    fn latest(due: Due, posted: Days) -> Option<(NaiveDate, Self)> {
        let left = (due.on - posted.today()).num_days();
        let (day, reason) = posted.latest(|day| Self::of(due, day).filter(|one| left >= 0 || one.is_overdue()))?;
        let today = match reason {
            Self::Soon(_) => Self::Soon(left),
            Self::Overdue(_) => Self::Overdue(-left),
        };
        Some((day, today))
    }

    fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue(_))
    }

    fn key(self) -> &'static str {
        match self {
            Self::Soon(_) => "due-soon",
            Self::Overdue(_) => "overdue",
        }
    }

    fn topic(self) -> Topic {
        match self {
            Self::Soon(_) => Topic::DueSoon,
            Self::Overdue(_) => Topic::Overdue,
        }
    }
}

/// The letters of some days about a quarter: to each hospital of which a round is awaited, 7, 3 and 1 days before its due date, the
/// day after it and weekly from then on; and to each authority that reviews one of these, one letter for all of them.
#[must_use]
pub fn letters(quarter: Period, posted: Days, rows: &[Row]) -> Vec<Letter> {
    let mut letters = Vec::new();
    let mut summaries: BTreeMap<(AuthorityId, NaiveDate), (usize, usize)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.course.awaited) {
        let Some(due) = row.course.due else { continue };
        let Some((day, reason)) = Reason::latest(due, posted) else { continue };
        letters.push(to_hospital(quarter, day, row, due, reason));
        let (soon, overdue) = summaries.entry((row.hospital.reports_to, day)).or_default();
        match reason {
            Reason::Soon(_) => *soon += 1,
            Reason::Overdue(_) => *overdue += 1,
        }
    }
    letters.extend(summaries.into_iter().map(|((id, day), counts)| to_authority(quarter, day, id, counts)));
    letters
}

fn to_hospital(quarter: Period, day: NaiveDate, row: &Row, due: Due, reason: Reason) -> Letter {
    let label = quarter.label();
    let open =
        if row.course.received.is_some() { "退回或撤回以后还没有重新上传" } else { "还没有报" };
    let (title, text) = match reason {
        Reason::Soon(0) => {
            (format!("{label}报表今天截止"), format!("{label}报表期限就是今天（{}），本院{open}。", due.on))
        }
        Reason::Soon(left) => (
            format!("{label}报表还有 {left} 天截止"),
            format!("{label}报表期限 {}，还有 {left} 天，本院{open}。", due.on),
        ),
        Reason::Overdue(over) => (
            format!("{label}报表已逾期 {over} 天"),
            format!("{label}报表期限 {} 已过 {over} 天，本院{open}。请尽快报；报不了的，与审核机构联系。", due.on),
        ),
    };
    Letter {
        to: Recipient::Hospital(row.hospital.id),
        topic: reason.topic(),
        once: Some(format!("{}:{quarter}:{day}", reason.key())),
        title,
        text,
        href: format!("/returns/{quarter}/{}", row.hospital.code),
    }
}

fn to_authority(quarter: Period, day: NaiveDate, id: AuthorityId, (soon, overdue): (usize, usize)) -> Letter {
    let label = quarter.label();
    let mut parts = Vec::new();
    if soon > 0 {
        parts.push(format!("{soon} 家快到期"));
    }
    if overdue > 0 {
        parts.push(format!("{overdue} 家已逾期"));
    }
    Letter {
        to: Recipient::Authority(id),
        topic: if overdue > 0 { Topic::Overdue } else { Topic::DueSoon },
        once: Some(format!("reminded:{quarter}:{day}")),
        title: format!("{label}报表：今天提醒了 {} 家没有报的医院", soon + overdue),
        text: format!("{label}报表，{}，都还没有报，今天已提醒。可以到“催报”复制文字发到群里。", parts.join("，")),
        href: format!("/returns/reminders?period={quarter}&authority={id}"),
    }
}

/// Hospitals named in a text at most; a chat group reads no more.
pub const NAMED: usize = 200;

/// A text ready for a chat group: who has not handed in, by who reviews them, by when, and how; `site` is the address to
/// sign in at. `rows` are all hospitals that are meant.
#[must_use]
pub fn chat(quarter: Period, rows: &[&Row], tree: &Tree, now: DateTime<Utc>, site: &str) -> Option<String> {
    let open: Vec<&Row> = rows.iter().copied().filter(|row| row.course.awaited).collect();
    let usual = usual_due(&open);
    let total = open.len();
    let mut lines = vec![format!("【催报】{}报表，还有 {total} 家没有报。", quarter.label())];
    lines.extend(usual.map(|due| format!("{}。", due_said(due, now, false))));
    let mut by_authority: BTreeMap<(&str, AuthorityId), Vec<&Row>> = BTreeMap::new();
    for row in &open {
        let id = row.hospital.reports_to;
        let code = tree.get(id).map_or("", |authority| authority.code.as_str());
        by_authority.entry((code, id)).or_default().push(row);
    }
    let mut room = NAMED;
    for ((_, id), rows) in by_authority {
        let shown: Vec<String> = rows.iter().take(room).map(|row| named(row, usual, now)).collect();
        room -= shown.len();
        let more = if shown.len() < rows.len() { "……" } else { "" };
        lines.push(format!("{}（{} 家）：{}{more}", tree.name(id), rows.len(), shown.join("、")));
    }
    lines.push(format!(
        "怎么报：登录 {site}，在“季度报表”里下载工作簿填好上传，也可以在网上填。传过的请看有没有“没有入库”。"
    ));
    (total > 0).then(|| lines.join("\n"))
}

/// The due date most of them have.
fn usual_due(open: &[&Row]) -> Option<Due> {
    let mut counts: BTreeMap<NaiveDate, (usize, Due)> = BTreeMap::new();
    for due in open.iter().filter_map(|row| row.course.due).filter(|due| !due.extended) {
        counts.entry(due.on).or_insert((0, due)).0 += 1;
    }
    counts.into_values().max_by_key(|(count, _)| *count).map(|(_, due)| due)
}

/// The name, with its own due date where that is another.
fn named(row: &Row, usual: Option<Due>, now: DateTime<Utc>) -> String {
    let back = if row.course.received.is_some() { "（退回或撤回后没有重传）" } else { "" };
    let name = &format!("{}{back}", row.hospital.name);
    match row.course.due.filter(|due| Some(due.on) != usual.map(|usual| usual.on)) {
        Some(due) if due.extended => format!("{name}（延至 {}）", day_said(due.on, now)),
        Some(due) => format!("{name}（期限 {}）", day_said(due.on, now)),
        None => name.clone(),
    }
}

#[cfg(test)]
mod tests;
