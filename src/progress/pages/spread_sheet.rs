//! The distances between groups as tables to take away.

use crate::progress::apart::{self, BYS};
use crate::progress::crowd::LEAST;
use crate::progress::desk::Desk;
use crate::progress::look::Look;
use crate::progress::model::by_label;
use crate::progress::pages::export::notes;
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::spread::{Course, name, sentences, unit};
use crate::progress::sheets::{Field, Table};
use crate::progress::territory;

/// The same as tables: the distances, and the deviation between hospitals.
#[must_use]
pub fn tables(desk: &Desk, look: &Look<'_>, course: &Course) -> [Table; 2] {
    let (catalogue, decimals) = (&desk.catalogue, look.indicator.decimals);
    let whole = |count: usize| Field::Count(i64::try_from(count).unwrap_or(i64::MAX));
    let row = |at: usize, by: usize| {
        let text = |end: Option<&apart::End>| {
            end.map_or(Field::Empty, |end| Field::Text(name(catalogue, BYS[by], &end.key).to_owned()))
        };
        let found = course.distance(at, by);
        let (high, low) = (found.map(|found| &found.high), found.map(|found| &found.low));
        let within = found.and_then(|found| found.interval);
        vec![
            Field::Text(course.periods[at].to_string()),
            Field::Text(by_label(BYS[by]).to_owned()),
            text(high),
            Field::of(high.map(|end| end.value), decimals),
            text(low),
            Field::of(low.map(|end| end.value), decimals),
            Field::of(found.map(|found| found.apart), decimals),
            Field::of(within.map(|within| within.lower), decimals),
            Field::of(within.map(|within| within.upper), decimals),
            whole(found.map_or(0, |found| found.groups)),
            whole(course.distances[at][by].1),
        ]
    };
    let mut notes = notes(desk, look);
    notes.extend(sentences(catalogue, look, course).iter().map(Sentence::text));
    notes.push(format!(
        "少于 {} 家医院或分母不到 {LEAST} 的组不比。区间：每组取 Wilson（密度用精确泊松）与按医院整群估计中较宽的，两组之差按 Newcombe 法合成。",
        territory::LEAST
    ));
    let beyond = |at: usize| {
        let found = course.quarters[at].dispersion;
        vec![
            Field::Text(course.periods[at].to_string()),
            Field::of(course.beyond(look, at), decimals),
            Field::of(found.map(|found| found.tau2), 6),
            Field::of(found.map(|found| found.phi), 2),
            whole(found.map_or(0, |found| found.units)),
        ]
    };
    let quarters = 0..course.periods.len();
    [
        Table {
            name: "组间差距".to_owned(),
            notes,
            heads: vec![
                "期",
                "分组",
                "最高组",
                "最高值",
                "最低组",
                "最低值",
                "相差",
                "95%下限",
                "95%上限",
                "比了几组",
                "没有比的组",
            ],
            rows: quarters
                .clone()
                .flat_map(|at| (0..BYS.len()).map(move |by| (at, by)))
                .map(|(at, by)| row(at, by))
                .collect(),
        },
        Table {
            name: "医院之间".to_owned(),
            notes: vec![format!("扣除偶然以后医院之间的标准差（由 τ 折合成{}）；没有区间。", unit(look))],
            heads: vec!["期", "标准差", "τ²", "φ", "家数"],
            rows: quarters.map(beyond).collect(),
        },
    ]
}
