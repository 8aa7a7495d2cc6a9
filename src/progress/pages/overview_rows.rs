//! The ten targets as rows of the overview.

use serde::Serialize;

use crate::calendar::{Grain, Period};
use crate::catalogue::model::{Better, Direction as Verb, Indicator, Relation, Target};
use crate::charts::{self, Caption, CompositeBars, CompositeValue, MiniBar, MiniBars, Movement, SeriesStyle};
use crate::goals::{self, Goals};
use crate::progress::control::Verdict;
use crate::progress::evidence::{self, Evidence};
use crate::progress::judge::better_label;
use crate::progress::pages::overview_boxes::{target_href, year_of};
use crate::progress::picture::{self, why_none};
use crate::progress::reading::{Course, Reading};
use crate::progress::words;

/// One target.
#[derive(Serialize)]
pub struct TargetRow {
    numeral: String,
    title: String,
    href: String,
    /// The headline's name, and which way is good.
    indicator: String,
    /// What a reader must know not to read the figure the wrong way round.
    note: Option<String>,
    headline: Option<HeadlineCells>,
    parts: Option<PartsCells>,
}

/// The cells of a target with a headline.
#[derive(Serialize)]
struct HeadlineCells {
    value: Option<String>,
    unit: String,
    /// `n / d`, or why there is no value.
    base: String,
    /// (difference, against what)
    changes: [(String, String); 2],
    spark: String,
    /// `better`, `worse` or `common`.
    tone: &'static str,
    arrow: &'static str,
    movement: &'static str,
    /// By months or quarters, and whether limits are on trial.
    by: String,
    levels: String,
    goal: goals::Shown,
}

/// The cells of a target that is several figures.
#[derive(Serialize)]
struct PartsCells {
    up: usize,
    count: usize,
    since: String,
    bars: String,
    lowest: Option<String>,
    highest: Option<String>,
}

impl TargetRow {
    /// The row of a target as read in a quarter.
    #[must_use]
    pub fn new(reading: &Reading<'_>, period: Period, goals: &Goals) -> Self {
        let target = reading.target;
        let indicator = match &reading.headline {
            Some(course) => format!("{}（{}）", course.indicator.name, better_label(course.indicator.better)),
            None if reading.parts.is_empty() => "口径未发布".to_owned(),
            None => format!("{} 项分列，无单一数字", reading.parts.len()),
        };
        Self {
            numeral: target.numeral.clone(),
            title: target.short_title.clone(),
            href: target_href(reading, period),
            indicator,
            note: against_the_title(reading),
            headline: reading.headline.as_ref().zip(reading.evidence.as_ref()).map(|of| headline(of, period, goals)),
            parts: (!reading.parts.is_empty()).then(|| parts(reading)),
        }
    }
}

/// Where the title says that something is to rise and the figure shown is to fall, or the other way round.
fn against_the_title(reading: &Reading<'_>) -> Option<String> {
    let better = reading.headline.as_ref()?.indicator.better;
    match (reading.target.direction, better) {
        (Verb::Raise, Better::Lower) => Some("题目要求提高，这一项以下降为好".to_owned()),
        (Verb::Lower, Better::Higher) => Some("题目要求降低，这一项以上升为好".to_owned()),
        _ => None,
    }
}

fn headline((course, evidence): (&Course<'_>, &Evidence), period: Period, goals: &Goals) -> HeadlineCells {
    let (indicator, now) = (course.indicator, course.now());
    let verdict = evidence.verdict();
    let (arrow, movement) = verdict.shown();
    let counts = now.figure.value.map(|_| (now.pooled.numerator, now.pooled.denominator));
    HeadlineCells {
        value: now.figure.value.map(|value| words::plain(indicator, value)),
        unit: indicator.unit.clone(),
        base: match now.figure.value {
            Some(_) => words::fraction(now.pooled),
            None => why_none(now).to_owned(),
        },
        changes: [course.to_last.shown(indicator, "上季"), course.to_year.shown(indicator, "去年同期")],
        spark: spark(indicator, evidence),
        tone: evidence::tone(verdict),
        arrow,
        movement,
        by: match verdict {
            Verdict::Signal { trial, .. } | Verdict::Steady { trial } => {
                format!("按{}{}", evidence.grain_word(), if trial { "，试算" } else { "" })
            }
            Verdict::TooFew(points) => format!("{points} 个{}", evidence.grain_word()),
            _ => String::new(),
        },
        levels: levels(course),
        goal: goals::shown(indicator, goals.of_all(&indicator.id, period.year()), counts),
    }
}

/// The line of what is judged, its last point marked by what it says.
fn spark(indicator: &Indicator, evidence: &Evidence) -> String {
    let verdict = evidence.verdict();
    let mut spark = picture::spark(indicator, &evidence.run.periods, &evidence.run.rows, "spark");
    spark.movement = match evidence::tone(verdict) {
        "better" => Movement::Better,
        "worse" => Movement::Worse,
        _ => Movement::Common,
    };
    let unit = if evidence.grain == Grain::Month { "个月" } else { "季" };
    spark.caption.title = format!("{}近 {} {unit}", indicator.short_name, evidence.run.periods.len());
    spark.caption.desc = format!("{}。{}：{}", spark.caption.desc, evidence::word(verdict), evidence.told());
    charts::spark(&spark)
}

fn levels(course: &Course<'_>) -> String {
    let last = course.series.periods.len().saturating_sub(1);
    let bar = |(name, row): (&crate::progress::model::GroupName, crate::progress::model::Row)| {
        let value = row.figure.value;
        Some(MiniBar {
            name: name.name.clone(),
            style: SeriesStyle::nth(name.style?),
            value,
            label: value.map_or_else(|| why_none(row).to_owned(), |value| words::plain(course.indicator, value)),
        })
    };
    let bars: Vec<MiniBar> = course.series.of_period(last).filter_map(bar).collect();
    let desc: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.label)).collect();
    let id = format!("levels-{}", course.indicator.id);
    let caption = Caption::new(id, format!("{}按级别", course.indicator.short_name), desc.join("，"));
    charts::mini_bars(&MiniBars { caption, bars })
}

fn parts(reading: &Reading<'_>) -> PartsCells {
    let told = |part: &Course<'_>| match part.now().figure.value {
        Some(value) => format!("{} {}", part.indicator.short_name, words::with_unit(part.indicator, value)),
        None => format!("{} {}", part.indicator.short_name, why_none(part.now())),
    };
    let bar = |part: &Course<'_>| CompositeValue { value: part.now().figure.value, title: told(part) };
    let known = || reading.parts.iter().filter_map(|part| Some((part, part.now().figure.value?)));
    let desc: Vec<String> = reading.parts.iter().map(told).collect();
    let id = format!("parts-{}", reading.target.id);
    PartsCells {
        up: reading.parts_up(),
        count: reading.parts.len(),
        since: since(reading.target),
        bars: charts::composite_bars(&CompositeBars {
            caption: Caption::new(id, format!("{}分项", reading.target.short_title), desc.join("，")),
            values: reading.parts.iter().map(bar).collect(),
        }),
        lowest: known().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(part, _)| told(part)),
        highest: known().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(part, _)| told(part)),
    }
}

fn since(target: &Target) -> String {
    if target.crosswalk.iter().any(|step| step.relation == Relation::New) {
        format!("{} 年新设", year_of(&target.code))
    } else {
        "无单一数字".to_owned()
    }
}
