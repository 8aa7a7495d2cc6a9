//! Who owes what by when: every duty of a campaign, for every bearer the dated registers know, in every period. Pure.

use chrono::{Months, NaiveDate};

use crate::access::AuthorityId;
use crate::authorities::{Authority, Tree};
use crate::calendar::Period;
use crate::campaign::model::{Bearer, Owed};
use crate::catalogue::model::{AuthorityKind, BearerKind, Campaign, Due, Duty};
use crate::hospitals::{Entry, Facts};

/// By when the return of a quarter is due from a hospital of a level; none where nothing is set.
pub type ReturnDue<'a> = &'a dyn Fn(Period, &str) -> Option<NaiveDate>;

/// One time a duty is owed.
struct Slot {
    period: String,
    /// Of a quarterly duty, for the deadline of its return.
    quarter: Option<Period>,
    opens: NaiveDate,
    /// The day on which a bearer must have existed.
    stands: NaiveDate,
    due: Option<NaiveDate>,
}

/// As what an authority owes duties.
#[must_use]
pub fn kind_of(authority: &Authority, tree: &Tree) -> BearerKind {
    match authority.kind {
        AuthorityKind::Province => BearerKind::Province,
        AuthorityKind::City => BearerKind::City,
        AuthorityKind::County => BearerKind::County,
        AuthorityKind::QcCentre => {
            let above = authority.reviewed_by.and_then(|id| tree.get(id));
            let top = above.is_none_or(|above| above.reviewed_by.is_none());
            if top { BearerKind::QcCentre } else { BearerKind::LocalQcCentre }
        }
    }
}

/// Everything that is owed of one duty of a campaign by `today`'s registers, what lies ahead too.
#[must_use]
pub fn owed(
    (campaign, duty): (&Campaign, &Duty),
    tree: &Tree,
    register: &[Entry],
    returns: ReturnDue<'_>,
    today: NaiveDate,
) -> Vec<Owed> {
    let authorities: Vec<&Authority> = tree.walk().into_iter().map(|(_, one)| one).collect();
    let mut all = Vec::new();
    for slot in slots(campaign, duty) {
        let day = slot.stands.min(today);
        let bearers = authorities.iter().filter(|one| valid(one, day));
        for one in bearers {
            let kind = kind_of(one, tree);
            if duty.bearers.contains(&kind) {
                all.push(of(duty, Bearer::Authority(one.id), (kind, one.id), &slot, slot.due));
            }
        }
    }
    if duty.bearers.contains(&BearerKind::Hospital) {
        of_hospitals(campaign, duty, register, (returns, today), &mut all);
    }
    all
}

fn valid(authority: &Authority, day: NaiveDate) -> bool {
    authority.valid_from.is_none_or(|from| from <= day) && authority.valid_to.is_none_or(|to| day <= to)
}

fn of(
    duty: &Duty,
    bearer: Bearer,
    (kind, under): (BearerKind, AuthorityId),
    slot: &Slot,
    due: Option<NaiveDate>,
) -> Owed {
    Owed {
        duty: duty.id.clone(),
        bearer,
        kind,
        under,
        period: slot.period.clone(),
        opens: slot.opens,
        due,
        times: i32::from(duty.times),
    }
}

fn of_hospitals(
    campaign: &Campaign,
    duty: &Duty,
    register: &[Entry],
    (returns, today): (ReturnDue<'_>, NaiveDate),
    all: &mut Vec<Owed>,
) {
    let levels = if duty.levels.is_empty() { &campaign.levels } else { &duty.levels };
    let kind = BearerKind::Hospital;
    if let Due::MonthsAfterOpening(months) = duty.due {
        for entry in register {
            let opened = entry.opened.filter(|day| (campaign.from..=campaign.to()).contains(day));
            let Some((opened, facts)) =
                opened.and_then(|day| Some((day, on(entry, day.max(entry.spans.first()?.from))?)))
            else {
                continue;
            };
            if levels.contains(&facts.level) && campaign.levels.contains(&facts.level) {
                let due = opened.checked_add_months(Months::new(u32::from(months)));
                let slot = Slot { period: String::new(), quarter: None, opens: opened, stands: opened, due };
                all.push(of(duty, Bearer::Hospital(entry.id), (kind, reviewer(entry, facts)), &slot, due));
            }
        }
        return;
    }
    for slot in slots(campaign, duty) {
        let day = slot.stands.min(today);
        for entry in register {
            let Some(facts) = on(entry, day) else { continue };
            if !levels.contains(&facts.level) || !campaign.levels.contains(&facts.level) {
                continue;
            }
            let due = match (&duty.due, slot.quarter) {
                (Due::WithReturn, Some(quarter)) => returns(quarter, &facts.level),
                _ => slot.due,
            };
            all.push(of(duty, Bearer::Hospital(entry.id), (kind, reviewer(entry, facts)), &slot, due));
        }
    }
}

/// What held of a hospital on a day: where it was open before the register knew it, what the register knew first.
fn on(entry: &Entry, day: NaiveDate) -> Option<&Facts> {
    let known = entry.spans.first()?;
    if day >= known.from {
        return entry.on(day);
    }
    entry.opened.filter(|opened| *opened <= day).map(|_| &known.facts)
}

/// Who reviews it now: what is owed is seen by whoever answers for the hospital today.
fn reviewer(entry: &Entry, then: &Facts) -> AuthorityId {
    entry.spans.last().map_or(then.reports_to, |span| span.facts.reports_to)
}

/// The times a duty is owed, the earliest first.
fn slots(campaign: &Campaign, duty: &Duty) -> Vec<Slot> {
    match (&duty.due, duty.first.zip(duty.last)) {
        (_, Some((first, last))) => first.through(last).into_iter().map(|period| periodic(duty, period)).collect(),
        (Due::On(days), None) => days.iter().map(|day| by_day(campaign, *day, days.len() > 1)).collect(),
        // Owed from the beginning, by whoever exists on the day asked.
        (_, None) => {
            vec![Slot { period: String::new(), quarter: None, opens: campaign.from, stands: NaiveDate::MAX, due: None }]
        }
    }
}

fn periodic(duty: &Duty, period: Period) -> Slot {
    let end = period.last_day();
    let due = match duty.due {
        Due::DaysAfter(days) => end.checked_add_days(chrono::Days::new(u64::from(days))),
        _ => None,
    };
    Slot { period: period.to_string(), quarter: Some(period), opens: period.first_day(), stands: end, due }
}

/// Owed by a day: it opens with the stretch of a phase in which that day lies, else with the campaign.
fn by_day(campaign: &Campaign, day: NaiveDate, several: bool) -> Slot {
    let ranges = campaign.phases.iter().flat_map(|phase| &phase.ranges);
    let opens = ranges.filter(|(from, to)| (from..=to).contains(&&day)).map(|(from, _)| *from).max();
    Slot {
        period: if several { day.to_string() } else { String::new() },
        quarter: None,
        opens: opens.unwrap_or(campaign.from),
        stands: day,
        due: Some(day),
    }
}

/// Who owes a duty, in words.
#[must_use]
pub fn kinds_label(duty: &Duty) -> String {
    duty.bearers.iter().map(|kind| kind.label()).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests;
