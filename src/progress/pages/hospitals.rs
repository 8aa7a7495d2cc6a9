//! The hospitals behind a target's figure: filtered, sorted, paged; each figure leads to its cells.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::access::HospitalId;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Indicator, Kind};
use crate::charts::{self, Caption, Estimate, IntervalStrip};
use crate::db::StoreError;
use crate::progress::benchmark::{Benchmark, Candidate, Filter, Sort};
use crate::progress::desk::Desk;
use crate::progress::look::Look;
use crate::progress::model::Row;
use crate::progress::territory::Territory;
use crate::progress::words;
use crate::returns::model::Standing;
use crate::returns::store;
use crate::web::{Paging, PagingQuery};

/// Rows of a page.
const SIZE: u64 = 50;

/// The table by hospital.
#[derive(Serialize)]
pub struct Hospitals {
    fields: Vec<(&'static str, String)>,
    level: String,
    levels: Vec<Choice>,
    city: String,
    cities: Vec<Choice>,
    q: String,
    sort: &'static str,
    sorts: Vec<Choice>,
    /// What is shown, in words.
    said: String,
    /// What the strips are held against.
    reference: Option<String>,
    scale: (String, String),
    rows: Vec<HospitalRow>,
    paging: Paging,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct HospitalRow {
    code: String,
    name: String,
    href: String,
    level: String,
    city: String,
    /// Kind and label of a tag beside the name or in place of a figure.
    tag: Option<(&'static str, &'static str)>,
    figure: Option<FigureCells>,
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

/// What a page of hospitals is asked for.
#[must_use]
pub fn filter_of(look: &Look<'_>) -> (Filter, Sort) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let filter = Filter { level: text(&look.query.level), city: text(&look.query.city), search: text(&look.query.q) };
    (filter, Sort::of(look.query.sort.as_deref().unwrap_or_default()))
}

impl Hospitals {
    /// The table of a territory; `total` is the figure all hospitals are held against.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, territory: &Territory, look: &Look<'_>, total: Row) -> Result<Self, StoreError> {
        let benchmark = Benchmark::load(desk, territory, look.indicator, look.period).await?;
        let (filter, sort) = filter_of(look);
        let found = benchmark.list(look.indicator, &filter, sort);
        let asked = PagingQuery { page: look.query.page.clone() };
        let link = |page: u64| format!("{}#hospitals", look.filtered().with("page", &page.to_string()).text());
        let paging = Paging::new(asked.number(), SIZE, u64::try_from(found.len()).unwrap_or(0), link);
        let first = usize::try_from(paging.offset()).unwrap_or(0);
        let shown: Vec<&Candidate<'_>> = found.iter().skip(first).take(usize::try_from(SIZE).unwrap_or(0)).collect();
        let ids: Vec<HospitalId> = shown.iter().map(|candidate| candidate.id).collect();
        let standings = store::standings_of(&desk.db, &territory.singles, look.period, &ids).await?;
        let explained = store::explained_elements(&desk.db, &territory.singles, look.period, &ids).await?;
        let explained = |id: HospitalId| {
            explained
                .get(&id)
                .is_some_and(|held| look.indicator.elements().any(|element| held.contains(element.as_str())))
        };
        let scale = scale(look.indicator, &found);
        let said = said(&desk.catalogue, &filter, sort, found.len());
        let row = |candidate: &Candidate<'_>| {
            let mut row = row(&desk.catalogue, look, candidate, &standings, scale, total);
            if let Some(figure) = &mut row.figure {
                figure.explained = explained(candidate.id);
            }
            row
        };
        let rows = shown.into_iter().map(row).collect();
        Ok(Self {
            fields: look.address().fields(),
            levels: levels(&desk.catalogue),
            cities: cities(&desk.catalogue, &benchmark, look),
            level: filter.level,
            city: filter.city,
            q: filter.search,
            sort: sort.key(),
            sorts: sorts(),
            said,
            reference: total.figure.value.map(|value| words::with_unit(look.indicator, value)),
            scale: (words::plain(look.indicator, scale.0), words::plain(look.indicator, scale.1)),
            rows,
            paging,
        })
    }
}

/// All strips share one: the whole of a percentage, else as far as the hospitals reach.
fn scale(indicator: &Indicator, found: &[Candidate<'_>]) -> (f64, f64) {
    if indicator.kind == Kind::Proportion && found.iter().filter_map(|c| c.row.figure.value).any(|value| value > 10.0) {
        return (0.0, indicator.multiplier as f64);
    }
    let reach = found.iter().filter_map(|candidate| candidate.row.figure.value).fold(0.0, f64::max);
    (0.0, if reach > 0.0 { reach } else { 1.0 })
}

fn row(
    catalogue: &Catalogue,
    look: &Look<'_>,
    candidate: &Candidate<'_>,
    standings: &HashMap<HospitalId, Standing>,
    scale: (f64, f64),
    total: Row,
) -> HospitalRow {
    let standing = standings.get(&candidate.id).copied().unwrap_or(Standing::Awaited);
    let city = catalogue.region(candidate.city).map_or(candidate.city, |region| &region.name);
    let pooled = candidate.row.pooled;
    HospitalRow {
        code: candidate.code.to_owned(),
        name: candidate.name.to_owned(),
        href: format!("/hospitals/{}?period={}", candidate.code, look.period),
        level: catalogue.register().level_name(candidate.level).to_owned(),
        city: city.to_owned(),
        tag: if pooled.not_applicable > 0 {
            Some(("plain", "不适用"))
        } else if pooled.reported > 0 {
            matches!(standing, Standing::Correcting | Standing::Reopened).then(|| (standing.tag(), standing.label()))
        } else {
            Some(lack(standing))
        },
        figure: (pooled.reported > 0).then(|| cells(look, candidate, scale, total)),
    }
}

/// Why a hospital has no figure: nothing came in, nothing was accepted, or this was left blank.
fn lack(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Awaited | Standing::Submitted | Standing::SentBack => (standing.tag(), standing.label()),
        Standing::Accepted | Standing::Correcting | Standing::Reopened => ("unsure", "缺数"),
    }
}

fn cells(look: &Look<'_>, candidate: &Candidate<'_>, scale: (f64, f64), total: Row) -> FigureCells {
    let (indicator, figure) = (look.indicator, candidate.row.figure);
    let value = figure.value.map(|value| words::plain(indicator, value));
    let interval = figure.interval.map(|interval| words::interval(indicator, interval));
    let desc = match (&value, &interval) {
        (Some(value), Some(interval)) => format!("{value}，区间 {interval}"),
        (Some(value), None) => value.clone(),
        _ => "没有病例".to_owned(),
    };
    let strip = IntervalStrip {
        caption: Caption::new(format!("strip-{}", candidate.code), "与合计相比", desc),
        scale,
        estimate: figure.value.map(|value| Estimate {
            value,
            interval: figure.interval.map(|interval| (interval.lower, interval.upper)),
        }),
        reference: total.figure.value,
    };
    FigureCells {
        base: words::fraction(candidate.row.pooled),
        href: format!("/values/{}/{}/{}", candidate.code, look.period, indicator.id),
        value,
        interval,
        strip: charts::interval_strip(&strip),
        change: candidate.change.shown(indicator, "上季"),
        explained: false,
    }
}

fn levels(catalogue: &Catalogue) -> Vec<Choice> {
    let all = Choice { value: String::new(), label: "全部级别".to_owned() };
    let level = |level: &crate::catalogue::model::Level| Choice {
        value: level.word.key.clone(),
        label: level.word.name.clone(),
    };
    std::iter::once(all).chain(catalogue.register().levels.iter().map(level)).collect()
}

fn cities(catalogue: &Catalogue, benchmark: &Benchmark, look: &Look<'_>) -> Vec<Choice> {
    let day = look.period.last_day();
    let held: BTreeSet<&str> = benchmark.register().on(day).map(|(_, facts)| facts.statistical_city.as_str()).collect();
    let city = |code: &str| Choice {
        value: code.to_owned(),
        label: catalogue.region(code).map_or(code, |region| &region.name).to_owned(),
    };
    let all = Choice { value: String::new(), label: "全部地市".to_owned() };
    std::iter::once(all).chain(held.into_iter().map(city)).collect()
}

fn sorts() -> Vec<Choice> {
    let choice = |(sort, label): (Sort, &str)| Choice { value: sort.key().to_owned(), label: label.to_owned() };
    [
        (Sort::Code, "按编码"),
        (Sort::Lowest, "数值从低到高"),
        (Sort::Highest, "数值从高到低"),
        (Sort::Largest, "分母从大到小"),
        (Sort::Risen, "较上季升得多的在前"),
        (Sort::Fallen, "较上季降得多的在前"),
    ]
    .map(choice)
    .into()
}

fn said(catalogue: &Catalogue, filter: &Filter, sort: Sort, found: usize) -> String {
    let mut parts = Vec::new();
    if !filter.level.is_empty() {
        parts.push(format!("“{}”", catalogue.register().level_name(&filter.level)));
    }
    if !filter.city.is_empty() {
        parts.push(format!("“{}”", catalogue.region(&filter.city).map_or(filter.city.as_str(), |region| &region.name)));
    }
    if !filter.search.trim().is_empty() {
        parts.push(format!("名称或编码含“{}”", filter.search.trim()));
    }
    let order = match sort {
        Sort::Code => "",
        _ => "。排在前面不等于做得好：分母小的区间宽，先看区间",
    };
    match (parts.is_empty(), found) {
        (true, _) => format!("全部 {found} 家{order}。"),
        (false, 0) => format!("没有同时满足{}的医院。去掉一个条件再看。", parts.concat()),
        (false, _) => format!("满足{}的有 {found} 家{order}。", parts.concat()),
    }
}
