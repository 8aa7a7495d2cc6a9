//! The hospitals behind a target's figure, on the target's own page: a few of each group, and the way to all of them.

use serde::Serialize;

use crate::access::Scope;
use crate::db::StoreError;
use crate::progress::benchmark::{Filter, Found, Sort, named, order};
use crate::progress::comparison::{Comparison, Terms};
use crate::progress::crowd::{Place, Unable};
use crate::progress::desk::Desk;
use crate::progress::hospitals_ask;
use crate::progress::look::Look;
use crate::progress::pages::crowd_words;
use crate::progress::pages::hospital_filters::{Choices, said};
use crate::progress::pages::hospital_rows::{self, Ground, Group};
use crate::progress::territory::Territory;
use crate::progress::words;

/// Rows of each group.
const EACH: usize = 4;

/// Rows where there are no groups.
const PLAIN: usize = 12;

/// The table by hospital.
#[derive(Serialize)]
pub struct Hospitals {
    /// Where the form leads.
    action: String,
    fields: Vec<(&'static str, String)>,
    level: String,
    city: String,
    q: String,
    sort: &'static str,
    choices: Choices,
    /// What is shown, in words.
    said: String,
    /// What the strips are held against: its name and figure.
    reference: Option<(&'static str, String)>,
    scale: (String, String),
    groups: Vec<Group>,
    ranks: bool,
    /// Why there are no groups, and what can be done.
    why: Option<(String, String)>,
    /// How many there are, and by what method they were grouped.
    foot: String,
    /// All of them.
    all: String,
}

/// What a page of hospitals is asked for.
#[must_use]
pub fn filter_of(look: &Look<'_>) -> (Filter, String, Sort) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let filter = Filter { level: text(&look.query.level), city: text(&look.query.city), ..Filter::default() };
    (filter, text(&look.query.q), Sort::of(look.query.sort.as_deref().unwrap_or_default()))
}

impl Hospitals {
    /// The table of a territory.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, territory: &Territory, look: &Look<'_>) -> Result<Self, StoreError> {
        let (filter, typed, sort) = filter_of(look);
        let terms = Terms { filter, ..Terms::default() };
        let comparison = Comparison::load(desk, &territory.singles, (look.indicator, look.period), terms).await?;
        let noun = crowd_words::noun(territory.is_whole(), &comparison);
        let mut found = comparison.members();
        found.retain(|found| named(&found.candidate, &typed));
        let (total, counts) = (found.len(), hospital_rows::counts(found.iter()));
        let scale = hospital_rows::scale(look.indicator, &found);
        let shown = first_of_each(look, &comparison, found, sort);
        let reference = reference(look, &comparison);
        let ground = Ground { look, scale, reference, noun, counts };
        let address = hospitals_ask::at(look)
            .with("level", &comparison.terms.filter.level)
            .with("city", &comparison.terms.filter.city)
            .with("q", &typed)
            .with("sort", sort.key());
        Ok(Self {
            action: hospitals_ask::at(look).path().to_owned(),
            fields: hospitals_ask::at(look).fields(),
            choices: Choices::of(&desk.catalogue, &comparison.benchmark, look),
            said: said(&desk.catalogue, &comparison.terms.filter, (&typed, sort), total),
            reference: reference.map(|value| (noun, words::with_unit(look.indicator, value))),
            scale: (words::plain(look.indicator, scale.0), words::plain(look.indicator, scale.1)),
            groups: hospital_rows::groups(desk, territory, &ground, &shown).await?,
            ranks: false,
            why: why(territory, look, &comparison, total),
            foot: foot(&comparison, total, shown.len()),
            all: address.text(),
            level: comparison.terms.filter.level.clone(),
            city: comparison.terms.filter.city.clone(),
            q: typed,
            sort: sort.key(),
        })
    }
}

/// The centre of the comparison in the unit shown; else the pool of whoever has cases.
#[must_use]
pub fn reference(look: &Look<'_>, comparison: &Comparison) -> Option<f64> {
    if let Ok(verdict) = comparison.crowd.verdict {
        return Some(verdict.centre * look.indicator.multiplier as f64);
    }
    let members = comparison.members();
    let (above, below) = members
        .iter()
        .fold((0, 0), |(n, d), found| (n + found.candidate.now.numerator, d + found.candidate.now.denominator));
    crate::progress::measure::value(look.indicator, above, below)
}

/// A few of each group: those farthest out, of the indistinct the largest, unless an order is asked for.
fn first_of_each<'a>(
    look: &Look<'_>,
    comparison: &Comparison,
    mut found: Vec<Found<'a>>,
    sort: Sort,
) -> Vec<Found<'a>> {
    let Ok(verdict) = comparison.crowd.verdict else {
        order(look.indicator, &mut found, sort);
        found.truncate(PLAIN);
        return found;
    };
    order(look.indicator, &mut found, if sort == Sort::Code { Sort::Largest } else { sort });
    let mut shown = Vec::new();
    for part in found.chunk_by_mut(|one, other| one.place == other.place) {
        if sort == Sort::Code && part.first().is_some_and(|found| found.place != Place::Alike) {
            let far = |found: &Found<'_>| verdict.distance(found.candidate.now);
            part.sort_by(|one, other| far(other).total_cmp(&far(one)));
        }
        let judged = part.first().is_some_and(|found| found.place.group() < 3);
        shown.extend(part.iter().take(if judged { EACH } else { 0 }));
    }
    shown
}

fn why(territory: &Territory, look: &Look<'_>, comparison: &Comparison, total: usize) -> Option<(String, String)> {
    let unable = comparison.crowd.verdict.err()?;
    if matches!(territory.singles, Scope::Hospital(_)) {
        let text = "其他医院不逐家列出。本院在同级医院里的位置看“医院”一页。";
        return Some((String::new(), text.to_owned()));
    }
    // That nobody is left is said already.
    (total > 0 && unable != Unable::Nobody)
        .then(|| crowd_words::why_not(look.indicator, &comparison.crowd, &comparison.terms, unable))
}

fn foot(comparison: &Comparison, total: usize, shown: usize) -> String {
    match comparison.crowd.verdict {
        Ok(verdict) => format!(
            "{total} 家，每组先列 {EACH} 家。{}{}",
            crowd_words::method(&verdict),
            crowd_words::others(&comparison.crowd, comparison.terms.least)
        ),
        Err(_) if shown < total => format!("{total} 家，先列 {shown} 家。"),
        Err(_) => format!("{total} 家。"),
    }
}
