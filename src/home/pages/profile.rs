//! A hospital's profile: its ten targets, each beside the pooled figure of its level.

use std::collections::HashSet;

use serde::Serialize;

use crate::access::{Scope, Viewer};
use crate::calendar::{Period, china_minute};
use crate::catalogue::model::{Indicator, IndicatorId, Kind, Target};
use crate::charts::{self, Caption, Estimate, IntervalStrip};
use crate::db::StoreError;
use crate::figures::{self, HospitalFigure};
use crate::hospitals::HospitalAt;
use crate::progress::benchmark::row_of;
use crate::progress::judge::{self, better_label};
use crate::progress::levels::Levels;
use crate::progress::measure::withhold;
use crate::progress::model::Row;
use crate::progress::territory::{LEAST, Territory};
use crate::progress::{Desk, picture, words};
use crate::returns::model::{Return, Standing};
use crate::returns::store;
use crate::web::{Crumb, Head, View};

/// Quarters of the small lines.
const QUARTERS: i32 = 12;

/// What a hospital reported, and what its peers did.
pub struct Figures {
    quarter: Period,
    periods: Vec<Period>,
    own: Vec<HospitalFigure>,
    levels: Levels,
    of: Option<Return>,
    /// Elements of the accepted round that the hospital explained.
    explained: HashSet<String>,
    /// Name of the authority that reviews its returns.
    reviewer: String,
}

impl Figures {
    /// Loads them: what all hospitals did is kept in the process, the hospital's own is one query.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        hospital: &HospitalAt,
        quarter: Period,
    ) -> Result<Self, StoreError> {
        let scope = viewer.scope();
        let periods = quarter.shifted(1 - QUARTERS).through(quarter);
        // Peers are the whole level, wherever they stand; a level of few hospitals is shown to nobody here.
        let peers = Territory { pooled: Scope::Everything, singles: scope, least: LEAST, authority: None };
        let levels = Levels::load(desk, &peers, vec![quarter]).await?;
        Ok(Self {
            own: figures::store::of_hospital(&desk.db, &scope, hospital.id, &periods).await?,
            of: store::find(&desk.db, &scope, hospital.id, quarter).await?,
            explained: store::explained_elements(&desk.db, &scope, quarter, &[hospital.id])
                .await?
                .remove(&hospital.id)
                .unwrap_or_default(),
            reviewer: levels.register.tree().name(hospital.reports_to).to_owned(),
            quarter,
            periods,
            levels,
        })
    }

    fn rows(&self, indicator: &Indicator) -> Vec<Row> {
        let at = |period: &Period| {
            let own = |figure: &&HospitalFigure| figure.indicator == indicator.id && figure.period == *period;
            self.own.iter().find(own).map(|figure| row_of(indicator, figure)).unwrap_or_default()
        };
        self.periods.iter().map(at).collect()
    }
}

/// What `templates/home/hospital.html` shows.
#[derive(Serialize)]
pub struct ProfilePage {
    name: String,
    code: String,
    period_label: String,
    facts: Vec<String>,
    level: String,
    standing: (&'static str, &'static str),
    lede: String,
    has_figures: bool,
    return_href: String,
    register_href: String,
    benchmark: String,
    rows: Vec<TargetRow>,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct TargetRow {
    numeral: String,
    title: String,
    href: String,
    /// More than one where no single figure stands for the target.
    figures: Vec<FigureRow>,
}

#[derive(Serialize)]
struct FigureRow {
    name: String,
    better: &'static str,
    unit: String,
    value: Option<String>,
    /// `n / d`, or why there is none.
    base: String,
    href: String,
    /// Whether the hospital explained a number of it.
    explained: bool,
    interval: Option<String>,
    peers: String,
    strip: Option<String>,
    change: (String, String),
    spark: String,
}

impl View for ProfilePage {
    const TEMPLATE: &'static str = "home/hospital.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl ProfilePage {
    /// The page of a hospital.
    #[must_use]
    pub fn new(desk: &Desk, hospital: &HospitalAt, figures: &Figures) -> Self {
        let (terms, quarter) = (desk.catalogue.register(), figures.quarter);
        let edition = desk.catalogue.edition_for(quarter);
        let targets = edition.into_iter().flat_map(|edition| edition.all_targets());
        let year = edition.map_or(quarter.year(), |edition| edition.year);
        let standing = figures.of.as_ref().map_or(Standing::Awaited, Return::standing);
        let region = desk.catalogue.region(&hospital.region).map_or("", |region| &region.name);
        let counted = figures.own.iter().filter(|figure| figure.period == quarter).count();
        let link = format!("/hospitals/{}", hospital.code);
        Self {
            facts: vec![
                format!("{}{}", terms.level_name(&hospital.level), terms.grade_name(&hospital.grade)),
                terms.category_name(&hospital.category).to_owned(),
                terms.ownership_name(&hospital.ownership).to_owned(),
                region.to_owned(),
                format!("报表由{}审核", figures.reviewer),
            ],
            level: terms.level_name(&hospital.level).to_owned(),
            standing: (standing.tag(), standing.label()),
            lede: lede(standing, quarter, counted),
            has_figures: counted > 0,
            return_href: format!("/returns/{quarter}/{}", hospital.code),
            register_href: format!("{link}/register"),
            benchmark: format!("/benchmark/{}?period={quarter}", hospital.code),
            rows: targets.map(|target| target_row(desk, hospital, figures, target, year)).collect(),
            head: Head::titled(hospital.name.clone())
                .crumb(Crumb::to("总览", format!("/overview?period={quarter}")))
                .crumb(Crumb::here(hospital.name.clone()))
                .period(quarter, |period| format!("{link}?period={period}"))
                .as_of(china_minute(desk.clock.now())),
            name: hospital.name.clone(),
            code: hospital.code.clone(),
            period_label: quarter.label(),
        }
    }
}

fn lede(standing: Standing, quarter: Period, counted: usize) -> String {
    let label = quarter.label();
    match standing {
        Standing::Awaited => format!("{label}还没有上报。"),
        Standing::Submitted => format!("{label}的报表等待审核，数字还没有计入。"),
        Standing::Accepted => format!("{label}的报表已经接收，计入 {counted} 个指标。"),
        Standing::SentBack => format!("{label}的报表已退回，数字没有计入，要改好再传一次。"),
        Standing::Reopened => {
            format!("{label}计入 {counted} 个指标；上级或审核机构要求更正，新的一轮接收之前仍是原来的数字。")
        }
        Standing::Correcting => format!("{label}计入 {counted} 个指标；一份更正等待审核，接收之前仍是原来的数字。"),
    }
}

fn target_row(desk: &Desk, hospital: &HospitalAt, figures: &Figures, target: &Target, year: i32) -> TargetRow {
    let shown: Vec<&IndicatorId> = match &target.headline {
        Some(id) => vec![id],
        None => target.indicators.iter().collect(),
    };
    let figure = |id: &IndicatorId| Some(figure_row(desk, hospital, figures, desk.catalogue.indicator(id)?));
    TargetRow {
        numeral: target.numeral.clone(),
        title: target.short_title.clone(),
        href: format!("/targets/{year}/{}?period={}", target.ordinal, figures.quarter),
        figures: shown.into_iter().filter_map(figure).collect(),
    }
}

fn figure_row(desk: &Desk, hospital: &HospitalAt, figures: &Figures, indicator: &Indicator) -> FigureRow {
    let rows = figures.rows(indicator);
    let now = rows.last().copied().unwrap_or_default();
    let before = rows.iter().rev().nth(1).copied().unwrap_or_default();
    let quarter = figures.quarter;
    let peers = peers(desk, hospital, figures, indicator);
    FigureRow {
        name: indicator.short_name.clone(),
        better: better_label(indicator.better),
        unit: indicator.unit.clone(),
        value: now.figure.value.map(|value| words::plain(indicator, value)),
        base: base(now),
        href: format!("/values/{}/{quarter}/{}", hospital.code, indicator.id),
        explained: indicator.elements().any(|element| figures.explained.contains(element.as_str())),
        interval: now.figure.interval.map(|interval| words::interval(indicator, interval)),
        peers: match peers.figure.value {
            Some(value) => words::plain(indicator, value),
            None if peers.withheld => format!("不足 {LEAST} 家"),
            None => "无数字".to_owned(),
        },
        strip: strip(indicator, now, peers),
        change: judge::change(indicator, (quarter.previous(), before), (quarter, now)).shown(indicator, "上季"),
        spark: charts::spark(&picture::spark(indicator, &figures.periods, &rows, "own")),
    }
}

fn base(now: Row) -> String {
    match now.pooled {
        pooled if pooled.not_applicable > 0 => "不适用".to_owned(),
        pooled if pooled.reported == 0 => "没有计入的数字".to_owned(),
        pooled => words::fraction(pooled),
    }
}

/// What all hospitals of the same level did in the quarter.
fn peers(desk: &Desk, hospital: &HospitalAt, figures: &Figures, indicator: &Indicator) -> Row {
    let series = withhold(figures.levels.series(&desk.catalogue, indicator), LEAST);
    let group = series.groups.iter().position(|group| group.key == hospital.level);
    group.map(|group| series.row(0, group)).unwrap_or_default()
}

fn strip(indicator: &Indicator, now: Row, peers: Row) -> Option<String> {
    let value = now.figure.value?;
    let interval = now.figure.interval.map(|interval| (interval.lower, interval.upper));
    let reach = [Some(value), peers.figure.value, interval.map(|(_, upper)| upper)];
    let reach = reach.into_iter().flatten().fold(0.0, f64::max) * 1.1;
    let whole = indicator.multiplier as f64;
    let most = if indicator.kind == Kind::Proportion && reach > whole / 10.0 { whole } else { reach.max(1e-9) };
    let desc = format!("本院 {}，同级 {}", words::plain(indicator, value), words::figure(indicator, peers.figure));
    Some(charts::interval_strip(&IntervalStrip {
        caption: Caption::new(format!("peers-{}", indicator.id), "与同级合计相比", desc),
        scale: (0.0, most),
        estimate: Some(Estimate { value, interval }),
        reference: peers.figure.value,
    }))
}
