//! A hospital's benchmark as a workbook: the ten targets against its peers, and its own past. Nothing of another
//! hospital is in it.

use crate::calendar::china_minute;
use crate::goals::{self, Goal};
use crate::home::benchmark::reading::{Held, Line};
use crate::home::benchmark::{Benchmark, Shown};
use crate::progress::Desk;
use crate::progress::control::rule_label;
use crate::progress::judge::Change;
use crate::progress::model::Row;
use crate::progress::placing::{By, standing_label};
use crate::progress::sheets::{Field, Table};
use crate::statistics::control::PointType;

/// The workbook's tables; none where nothing was accepted.
#[must_use]
pub fn tables(desk: &Desk, benchmark: &Benchmark<'_>) -> Vec<Table> {
    benchmark
        .shown
        .as_ref()
        .map_or_else(Vec::new, |shown| vec![ten(desk, benchmark, shown), past(desk, benchmark, shown)])
}

fn notes(desk: &Desk, benchmark: &Benchmark<'_>, shown: &Shown<'_>) -> Vec<String> {
    let mut notes = vec![
        format!("{}（{}）　{}", benchmark.facts.name, benchmark.code, shown.quarter.label()),
        format!("同类：{}，不含本院。", shown.among.peers.told(desk.catalogue.register())),
        format!(
            "数据截至 {}。只含已接收的报表；同类合并值为 Σ分子 ÷ Σ分母 × 倍数；与同类相比按 99.8 % 界限。来源 /benchmark/{}?period={}",
            china_minute(desk.clock.now()),
            benchmark.code,
            shown.quarter
        ),
    ];
    notes.extend(benchmark.stand.note());
    notes
}

fn ten(desk: &Desk, benchmark: &Benchmark<'_>, shown: &Shown<'_>) -> Table {
    Table {
        name: "本院与同类".to_owned(),
        notes: notes(desk, benchmark, shown),
        heads: vec![
            "目标",
            "指标",
            "单位",
            "分子",
            "分母",
            "值",
            "95%下限",
            "95%上限",
            "同类家数",
            "同类合并值",
            "同类下四分位",
            "同类中位数",
            "同类上四分位",
            "与同类相比",
            "依据",
            "φ",
            "较上季",
            "较去年同期",
            "走势",
            "省定目标值",
            "对省定目标值",
            "本院目标值",
            "对本院目标值",
            "说明",
        ],
        rows: shown.lines.iter().map(ten_row).collect(),
    }
}

fn ten_row(line: &Line<'_>) -> Vec<Field> {
    let (indicator, decimals) = (line.indicator, line.indicator.decimals);
    let text = |words: &str| Field::Text(words.to_owned());
    let mut fields = vec![text(&line.target.numeral), text(&indicator.name), text(&indicator.unit)];
    fields.extend(figure(line.now, decimals));
    let (pool, place) = (line.placing.pool, line.placing.place);
    let quartiles = pool.and_then(|pool| pool.quartiles);
    fields.push(pool.map_or(Field::Empty, |pool| Field::Count(i64::try_from(pool.hospitals).unwrap_or(0))));
    fields.push(Field::of(pool.map(|pool| pool.value), decimals));
    fields.extend((0..3).map(|at| Field::of(quartiles.map(|values| values[at]), decimals)));
    fields.push(text(place.map_or("", |place| standing_label(place.standing))));
    fields.push(text(place.map_or("", |place| basis(place.by))));
    fields.push(Field::of(place.and_then(|place| place.dispersion).map(|found| found.phi), 2));
    fields.extend([line.to_last, line.to_year].map(|change| difference(change, decimals)));
    fields.push(text(line.course.control.verdict().shown().1));
    fields.extend(goal(line, line.goal.as_ref()));
    fields.extend(goal(line, line.own_goal.as_ref()));
    fields.push(Field::Text(lack(line.held)));
    fields
}

/// By what a standing was decided, in words.
#[must_use]
pub fn basis(by: By) -> &'static str {
    match by {
        By::Exact => "精确界限",
        By::OverDispersed => "计入医院间差异的界限",
        By::Tails => "精确概率",
    }
}

/// Why there is no figure; empty where there is one.
#[must_use]
pub fn lack(held: Held) -> String {
    use crate::figures::Reason;
    match held {
        Held::Figure => String::new(),
        Held::NoCases => "没有病例，分母是 0".to_owned(),
        Held::NotApplicable(Some(Reason::Service)) => "不适用：名录里没有这项服务".to_owned(),
        Held::NotApplicable(Some(Reason::NotOffered)) => "不适用：填报为未开展".to_owned(),
        Held::NotApplicable(Some(Reason::Stated) | None) => "不适用：填报为不适用".to_owned(),
        Held::Missing => "缺数：已接收的报表里没有填".to_owned(),
        Held::Never(why) => why.to_owned(),
    }
}

fn figure(row: Row, decimals: u8) -> [Field; 5] {
    let count = |number| if row.pooled.reported > 0 { Field::Count(number) } else { Field::Empty };
    [
        count(row.pooled.numerator),
        count(row.pooled.denominator),
        Field::of(row.figure.value, decimals),
        Field::of(row.figure.interval.map(|interval| interval.lower), decimals),
        Field::of(row.figure.interval.map(|interval| interval.upper), decimals),
    ]
}

fn difference(change: Change, decimals: u8) -> Field {
    match change {
        Change::By(difference) => Field::Number(difference, decimals),
        Change::Redefined => Field::Text("不可比，口径已改".to_owned()),
        Change::NothingNow | Change::NothingThen => Field::Empty,
    }
}

fn goal(line: &Line<'_>, goal: Option<&Goal>) -> [Field; 2] {
    let shown = goals::shown(line.indicator, goal, line.counts());
    [Field::of(goal.map(|goal| goal.value.shown()), 4), Field::Text(shown.label.to_owned())]
}

fn past(desk: &Desk, benchmark: &Benchmark<'_>, shown: &Shown<'_>) -> Table {
    Table {
        name: "本院各期".to_owned(),
        notes: notes(desk, benchmark, shown),
        heads: vec![
            "目标",
            "指标",
            "期",
            "分子",
            "分母",
            "值",
            "95%下限",
            "95%上限",
            "控制下限",
            "中心线",
            "控制上限",
            "判断",
            "规则",
        ],
        rows: shown.lines.iter().flat_map(past_rows).collect(),
    }
}

fn past_rows(line: &Line<'_>) -> Vec<Vec<Field>> {
    let decimals = line.indicator.decimals;
    let mut rows = Vec::new();
    for stretch in &line.course.control.stretches {
        for (at, spot) in stretch.spots.iter().enumerate() {
            let at = stretch.from + at;
            let (Some(period), Some(row)) = (line.course.periods.get(at), line.course.rows.get(at)) else { continue };
            if row.pooled.reported == 0 {
                continue;
            }
            let limits = spot.and_then(|spot| spot.limits);
            let rule = spot.and_then(|spot| spot.signals.leading()).map_or("", |(rule, _)| rule_label(rule));
            let kind = match spot.map(|spot| spot.kind) {
                Some(PointType::Improvement) => "改善",
                Some(PointType::Concern) => "变差",
                Some(PointType::SpecialCause) => "有变化",
                Some(PointType::CommonCause) | None => "",
            };
            let mut fields = vec![
                Field::Text(line.target.numeral.clone()),
                Field::Text(line.indicator.name.clone()),
                Field::Text(period.to_string()),
            ];
            fields.extend(figure(*row, decimals));
            fields.push(Field::of(limits.map(|limits| limits.lower), decimals));
            fields.push(Field::of(limits.and(stretch.centre), decimals));
            fields.push(Field::of(limits.map(|limits| limits.upper), decimals));
            fields.extend([Field::Text(kind.to_owned()), Field::Text(rule.to_owned())]);
            rows.push(fields);
        }
    }
    rows
}
