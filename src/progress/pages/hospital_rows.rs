//! Hospitals as rows of a table, in the groups they stand in; each figure leads to its cells.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::access::HospitalId;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Indicator, Kind};
use crate::charts::{self, Caption, Estimate, IntervalStrip};
use crate::db::StoreError;
use crate::progress::benchmark::Found;
use crate::progress::crowd::Place;
use crate::progress::desk::Desk;
use crate::progress::hospital_sheet::label;
use crate::progress::look::Look;
use crate::progress::territory::Territory;
use crate::progress::words;
use crate::returns::model::Standing;
use crate::returns::store;

/// Hospitals that stand in the same place.
#[derive(Serialize)]
pub struct Group {
    /// None where there are no groups.
    title: Option<String>,
    hint: &'static str,
    rows: Vec<HospitalRow>,
}

/// A hospital.
#[derive(Serialize)]
pub struct HospitalRow {
    code: String,
    name: String,
    href: String,
    level: String,
    city: String,
    /// Kind and label of a tag beside the name or in place of a figure.
    tag: Option<(&'static str, &'static str)>,
    figure: Option<FigureCells>,
    /// `12–98`, of those that are ranked.
    rank: Option<String>,
}

#[derive(Serialize)]
struct FigureCells {
    base: String,
    href: String,
    value: Option<String>,
    interval: Option<String>,
    strip: String,
    change: (String, String),
    /// Whether the hospital explained a number of it.
    explained: bool,
}

/// What the rows are drawn against.
pub struct Ground<'a> {
    /// What is looked at.
    pub look: &'a Look<'a>,
    /// Ends of the scale all strips share.
    pub scale: (f64, f64),
    /// The figure all are held against, in the unit shown.
    pub reference: Option<f64>,
    /// What that is called.
    pub noun: &'static str,
    /// How many hospitals of the whole list stand in each group, by [`Place::group`].
    pub counts: [usize; 6],
}

/// How many stand in each group.
#[must_use]
pub fn counts<'a>(found: impl Iterator<Item = &'a Found<'a>>) -> [usize; 6] {
    let mut counts = [0; 6];
    for found in found {
        counts[found.place.group()] += 1;
    }
    counts
}

/// All strips share one: the whole of a percentage, else as far as the hospitals reach.
#[must_use]
pub fn scale(indicator: &Indicator, found: &[Found<'_>]) -> (f64, f64) {
    let reach = found.iter().filter_map(|found| found.candidate.value(indicator)).fold(0.0, f64::max);
    if indicator.kind == Kind::Proportion && reach > 10.0 {
        return (0.0, indicator.multiplier as f64);
    }
    (0.0, if reach > 0.0 { reach } else { 1.0 })
}

/// The hospitals shown, by groups in the order given; where nothing is compared there is one group without a name.
///
/// # Errors
/// Of the database.
pub async fn groups(
    desk: &Desk,
    territory: &Territory,
    ground: &Ground<'_>,
    shown: &[Found<'_>],
) -> Result<Vec<Group>, StoreError> {
    let (look, ids) = (ground.look, shown.iter().map(|found| found.candidate.id).collect::<Vec<HospitalId>>());
    let standings = store::standings_of(&desk.db, &territory.singles, look.period, &ids).await?;
    let explained = store::explained_elements(&desk.db, &territory.singles, look.period, &ids).await?;
    let explained: HashSet<HospitalId> = explained
        .into_iter()
        .filter(|(_, held)| look.indicator.elements().any(|element| held.contains(element.as_str())))
        .map(|(id, _)| id)
        .collect();
    let compared = ground.counts[..3].iter().sum::<usize>() > 0;
    let part = |part: &[Found<'_>]| Group {
        title: part.first().filter(|_| compared).map(|found| {
            format!("{}\u{3000}{}\u{A0}家", label(found.place, ground.noun), ground.counts[found.place.group()])
        }),
        hint: part.first().map_or("", |found| hint(found.place)),
        rows: part.iter().map(|found| row(&desk.catalogue, ground, found, &standings, &explained)).collect(),
    };
    if !compared {
        return Ok(if shown.is_empty() { Vec::new() } else { vec![part(shown)] });
    }
    Ok(shown.chunk_by(|one, other| one.place.group() == other.place.group()).map(part).collect())
}

fn hint(place: Place) -> &'static str {
    match place {
        Place::Above => "超出 99.8 % 限之上",
        Place::Alike => "差别可能只是偶然",
        Place::Below => "超出 99.8 % 限之下，先核数据再看诊疗",
        Place::Small => "单看一家几乎全凭偶然",
        _ => "",
    }
}

fn row(
    catalogue: &Catalogue,
    ground: &Ground<'_>,
    found: &Found<'_>,
    standings: &HashMap<HospitalId, Standing>,
    explained: &HashSet<HospitalId>,
) -> HospitalRow {
    let (candidate, facts) = (found.candidate, found.candidate.facts);
    let standing = standings.get(&candidate.id).copied().unwrap_or(Standing::Awaited);
    let (city, pooled) = (facts.statistical_city.as_str(), candidate.now);
    HospitalRow {
        code: candidate.code.to_owned(),
        name: facts.name.clone(),
        href: format!("/hospitals/{}?period={}", candidate.code, ground.look.period),
        level: catalogue.register().level_name(&facts.level).to_owned(),
        city: catalogue.region(city).map_or(city, |region| &region.name).to_owned(),
        tag: if pooled.not_applicable > 0 {
            Some(("plain", "不适用"))
        } else if pooled.reported > 0 {
            matches!(standing, Standing::Correcting | Standing::Reopened).then(|| (standing.tag(), standing.label()))
        } else {
            Some(lack(standing))
        },
        figure: (pooled.reported > 0).then(|| cells(ground, found, explained.contains(&candidate.id))),
        rank: found.rank.map(|rank| format!("{}–{}", rank.from, rank.to)),
    }
}

/// Why a hospital has no figure: nothing came in, nothing was accepted, or this was left blank.
fn lack(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Awaited | Standing::Submitted | Standing::SentBack => (standing.tag(), standing.label()),
        Standing::Accepted | Standing::Correcting | Standing::Reopened => ("unsure", "缺报"),
    }
}

fn cells(ground: &Ground<'_>, found: &Found<'_>, explained: bool) -> FigureCells {
    let (indicator, candidate) = (ground.look.indicator, found.candidate);
    let row = candidate.row(indicator);
    let value = row.figure.value.map(|value| words::plain(indicator, value));
    let interval = row.figure.interval.map(|interval| words::interval(indicator, interval));
    let desc = match (&value, &interval) {
        (Some(value), Some(interval)) => format!("{value}，区间 {interval}"),
        (Some(value), None) => value.clone(),
        _ => "没有病例".to_owned(),
    };
    let strip = IntervalStrip {
        caption: Caption::new(format!("strip-{}", candidate.code), format!("与{}相比", ground.noun), desc),
        scale: ground.scale,
        estimate: row.figure.value.map(|value| Estimate {
            value,
            interval: row.figure.interval.map(|interval| (interval.lower, interval.upper)),
        }),
        reference: ground.reference,
    };
    FigureCells {
        base: words::fraction(row.pooled),
        href: format!("/values/{}/{}/{}", candidate.code, ground.look.period, indicator.id),
        value,
        interval,
        strip: charts::interval_strip(&strip),
        change: candidate.change(indicator).shown(indicator, "上季"),
        explained,
    }
}
