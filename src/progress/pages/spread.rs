//! The view 差距 of a target: how far groups lie apart from quarter to quarter, and single hospitals beyond chance.

use std::sync::Arc;

use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::charts::{self, Sheet, Size};
use crate::db::StoreError;
use crate::figures::By;
use crate::progress::apart::{self, BYS, Distance, Moved, Quarter};
use crate::progress::crowd::LEAST;
use crate::progress::desk::Desk;
use crate::progress::drawing::Taken;
use crate::progress::look::{Look, SPANS, ViewTab, views};
use crate::progress::model::by_label;
use crate::progress::pages::export::{file_name, source};
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::spread_lines::chart;
use crate::progress::pages::view_frame::{Definition, Tab, definition, head, tabs};
use crate::progress::territory::{self, Territory};
use crate::progress::words;
use crate::statistics::Interval;
use crate::web::{Head, PageError, View, format};

/// What the line of single hospitals is called.
pub(super) const BEYOND: &str = "医院之间";

/// The quarters from the first that has figures, oldest first.
pub struct Course {
    /// Oldest first.
    pub periods: Vec<Period>,
    pub(super) quarters: Vec<Arc<Quarter>>,
    /// For each quarter and each of [`BYS`] the distance and how many groups were left out.
    pub(super) distances: Vec<[(Option<Distance>, usize); 4]>,
    /// How many hospitals a shown figure has at least.
    least: i64,
}

impl Course {
    /// Loads the quarters of a territory.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, territory: &Territory, look: &Look<'_>) -> Result<Self, StoreError> {
        let periods = look.period.shifted(1 - look.span).through(look.period);
        let quarters = apart::load(desk, territory, look.indicator, &periods).await?;
        let hide = territory.least > 0;
        let terms = desk.catalogue.register();
        // 未定级 is no level to be held against others; charts of levels have no place for it either.
        let told =
            |by: By, key: &str| by != By::Level || terms.level(key).is_some_and(|level| level.chart_order.is_some());
        let of = |quarter: &Arc<Quarter>| {
            std::array::from_fn(|at| {
                apart::distance(look.indicator, &quarter.groups[at], &|key| told(BYS[at], key), hide)
            })
        };
        let any = |quarter: &Arc<Quarter>| quarter.groups.iter().any(|groups| !groups.is_empty());
        let first = quarters.iter().position(any).unwrap_or(quarters.len().saturating_sub(1));
        let distances = quarters[first..].iter().map(of).collect();
        Ok(Self {
            periods: periods[first..].to_vec(),
            quarters: quarters[first..].to_vec(),
            distances,
            least: territory.least,
        })
    }

    /// The distance of a quarter by one of [`BYS`].
    pub(super) fn distance(&self, at: usize, by: usize) -> Option<&Distance> {
        self.distances.get(at)?.get(by)?.0.as_ref()
    }

    /// Where the same quarter of the year before stands.
    fn year_before(&self) -> Option<usize> {
        let wanted = self.periods.last()?.last_year();
        self.periods.iter().position(|period| *period == wanted)
    }

    /// How much single hospitals differ beyond chance in a quarter, in the unit shown.
    pub(super) fn beyond(&self, look: &Look<'_>, at: usize) -> Option<f64> {
        let quarter = self.quarters.get(at)?;
        let units = i64::try_from(quarter.dispersion?.units).unwrap_or(i64::MAX);
        // Of a handful of hospitals it would tell a reader outside what each has.
        if units < self.least { None } else { quarter.beyond_chance(look.indicator) }
    }

    fn is_empty(&self) -> bool {
        self.quarters.iter().all(|quarter| quarter.groups.iter().all(|groups| groups.is_empty()))
    }
}

/// What `templates/progress/spread.html` shows.
#[derive(Serialize)]
pub struct SpreadPage {
    title: String,
    lede: Sentence,
    tabs: Vec<Tab>,
    views: Vec<ViewTab>,
    indicator: Definition,
    fields: Vec<(&'static str, String)>,
    spans: Vec<(String, String)>,
    span: String,
    /// Why there is nothing to draw; none where there is.
    nothing: Option<String>,
    key: Vec<(String, String)>,
    wide: String,
    narrow: String,
    said: Vec<Sentence>,
    heads: Vec<&'static str>,
    rows: Vec<QuarterRow>,
    unit: String,
    least_hospitals: i64,
    least: i64,
    xlsx: String,
    svg: String,
    png: String,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct QuarterRow {
    period: String,
    cells: Vec<Cell>,
    beyond: String,
    phi: String,
}

#[derive(Serialize)]
struct Cell {
    label: &'static str,
    /// The distance, or why there is none.
    apart: String,
    interval: String,
    /// `三级 74.3 – 一级 47.9`
    ends: String,
    left_out: usize,
}

impl View for SpreadPage {
    const TEMPLATE: &'static str = "progress/spread.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl SpreadPage {
    /// The page of what is looked at.
    #[must_use]
    pub fn new(desk: &Desk, look: &Look<'_>, course: &Course) -> Self {
        let catalogue = &desk.catalogue;
        let title = format!("{}　{}：差距", look.target.numeral, look.target.title);
        let chart = chart(look, course);
        let file = |kind: &str| look.address().under("/spread").under(kind).text();
        let row = |at: usize| quarter_row(catalogue, look, course, at);
        Self {
            lede: lede(catalogue, look, course),
            tabs: tabs(catalogue, look, "/spread"),
            views: views(look, "/spread"),
            indicator: definition(catalogue, look),
            fields: vec![("period", look.period.to_string()), ("indicator", look.indicator.id.to_string())],
            spans: SPANS.map(|span| (span.to_string(), format!("近 {span} 季"))).into(),
            span: look.span.to_string(),
            nothing: nothing(look, course),
            key: key(&chart),
            wide: charts::lines(&chart, Size::Wide),
            narrow: charts::lines(&chart, Size::Narrow),
            said: sentences(catalogue, look, course),
            heads: BYS.map(by_label).into(),
            rows: (0..course.periods.len()).rev().map(row).collect(),
            unit: unit(look).to_owned(),
            least_hospitals: territory::LEAST,
            least: LEAST,
            xlsx: file("/export.xlsx"),
            svg: file("/export.svg"),
            png: file("/export.png"),
            head: head(desk, look, &title, ("差距", "/spread")),
            title,
        }
    }
}

fn key(chart: &charts::LineChart) -> Vec<(String, String)> {
    chart.series.iter().map(|line| (charts::key_mark(line.style), line.name.clone())).collect()
}

/// The lines to take away.
///
/// # Errors
/// [`PageError::Refused`] where there is nothing to draw.
pub fn taken(desk: &Desk, look: &Look<'_>, course: &Course) -> Result<Taken, PageError> {
    let chart = chart(look, course);
    if chart.series.is_empty() {
        return Err(PageError::refused("这里没有图可以取走。", "回到“差距”一页，上面写着为什么没有画。"));
    }
    let sheet = Sheet {
        title: format!("{}　{}", look.target.code, chart.caption.title),
        said: sentences(&desk.catalogue, look, course).iter().map(Sentence::text).collect(),
        key: key(&chart),
        chart: charts::lines(&chart, Size::Wide),
        foot: vec![source(desk, look, &look.address().under("/spread").text())],
    };
    Ok(Taken::new(format!("{}_差距", file_name(look)), sheet))
}

fn nothing(look: &Look<'_>, course: &Course) -> Option<String> {
    if let Some(why) = words::never(look.indicator) {
        return Some(why.to_owned());
    }
    course.is_empty().then(|| format!("到 {}为止，还没有接收的报表填报了这一指标。", look.period.label()))
}

/// The unit of a difference.
pub(super) fn unit<'a>(look: &Look<'a>) -> &'a str {
    if words::is_percent(look.indicator) { "百分点" } else { &look.indicator.unit }
}

/// The same as a sentence counts it.
fn counted<'a>(look: &Look<'a>) -> String {
    if words::is_percent(look.indicator) { "个百分点".to_owned() } else { format!(" {}", look.indicator.unit) }
}

/// What a reader calls a group.
pub(super) fn name<'a>(catalogue: &'a Catalogue, by: By, key: &'a str) -> &'a str {
    let terms = catalogue.register();
    match by {
        By::Level => terms.level_name(key),
        By::Category => terms.category_name(key),
        By::Ownership => terms.ownership_name(key),
        _ => catalogue.region(key).map_or(key, |region| &region.name),
    }
}

/// An interval as a table writes it; empty where there is none.
pub(super) fn interval(look: &Look<'_>, interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |interval| words::interval(look.indicator, interval))
}

fn lede(catalogue: &Catalogue, look: &Look<'_>, course: &Course) -> Sentence {
    let Some(last) = course.periods.len().checked_sub(1) else { return Sentence::default() };
    let Some(now) = course.distance(last, 0) else {
        return Sentence::default()
            .find("本季算不出级别之间的差距")
            .say(format!("：至少要有两个级别各有 {} 家以上医院报了数。", territory::LEAST));
    };
    let moved = moved(look, course, 0);
    Sentence::default()
        .say(format!(
            "本季{}与{}相差 ",
            name(catalogue, By::Level, &now.high.key),
            name(catalogue, By::Level, &now.low.key)
        ))
        .find(format!("{}{}", words::plain(look.indicator, now.apart), counted(look)))
        .say("；与去年同期比，")
        .find(verdict(moved))
        .say("。")
}

fn moved(look: &Look<'_>, course: &Course, by: usize) -> Moved {
    let Some(last) = course.periods.len().checked_sub(1) else { return Moved::NoneNow };
    let then = course.periods[last].last_year();
    let earlier = course.year_before().and_then(|at| course.distance(at, by));
    apart::moved(look.indicator, (then, earlier), (course.periods[last], course.distance(last, by)))
}

/// What may be said, as the end of a sentence.
fn verdict(moved: Moved) -> &'static str {
    match moved {
        Moved::Narrower => "差距比去年同期小，两个区间不重叠；只比了两个季度，不等于一直在缩小",
        Moved::Wider => "差距比去年同期大，两个区间不重叠；只比了两个季度，不等于一直在拉大",
        Moved::Unclear => "区间重叠，不能说差距变小了，也不能说变大了",
        Moved::Redefined => "其间改过口径，不可比",
        Moved::NoneNow => "本季算不出，不能比",
        Moved::NoneThen => "没有去年同期的差距可比",
        Moved::NoInterval => "均值没有区间，不能说差距变小了或变大了",
    }
}

/// What may be said of each grouping, and of single hospitals.
pub(super) fn sentences(catalogue: &Catalogue, look: &Look<'_>, course: &Course) -> Vec<Sentence> {
    let Some(last) = course.periods.len().checked_sub(1) else { return Vec::new() };
    let plain = |value: f64| words::plain(look.indicator, value);
    let told = |distance: &Distance| match distance.interval {
        Some(interval) => {
            format!("{}（95\u{202F}% 区间 {}）", plain(distance.apart), words::interval(look.indicator, interval))
        }
        None => plain(distance.apart),
    };
    let of = |by: usize| {
        let now = course.distance(last, by)?;
        let (high, low) = (name(catalogue, BYS[by], &now.high.key), name(catalogue, BYS[by], &now.low.key));
        let then = course.year_before().and_then(|at| course.distance(at, by));
        let before = then.map_or_else(String::new, |then| format!("，去年同期相差 {}", told(then)));
        Some(
            Sentence::default()
                .say(format!(
                    "{}：{} 组里最高是{high} {}，最低是{low} {}，相差 {}{before}。",
                    by_label(BYS[by]),
                    now.groups,
                    plain(now.high.value),
                    plain(now.low.value),
                    told(now)
                ))
                .find(verdict(moved(look, course, by)))
                .say("。"),
        )
    };
    (0..BYS.len()).filter_map(of).chain(beyond_said(look, course)).collect()
}

/// What may be said of single hospitals.
fn beyond_said(look: &Look<'_>, course: &Course) -> Option<Sentence> {
    let last = course.periods.len().checked_sub(1)?;
    let (now, found) = (course.beyond(look, last)?, course.quarters[last].dispersion?);
    let then = course.year_before().and_then(|at| course.beyond(look, at));
    let before = then.map_or_else(String::new, |then| format!("，去年同期 {}", words::plain(look.indicator, then)));
    Some(
        Sentence::default()
            .say(format!(
                "{BEYOND}：扣除偶然以后，{} 家医院的标准差约 {}{}（φ = {}）{before}。",
                found.units,
                words::plain(look.indicator, now),
                counted(look),
                format::fixed(found.phi, 2)
            ))
            .find("这个数没有区间，不能单凭它说差距变小了")
            .say("。"),
    )
}

fn quarter_row(catalogue: &Catalogue, look: &Look<'_>, course: &Course, at: usize) -> QuarterRow {
    let plain = |value: f64| words::plain(look.indicator, value);
    let cell = |by: usize| {
        let left_out = course.distances[at][by].1;
        let label = by_label(BYS[by]);
        match course.distance(at, by) {
            Some(found) => Cell {
                label,
                apart: plain(found.apart),
                interval: interval(look, found.interval),
                ends: format!(
                    "{} {} – {} {}",
                    name(catalogue, BYS[by], &found.high.key),
                    plain(found.high.value),
                    name(catalogue, BYS[by], &found.low.key),
                    plain(found.low.value)
                ),
                left_out,
            },
            None => {
                Cell { label, apart: "不足两组".to_owned(), interval: String::new(), ends: String::new(), left_out }
            }
        }
    };
    QuarterRow {
        period: course.periods[at].to_string(),
        cells: (0..BYS.len()).map(cell).collect(),
        beyond: course.beyond(look, at).map_or_else(|| "算不出".to_owned(), plain),
        phi: course.quarters[at]
            .dispersion
            .map_or_else(String::new, |found| format!("φ = {}，{} 家", format::fixed(found.phi, 2), found.units)),
    }
}
