//! 催办: whoever owes something is reminded before its last day and the day after; then whoever stands above learns of it, step by
//! step – hospital, county, city, province. Any process may look, as often as it likes: nobody gets the same message twice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use crate::access::AuthorityId;
use crate::authorities::{self, Tree};
use crate::calendar::china_date;
use crate::campaign::model::{Bearer, Occurrence};
use crate::campaign::store;
use crate::catalogue::{Catalogue, Shelf};
use crate::db::{self, StoreError};
use crate::inbox::{self, Days, Letter, Recipient, Topic};
use crate::state::AppState;

/// Days before the last one on which whoever owes it is reminded.
const BEFORE: [i64; 2] = [7, 1];
/// 逐级: so many days after the last one the one above learns of it, then the one above that, and so on (本系统口径).
const LADDER: [i64; 3] = [1, 15, 29];

/// Due days about which somebody may be written to on one of some days.
#[must_use]
pub fn days(posted: Days) -> Vec<NaiveDate> {
    let of = |day: NaiveDate| {
        let before = BEFORE.into_iter().map(move |left| day + TimeDelta::days(left));
        before.chain(LADDER.into_iter().map(move |over| day - TimeDelta::days(over)))
    };
    posted.each().flat_map(of).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The letters of some days: one to each bearer for all that is due on one day, one to whoever stands above for all below it.
#[must_use]
pub fn letters(owed: &[Occurrence], tree: &Tree, posted: Days) -> Vec<Letter> {
    let (mut to_bearers, mut to_above): (BTreeMap<_, usize>, BTreeMap<_, usize>) = Default::default();
    for one in owed.iter().filter(|one| one.stands && one.exempt.is_none() && one.done_on.is_none()) {
        let Some(due) = one.owed.due else { continue };
        let rung = |day: NaiveDate| LADDER.into_iter().position(|over| (day - due).num_days() == over);
        // What was to be said before the last day is not said after it.
        let before = |day: NaiveDate| due >= posted.today() && BEFORE.contains(&(due - day).num_days());
        if let Some((day, ())) = posted.latest(|day| (before(day) || rung(day) == Some(0)).then_some(())) {
            *to_bearers.entry((one.campaign.as_str(), one.owed.bearer, due, day)).or_default() += 1;
        }
        for day in posted.each() {
            if let Some(above) = rung(day).and_then(|rung| standing_above(one, tree, rung)) {
                *to_above.entry((one.campaign.as_str(), above, due, one.owed.kind.key(), day)).or_default() += 1;
            }
        }
    }
    let bearers = to_bearers.into_iter().map(|((campaign, bearer, due, day), many)| {
        let title = if due < posted.today() {
            format!("{many} 项活动任务过了期限还没有完成（应在 {due} 前）")
        } else {
            format!("{many} 项活动任务 {due} 到期")
        };
        let to = match bearer {
            Bearer::Authority(id) => Recipient::Authority(id),
            Bearer::Hospital(id) => Recipient::Hospital(id),
        };
        let once = format!("duty:{campaign}:{}:{due}:{day}", bearer.key());
        letter(to, title, format!("/duties?campaign={campaign}"), once)
    });
    let above = to_above.into_iter().map(|((campaign, id, due, kind, day), many)| {
        let title = format!("下级有 {many} 项活动任务逾期没有完成（应在 {due} 前）");
        let once = format!("duty-above:{campaign}:{}:{kind}:{due}:{day}", id.0);
        letter(Recipient::Authority(id), title, format!("/campaigns/{campaign}/board?kind={kind}&only=late"), once)
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

/// Posts what is due since somebody looked last; how many messages were made.
///
/// # Errors
/// Of the database; then nothing was posted.
pub async fn remind(
    app: &AppState,
    catalogue: &Catalogue,
    (demo, looked): (bool, Option<NaiveDate>),
) -> Result<u64, StoreError> {
    let now = app.clock.now();
    let posted = Days::since(looked, china_date(now));
    let mut owed = store::open_everywhere_on(&app.db, &days(posted)).await?;
    // Of a duty the catalogue no longer knows, and of invented campaigns elsewhere than in a demo, nobody is told.
    owed.retain(|one| {
        let campaign = catalogue.campaign(&one.campaign).filter(|campaign| demo || !campaign.demo);
        campaign.is_some_and(|campaign| campaign.duty(&one.owed.duty).is_some())
    });
    if owed.is_empty() {
        return Ok(0);
    }
    let tree = authorities::store::tree(&app.db).await?;
    let due = letters(&owed, &tree, posted);
    let txn = db::write(&app.db).await?;
    let made = inbox::post(&*txn, now, &due).await?;
    txn.commit().await?;
    Ok(made)
}

/// Reminds, for as long as the server runs.
pub async fn keep_reminding(app: AppState, shelf: Shelf, demo: bool) {
    let remind = |looked| {
        let (app, catalogue) = (&app, shelf.current());
        async move { remind(app, &catalogue, (demo, looked)).await }
    };
    inbox::keep_reminding(app.clock.clone(), "duties", remind).await;
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

    fn on_day(text: &str) -> Days {
        Days::since(Some(day(text)), day(text))
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
            letters(std::slice::from_ref(&hospital), &tree(), on_day(on)).into_iter().map(|letter| letter.to).collect()
        };
        let own = Recipient::Hospital(HospitalId(7));
        let above = |id| Recipient::Authority(AuthorityId(id));
        assert_eq!((to("2024-06-22"), to("2024-06-30")), (vec![], vec![]));
        assert_eq!((to("2024-06-23"), to("2024-06-29")), (vec![own], vec![own]));
        assert_eq!(to("2024-07-01"), [own, above(3)]);
        assert_eq!((to("2024-07-15"), to("2024-07-29")), (vec![above(2)], vec![above(1)]));
        let county = owed(Bearer::Authority(AuthorityId(3)), "2024-06-30");
        let last = letters(std::slice::from_ref(&county), &tree(), on_day("2024-07-29"));
        assert!(last.is_empty(), "above the province stands nobody");
    }

    #[test]
    fn what_a_machine_that_was_off_missed_is_told_when_it_is_on_again() {
        let hospital = owed(Bearer::Hospital(HospitalId(7)), "2024-06-28");
        let told = |on: &str| -> Vec<(Recipient, Option<String>)> {
            let letters = letters(std::slice::from_ref(&hospital), &tree(), Days::since(None, day(on)));
            letters.into_iter().map(|letter| (letter.to, letter.once)).collect()
        };
        let own = |of: &str| (Recipient::Hospital(HospitalId(7)), Some(format!("duty:demo:h7:2024-06-28:{of}")));
        // Off over the weekend of the 29th: on Monday both learn of it, under the key of the Saturday.
        let monday = told("2024-07-01");
        assert_eq!((monday.len(), &monday[0]), (2, &own("2024-06-29")));
        // Off since before: on the last day the reminder of the day before is made up for, and only that one.
        assert_eq!(told("2024-06-28"), [own("2024-06-27")]);
        assert!(told("2024-07-10").is_empty(), "older than a holiday");
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
        let letters = letters(&all, &tree(), on_day("2024-07-01"));
        assert_eq!(letters.len(), 4, "three hospitals and the county");
        assert!(letters[1].title.starts_with("2 项"), "{}", letters[1].title);
        assert!(letters[3].title.contains("4 项") && letters[3].href.ends_with("kind=hospital&only=late"));
    }
}
