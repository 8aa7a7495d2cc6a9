//! Cards and side tables of the overview.

use serde::Serialize;

use crate::access::AuthorityId;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::charts::{self, Caption, Part, PartState, Stacked};
use crate::progress::judge::Change;
use crate::progress::levels::Levels;
use crate::progress::pages::overview_told::Told;
use crate::progress::reading::{Course, Reading};
use crate::progress::territory::Territory;
use crate::progress::words;
use crate::returns::model::Received;
use crate::returns::store::Standings;
use crate::web::format;

/// Rows of a side table.
const MOST_ROWS: usize = 10;

/// All of a board.
#[must_use]
pub fn received(board: &[Standings]) -> Received {
    board.iter().fold(Received::default(), |sum, row| sum.and(row.standing, row.hospitals))
}

/// The share that counts, `90.3 %`.
#[must_use]
pub fn share(received: Received) -> String {
    format!("{}\u{202F}%", format::fixed(percent(received), 1))
}

fn percent(received: Received) -> f64 {
    if received.expected == 0 { 0.0 } else { received.accepted as f64 / received.expected as f64 * 100.0 }
}

fn bar(received: Received, id: &str) -> String {
    let part = |state, count: i64, what: &str| Part {
        state,
        count: u32::try_from(count).unwrap_or(0),
        title: format!("{what} {count} 家"),
    };
    charts::stacked(&Stacked {
        caption: Caption::new(id, "报表接收", received.told()),
        parts: vec![
            part(PartState::Done, received.settled(), "已接收，没有更正"),
            part(PartState::Common, received.correcting + received.reopened, "已接收，更正中或待更正"),
            part(PartState::Waiting, received.submitted, "待审"),
            part(PartState::Bad, received.sent_back, "退回"),
            part(PartState::Rest, received.awaited, "未上报"),
        ],
    })
}

/// A summary card.
#[derive(Serialize)]
pub struct Card {
    href: String,
    name: &'static str,
    value: String,
    base: String,
    bar: String,
    more: Vec<String>,
}

/// The cards that have something to say.
#[must_use]
pub fn cards(period: Period, standing: Received, has_figures: bool, readings: &[Reading<'_>]) -> Vec<Card> {
    let received = Card {
        href: format!("/returns?period={period}"),
        name: "报表接收",
        value: format::fixed(percent(standing), 1),
        base: format!("%　{} / {} 家", standing.accepted, standing.expected),
        bar: bar(standing, "card-received"),
        more: standing.corrections().into_iter().chain([open(standing)]).collect(),
    };
    let mut cards = vec![received];
    if has_figures {
        cards.extend([moved(readings)]);
        cards.extend(widest(period, readings));
        cards.extend(lacking(standing, period, readings));
    }
    cards
}

/// `待审 3　退回 1　未上报 2`; 退回 only where there is some.
fn open(standing: Received) -> String {
    let back = if standing.sent_back > 0 { format!("　退回 {}", standing.sent_back) } else { String::new() };
    format!("待审 {}{back}　未上报 {}", standing.submitted, standing.awaited)
}

fn moved(readings: &[Reading<'_>]) -> Card {
    let told = Told::of(readings);
    let part = |state, count: usize, what: &str| Part {
        state,
        count: u32::try_from(count).unwrap_or(0),
        title: format!("{what} {count} 项"),
    };
    let named = |numerals: &[&str]| if numerals.is_empty() { "无".to_owned() } else { numerals.join("、") };
    let (better, worse) = (told.better.len(), told.worse.len());
    Card {
        href: "#h-ten".to_owned(),
        name: "有证据的变化",
        value: better.to_string(),
        base: format!("项改善　{worse} 项变差"),
        bar: charts::stacked(&Stacked {
            caption: Caption::new("card-moved", "有证据的变化", told.counted()),
            parts: vec![
                part(PartState::Better, better, "改善"),
                part(PartState::Worse, worse, "变差"),
                part(PartState::Common, told.steady.len() + told.other.len(), "未见变化，或有变化不分好坏"),
                part(PartState::Rest, told.unjudged(), "暂不判断"),
            ],
        }),
        more: vec![
            format!("改善：{}", named(&told.better)),
            format!("变差：{}　未见变化 {}　暂不判断 {}", named(&told.worse), told.steady.len(), told.unjudged()),
        ],
    }
}

/// Percentages only: differences in other units cannot be held against each other.
fn widest(period: Period, readings: &[Reading<'_>]) -> Option<Card> {
    let percents = readings.iter().filter_map(|reading| Some((reading, reading.headline.as_ref()?)));
    let percents = percents.filter(|(_, course)| words::is_percent(course.indicator));
    let apart = percents.filter_map(|(reading, course)| {
        let outer = course.outer_levels()?;
        Some((reading, course, outer, course.spread(outer, 0)?))
    });
    let (reading, course, (first, last), spread) = apart.max_by(|a, b| a.3.total_cmp(&b.3))?;
    Some(Card {
        href: target_href(reading, period),
        name: "级别之间差得最多",
        value: format::fixed(spread, course.indicator.decimals),
        base: format!("个百分点　{}", reading.target.numeral),
        bar: String::new(),
        more: vec![
            course.indicator.short_name.clone(),
            format!("{}　{}", course.told(first, true)?, course.told(last, true)?),
        ],
    })
}

fn lacking(standing: Received, period: Period, readings: &[Reading<'_>]) -> Option<Card> {
    let lacks = |course: &Course<'_>| {
        let pooled = course.now().pooled;
        (standing.accepted - pooled.reported - pooled.not_applicable).max(0)
    };
    let courses = readings.iter().filter_map(|reading| Some((reading, lacks(reading.headline.as_ref()?))));
    let (worst, count) = courses.clone().max_by_key(|(_, count)| *count)?;
    let full = courses.filter(|(_, count)| *count == 0).count();
    Some(Card {
        href: format!("{}#hospitals", target_href(worst, period)),
        name: "已接收里缺报",
        value: count.to_string(),
        base: if count == 0 {
            "家　主指标都填齐了".to_owned()
        } else {
            format!("家　{} 缺得最多", worst.target.numeral)
        },
        bar: String::new(),
        more: vec![format!("{full} 项主指标没有缺报"), "缺报不补 0，不进合并率".to_owned()],
    })
}

/// 接收最慢的地区
#[derive(Serialize)]
pub struct Territories {
    rows: Vec<TerritoryRow>,
    total: usize,
    href: String,
}

#[derive(Serialize)]
struct TerritoryRow {
    name: String,
    href: String,
    counted: i64,
    expected: i64,
    awaited: i64,
    bar: String,
    #[serde(skip)]
    percent: f64,
}

impl Territories {
    /// The authorities right below the one that looks, the slowest first; none for a reader without territory, or where
    /// there is nothing below.
    #[must_use]
    pub fn of(
        catalogue: &Catalogue,
        territory: &Territory,
        period: Period,
        levels: &Levels,
        board: &[Standings],
    ) -> Option<Self> {
        let own = territory.authority?;
        let tree = levels.register.tree();
        let mut sums: Vec<(AuthorityId, Received)> = Vec::new();
        for row in board {
            let Some(branch) = tree.branch(own, row.authority) else { continue };
            match sums.iter_mut().find(|(id, _)| *id == branch) {
                Some((_, sum)) => *sum = sum.and(row.standing, row.hospitals),
                None => sums.push((branch, Received::default().and(row.standing, row.hospitals))),
            }
        }
        let row = |(id, standing): (AuthorityId, Received)| {
            let authority = tree.get(id)?;
            let region = catalogue.region(&authority.territory).map_or(authority.name.as_str(), |region| &region.name);
            Some(TerritoryRow {
                name: if id == own { format!("{region}本级") } else { region.to_owned() },
                href: format!("/returns?period={period}&authority={id}"),
                counted: standing.accepted,
                expected: standing.expected,
                awaited: standing.awaited,
                bar: bar(standing, &format!("bar-{}", authority.code)),
                percent: percent(standing),
            })
        };
        let mut rows: Vec<TerritoryRow> = sums.into_iter().filter_map(row).collect();
        let total = rows.len();
        rows.sort_by(|a, b| a.percent.total_cmp(&b.percent).then_with(|| a.href.cmp(&b.href)));
        rows.truncate(MOST_ROWS);
        (total > 1).then(|| Self { rows, total, href: format!("/returns?period={period}") })
    }
}

/// 级别之间的差距
#[derive(Serialize)]
pub struct Spreads {
    rows: Vec<SpreadRow>,
}

#[derive(Serialize)]
struct SpreadRow {
    numeral: String,
    name: String,
    href: String,
    unit: String,
    high: String,
    low: String,
    spread: String,
    /// The same a year before; where it cannot be compared, with the reason.
    before: (String, &'static str),
}

/// Quarters in a year.
const YEAR: usize = 4;

impl Spreads {
    /// How far the highest and the lowest level lie apart, target by target; none before there is anything to compare.
    #[must_use]
    pub fn of(readings: &[Reading<'_>], period: Period) -> Option<Self> {
        let rows: Vec<SpreadRow> = readings.iter().filter_map(|reading| spread_row(reading, period)).collect();
        (!rows.is_empty()).then_some(Self { rows })
    }
}

fn spread_row(reading: &Reading<'_>, period: Period) -> Option<SpreadRow> {
    let course = reading.headline.as_ref()?;
    let indicator = course.indicator;
    let (first, last) = course.outer_levels()?;
    let before = match course.spread((first, last), YEAR) {
        _ if course.to_year == Change::Redefined => ("不可比".to_owned(), "口径已改"),
        Some(spread) => (words::plain(indicator, spread), ""),
        None => ("不可比".to_owned(), "缺去年同期"),
    };
    Some(SpreadRow {
        numeral: reading.target.numeral.clone(),
        name: indicator.short_name.clone(),
        href: target_href(reading, period),
        unit: indicator.unit.clone(),
        high: course.told(first, false)?,
        low: course.told(last, false)?,
        spread: words::plain(indicator, course.spread((first, last), 0)?),
        before,
    })
}

/// The page of a target.
pub(super) fn target_href(reading: &Reading<'_>, period: Period) -> String {
    format!("/targets/{}/{}?period={period}", year_of(&reading.target.code), reading.target.ordinal)
}

/// The year inside a code such as `NIT-2024-Ⅰ`.
pub(super) fn year_of(code: &str) -> &str {
    code.split('-').nth(1).unwrap_or_default()
}
