//! Every day once: which hospital is reminded of what it has to mend, and who learns that it is late. Any process may look, as
//! often as it likes: nobody gets the same message twice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::calendar::china_date;
use crate::db::{self, StoreError};
use crate::inbox::{self, Days, Letter, Recipient, Topic};
use crate::inspections::model::{Finding, Standing};
use crate::inspections::store::{self as inspections, FindingFilter};
use crate::state::AppState;

/// Days before the last one on which a hospital is reminded.
const BEFORE: [i64; 2] = [7, 1];
/// Days after it from which on a hospital, and whoever looks at its replies, is told once a week.
const WEEK: i64 = 7;
/// Weeks after which nobody is reminded any more: it stands in the ledger.
const WEEKS: i64 = 8;

/// When somebody is reminded, in words for the key that keeps a message from being sent twice; none on other days.
#[must_use]
pub fn stage(due: NaiveDate, today: NaiveDate) -> Option<String> {
    let left = (due - today).num_days();
    match left {
        left if BEFORE.contains(&left) => Some(format!("-{left}")),
        // The day after, then week by week.
        left if left < 0 && (-left - 1) % WEEK == 0 && -left <= WEEK * WEEKS => Some(format!("+{}", -left)),
        _ => None,
    }
}

/// When somebody is reminded last of some days, and the stage of that day; what was to be said before the last day is not
/// said after it.
fn staged(due: NaiveDate, posted: Days) -> Option<(NaiveDate, String)> {
    posted.latest(|day| stage(due, day).filter(|_| day > due || due >= posted.today()))
}

/// The letters of some days: one to each hospital for all its findings of a stage, one to whoever looks at its replies.
/// `checkers` says who that is, `names` what hospitals are called.
#[must_use]
pub fn letters(
    findings: &[Finding],
    posted: Days,
    checkers: &BTreeMap<i64, AuthorityId>,
    names: &BTreeMap<HospitalId, String>,
) -> Vec<Letter> {
    let mut of: BTreeMap<(HospitalId, (NaiveDate, String)), Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.standing == Standing::Open) {
        if let Some(staged) = staged(finding.last_due, posted) {
            of.entry((finding.hospital, staged)).or_default().push(finding);
        }
    }
    let mut letters = Vec::new();
    for ((hospital, (day, stage)), findings) in of {
        let (many, due) = (findings.len(), findings[0].last_due);
        let late = due < posted.today();
        let title = if late {
            format!("{many} 项整改过了时限还没有回复（应在 {due} 前）")
        } else {
            format!("{many} 项整改 {due} 到期，请回复措施和证明材料")
        };
        let href = "/rectifications?standing=open".to_owned();
        let once = Some(format!("rectify:{}:{day}:{stage}", hospital.0));
        let mut post = |to, title: String, href: String| {
            letters.push(Letter {
                to,
                topic: Topic::Rectification,
                title,
                text: String::new(),
                href,
                once: once.clone(),
            });
        };
        post(Recipient::Hospital(hospital), title, href);
        let name = names.get(&hospital).map_or("一家医院", String::as_str);
        // Each is told of those whose replies are its own to look at.
        let mut told: BTreeMap<AuthorityId, usize> = BTreeMap::new();
        for checker in findings.iter().filter_map(|one| checkers.get(&one.id.0)).filter(|_| late) {
            *told.entry(*checker).or_default() += 1;
        }
        for (checker, many) in told {
            let title = format!("{name}有 {many} 项整改逾期没有回复（应在 {due} 前）");
            post(Recipient::Authority(checker), title, "/rectifications?standing=overdue".to_owned());
        }
    }
    letters
}

/// Posts what is due since somebody looked last; how many messages were made.
///
/// # Errors
/// Of the database; then nothing was posted.
pub async fn remind(app: &AppState, looked: Option<NaiveDate>) -> Result<u64, StoreError> {
    let now = app.clock.now();
    let posted = Days::since(looked, china_date(now));
    let mut days = BTreeSet::new();
    for day in posted.each() {
        let near = (-WEEK * WEEKS..=BEFORE[0]).map(|left| day + TimeDelta::days(left));
        days.extend(near.filter(|due| stage(*due, day).is_some()));
    }
    let days = days.into_iter().collect();
    let filter = FindingFilter { standing: Some(Standing::Open), due_on: Some(days), ..FindingFilter::default() };
    let open = inspections::list_findings(&app.db, &Scope::Everything, &filter, (0, u64::from(u32::MAX))).await?;
    if open.is_empty() {
        return Ok(0);
    }
    let visits: Vec<_> = open.iter().map(|finding| finding.visit).collect();
    let visits = inspections::by_ids(&app.db, &Scope::Everything, &visits).await?;
    let ids: Vec<HospitalId> = open.iter().map(|finding| finding.hospital).collect();
    let known = crate::hospitals::store::named_everywhere(&app.db, &ids).await?;
    let checker = |finding: &Finding| {
        let goer = visits.get(&finding.visit).and_then(|visit| visit.authority);
        let reviewer = known.get(&finding.hospital).map(|one| one.facts.reports_to);
        Some((finding.id.0, goer.or(reviewer)?))
    };
    let checkers = open.iter().filter_map(checker).collect();
    let names = known.iter().map(|(id, one)| (*id, one.facts.name.clone())).collect();
    let due = letters(&open, posted, &checkers, &names);
    let txn = db::write(&app.db).await?;
    let made = inbox::post(&*txn, now, &due).await?;
    txn.commit().await?;
    Ok(made)
}

/// Reminds, for as long as the server runs.
pub async fn keep_reminding(app: AppState) {
    inbox::keep_reminding(app.clock.clone(), "rectifications", |looked| remind(&app, looked)).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reminders_come_before_the_day_after_it_and_then_weekly_for_a_while() {
        let due: NaiveDate = "2024-11-20".parse().unwrap();
        let stages: Vec<(i64, String)> = (-20..=70)
            .filter_map(|after| {
                stage(due, due + chrono::Days::new(0) + chrono::TimeDelta::days(after)).map(|s| (after, s))
            })
            .collect();
        let days: Vec<i64> = stages.iter().map(|(after, _)| *after).collect();
        assert_eq!(days, [-7, -1, 1, 8, 15, 22, 29, 36, 43, 50]);
        assert_eq!((stages[0].1.as_str(), stages[2].1.as_str()), ("-7", "+1"));
        // Off from the day before to the Monday after: only that it is late is told.
        let on = |text: &str| Days::since(None, text.parse().unwrap());
        assert_eq!(staged(due, on("2024-11-25")), Some(("2024-11-21".parse().unwrap(), "+1".to_owned())));
        assert_eq!(staged(due, on("2024-11-20")), Some(("2024-11-19".parse().unwrap(), "-1".to_owned())));
    }
}
