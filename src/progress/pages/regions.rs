//! 各地对照: regions and levels against the whole, against their past, against the goal; and what changed since the
//! quarter before.

use serde::{Deserialize, Serialize};

use crate::access::Viewer;
use crate::calendar::{Period, china_minute};
use crate::catalogue::model::{Edition, Indicator, Kind, Target};
use crate::figures::By;
use crate::goals::{self, Goals};
use crate::progress::board::{Board, MEASURES, Measure, Source};
use crate::progress::changes::Changes;
use crate::progress::desk::Desk;
use crate::progress::look::Address;
use crate::progress::model::by_noun;
use crate::progress::pages::overview::place;
use crate::progress::pages::quarter;
use crate::progress::pages::regions_boxes::{Grid, Squares};
use crate::progress::pages::regions_changes::Since;
use crate::progress::pages::regions_files;
use crate::progress::pages::sentence::Sentence;
use crate::progress::panel::Panel;
use crate::progress::territory::Territory;
use crate::progress::{sheets, words};
use crate::web::{Crumb, Download, Head, Page, PageError, Query, View};

/// `?period=2024Q3&measure=standing&indicator=iv_use_rate`; of a picture also `&part=tiles`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegionsQuery {
    period: Option<String>,
    measure: Option<String>,
    indicator: Option<String>,
    part: Option<String>,
}

/// What is looked at.
pub struct Look<'a> {
    /// The year's targets.
    pub edition: &'a Edition,
    /// What the map shows, with its target.
    pub shown: (&'a Target, &'a Indicator),
    /// What cells are marked by.
    pub measure: Measure,
    /// The sums.
    pub panel: Panel,
    /// The goals that hold.
    pub goals: Goals,
    /// Whose figures.
    pub territory: Territory,
    /// 全省, or the name of the reader's own territory.
    pub place: String,
    /// Which chart is taken away.
    pub part: Option<String>,
}

impl<'a> Look<'a> {
    async fn of(desk: &'a Desk, viewer: &Viewer, query: RegionsQuery) -> Result<Self, PageError> {
        let period = quarter(desk, query.period.as_deref()).await?;
        let edition = desk.catalogue.edition_for(period).ok_or(PageError::NotFound)?;
        let territory = Territory::of(viewer);
        let panel = Panel::load(desk, &territory, period).await?;
        Ok(Self {
            edition,
            shown: shown(desk, edition, query.indicator.as_deref()).ok_or(PageError::NotFound)?,
            measure: query.measure.as_deref().and_then(Measure::of).unwrap_or(Measure::Standing),
            goals: goals::store::in_force(&desk.db, period.year()).await?,
            place: place(desk, &territory, panel.register.tree()),
            panel,
            territory,
            part: query.part,
        })
    }

    /// The quarter.
    #[must_use]
    pub fn period(&self) -> Period {
        self.panel.quarter()
    }

    /// The address of the page, or of a file below it.
    #[must_use]
    pub fn address(&self, rest: &str) -> Address {
        Address::new("/territories")
            .under(rest)
            .with("period", &self.period().to_string())
            .with("measure", self.measure.key())
            .with("indicator", self.shown.1.id.as_str())
    }

    /// What boards are made from.
    #[must_use]
    pub fn source(&'a self, desk: &'a Desk) -> Source<'a> {
        Source { panel: &self.panel, catalogue: &desk.catalogue, goals: &self.goals, edition: self.edition }
    }

    /// The indicator of the map over the regions.
    #[must_use]
    pub fn map(&'a self, desk: &'a Desk) -> Board<'a> {
        Board::single(&self.source(desk), self.panel.regions, self.measure, self.shown)
    }

    /// The targets over levels or regions.
    #[must_use]
    pub fn board(&'a self, desk: &'a Desk, by: By) -> Board<'a> {
        Board::of(&self.source(desk), by, self.measure)
    }
}

/// The indicator asked for, else the headline of the year's first target that has one.
fn shown<'a>(desk: &'a Desk, edition: &'a Edition, asked: Option<&str>) -> Option<(&'a Target, &'a Indicator)> {
    let indicator = |target: &'a Target, id| Some((target, desk.catalogue.indicator(id)?));
    match asked.filter(|code| !code.is_empty()) {
        Some(code) => edition.all_targets().find_map(|target| {
            let id = target.indicators.iter().find(|id| id.as_str() == code)?;
            indicator(target, id)
        }),
        None => edition.all_targets().find_map(|target| indicator(target, target.headline.as_ref()?)),
    }
}

/// The page.
pub async fn regions(
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<RegionsQuery>,
) -> Result<Page<RegionsPage>, PageError> {
    let look = Look::of(&desk, &viewer, query).await?;
    Ok(Page(RegionsPage::new(&desk, &look)))
}

/// Everything the page shows, as a workbook.
pub async fn regions_xlsx(
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<RegionsQuery>,
) -> Result<Download, PageError> {
    let look = Look::of(&desk, &viewer, query).await?;
    let tables = regions_files::tables(&desk, &look);
    let bytes = sheets::xlsx("各地对照", &tables).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}.xlsx", regions_files::name(&look)), bytes))
}

/// One of the charts as a drawing.
pub async fn regions_svg(desk: Desk, viewer: Viewer, Query(query): Query<RegionsQuery>) -> Result<Download, PageError> {
    let look = Look::of(&desk, &viewer, query).await?;
    Ok(regions_files::taken(&desk, &look).ok_or(PageError::NotFound)?.svg())
}

/// The same as a picture.
pub async fn regions_png(desk: Desk, viewer: Viewer, Query(query): Query<RegionsQuery>) -> Result<Download, PageError> {
    let look = Look::of(&desk, &viewer, query).await?;
    regions_files::taken(&desk, &look).ok_or(PageError::NotFound)?.png().await
}

#[derive(Serialize)]
struct Pick {
    value: String,
    label: String,
}

/// What `templates/progress/regions.html` shows.
#[derive(Serialize)]
pub struct RegionsPage {
    title: String,
    lede: Sentence,
    period: Period,
    /// The fields of the filter.
    measure: &'static str,
    measures: Vec<Pick>,
    indicator: String,
    indicators: Vec<Pick>,
    /// Why there is nothing at all to show, and what fills it.
    nothing: Option<(String, String)>,
    /// Why there is no map, though there are figures.
    alone: Option<String>,
    squares: Option<Squares>,
    grids: Vec<Grid>,
    since: Option<Since>,
    xlsx: String,
    /// How many hospitals a shown group has at least; 0 where none is withheld.
    least: i64,
    #[serde(skip)]
    head: Head,
}

impl View for RegionsPage {
    const TEMPLATE: &'static str = "progress/regions.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl RegionsPage {
    fn new(desk: &Desk, look: &Look<'_>) -> Self {
        let period = look.period();
        let map = look.map(desk);
        let reported = look.panel.by_level().has_figures();
        let several = map.groups.len() > 1;
        let squares = (reported && several && defined(look)).then(|| Squares::of(desk, look, &map));
        let sides = if several { vec![look.panel.regions, By::Level] } else { vec![By::Level] };
        let grids = sides.into_iter().filter(|_| reported).map(|by| Grid::of(look, &look.board(desk, by)));
        let title = format!("{}{}各地对照", period.label(), look.place);
        let (address, (_, indicator)) = (look.address(""), look.shown);
        Self {
            lede: match &squares {
                Some(squares) => squares.said.clone(),
                None => Sentence::default().say("同一指标在各地、各级医院之间的差别，按证据分，不按名次分。"),
            },
            measure: look.measure.key(),
            measures: MEASURES.map(|measure| pick(measure.key(), measure.label())).into(),
            indicator: indicator.id.to_string(),
            indicators: indicators(desk, look.edition),
            nothing: (!reported).then(nothing),
            alone: alone(look, several).filter(|_| reported),
            squares,
            grids: grids.collect(),
            since: reported
                .then(|| Since::of(&Changes::of(&desk.catalogue, look.edition, &look.panel), &look.panel, None)),
            xlsx: look.address("/export.xlsx").text(),
            least: look.territory.least,
            head: Head::titled(title.clone())
                .crumb(Crumb::here("各地对照"))
                .period(period, move |period| address.clone().with("period", &period.to_string()).text())
                .as_of(china_minute(desk.clock.now())),
            title,
            period,
        }
    }
}

fn pick(value: &str, label: &str) -> Pick {
    Pick { value: value.to_owned(), label: label.to_owned() }
}

fn indicators(desk: &Desk, edition: &Edition) -> Vec<Pick> {
    let of = |target: &Target| {
        let known = target.indicators.iter().filter_map(|id| desk.catalogue.indicator(id));
        known.map(|one| pick(one.id.as_str(), &format!("{} {}", target.numeral, one.short_name))).collect::<Vec<_>>()
    };
    edition.all_targets().flat_map(of).collect()
}

fn defined(look: &Look<'_>) -> bool {
    words::never(look.shown.1).is_none() && look.shown.1.kind != Kind::Composite
}

fn nothing() -> (String, String) {
    let text = "医院上传的报表由审核机构接收后，数字才计入对照。".to_owned();
    ("这个季度还没有接收的报表".to_owned(), text)
}

/// Why the map is not drawn.
fn alone(look: &Look<'_>, several: bool) -> Option<String> {
    let (_, indicator) = look.shown;
    if !several {
        let noun = by_noun(look.panel.regions);
        return Some(format!("{}里只有一个{noun}，没有可以对照的，所以不画方块图；各级医院的对照见下。", look.place));
    }
    if let Some(why) = words::never(indicator) {
        return Some(format!("{}：{why}换一个指标再看。", indicator.short_name));
    }
    (indicator.kind == Kind::Composite)
        .then(|| format!("{}由几个指标综合评价，没有单一的数，不画方块图。", indicator.short_name))
}
