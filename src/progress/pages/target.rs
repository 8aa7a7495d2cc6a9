//! One target: how its indicators move by group, how the groups stand this quarter, and the hospitals behind them.

use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::figures::By;
use crate::goals::{self, Goals};
use crate::progress::desk::Desk;
use crate::progress::judge::better_label;
use crate::progress::levels::Levels;
use crate::progress::load;
use crate::progress::look::{Address, GROUPINGS, Look, SPANS, ViewTab, views};
use crate::progress::model::{Series, by_label};
use crate::progress::pages::hospitals::Hospitals;
use crate::progress::pages::multiples::{Followed, Multiples};
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::target_boxes::{Groups, Numbers, Trend, lede};
use crate::progress::reading::Course;
use crate::progress::territory::Territory;
use crate::progress::words;
use crate::web::{Crumb, Head, View};

/// What `templates/progress/target.html` shows.
#[derive(Serialize)]
pub struct TargetPage {
    title: String,
    numeral: String,
    period_label: String,
    lede: Sentence,
    note: Option<String>,
    views: Vec<ViewTab>,
    /// The ten of the year.
    ten: Vec<Tab>,
    /// The indicators of the target.
    tabs: Vec<Tab>,
    fields: Vec<(&'static str, String)>,
    groupings: Vec<Choice>,
    by: &'static str,
    spans: Vec<Choice>,
    span: String,
    indicator: IndicatorFacts,
    /// Why there is nothing to draw; none where there is.
    nothing: Option<String>,
    counts: Counts,
    trend: Option<Trend>,
    multiples: Option<Multiples>,
    groups: Groups,
    numbers: Numbers,
    hospitals: Option<Hospitals>,
    exports: Exports,
    /// Where good examples of the target are.
    exemplars: String,
    least: i64,
    #[serde(skip)]
    head: Head,
}

/// A link among several.
#[derive(Serialize)]
pub struct Tab {
    label: String,
    title: String,
    href: String,
    current: bool,
}

/// One of several to choose from.
#[derive(Serialize)]
pub struct Choice {
    value: String,
    label: String,
}

impl Choice {
    /// What is sent, and what is read.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// What stands behind the lines: control limits, and the goals in force.
pub struct Behind {
    /// Levels with their limits, by month where there are months.
    pub followed: Followed,
    /// Of the year of the last quarter.
    pub goals: Goals,
}

impl Behind {
    /// Loads it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        territory: &Territory,
        look: &Look<'_>,
        course: &Course<'_>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            followed: Followed::load(desk, viewer, territory, look, course).await?,
            goals: goals::store::in_force(&desk.db, look.period.year()).await?,
        })
    }
}

#[derive(Serialize)]
struct IndicatorFacts {
    id: String,
    name: String,
    unit: String,
    formula: String,
    better: &'static str,
    version: String,
    source: String,
    definition: String,
}

#[derive(Serialize)]
struct Counts {
    expected: i64,
    reported: i64,
    not_applicable: i64,
    missing: i64,
}

#[derive(Serialize)]
struct Exports {
    xlsx: String,
    csv: String,
    svg: String,
    png: String,
}

impl View for TargetPage {
    const TEMPLATE: &'static str = "progress/target.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// The course of what is looked at: enough quarters for the year before, however few are drawn.
///
/// # Errors
/// Of the database.
pub async fn course<'a>(desk: &Desk, territory: &Territory, look: &Look<'a>) -> Result<Course<'a>, StoreError> {
    let periods = look.period.shifted(1 - look.span).through(look.period);
    let series = if look.by == By::Level {
        let levels = Levels::load(desk, territory, periods).await?;
        levels.series(&desk.catalogue, look.indicator)
    } else {
        let asked = load::Asked { indicator: look.indicator, by: look.by, periods };
        load::series(desk, &territory.pooled, asked).await?
    };
    Ok(Course::of(look.indicator, series, territory.least))
}

/// The quarters worth drawing: from the first that has a figure.
#[must_use]
pub fn drawn(course: &Course<'_>) -> Series {
    course.series.since(first_figure(course))
}

/// Index of the first quarter that has a figure.
#[must_use]
pub fn first_figure(course: &Course<'_>) -> usize {
    let last = course.total.len().saturating_sub(1);
    course.total.iter().position(|row| row.pooled.reported > 0).unwrap_or(last)
}

impl TargetPage {
    /// The page of what is looked at.
    #[must_use]
    pub fn new(
        desk: &Desk,
        territory: &Territory,
        look: &Look<'_>,
        course: &Course<'_>,
        behind: &Behind,
        hospitals: Option<Hospitals>,
    ) -> Self {
        let pooled = course.now().pooled;
        let title = format!("{}　{}", look.target.numeral, look.target.title);
        let export = |kind: &str| look.filtered().under(&format!("/export.{kind}"));
        Self {
            numeral: look.target.numeral.clone(),
            period_label: look.period.label(),
            lede: lede(course, look, &behind.goals),
            note: look.target.note.clone(),
            views: views(look, ""),
            ten: ten(look),
            tabs: tabs_of(&desk.catalogue, look, |id| look.address().with("indicator", id)),
            fields: vec![("period", look.period.to_string()), ("indicator", look.indicator.id.to_string())],
            groupings: GROUPINGS.map(|by| Choice { value: by.key().to_owned(), label: by_label(by).to_owned() }).into(),
            by: look.by.key(),
            spans: SPANS.map(|span| Choice { value: span.to_string(), label: format!("近 {span} 季") }).into(),
            span: look.span.to_string(),
            indicator: facts(&desk.catalogue, look),
            nothing: nothing(look, course),
            counts: Counts {
                expected: pooled.expected,
                reported: pooled.reported,
                not_applicable: pooled.not_applicable,
                missing: pooled.missing(),
            },
            trend: Trend::of(course, look, behind),
            multiples: Multiples::of(look, &behind.followed, &behind.goals),
            groups: Groups::of(course, look, &behind.goals, hospitals.is_some()),
            numbers: Numbers::of(course),
            hospitals,
            exemplars: format!("/exemplars/of?year={}&ordinal={}", look.edition.year, look.target.ordinal),
            exports: Exports {
                xlsx: export("xlsx").text(),
                csv: export("csv").text(),
                svg: export("svg").text(),
                png: export("png").text(),
            },
            least: territory.least,
            head: head_of(desk, look, &title, |period| look.at(&desk.catalogue, period)),
            title,
        }
    }
}

/// The frame of a view of a target; `link` is the same view in another quarter.
#[must_use]
pub fn head_of(desk: &Desk, look: &Look<'_>, title: &str, link: impl Fn(Period) -> String) -> Head {
    let year = look.edition.year;
    Head::titled(title)
        .crumb(Crumb::to("总览", format!("/overview?period={}", look.period)))
        .crumb(Crumb::to(format!("{year} 年十项目标"), format!("/catalogue/{year}")))
        .crumb(Crumb::here(format!("{} {}", look.target.numeral, look.target.short_title)))
        .period(look.period, link)
        .as_of(china_minute(desk.clock.now()))
}

fn ten(look: &Look<'_>) -> Vec<Tab> {
    let tab = |target: &crate::catalogue::model::Target| Tab {
        label: target.numeral.clone(),
        title: target.short_title.clone(),
        href: format!("/targets/{}/{}?period={}", look.edition.year, target.ordinal, look.period),
        current: target.ordinal == look.target.ordinal,
    };
    look.edition.all_targets().map(tab).collect()
}

/// The indicators of the target, each with the address of the view for it.
#[must_use]
pub fn tabs_of(catalogue: &Catalogue, look: &Look<'_>, link: impl Fn(&str) -> Address) -> Vec<Tab> {
    let tab = |id: &crate::catalogue::model::IndicatorId| {
        let indicator = catalogue.indicator(id)?;
        Some(Tab {
            label: indicator.short_name.clone(),
            title: indicator.name.clone(),
            href: link(id.as_str()).text(),
            current: *id == look.indicator.id,
        })
    };
    look.target.indicators.iter().filter_map(tab).collect()
}

fn facts(catalogue: &Catalogue, look: &Look<'_>) -> IndicatorFacts {
    let indicator = look.indicator;
    let version = indicator.version_at(look.period);
    IndicatorFacts {
        id: indicator.id.to_string(),
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        formula: indicator.formula_in_words(catalogue),
        better: better_label(indicator.better),
        version: version
            .map_or_else(String::new, |version| format!("{}起：{}", version.valid_from.label(), version.note)),
        source: indicator.source.clone(),
        definition: format!("/catalogue/{}/{}", look.edition.year, look.target.ordinal),
    }
}

fn nothing(look: &Look<'_>, course: &Course<'_>) -> Option<String> {
    if let Some(why) = words::never(look.indicator) {
        return Some(why.to_owned());
    }
    let any = course.total.iter().any(|row| row.pooled.reported > 0);
    (!any).then(|| format!("到 {}为止，还没有接收的报表填报了这一指标。", look.period.label()))
}
