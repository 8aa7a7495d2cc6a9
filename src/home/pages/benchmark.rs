//! 本院对照: the page, and the same as files.

use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{Period, china_minute};
use crate::home::benchmark::first::{Point, points};
use crate::home::benchmark::{Benchmark, Shown, export, picture};
use crate::home::pages::PeriodQuery;
use crate::home::pages::benchmark_rows::{Past, PastRow, Rows, past, past_rows, rows};
use crate::hospitals;
use crate::progress::{Desk, Sentence, sheets};
use crate::web::{Crumb, Download, Head, Page, PageError, Path, Query, View, format};

/// `?period=2024Q3&indicator=iv_use_rate`
#[derive(Debug, serde::Deserialize)]
pub struct PictureQuery {
    period: Option<String>,
    indicator: Option<String>,
}

fn period_of(text: Option<&str>) -> Result<Option<Period>, PageError> {
    let asked = text.filter(|text| !text.is_empty()).map(str::parse::<Period>).transpose();
    asked.map_err(|_| PageError::BadRequest("网址里的季度没有读懂，季度写成 2024Q3。".into()))
}

/// Leads a hospital's account to its own, anybody else to the list of hospitals.
pub async fn own_benchmark(desk: Desk, viewer: Viewer) -> Result<Redirect, PageError> {
    let Some(own) = viewer.hospital() else { return Ok(Redirect::to("/hospitals")) };
    let codes = hospitals::store::codes_of(&desk.db, &viewer.scope(), &[own]).await?;
    let code = codes.get(&own).ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/benchmark/{code}")))
}

/// One hospital against its peers, its past and its goals.
pub async fn benchmark(
    desk: Desk,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<PeriodQuery>,
) -> Result<Page<BenchmarkPage>, PageError> {
    let found = Benchmark::load(&desk, &viewer, &code, period_of(asked.period.as_deref())?).await?;
    Ok(Page(BenchmarkPage::new(&desk, &found)))
}

/// The same as a workbook; nothing to take away leads back to the page, which says why.
pub async fn benchmark_xlsx(
    desk: Desk,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<PeriodQuery>,
) -> Result<Response, PageError> {
    let found = Benchmark::load(&desk, &viewer, &code, period_of(asked.period.as_deref())?).await?;
    let Some(shown) = &found.shown else {
        return Ok(Redirect::to(&format!("/benchmark/{}?period={}", found.code, found.asked)).into_response());
    };
    let bytes = sheets::xlsx("本院对照", &export::tables(&desk, &found)).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("本院对照_{}_{}.xlsx", found.code, shown.quarter), bytes).into_response())
}

/// The past of one indicator as a picture.
pub async fn benchmark_svg(
    desk: Desk,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<PictureQuery>,
) -> Result<Download, PageError> {
    let found = Benchmark::load(&desk, &viewer, &code, period_of(asked.period.as_deref())?).await?;
    let shown = found.shown.as_ref().ok_or(PageError::NotFound)?;
    let wanted = asked.indicator.unwrap_or_default();
    let line = shown.lines.iter().find(|line| line.indicator.id.as_str() == wanted).ok_or(PageError::NotFound)?;
    let svg = picture::multiple(line).ok_or(PageError::NotFound)?;
    let name = line.indicator.short_name.replace(['/', '\\'], "");
    Ok(Download::svg(format!("{}_{name}_{}.svg", found.code, shown.quarter), svg))
}

/// What `templates/home/benchmark.html` shows.
#[derive(Serialize)]
pub struct BenchmarkPage {
    title: String,
    code: String,
    facts: Vec<String>,
    lede: Sentence,
    /// What a reader must know of the return before the figures.
    note: Option<String>,
    asked: Period,
    return_href: String,
    profile_href: String,
    goals_href: String,
    xlsx: String,
    shown: Option<ShownPage>,
    #[serde(skip)]
    head: Head,
}

/// What there is to show of an accepted quarter.
#[derive(Serialize)]
struct ShownPage {
    label: String,
    points: Vec<Entry>,
    /// How many more there are than are shown.
    more: usize,
    peers: PeersBox,
    rows: Rows,
    past: Vec<Past>,
    quarters: Vec<String>,
    past_rows: Vec<PastRow>,
    method: String,
}

#[derive(Serialize)]
struct Entry {
    numeral: String,
    finding: String,
    caution: String,
    href: String,
    label: &'static str,
}

#[derive(Serialize)]
struct PeersBox {
    comparable: bool,
    told: String,
    loosened: Option<&'static str>,
    /// How many others of its level the register has; only where five and more have figures.
    of_level: Option<usize>,
    level: String,
}

impl View for BenchmarkPage {
    const TEMPLATE: &'static str = "home/benchmark.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl BenchmarkPage {
    /// The page of a hospital.
    #[must_use]
    pub fn new(desk: &Desk, found: &Benchmark<'_>) -> Self {
        let (terms, facts) = (desk.catalogue.register(), &found.facts);
        let path = format!("/benchmark/{}", found.code);
        let quarter = found.stand.shown.unwrap_or(found.asked);
        let first =
            found.shown.as_ref().map(|shown| points(&shown.lines, shown.edition.year, shown.quarter, &found.code));
        let beds = facts.beds.map(|beds| format!("床位 {} 张", format::count(beds))).unwrap_or_default();
        Self {
            facts: vec![
                facts.name.clone(),
                format!("{}{}", terms.level_name(&facts.level), terms.grade_name(&facts.grade)),
                terms.category_name(&facts.category).to_owned(),
                terms.ownership_name(&facts.ownership).to_owned(),
                beds,
                format!("编码 {}", found.code),
            ],
            lede: lede(desk, found, first.as_ref()),
            note: found.stand.note(),
            return_href: format!("/returns/{}/{}", found.asked, found.code),
            profile_href: format!("/hospitals/{}?period={quarter}", found.code),
            goals_href: format!("/hospitals/{}/goals?year={}", found.code, quarter.year()),
            xlsx: format!("{path}/export.xlsx?period={}", found.asked),
            shown: found.shown.as_ref().zip(first).map(|(shown, first)| ShownPage::new(desk, found, shown, first)),
            head: Head::titled(format!("本院对照：{}", facts.name))
                .crumb(Crumb::to(facts.name.clone(), format!("/hospitals/{}?period={quarter}", found.code)))
                .crumb(Crumb::here("本院对照"))
                .period(found.asked, |period| format!("{path}?period={period}"))
                .as_of(china_minute(desk.clock.now())),
            title: "本院对照".to_owned(),
            code: found.code.clone(),
            asked: found.asked,
        }
    }
}

impl ShownPage {
    fn new(desk: &Desk, found: &Benchmark<'_>, shown: &Shown<'_>, (first, more): (Vec<Point>, usize)) -> Self {
        let entry = |point: Point| Entry {
            numeral: point.numeral,
            finding: point.finding,
            caution: point.caution,
            href: point.href,
            label: point.label,
        };
        let (terms, peers) = (desk.catalogue.register(), &shown.among.peers);
        let (quarters, past_rows) = past_rows(shown);
        Self {
            label: shown.quarter.label(),
            points: first.into_iter().map(entry).collect(),
            more,
            peers: PeersBox {
                comparable: peers.comparable(),
                told: peers.told(terms),
                loosened: peers.loosened().filter(|_| peers.comparable()),
                of_level: peers.comparable().then_some(shown.among.of_level),
                level: terms.level_name(&found.facts.level).to_owned(),
            },
            rows: rows(shown, &found.code),
            past: past(shown, &found.code, found.asked),
            quarters,
            past_rows,
            method: method(shown),
        }
    }
}

/// One reading: how many of the targets are to be looked at, which, and against whom.
fn lede(desk: &Desk, found: &Benchmark<'_>, first: Option<&(Vec<Point>, usize)>) -> Sentence {
    let (Some(shown), Some((first, more))) = (&found.shown, first) else {
        let text = "报表由审核机构接收以后，这一页马上给出十项目标与同类医院的对照。";
        return Sentence::default().say(text);
    };
    let sentence = Sentence::default().say(format!("{}：", shown.quarter.label()));
    let pressing = first.iter().filter(|point| point.class != crate::home::benchmark::first::Class::Missing);
    let mut numerals: Vec<&str> = pressing.map(|point| point.numeral.as_str()).collect();
    let count = numerals.len();
    numerals.dedup();
    let lacking = shown.lines.iter().filter(|line| line.lacks()).count();
    let sentence = if count == 0 {
        sentence.find("没有要先看的指标").say("，这不等于都做得好，例数少时差别本来就看不出来")
    } else {
        let rest = if *more > 0 { format!("，另有 {more} 项见下表") } else { String::new() };
        sentence.find(format!("{count} 个指标要先看")).say(format!("（{}{rest}）", numerals.join("、")))
    };
    let sentence =
        if lacking > 0 { sentence.say(format!("；{lacking} 个指标没有计入的数字")) } else { sentence };
    let (terms, peers) = (desk.catalogue.register(), &shown.among.peers);
    if peers.comparable() {
        sentence.say(format!("。对照的是{}，不含本院。", peers.told(terms)))
    } else {
        sentence.say(format!("。{}，所以不与同类相比，只看本院自己的走势和目标值。", peers.told(terms)))
    }
}

/// How the standings were found, and how many would be wrong by chance.
fn method(shown: &Shown<'_>) -> String {
    let compared = shown.lines.iter().filter(|line| line.placing.place.is_some()).count();
    if compared == 0 {
        return "没有一项与同类相比。".to_owned();
    }
    format!(
        "共有 {compared} 项与同类相比；各项都只有偶然差别时，平均 {} 项会落在 99.8 % 界限之外。",
        format::fixed(compared as f64 * 0.002, 2)
    )
}
