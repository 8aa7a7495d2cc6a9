//! 催办: whoever owes something is reminded before its last day and the day after; then whoever stands above learns of it, step by
//! step – hospital, county, city, province. Any process may look, as often as it likes: nobody gets the same message twice.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};

use crate::access::AuthorityId;
use crate::authorities::{self, Tree};
use crate::calendar::china_date;
use crate::campaign::model::{Bearer, Occurrence};
use crate::campaign::store;
use crate::catalogue::{Catalogue, Shelf};
use crate::db::{self, StoreError};
use crate::inbox::{self, Letter, Recipient, Topic};
use crate::state::AppState;

/// How often the server looks.
const LOOK_AGAIN: Duration = Duration::from_secs(600);
/// Days before the last one on which whoever owes it is reminded.
const BEFORE: [i64; 2] = [7, 1];
/// 逐级: so many days after the last one the one above learns of it, then the one above that, and so on (本系统口径).
const LADDER: [i64; 3] = [1, 15, 29];

/// On which days a due day makes somebody write.
#[must_use]
pub fn days(today: NaiveDate) -> Vec<NaiveDate> {
    let before = BEFORE.into_iter().map(|left| today + TimeDelta::days(left));
    before.chain(LADDER.into_iter().map(|over| today - TimeDelta::days(over))).collect()
}

/// The letters of a day: one to each bearer for all that is due on one day, one to whoever stands above for all below it.
#[must_use]
pub fn letters(owed: &[Occurrence], tree: &Tree, today: NaiveDate) -> Vec<Letter> {
    let (mut to_bearers, mut to_above): (BTreeMap<_, usize>, BTreeMap<_, usize>) = Default::default();
    for one in owed.iter().filter(|one| one.stands && one.exempt.is_none() && one.done_on.is_none()) {
        let Some(due) = one.owed.due else { continue };
        let left = (due - today).num_days();
        let rung = LADDER.iter().position(|over| *over == -left);
        if BEFORE.contains(&left) || rung == Some(0) {
            *to_bearers.entry((one.campaign.as_str(), one.owed.bearer, due)).or_default() += 1;
        }
        if let Some(above) = rung.and_then(|rung| standing_above(one, tree, rung)) {
            *to_above.entry((one.campaign.as_str(), above, due, one.owed.kind.key())).or_default() += 1;
        }
    }
    let bearers = to_bearers.into_iter().map(|((campaign, bearer, due), many)| {
        let title = if due < today {
            format!("{many} 项活动任务过了期限还没有完成（应在 {due} 前）")
        } else {
            format!("{many} 项活动任务 {due} 到期")
        };
        let to = match bearer {
            Bearer::Authority(id) => Recipient::Authority(id),
            Bearer::Hospital(id) => Recipient::Hospital(id),
        };
        let once = format!("duty:{campaign}:{}:{due}:{today}", bearer.key());
        letter(to, title, format!("/duties?campaign={campaign}"), once)
    });
    let above = to_above.into_iter().map(|((campaign, id, due, kind), many)| {
        let title = format!("下级有 {many} 项活动任务逾期没有完成（应在 {due} 前）");
        let once = format!("duty-above:{campaign}:{}:{kind}:{due}:{today}", id.0);
        letter(Recipient::Authority(id), title, format!("/campaigns/{campaign}/board?kind={kind}"), once)
    });
    bearers.chain(above).collect()
}

fn letter(to: Recipient, title: String, href: String, once: String) -> Letter {
    Letter { to, topic: Topic::Duty, title, text: String::new(), href, once: Some(once) }
}

/// Who stands so many steps above a bearer, from 0 for the first; none where the tree ends before.
fn standing_above(one: &Occurrence, tree: &Tree, rung: usize) -> Option<AuthorityId> {
    let up = |id: &AuthorityId| tree.get(*id).and_then(|one| one.reviewed_by);
    let first = match one.owed.bearer {
        Bearer::Hospital(_) => Some(one.owed.under),
        Bearer::Authority(id) => up(&id),
    };
    std::iter::successors(first, up).nth(rung)
}

/// Posts what is due today; how many messages were made.
///
/// # Errors
/// Of the database; then nothing was posted.
pub async fn remind(app: &AppState, catalogue: &Catalogue, demo: bool) -> Result<u64, StoreError> {
    let now = app.clock.now();
    let today = china_date(now);
    let mut owed = store::open_everywhere_on(&app.db, &days(today)).await?;
    // Of a duty the catalogue no longer knows, and of invented campaigns elsewhere than in a demo, nobody is told.
    owed.retain(|one| {
        let campaign = catalogue.campaign(&one.campaign).filter(|campaign| demo || !campaign.demo);
        campaign.is_some_and(|campaign| campaign.duty(&one.owed.duty).is_some())
    });
    if owed.is_empty() {
        return Ok(0);
    }
    let tree = authorities::store::tree(&app.db).await?;
    let due = letters(&owed, &tree, today);
    let txn = db::write(&app.db).await?;
    let made = inbox::post(&*txn, now, &due).await?;
    txn.commit().await?;
    Ok(made)
}

/// Reminds, for as long as the server runs.
pub async fn keep_reminding(app: AppState, shelf: Shelf, demo: bool) {
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    loop {
        ticks.tick().await;
        match remind(&app, &shelf.current(), demo).await {
            Ok(0) => (),
            Ok(made) => tracing::info!(messages = made, "bearers were reminded of duties"),
            Err(error) => tracing::warn!(%error, "bearers were not reminded of duties"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::HospitalId;
    use crate::authorities::Authority;
    use crate::campaign::model::Owed;
    use crate::catalogue::model::{AuthorityKind, BearerKind};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn tree() -> Tree {
        let one = |id: i64, kind, above: Option<i64>| Authority {
            id: AuthorityId(id),
            code: format!("{id:06}"),
            name: String::new(),
            kind,
            territory: String::new(),
            reviewed_by: above.map(AuthorityId),
            valid_from: None,
            valid_to: None,
            speciality: None,
            version: 1,
        };
        Tree::new(vec![
            one(1, AuthorityKind::Province, None),
            one(2, AuthorityKind::City, Some(1)),
            one(3, AuthorityKind::County, Some(2)),
        ])
    }

    fn owed(bearer: Bearer, due: &str) -> Occurrence {
        let (kind, under) = match bearer {
            Bearer::Hospital(_) => (BearerKind::Hospital, AuthorityId(3)),
            Bearer::Authority(id) => (BearerKind::County, id),
        };
        Occurrence {
            id: 1,
            campaign: "demo".to_owned(),
            owed: Owed {
                duty: "one".to_owned(),
                bearer,
                kind,
                under,
                period: due.to_owned(),
                opens: day("2024-01-01"),
                due: Some(day(due)),
                times: 1,
            },
            have: 0,
            done_on: None,
            said: String::new(),
            stands: true,
            exempt: None,
            version: 1,
        }
    }

    #[test]
    fn reminders_go_to_who_owes_it_and_then_up_step_by_step() {
        let hospital = owed(Bearer::Hospital(HospitalId(7)), "2024-06-30");
        let to = |on: &str| -> Vec<Recipient> {
            letters(std::slice::from_ref(&hospital), &tree(), day(on)).into_iter().map(|letter| letter.to).collect()
        };
        let own = Recipient::Hospital(HospitalId(7));
        let above = |id| Recipient::Authority(AuthorityId(id));
        assert_eq!((to("2024-06-22"), to("2024-06-30")), (vec![], vec![]));
        assert_eq!((to("2024-06-23"), to("2024-06-29")), (vec![own], vec![own]));
        assert_eq!(to("2024-07-01"), [own, above(3)]);
        assert_eq!((to("2024-07-15"), to("2024-07-29")), (vec![above(2)], vec![above(1)]));
        let county = owed(Bearer::Authority(AuthorityId(3)), "2024-06-30");
        let last = letters(std::slice::from_ref(&county), &tree(), day("2024-07-29"));
        assert!(last.is_empty(), "above the province stands nobody");
    }

    #[test]
    fn many_things_of_one_day_are_one_letter_and_what_is_done_none() {
        let mut all: Vec<Occurrence> = (0..3).map(|id| owed(Bearer::Hospital(HospitalId(id)), "2024-06-30")).collect();
        all.push(owed(Bearer::Hospital(HospitalId(1)), "2024-06-30"));
        let mut done = owed(Bearer::Hospital(HospitalId(9)), "2024-06-30");
        done.done_on = Some(day("2024-06-01"));
        all.push(done);
        let mut exempt = owed(Bearer::Hospital(HospitalId(8)), "2024-06-30");
        exempt.exempt = Some((day("2024-06-01"), String::new(), String::new()));
        all.push(exempt);
        let letters = letters(&all, &tree(), day("2024-07-01"));
        assert_eq!(letters.len(), 4, "three hospitals and the county");
        assert!(letters[1].title.starts_with("2 项"), "{}", letters[1].title);
        assert!(letters[3].title.contains("4 项") && letters[3].href.ends_with("kind=hospital"));
    }
}
