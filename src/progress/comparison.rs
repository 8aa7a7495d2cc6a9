//! Brings the hospitals of a group, their figures and what is kept of them together.

use std::sync::Arc;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::model::Indicator;
use crate::db::StoreError;
use crate::figures::By;
use crate::progress::benchmark::{Benchmark, Filter, Found, Sort, named, order};
use crate::progress::crowd::{Crowd, LEAST, MOST_RANKED, observed, ranked};
use crate::progress::crowd_cache::Key;
use crate::progress::desk::Desk;
use crate::progress::load::pooled;
use crate::progress::model::Pooled;
use crate::progress::territory;
use crate::statistics::{Observed, Ranks};

/// What the hospitals of a group are held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// Their own pool.
    #[default]
    Group,
    /// All hospitals there are.
    All,
}

/// Which hospitals are compared, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The group.
    pub filter: Filter,
    /// The least denominator of one that is compared.
    pub least: i64,
    /// What they are held against.
    pub against: Against,
}

impl Default for Terms {
    fn default() -> Self {
        Self { filter: Filter::default(), least: LEAST, against: Against::Group }
    }
}

/// The hospitals of a group in a quarter, judged.
pub struct Comparison {
    /// The hospitals of the scope with their figures.
    pub benchmark: Benchmark,
    /// Those of the group, in its order by code.
    pub crowd: Arc<Crowd>,
    /// Which and how.
    pub terms: Terms,
    /// All hospitals there are, where they are what the group is held against.
    pub standard: Option<Pooled>,
    key: Key,
}

impl Comparison {
    /// Loads the hospitals of a scope and judges those of the group; nothing is worked out twice for one version of
    /// the figures.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        scope: &Scope,
        (indicator, period): (&Indicator, Period),
        terms: Terms,
    ) -> Result<Self, StoreError> {
        let benchmark = Benchmark::load(desk, scope, indicator, period).await?;
        let standard = match terms.against {
            Against::Group => None,
            Against::All => everybody(desk, indicator, period).await?,
        };
        let per_one = standard.and_then(|pooled| observed(pooled).value());
        let key = Key {
            authority: match scope {
                Scope::Authority(id) => Some(*id),
                Scope::Everything | Scope::Hospital(_) | Scope::Nothing => None,
            },
            indicator: indicator.id.clone(),
            period,
            versions: benchmark.versions(),
            filter: terms.filter.clone(),
            least: terms.least,
            standard: per_one.map(f64::to_bits),
        };
        let work = || {
            let counted: Vec<Pooled> = benchmark.members(&terms.filter).iter().map(|one| one.now).collect();
            Crowd::of(indicator, &counted, terms.least, per_one)
        };
        let crowd = match scope {
            Scope::Everything | Scope::Authority(_) => desk.crowds.crowd(key.clone(), work),
            // Its register has no version, and it is small.
            Scope::Hospital(_) | Scope::Nothing => Arc::new(work()),
        };
        Ok(Self { benchmark, crowd, terms, standard, key })
    }

    /// The hospitals of the group, each with where it stands.
    #[must_use]
    pub fn members(&self) -> Vec<Found<'_>> {
        let members = self.benchmark.members(&self.terms.filter).into_iter();
        members
            .zip(&self.crowd.places)
            .map(|(candidate, place)| Found { candidate, place: *place, rank: None })
            .collect()
    }

    /// Those whose name or code holds the words, in order.
    #[must_use]
    pub fn list(&self, indicator: &Indicator, (words, sort): (&str, Sort), ranks: Option<&Ranks>) -> Vec<Found<'_>> {
        let mut all = self.members();
        if let Some(ranks) = ranks {
            let compared = all.iter_mut().filter(|found| Crowd::takes_part(found.place));
            for (found, rank) in compared.zip(&ranks.units) {
                found.rank = *rank;
            }
        }
        all.retain(|found| named(&found.candidate, words));
        order(indicator, &mut all, sort);
        all
    }

    /// The ranks of those that are compared, by code; none where nothing is compared, or too many to be ranked.
    ///
    /// They take a while the first time and are worked out where nobody waits.
    pub async fn ranks(&self, desk: &Desk) -> Option<Arc<Ranks>> {
        let verdict = self.crowd.verdict.ok().filter(|verdict| verdict.units <= MOST_RANKED)?;
        if let Some(known) = desk.crowds.ranks(&self.key) {
            return Some(known);
        }
        let members = self.members();
        let compared = members.iter().filter(|found| Crowd::takes_part(found.place));
        let units: Vec<Observed> = compared.map(|found| observed(found.candidate.now)).collect();
        let ranks = tokio::task::spawn_blocking(move || ranked(verdict.kind, &units)).await.ok()?;
        Some(desk.crowds.keep_ranks(self.key.clone(), ranks))
    }
}

/// All hospitals there are together, from the sums that are kept; none where they are too few to be told.
async fn everybody(desk: &Desk, indicator: &Indicator, period: Period) -> Result<Option<Pooled>, StoreError> {
    let sums = desk.pooled.pooled(&desk.db, &[period], By::Level).await?;
    let cells = sums.iter().flat_map(|sums| sums.values()).filter(|cell| cell.indicator == indicator.id);
    let all = cells.map(pooled).fold(Pooled::default(), Pooled::and);
    Ok((all.reported >= territory::LEAST && all.denominator > 0).then_some(all))
}
