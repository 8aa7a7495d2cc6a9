//! Rows and small charts of 本院对照.

use serde::Serialize;

use crate::calendar::Period;
use crate::charts::Movement;
use crate::goals::{self, Shown as GoalShown};
use crate::home::benchmark::export::{basis, lack};
use crate::home::benchmark::first::name;
use crate::home::benchmark::reading::{Held, Line};
use crate::home::benchmark::{QUARTERS, Shown, picture};
use crate::progress::control::{Verdict, rule_label};
use crate::progress::placing::{By, standing_label};
use crate::progress::{picture::why_none, words};
use crate::statistics::Standing;
use crate::web::format;

/// The ten targets: those with a headline, and those that are several figures.
#[derive(Serialize)]
pub struct Rows {
    ten: Vec<Row>,
    /// Parts of the targets without a headline.
    parts: Vec<Parts>,
}

/// One row of the ten.
#[derive(Serialize)]
struct Row {
    numeral: String,
    title: String,
    href: String,
    cells: Option<Cells>,
    /// Of a target without a headline: how many parts, and where they stand.
    parts: Option<String>,
    /// Where its parts are listed.
    anchor: String,
}

/// The parts of one target.
#[derive(Serialize)]
struct Parts {
    numeral: String,
    title: String,
    anchor: String,
    rows: Vec<Cells>,
}

/// What is known of one indicator.
#[derive(Serialize)]
struct Cells {
    name: String,
    unit: String,
    value: Option<String>,
    base: String,
    interval: Option<String>,
    href: String,
    /// Kind and label of a tag in place of a figure, and why.
    lack: Option<(&'static str, &'static str, String)>,
    peers: Option<PeerCells>,
    /// Why there is nothing beside it.
    alone: &'static str,
    strip: Option<String>,
    standing: Option<(&'static str, &'static str, &'static str)>,
    basis: String,
    spark: Option<String>,
    movement: (&'static str, &'static str, &'static str),
    trial: bool,
    grain: &'static str,
    changes: [(String, String); 2],
    goal: GoalShown,
    own_goal: Option<GoalShown>,
}

#[derive(Serialize)]
struct PeerCells {
    value: String,
    hospitals: usize,
    between: String,
}

/// The rows of a quarter.
#[must_use]
pub fn rows(shown: &Shown<'_>, code: &str) -> Rows {
    let targets = shown.edition.all_targets();
    let mut rows = Rows { ten: Vec::new(), parts: Vec::new() };
    for target in targets {
        let lines: Vec<&Line<'_>> = shown.lines.iter().filter(|line| line.target.id == target.id).collect();
        let headline = lines.iter().find(|line| line.headline);
        let anchor = format!("parts-{}", target.ordinal);
        let several = headline.is_none() && !lines.is_empty();
        rows.ten.push(Row {
            numeral: target.numeral.clone(),
            title: target.short_title.clone(),
            href: format!("/targets/{}/{}?period={}", shown.edition.year, target.ordinal, shown.quarter),
            cells: headline.map(|line| cells(line, shown, code)),
            parts: several.then(|| counted(&lines)),
            anchor: anchor.clone(),
        });
        if several {
            rows.parts.push(Parts {
                numeral: target.numeral.clone(),
                title: target.short_title.clone(),
                anchor,
                rows: lines.iter().map(|line| cells(line, shown, code)).collect(),
            });
        }
    }
    rows
}

/// `11 项分列：高于同类 2 项、与同类无法区分 8 项、没有数字 1 项`
fn counted(lines: &[&Line<'_>]) -> String {
    let standing =
        |wanted| lines.iter().filter(|line| line.placing.place.is_some_and(|place| place.standing == wanted)).count();
    let without = lines.iter().filter(|line| line.now.figure.value.is_none()).count();
    let alone = lines.iter().filter(|line| line.now.figure.value.is_some() && line.placing.place.is_none()).count();
    let counts = [
        ("高于同类", standing(Standing::Above)),
        ("低于同类", standing(Standing::Below)),
        ("与同类无法区分", standing(Standing::Indistinct)),
        ("没有对照", alone),
        ("没有数字", without),
    ];
    let told: Vec<String> =
        counts.iter().filter(|(_, count)| *count > 0).map(|(label, count)| format!("{label} {count} 项")).collect();
    format!("{} 项分列：{}", lines.len(), told.join("、"))
}

fn cells(line: &Line<'_>, shown: &Shown<'_>, code: &str) -> Cells {
    let (indicator, now) = (line.indicator, line.now);
    let place = line.placing.place;
    let verdict = line.course.control.verdict();
    let (arrow, word) = verdict.shown();
    let drawn = line.course.rows.iter().any(|row| row.figure.value.is_some());
    Cells {
        name: name(indicator),
        unit: indicator.unit.clone(),
        value: now.figure.value.map(|value| words::plain(indicator, value)),
        base: words::fraction(now.pooled),
        interval: now.figure.interval.map(|interval| words::interval(indicator, interval)),
        href: format!("/values/{code}/{}/{}", shown.quarter, indicator.id),
        lack: tag(line.held).map(|(kind, label)| (kind, label, lack(line.held))),
        peers: line.placing.pool.map(|pool| PeerCells {
            value: words::plain(indicator, pool.value),
            hospitals: pool.hospitals,
            between: picture::between(line),
        }),
        alone: "同类中有这一项数字的不足 5 家，不比",
        strip: picture::strip(line),
        standing: place.map(|place| side(line, place.standing)),
        basis: match place {
            Some(place) => beneath(place.by, place.dispersion.map(|found| found.phi)),
            None if now.figure.value.is_none() || line.placing.pool.is_none() => String::new(),
            None => "平均数，不判高低".to_owned(),
        },
        spark: drawn.then(|| picture::spark(line)),
        movement: (kind(picture::movement(verdict.kind())), arrow, word),
        trial: verdict.trial(),
        grain: if line.course.monthly() { "按月" } else { "按季" },
        changes: [line.to_last.shown(indicator, "上季"), line.to_year.shown(indicator, "去年同期")],
        goal: goals::shown(indicator, line.goal.as_ref(), line.counts()),
        own_goal: line.own_goal.as_ref().map(|goal| goals::shown(indicator, Some(goal), line.counts())),
    }
}

/// A standing with its colour – whether that is good – and its arrow.
fn side(line: &Line<'_>, standing: Standing) -> (&'static str, &'static str, &'static str) {
    let arrow = match standing {
        Standing::Above => "up",
        Standing::Below => "down",
        Standing::Indistinct => "flat",
    };
    let neither = line.indicator.better == crate::catalogue::model::Better::None;
    let colour = match standing {
        _ if line.beyond() => "worse",
        Standing::Indistinct => "common",
        _ if neither => "common",
        Standing::Above | Standing::Below => "better",
    };
    (colour, arrow, standing_label(standing))
}

fn beneath(by: By, phi: Option<f64>) -> String {
    match (by, phi) {
        (By::OverDispersed | By::Exact, Some(phi)) => format!("φ {}，{}", format::fixed(phi, 1), basis(by)),
        _ => basis(by).to_owned(),
    }
}

fn tag(held: Held) -> Option<(&'static str, &'static str)> {
    match held {
        Held::Figure => None,
        Held::NoCases => Some(("plain", "没有病例")),
        Held::NotApplicable(_) => Some(("plain", "不适用")),
        Held::Missing => Some(("unsure", "缺数")),
        Held::Never(_) => Some(("plain", "无数字")),
    }
}

fn kind(movement: Movement) -> &'static str {
    match movement {
        Movement::Better => "better",
        Movement::Worse => "worse",
        Movement::Common => "common",
    }
}

/// The past of one headline.
#[derive(Serialize)]
pub struct Past {
    numeral: String,
    name: String,
    unit: String,
    chart: String,
    told: String,
    movement: (&'static str, &'static str, &'static str),
    control: String,
    svg: String,
}

/// The past of each headline that ever had a figure.
#[must_use]
pub fn past(shown: &Shown<'_>, code: &str, asked: Period) -> Vec<Past> {
    let of = |line: &Line<'_>| {
        let chart = picture::multiple(line)?;
        let verdict = line.course.control.verdict();
        let (arrow, word) = verdict.shown();
        let (id, year, ordinal) = (&line.indicator.id, shown.edition.year, line.target.ordinal);
        let period = shown.quarter;
        Some(Past {
            numeral: line.target.numeral.clone(),
            name: name(line.indicator),
            unit: line.indicator.unit.clone(),
            chart,
            told: told(line),
            movement: (kind(picture::movement(verdict.kind())), arrow, word),
            control: format!(
                "/targets/{year}/{ordinal}/control?period={period}&indicator={id}&by=hospital&group={code}"
            ),
            svg: format!("/benchmark/{code}/export.svg?period={asked}&indicator={id}"),
        })
    };
    shown.lines.iter().filter(|line| line.headline).filter_map(of).collect()
}

/// What the end of a past says, and what it does not.
fn told(line: &Line<'_>) -> String {
    let course = &line.course;
    let grain = if course.monthly() { "月" } else { "季" };
    match course.control.verdict() {
        Verdict::Signal { rule, since, trial, .. } => {
            let since = course.periods.get(since).map(|period| period.label()).unwrap_or_default();
            let trial = if trial { "控制限是试算的。" } else { "" };
            format!("{since}起{}。{trial}不说明原因。", rule_label(rule))
        }
        Verdict::Steady { trial } => {
            let trial = if trial { "不足 12 个点，控制限是试算的；" } else { "" };
            format!("{trial}在平常波动之内，不能说已经改善或变差。")
        }
        Verdict::TooFew(points) => format!("现口径下只有 {points} 个{grain}的数，点数不足，只画区间，不判断。"),
        Verdict::Without(_) => format!("{}，不画控制限，只画每一点的区间。", course.control.verdict().shown().1),
        Verdict::NoMethod | Verdict::Nothing => format!("本{grain}没有数字，不作判断。"),
    }
}

/// One headline through twelve quarters, as a table.
#[derive(Serialize)]
pub struct PastRow {
    numeral: String,
    name: String,
    /// Value and base; none where there is no figure, then why.
    cells: Vec<(Option<String>, String)>,
}

/// The quarters' labels and the rows of all headlines.
#[must_use]
pub fn past_rows(shown: &Shown<'_>) -> (Vec<String>, Vec<PastRow>) {
    let periods = shown.quarter.shifted(1 - QUARTERS).through(shown.quarter);
    let row = |line: &Line<'_>| PastRow {
        numeral: line.target.numeral.clone(),
        name: format!("{}（{}）", line.indicator.short_name, line.indicator.unit),
        cells: line
            .quarters
            .iter()
            .map(|row| match row.figure.value {
                Some(value) => (Some(words::plain(line.indicator, value)), words::fraction(row.pooled)),
                None => (None, why_none(*row).to_owned()),
            })
            .collect(),
    };
    let rows = shown.lines.iter().filter(|line| line.headline).map(row).collect();
    (periods.iter().map(Period::to_string).collect(), rows)
}
