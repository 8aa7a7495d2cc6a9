//! 全省总览: who has reported, how the ten targets move, and how far the levels lie apart.

use serde::Serialize;

use crate::authorities::Tree;
use crate::calendar::{Period, china_minute};
use crate::goals::Goals;
use crate::progress::changes::Changes;
use crate::progress::desk::Desk;
use crate::progress::pages::overview_boxes::{Card, Spreads, Territories, cards, received, share};
use crate::progress::pages::overview_rows::TargetRow;
use crate::progress::pages::overview_told::Told;
use crate::progress::pages::regions_changes::Since;
use crate::progress::pages::sentence::Sentence;
use crate::progress::panel::Panel;
use crate::progress::reading::Reading;
use crate::progress::territory::Territory;
use crate::returns::model::Received;
use crate::returns::store::Standings;
use crate::web::{Crumb, Head, View};

/// Changes since the quarter before that the overview itself shows.
const SHOWN: usize = 5;

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
    /// 与上季相比, the first of it.
    since: Option<Since>,
    /// 各地对照 of the quarter.
    regions: String,
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
    pub fn new(desk: &Desk, territory: &Territory, panel: &Panel, goals: &Goals, board: &[Standings]) -> Self {
        let period = panel.quarter();
        let levels = panel.by_level();
        let edition = desk.catalogue.edition_for(period);
        let targets = edition.into_iter().flat_map(|edition| edition.all_targets());
        let readings: Vec<Reading<'_>> =
            targets.map(|target| Reading::of(&desk.catalogue, (panel, &levels), target, territory.least)).collect();
        let standing = received(board);
        let place = place(desk, territory, panel.register.tree());
        let title = format!("{}{place}总览", period.label());
        let has_figures = levels.has_figures();
        let link = |period: Period| format!("/overview?period={period}");
        Self {
            lede: lede(standing, has_figures, &readings),
            cards: cards(period, standing, has_figures, &readings),
            has_figures,
            accepted: standing.accepted,
            edition: edition.map_or(period.year(), |edition| edition.year),
            targets: readings.iter().map(|reading| TargetRow::new(reading, period, goals)).collect(),
            territories: Territories::of(&desk.catalogue, territory, period, &levels, board),
            spreads: Spreads::of(&readings, period),
            since: edition
                .filter(|_| has_figures)
                .map(|edition| Since::of(&Changes::of(&desk.catalogue, edition, panel), panel, Some(SHOWN))),
            regions: format!("/territories?period={period}"),
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
pub(super) fn place(desk: &Desk, territory: &Territory, tree: &Tree) -> String {
    let own = territory.authority.filter(|_| !territory.is_whole());
    let authority = own.and_then(|id| tree.get(id));
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
    let told = Told::of(readings);
    let count = readings.len();
    sentence.say(format!("{count} 项目标中 ")).find(told.counted()).say(format!("{}。", told.rest()))
}
