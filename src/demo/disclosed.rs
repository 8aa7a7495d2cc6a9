//! What the invented commissions publish of their visits: most of the quarter before, through their own door.

use std::collections::BTreeMap;

use crate::access::Scope;
use crate::calendar::Period;
use crate::demo::chance::Chance;
use crate::demo::visits::Visits;
use crate::disclosures::{NotDisclosed, publish};
use crate::inspections::model::{Number, State};
use crate::inspections::store::{self, Filter};
use crate::publications::model::Audience;

/// Share of results that are published in time; the rest waits until it is late.
const PUBLISHED: f64 = 0.85;
/// One commission in this many publishes within the trade only.
const QUIET: usize = 4;
/// More than a form takes are published by several.
const AT_ONCE: usize = 100;

impl Visits<'_> {
    /// Commissions publish most results of the quarter before.
    ///
    /// # Errors
    /// [`NotDisclosed`].
    pub async fn disclose(&self, period: Period) -> Result<(), NotDisclosed> {
        let filter = Filter { state: Some(State::Closed), ..Filter::default() };
        let closed = store::list(&self.app.db, &Scope::Everything, &filter, (0, u64::from(u32::MAX))).await?;
        let before = period.previous();
        let mut of: BTreeMap<_, Vec<(Number, _)>> = BTreeMap::new();
        for visit in closed {
            let last = visit.closing.as_ref().map(|closing| closing.on);
            let inside = last.is_some_and(|day| (before.first_day()..=before.last_day()).contains(&day));
            let number = visit.number.to_string();
            // Centres report to their commission; they publish nothing of their own.
            let own = visit.authority.and_then(|id| self.tree.get(id)).is_some_and(|one| one.is_commission());
            if inside && own && Chance::of(self.seed, &["disclose", &number]).happens(PUBLISHED) {
                of.entry(visit.authority).or_default().push((visit.number, visit.hospital));
            }
        }
        for (authority, visits) in of {
            let Some(authority) = authority.and_then(|id| self.tree.get(id)) else { continue };
            let Some(hospital) = self.hospitals.iter().find(|one| Some(one.id) == visits.first().map(|(_, id)| *id))
            else {
                continue;
            };
            let quiet = Chance::of(self.seed, &["quiet", &authority.code]).index(QUIET) == 0;
            let audience = if quiet { Audience::Internal } else { Audience::Public };
            let numbers: Vec<Number> = visits.into_iter().map(|(number, _)| number).collect();
            for some in numbers.chunks(AT_ONCE) {
                publish(self.app, &self.staff(hospital), some, audience).await?;
            }
        }
        Ok(())
    }
}
