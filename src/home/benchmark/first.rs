//! 先看什么: what of a hospital's figures deserves to be looked at first, each in one sentence that says what may not be
//! concluded. Pure.

use crate::calendar::Period;
use crate::catalogue::model::Indicator;
use crate::goals::{Goal, goal_words};
use crate::home::benchmark::reading::{Concern, Line};
use crate::progress::control::rule_label;
use crate::progress::placing::By;
use crate::progress::words;
use crate::statistics::Standing;
use crate::statistics::control::Rule;

/// Most entries; more is no longer first.
pub const MOST: usize = 5;

/// Why something is to be looked at, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 变差: its own control chart signals for the worse.
    Worse,
    /// Beyond its peers' 99.8 % limits on the bad side.
    Beyond,
    /// 未达到: a goal is missed.
    Missed,
    /// There is no figure where there should be one.
    Missing,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Why.
    pub class: Class,
    /// The target's numeral; of what is missing several.
    pub numeral: String,
    /// What was found, with the figure.
    pub finding: String,
    /// What may not be concluded.
    pub caution: String,
    /// Where to look.
    pub href: String,
    /// What the link says.
    pub label: &'static str,
}

/// What to look at first, at most [`MOST`], and how many more there are: by urgency, then in the targets' order. An
/// indicator stands once, with everything found of it.
#[must_use]
pub fn points(lines: &[Line<'_>], year: i32, quarter: Period, code: &str) -> (Vec<Point>, usize) {
    let mut found: Vec<Point> = lines.iter().filter_map(|line| point(line, year, quarter, code)).collect();
    // Stable: within a class the targets keep their order, headlines and parts alike.
    found.sort_by_key(|point| point.class);
    found.extend(missing(lines, quarter, code));
    let more = found.len().saturating_sub(MOST);
    found.truncate(MOST);
    (found, more)
}

fn point(line: &Line<'_>, year: i32, quarter: Period, code: &str) -> Option<Point> {
    let concern = line.concern();
    let missed = [("省定", &line.goal), ("本院自定", &line.own_goal)];
    let missed: Vec<(&str, &Goal)> = missed
        .into_iter()
        .filter(|(_, goal)| line.misses(goal.as_ref()))
        .filter_map(|(whose, goal)| Some((whose, goal.as_ref()?)))
        .collect();
    let class = match (concern, line.beyond(), missed.is_empty()) {
        (Some(_), _, _) => Class::Worse,
        (None, true, _) => Class::Beyond,
        (None, false, false) => Class::Missed,
        (None, false, true) => return None,
    };
    let mut parts: Vec<String> = concern.map(|concern| told(concern, line.course.monthly())).into_iter().collect();
    parts.extend(line.beyond().then(|| beside(line)).flatten());
    parts.extend(
        missed.iter().map(|(whose, goal)| format!("未达到{whose}目标值 {}", goal_words(line.indicator, goal.value))),
    );
    let trail = format!("/values/{code}/{quarter}/{}", line.indicator.id);
    let chart = format!(
        "/targets/{year}/{}/control?period={quarter}&indicator={}&by=hospital&group={code}",
        line.target.ordinal, line.indicator.id
    );
    let (href, label) =
        if class == Class::Worse { (chart, "看控制图") } else { (trail, "看数字来自哪一格") };
    Some(Point {
        class,
        numeral: line.target.numeral.clone(),
        finding: format!("{}：{}。", figure(line), parts.join("；")),
        caution: caution(class, line).to_owned(),
        href,
        label,
    })
}

/// `静脉输液使用率 92.1 %（230 / 250，95 % 区间 88.1–94.9）`
#[must_use]
pub fn figure(line: &Line<'_>) -> String {
    let (indicator, now) = (line.indicator, line.now);
    // A part is known by its short name only below its target.
    let name = if line.headline { &indicator.short_name } else { &indicator.name };
    let interval = now.figure.interval.map(|interval| format!("，95 % 区间 {}", words::interval(indicator, interval)));
    format!(
        "{name} {}（{}{}）",
        words::figure(indicator, now.figure),
        words::fraction(now.pooled),
        interval.unwrap_or_default()
    )
}

fn told(concern: Concern, monthly: bool) -> String {
    let (when, rule) = (concern.since.label(), rule_label(concern.rule));
    match (concern.rule, concern.lasts) {
        (_, false) => format!("{when}{rule}，变差；以后的月份没有再出界"),
        (Rule::Outside, true) => format!("{when}{rule}，变差"),
        (_, true) => {
            let unit = if monthly { "按月看" } else { "按季看" };
            format!("{unit}自{when}起{rule}，变差")
        }
    }
}

/// `高于同类 22 家合计的 65.0 %，在 99.8 % 界限之外`
fn beside(line: &Line<'_>) -> Option<String> {
    let (pool, place) = (line.placing.pool?, line.placing.place?);
    let side = if place.standing == Standing::Above { "高于" } else { "低于" };
    let bounds = if place.by == By::Tails { "按精确概率在 99.8 % 之外" } else { "在 99.8 % 界限之外" };
    let value = words::with_unit(line.indicator, pool.value);
    Some(format!("{side}同类 {} 家合计的 {value}，{bounds}", pool.hospitals))
}

fn caution(class: Class, line: &Line<'_>) -> &'static str {
    match class {
        Class::Worse => "信号只说不像偶然波动，不说原因，也不说是谁的责任。",
        Class::Beyond if small(line) => {
            "例数不足 10，多一例少一例就会变；病人和统计习惯的不同没有校正，不能说做得不好。"
        }
        Class::Beyond => "各院的病人和统计习惯可能不同，没有校正，不能说做得不好。",
        Class::Missed => "这是一个季度的数，不能说全年达不到。",
        Class::Missing => "缺数不当作 0，也不能当作没有问题。",
    }
}

fn small(line: &Line<'_>) -> bool {
    line.placing.place.is_some_and(|place| place.by == By::Tails)
}

/// All targets without a figure as one entry.
fn missing(lines: &[Line<'_>], quarter: Period, code: &str) -> Option<Point> {
    let lacking: Vec<&Line<'_>> = lines.iter().filter(|line| line.lacks()).collect();
    let named = |line: &&Line<'_>| format!("{} {}", line.target.numeral, line.indicator.short_name);
    let first = lacking.first()?;
    let names: Vec<String> = lacking.iter().take(MOST).map(named).collect();
    let rest = if lacking.len() > MOST { " 等" } else { "" };
    Some(Point {
        class: Class::Missing,
        numeral: first.target.numeral.clone(),
        finding: format!("{} 项没有计入的数字：{}{rest}。", lacking.len(), names.join("、")),
        caution: caution(Class::Missing, first).to_owned(),
        href: format!("/returns/{quarter}/{code}"),
        label: "看报表",
    })
}

/// Which way is good, for whoever reads a figure the wrong way round.
#[must_use]
pub fn name(indicator: &Indicator) -> String {
    format!("{}（{}）", indicator.short_name, crate::progress::judge::better_label(indicator.better))
}

#[cfg(test)]
mod tests;
