//! 全省总览: who has reported, how the ten targets move, and how far the levels lie apart.

use serde::Serialize;

use crate::calendar::{Period, china_minute};
use crate::progress::desk::Desk;
use crate::progress::judge::{Direction, Movement};
use crate::progress::levels::Levels;
use crate::progress::pages::overview_boxes::{Card, Spreads, Territories, cards, received, share};
use crate::progress::pages::overview_rows::TargetRow;
use crate::progress::pages::sentence::Sentence;
use crate::progress::reading::Reading;
use crate::progress::territory::Territory;
use crate::returns::model::Received;
use crate::returns::store::Standings;
use crate::web::{Crumb, Head, View};

/// What `templates/progress/overview.html` shows.
#[derive(Serialize)]
pub struct OverviewPage {
    title: String,
    period: Period,
    lede: Sentence,
    cards: Vec<Card>,
    /// Whether anything was accepted in the quarter.
    has_figures: bool,
    accepted: i64,
    edition: i32,
    targets: Vec<TargetRow>,
    territories: Option<Territories>,
    spreads: Option<Spreads>,
    /// How many hospitals a shown group has at least; 0 where none is withheld.
    least: i64,
    #[serde(skip)]
    head: Head,
}

impl View for OverviewPage {
    const TEMPLATE: &'static str = "progress/overview.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl OverviewPage {
    /// The page of a territory and quarter.
    #[must_use]
    pub fn new(desk: &Desk, territory: &Territory, period: Period, levels: &Levels, board: &[Standings]) -> Self {
        let edition = desk.catalogue.edition_for(period);
        let targets = edition.into_iter().flat_map(|edition| edition.all_targets());
        let readings: Vec<Reading<'_>> =
            targets.map(|target| Reading::of(&desk.catalogue, levels, target, territory.least)).collect();
        let standing = received(board);
        let place = place(desk, territory, levels);
        let title = format!("{}{place}总览", period.label());
        let has_figures = levels.has_figures();
        let link = |period: Period| format!("/overview?period={period}");
        Self {
            lede: lede(standing, has_figures, &readings),
            cards: cards(period, standing, has_figures, &readings),
            has_figures,
            accepted: standing.accepted,
            edition: edition.map_or(period.year(), |edition| edition.year),
            targets: readings.iter().map(|reading| TargetRow::new(reading, period)).collect(),
            territories: Territories::of(&desk.catalogue, territory, period, levels, board),
            spreads: Spreads::of(&readings, period),
            least: territory.least,
            head: Head::titled(title.clone())
                .crumb(Crumb::here(format!("{place}总览")))
                .period(period, link)
                .as_of(china_minute(desk.clock.now())),
            title,
            period,
        }
    }
}

/// 全省, or the name of the reader's own territory.
fn place(desk: &Desk, territory: &Territory, levels: &Levels) -> String {
    let own = territory.authority.filter(|_| !territory.is_whole());
    let authority = own.and_then(|id| levels.register.tree().get(id));
    let region = authority.and_then(|authority| desk.catalogue.region(&authority.territory));
    region.map_or_else(|| "全省".to_owned(), |region| region.name.clone())
}

fn lede(standing: Received, has_figures: bool, readings: &[Reading<'_>]) -> Sentence {
    let sentence = Sentence::default()
        .say(format!("应报 {} 家医院，", standing.expected))
        .find(format!("已接收 {} 家（{}）", standing.accepted, share(standing)))
        .say(standing.corrections().map(|part| format!("，{part}")).unwrap_or_default())
        .say(format!("，{} 家待审，", standing.submitted))
        .say(if standing.sent_back > 0 { format!("{} 家退回，", standing.sent_back) } else { String::new() })
        .say(format!("{} 家未上报。", standing.awaited));
    if !has_figures {
        return sentence.say("还没有接收的数字，十项目标暂时看不到。");
    }
    let went = |direction| {
        let courses = readings.iter().filter_map(|reading| reading.headline.as_ref());
        courses.filter(|course| course.direction() == Some(direction)).count()
    };
    let few = numerals(readings, |reading| {
        reading.headline.as_ref().is_some_and(|course| matches!(course.movement, Movement::TooFew(_)))
    });
    let (up, down, flat) = (went(Direction::Up), went(Direction::Down), went(Direction::Flat));
    let sentence = sentence.say("各目标的主指标与上季相比，").find(format!("{up} 项上升、{down} 项下降"));
    let sentence = sentence.say(others(flat, up + down + flat, readings));
    let sentence = match few.as_str() {
        "" => sentence.say("；"),
        few => sentence.say(format!("；{few} 现口径下不足 6 个季度，点数不足，暂不判断；")),
    };
    sentence.say("升降只是数值，不等于改善。")
}

/// The targets that went neither up nor down, so that all that stand in the table are accounted for.
fn others(flat: usize, compared: usize, readings: &[Reading<'_>]) -> String {
    let headlines = readings.iter().filter(|reading| reading.headline.is_some()).count();
    let apart = numerals(readings, |reading| reading.headline.is_none());
    let mut text = String::new();
    if flat > 0 {
        text.push_str(&format!("、{flat} 项相同"));
    }
    if headlines > compared {
        text.push_str(&format!("、{} 项不可比", headlines - compared));
    }
    if !apart.is_empty() {
        text.push_str(&format!("（{apart} 没有单一的主指标，不在其中）"));
    }
    text
}

/// `Ⅲ、Ⅳ`
pub(super) fn numerals(readings: &[Reading<'_>], wanted: impl Fn(&Reading<'_>) -> bool) -> String {
    let found: Vec<&str> =
        readings.iter().filter(|reading| wanted(reading)).map(|reading| reading.target.numeral.as_str()).collect();
    found.join("、")
}
