//! 十项目标: each headline figure by level, at the beginning of the stretch and at its end. Two quarters differ by chance too, so a
//! difference is called one only where the intervals do not meet.

use crate::calendar::Period;
use crate::catalogue::model::{Better, Edition, Indicator, Target};
use crate::progress::judge::{Change, better_label, change};
use crate::progress::levels::Levels;
use crate::progress::measure::{together, withhold};
use crate::progress::model::{Pooled, Row, breaks_between};
use crate::progress::territory::LEAST;
use crate::progress::words;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};

/// What a difference comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moved {
    Better,
    Worse,
    Changed,
    Unclear,
    Not,
    Hidden,
}

impl Moved {
    fn label(self) -> &'static str {
        match self {
            Self::Better => "向好",
            Self::Worse => "向差",
            Self::Changed => "有变化",
            Self::Unclear => "尚不能判断",
            Self::Not => "不可比",
            Self::Hidden => "—",
        }
    }
}

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new(
        "targets",
        "质量安全改进目标",
        "取数时已接收的季度报表：各级别 Σ 分子 ÷ Σ 分母，不是各院比率的平均",
    );
    let now = gathered.levels.as_ref().and_then(|levels| Some((levels, last(ground, levels)?)));
    let Some((levels, (at, edition))) = now else {
        section.say("这段时间还没有已接收的数字。");
        return section;
    };
    let mut table = Table::new(
        &format!("{} 年目标各级别的变化", edition.year),
        &["目标", "级别", "单位", "起", "起：分子 / 分母", "止", "止：分子 / 分母", "差", "判断"],
    )
    .noted(
        "止是这段时间最后一个有数的季度，起是同一口径下最早有数的季度，写在目标名称后面；单位是 % 的，差的单位是百分点。向好、向差：两个季度的 95 % 区间不相交；相交的尚不能判断。\
         上报不到一半的季度不作起止；两个季度上报的医院可能不同，差别不说明原因。不足 5 家的级别不显示数值（＜5 家）。",
    );
    table.grouped = true;
    let mut moved = Vec::new();
    let mut silent = Vec::new();
    let mut notes = Vec::new();
    for target in edition.all_targets() {
        match target.headline.as_ref().and_then(|id| ground.catalogue.indicator(id)) {
            Some(indicator) if words::never(indicator).is_none() => {
                match of_target(ground, levels, (target, indicator), at, &mut table) {
                    Some(what) => moved.push(what),
                    None => silent.push(format!("{} {}", target.numeral, target.short_title)),
                }
                notes.extend(target.note.iter().map(|note| format!("{}：{note}", target.numeral)));
            }
            _ => silent.push(format!("{} {}", target.numeral, target.short_title)),
        }
    }
    let many = |wanted: Moved| moved.iter().filter(|one| **one == wanted).count();
    let told = [
        ("向好", Moved::Better),
        ("向差", Moved::Worse),
        ("有变化而不分好坏", Moved::Changed),
        ("尚不能判断", Moved::Unclear),
        ("没有同一口径的起点", Moved::Not),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(_, what)| many(*what) > 0)
        .map(|(name, what)| format!("{name} {} 项", many(what)))
        .collect();
    section.say(format!(
        "截至{}，能算出合计数值的目标 {} 项：{}。",
        levels.periods.get(at).map(|quarter| quarter.label()).unwrap_or_default(),
        moved.len(),
        told.join("，")
    ));
    if !silent.is_empty() {
        section.say(format!("没有单一数值、口径未发布、没有数或者不足 5 家，不在此列的：{}。", silent.join("、")));
    }
    if !notes.is_empty() {
        table.note = format!("{}{}", table.note, notes.join(""));
    }
    section.show(table);
    section
}

/// Whether enough is accepted of a quarter to stand for all: at least half of those it applies to.
fn enough(pooled: Pooled) -> bool {
    pooled.reported >= LEAST && pooled.reported * 2 >= pooled.expected - pooled.not_applicable
}

/// The last quarter of which enough was accepted, and its year's targets.
fn last<'a>(ground: &Ground<'a>, levels: &Levels) -> Option<(usize, &'a Edition)> {
    let reported = |at: usize| {
        let edition = ground.catalogue.edition_for(*levels.periods.get(at)?)?;
        let heads = edition.all_targets().filter_map(|target| target.headline.as_ref());
        let mut indicators = heads.filter_map(|id| ground.catalogue.indicator(id));
        let any = indicators.any(|indicator| {
            let series = levels.series(ground.catalogue, indicator);
            together(indicator, &series, 0).get(at).is_some_and(|row| enough(row.pooled))
        });
        any.then_some((at, edition))
    };
    (0..levels.periods.len()).rev().find_map(reported)
}

/// The rows of one target, all hospitals together first; gives what those came to.
fn of_target(
    ground: &Ground<'_>,
    levels: &Levels,
    (target, indicator): (&Target, &Indicator),
    at: usize,
    table: &mut Table,
) -> Option<Moved> {
    let series = levels.series(ground.catalogue, indicator);
    let whole = together(indicator, &series, LEAST);
    let periods = &levels.periods;
    let now = *periods.get(at)?;
    let same = |then: &usize| periods.get(*then).is_some_and(|then| !breaks_between(indicator, *then, now));
    let has = |then: &usize| whole.get(*then).is_some_and(|row| row.figure.value.is_some() && enough(row.pooled));
    let first = (0..at).find(|then| same(then) && has(then));
    let series = withhold(series, LEAST);
    let rows = |period: usize| -> Vec<(String, Row)> {
        let all = whole.get(period).copied().unwrap_or_default();
        let levels = series.of_period(period).map(|(name, row)| (name.name.clone(), row));
        std::iter::once(("合计".to_owned(), all)).chain(levels).collect()
    };
    let from = first.and_then(|first| periods.get(first)).map_or_else(|| "—".to_owned(), Period::to_string);
    let better = better_label(indicator.better);
    // The figure by its own name: a target may be about more than its headline says.
    let title = format!("{} {}（{better}；{from} 到 {now}）", target.numeral, indicator.name);
    let then: Vec<(String, Row)> = first.map(rows).unwrap_or_default();
    let mut of_all = None;
    for (place, (level, late)) in rows(at).into_iter().enumerate() {
        if late.pooled.reported == 0 {
            continue;
        }
        let early = then.get(place).map(|(_, row)| *row).zip(first.and_then(|first| periods.get(first).copied()));
        let (cells, moved) = compared(indicator, early, (late, now));
        let heads = [title.as_str(), level.as_str(), indicator.unit.as_str()].map(Cell::text);
        table.rows.push(heads.into_iter().chain(cells).collect());
        if place == 0 && !late.withheld && late.figure.value.is_some() {
            of_all = Some(moved);
        }
    }
    of_all
}

/// What stands in a row behind the level, and what the difference comes to.
fn compared(indicator: &Indicator, early: Option<(Row, Period)>, (late, now): (Row, Period)) -> ([Cell; 6], Moved) {
    let hidden = late.withheld || early.is_some_and(|(row, _)| row.withheld);
    let (gap, moved) = match early {
        _ if hidden => (Cell::text("—"), Moved::Hidden),
        Some((row, then)) => match change(indicator, (then, row), (now, late)) {
            by @ Change::By(apart) => {
                // Between two figures as they are shown, without the tail that binary fractions leave.
                let scale = 10_f64.powi(indicator.decimals.into());
                let apart = (apart * scale).round() / scale;
                (Cell::figure(by.shown(indicator, "").0, Some(apart)), moved(indicator, row, late))
            }
            _ => (Cell::text("—"), Moved::Not),
        },
        None => (Cell::text("—"), Moved::Not),
    };
    let [was, was_counts] = early.map_or_else(|| [Cell::text("—"), Cell::text("—")], |(row, _)| value(indicator, row));
    let [is, is_counts] = value(indicator, late);
    ([was, was_counts, is, is_counts, gap, Cell::text(moved.label())], moved)
}

/// A figure, and the counts behind it.
fn value(indicator: &Indicator, row: Row) -> [Cell; 2] {
    match (row.withheld, row.figure.value) {
        (true, _) => [Cell::text("＜5 家"), Cell::text("—")],
        (_, Some(value)) => {
            let counts = Cell::fraction(words::fraction(row.pooled), (row.pooled.numerator, row.pooled.denominator));
            [Cell::figure(words::plain(indicator, value), Some(value)), counts]
        }
        _ => [Cell::text("没有数"), Cell::text("—")],
    }
}

/// Where a figure went, if its interval left the other's behind.
fn moved(indicator: &Indicator, early: Row, late: Row) -> Moved {
    let (Some(was), Some(is)) = (early.figure.interval, late.figure.interval) else { return Moved::Unclear };
    match (is.lower > was.upper, is.upper < was.lower, indicator.better) {
        (false, false, _) => Moved::Unclear,
        (true, _, Better::Higher) | (_, true, Better::Lower) => Moved::Better,
        (_, _, Better::None) => Moved::Changed,
        _ => Moved::Worse,
    }
}
