//! 先进典型: what was submitted and what was chosen.

use super::many;
use crate::exemplars::model::State;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new("exemplars", "先进典型", "典型材料的报送和选用记录；是否选用按取数时");
    let stand: Vec<_> = gathered.exemplars.iter().filter(|one| one.state != State::Withdrawn).collect();
    let chosen: Vec<_> = stand.iter().filter(|one| one.state == State::Chosen).collect();
    section.say(format!(
        "各级卫生健康委和质控中心报送典型材料 {} 份，选用 {} 份。",
        count(many(stand.len())),
        count(many(chosen.len()))
    ));
    let mut kinds = Table::new("各类典型", &["类别", "报送（份）", "选用（份）"]);
    for kind in &ground.campaign.exemplars {
        let of = |state: Option<State>| {
            let of = stand.iter().filter(|one| one.kind == kind.id && state.is_none_or(|state| one.state == state));
            Cell::count(many(of.count()))
        };
        kinds.rows.push(vec![Cell::text(kind.name.as_str()), of(None), of(Some(State::Chosen))]);
    }
    section.show(kinds);
    let mut titles = Table::new("选用的典型", &["编号", "标题", "类别", "报送单位"]);
    for one in chosen {
        let kind = ground.campaign.exemplar(&one.kind).map_or(one.kind.as_str(), |kind| kind.name.as_str());
        let place = gathered.coverage.tree.name(one.authority);
        titles.rows.push(vec![
            Cell::text(one.number.to_string()),
            Cell::text(one.title.as_str()),
            Cell::text(kind),
            Cell::text(place),
        ]);
    }
    section.show(titles);
    section
}
