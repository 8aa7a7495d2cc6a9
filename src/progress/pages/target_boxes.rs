//! What a target page draws and tells: the lines, the bars of the quarter, the numbers behind them.

use serde::Serialize;

use crate::catalogue::model::Indicator;
use crate::charts::{self, LineSeries, Size};
use crate::figures::By;
use crate::progress::look::Look;
use crate::progress::model::{GroupName, Row, Series, by_label, by_noun};
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::target::{drawn, first_figure};
use crate::progress::picture::{self, why_none};
use crate::progress::reading::Course;
use crate::progress::{judge, words};

/// More lines than this in one chart cannot be told apart; then only the line of all together is drawn.
const MOST_LINES: usize = 6;

/// More bars than this are a table.
const MOST_BARS: usize = 20;

/// The line chart with its key and what it says.
#[derive(Serialize)]
pub struct Trend {
    heading: String,
    key: Vec<(String, String)>,
    wide: String,
    narrow: String,
    said: Sentence,
    small: String,
}

impl Trend {
    /// The lines by group, or the one line of all together; none where nothing was reported.
    #[must_use]
    pub fn of(course: &Course<'_>, by: By) -> Option<Self> {
        course.total.iter().find(|row| row.pooled.reported > 0)?;
        let (series, together) = lines_of(course);
        let chart = picture::lines(course.indicator, &series, "trend");
        let key = |line: &LineSeries| (charts::key_mark(line.style), line.name.clone());
        Some(Self {
            heading: if together {
                "全部医院的季度走势".to_owned()
            } else {
                format!("{}的季度走势", by_label(by))
            },
            key: chart.series.iter().map(key).collect(),
            wide: charts::lines(&chart, Size::Wide),
            narrow: charts::lines(&chart, Size::Narrow),
            said: said(course),
            small: small(course.indicator, &series, together),
        })
    }
}

/// The series that is drawn as lines: by group, or all together where the groups are too many.
#[must_use]
pub fn lines_of(course: &Course<'_>) -> (Series, bool) {
    let series = drawn(course);
    let lined =
        series.groups.iter().enumerate().filter(|(group, name)| {
            name.style.is_some() && series.of_group(*group).any(|row| row.figure.value.is_some())
        });
    if (1..=MOST_LINES).contains(&lined.count()) {
        return (series, false);
    }
    let all = GroupName { key: "all".to_owned(), name: "全部医院".to_owned(), style: Some(0) };
    let rows = course.total[first_figure(course)..].to_vec();
    (Series { groups: vec![all], rows, by: By::All, ..series }, true)
}

fn said(course: &Course<'_>) -> Sentence {
    let indicator = course.indicator;
    let now = match course.now().figure.value {
        Some(value) => format!("合计 {}，", words::with_unit(indicator, value)),
        None => return Sentence::default().find(course.movement.caution()).say("。"),
    };
    Sentence::default()
        .say(format!(
            "{now}{}，{}。",
            course.to_last.told(indicator, "上季"),
            course.to_year.told(indicator, "去年同期")
        ))
        .find(course.movement.caution())
        .say("。")
}

fn small(indicator: &Indicator, series: &Series, together: bool) -> String {
    let mut text = String::new();
    for before in series.breaks(indicator) {
        if let Some(version) = indicator.version_at(series.periods[before]) {
            text.push_str(&version.note);
        }
    }
    let gap = series.rows.iter().any(|row| row.withheld);
    if gap {
        text.push_str("少于 5 家医院的分组不显示，留空不连线。");
    }
    if together {
        text.push_str("分组太多，线只画合计，各组见右侧与数据表。");
    }
    text.push_str("图中为 Σ分子 / Σ分母，不是各院比率的平均；未上报的季度留空，不连线。");
    text
}

/// The reading on top of the page.
#[must_use]
pub fn lede(course: &Course<'_>, by: By) -> Sentence {
    let (indicator, now) = (course.indicator, course.now());
    let Some(value) = now.figure.value else {
        return Sentence::default().find("本季没有数字").say(format!("：{}。", why_none(now)));
    };
    let interval = now
        .figure
        .interval
        .map_or_else(String::new, |interval| format!("，95\u{202F}% 区间 {}", words::interval(indicator, interval)));
    let sentence = Sentence::default()
        .say("本季 ")
        .find(words::with_unit(indicator, value))
        .say(format!("（{}{interval}）。", words::fraction(now.pooled)));
    let sentence = if by == By::Level { by_level(sentence, course) } else { sentence };
    sentence.say("未设目标值。")
}

fn by_level(sentence: Sentence, course: &Course<'_>) -> Sentence {
    let lined = (0..course.series.groups.len()).filter(|group| course.series.groups[*group].style.is_some());
    let levels: Vec<String> = lined.filter_map(|group| course.told(group, true)).collect();
    if levels.is_empty() {
        return sentence;
    }
    let sentence = sentence.say(levels.join("、"));
    let apart = course.outer_levels().and_then(|outer| Some((outer, course.spread(outer, 0)?)));
    let Some(((first, last), spread)) = apart else { return sentence.say("。") };
    let name = |group: usize| course.series.groups[group].name.as_str();
    let unit = if words::is_percent(course.indicator) { "个百分点" } else { &course.indicator.unit };
    let size = words::plain(course.indicator, spread);
    sentence.say("，").find(format!("{}与{}相差 {size} {unit}", name(first), name(last))).say("。")
}

/// The groups in the quarter: bars and table.
#[derive(Serialize)]
pub struct Groups {
    heading: String,
    head: &'static str,
    bars: Option<String>,
    rows: Vec<GroupRow>,
}

#[derive(Serialize)]
struct GroupRow {
    name: String,
    reported: i64,
    expected: i64,
    not_applicable: i64,
    missing: i64,
    value: Option<String>,
    interval: Option<String>,
    /// `n / d`, or why there is none.
    base: String,
    href: Option<String>,
    change: (String, String),
}

impl Groups {
    /// The groups that the register knows in the last quarter; figures lead to the `hospitals` where those are shown.
    #[must_use]
    pub fn of(course: &Course<'_>, look: &Look<'_>, hospitals: bool) -> Self {
        let last = course.series.periods.len().saturating_sub(1);
        let present = |group: &usize| {
            let pooled = course.series.row(last, *group).pooled;
            pooled.expected > 0 || pooled.reported > 0
        };
        let shown: Vec<usize> = (0..course.series.groups.len()).filter(present).collect();
        let bars = (1..=MOST_BARS).contains(&shown.len()) && course.now().pooled.reported > 0;
        Self {
            heading: format!("本季{}", by_label(look.by)),
            head: by_noun(look.by),
            bars: bars.then(|| charts::bars(&picture::bars(course.indicator, &course.series, last, "groups"))),
            rows: shown.into_iter().map(|group| group_row(course, look, group, hospitals)).collect(),
        }
    }
}

fn group_row(course: &Course<'_>, look: &Look<'_>, group: usize, hospitals: bool) -> GroupRow {
    let (indicator, series) = (course.indicator, &course.series);
    let last = series.periods.len().saturating_sub(1);
    let (row, name) = (series.row(last, group), &series.groups[group]);
    let filter = match look.by {
        By::Level => Some("level"),
        By::City => Some("city"),
        _ => None,
    };
    let before =
        last.checked_sub(1).map(|at| (series.periods[at], series.row(at, group))).unwrap_or((look.period, row));
    GroupRow {
        name: name.name.clone(),
        reported: row.pooled.reported,
        expected: row.pooled.expected,
        not_applicable: row.pooled.not_applicable,
        missing: row.pooled.missing(),
        value: row.figure.value.map(|value| words::plain(indicator, value)),
        interval: row.figure.interval.map(|interval| words::interval(indicator, interval)),
        base: match row.figure.value {
            Some(_) => words::fraction(row.pooled),
            None => why_none(row).to_owned(),
        },
        href: filter
            .filter(|_| hospitals)
            .map(|key| format!("{}#hospitals", look.address().with(key, &name.key).text())),
        change: judge::change(indicator, before, (look.period, row)).shown(indicator, "上季"),
    }
}

/// The numbers behind the lines, quarter by quarter.
#[derive(Serialize)]
pub struct Numbers {
    periods: Vec<String>,
    rows: Vec<NumberRow>,
}

#[derive(Serialize)]
struct NumberRow {
    name: String,
    /// (figure or why there is none, n / d)
    cells: Vec<(String, String)>,
}

impl Numbers {
    /// All groups that ever had a hospital, and all together.
    #[must_use]
    pub fn of(course: &Course<'_>) -> Self {
        let series = drawn(course);
        let cell = |row: Row| match row.figure.value {
            Some(value) => (words::plain(course.indicator, value), words::fraction(row.pooled)),
            None => (why_none(row).to_owned(), String::new()),
        };
        let row = |(group, name): (usize, &GroupName)| {
            let rows: Vec<Row> = series.of_group(group).collect();
            let known = rows.iter().any(|row| row.pooled.expected > 0 || row.pooled.reported > 0);
            known.then(|| NumberRow { name: name.name.clone(), cells: rows.into_iter().map(cell).collect() })
        };
        let mut rows: Vec<NumberRow> = series.groups.iter().enumerate().filter_map(row).collect();
        let all = course.total[first_figure(course)..].iter().copied().map(cell).collect();
        rows.push(NumberRow { name: "合计".to_owned(), cells: all });
        Self { periods: series.periods.iter().map(ToString::to_string).collect(), rows }
    }
}
