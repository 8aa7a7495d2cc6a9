//! What a target page draws and tells: the lines, the bars of the quarter, the numbers behind them.

use serde::Serialize;

use crate::catalogue::model::Indicator;
use crate::charts::{self, LineSeries, Sheet, Size};
use crate::figures::By;
use crate::goals::{self, Goals};
use crate::progress::desk::Desk;
use crate::progress::drawing::Taken;
use crate::progress::look::Look;
use crate::progress::model::{GroupName, Row, Series, by_label, by_noun};
use crate::progress::pages::control_words::Told;
use crate::progress::pages::export::{file_name, source};
use crate::progress::pages::multiples::goal_line;
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::target::{Behind, drawn, first_figure};
use crate::progress::picture::{self, why_none};
use crate::progress::reading::Course;
use crate::progress::sight::goal_for;
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
    pub fn of(course: &Course<'_>, look: &Look<'_>, behind: &Behind) -> Option<Self> {
        course.total.iter().find(|row| row.pooled.reported > 0)?;
        let by = look.by;
        let (series, together) = lines_of(course);
        let mut chart = picture::lines(course.indicator, &series, "trend");
        chart.goal = goal_line(&behind.goals, look);
        let key = |line: &LineSeries| (charts::key_mark(line.style), line.name.clone());
        let goal = chart.goal.iter().map(|_| (charts::key_goal(), "目标值".to_owned()));
        Some(Self {
            heading: if together {
                "全部医院的季度走势".to_owned()
            } else {
                format!("{}的季度走势", by_label(by))
            },
            key: chart.series.iter().map(key).chain(goal).collect(),
            wide: charts::lines(&chart, Size::Wide),
            narrow: charts::lines(&chart, Size::Narrow),
            said: said(course, look, behind),
            small: small(course.indicator, &series, together),
        })
    }

    /// The same to take away.
    #[must_use]
    pub fn taken(self, desk: &Desk, look: &Look<'_>) -> Taken {
        let sheet = Sheet {
            title: format!("{}　{}：{}", look.target.code, look.indicator.name, self.heading),
            said: vec![self.said.text()],
            key: self.key,
            chart: self.wide,
            foot: vec![self.small, source(desk, look, &look.address().text())],
        };
        Taken::new(file_name(look), sheet)
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

/// The figure against the quarter and the year before, and what the control limits of all together say of its end.
fn said(course: &Course<'_>, look: &Look<'_>, behind: &Behind) -> Sentence {
    let (indicator, followed) = (course.indicator, &behind.followed);
    let told = Told {
        indicator,
        periods: &followed.series.periods,
        rows: &followed.total,
        control: &followed.control,
        quarter: look.period,
        to_year: course.to_year,
    };
    let Some(value) = course.now().figure.value else {
        return told.judged(Sentence::default());
    };
    let compared = format!(
        "合计 {}，{}，{}。",
        words::with_unit(indicator, value),
        course.to_last.told(indicator, "上季"),
        course.to_year.told(indicator, "去年同期")
    );
    let by_month = followed.grain() == crate::calendar::Grain::Month;
    told.judged(Sentence::default().say(compared).say(if by_month {
        "按月看控制图，"
    } else {
        "看控制图，"
    }))
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
pub fn lede(course: &Course<'_>, look: &Look<'_>, goals: &Goals) -> Sentence {
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
        .say(format!("（{}{interval}），", words::fraction(now.pooled)));
    let goal = goals.of_all(&indicator.id, look.period.year());
    let shown = goals::shown(indicator, goal, Some((now.pooled.numerator, now.pooled.denominator)));
    let sentence = match goal {
        Some(_) => sentence.find(format!("{}（{}）", shown.label, shown.goal)).say("。"),
        None => sentence.say(format!("{}。", shown.label)),
    };
    if look.by == By::Level { by_level(sentence, course) } else { sentence }
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
    /// Whether there is a goal to be held against.
    goals: bool,
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
    goal: goals::Shown,
}

impl Groups {
    /// The groups that the register knows in the last quarter; figures lead to the `hospitals` where those are shown.
    #[must_use]
    pub fn of(course: &Course<'_>, look: &Look<'_>, goals: &Goals, hospitals: bool) -> Self {
        let last = course.series.periods.len().saturating_sub(1);
        let present = |group: &usize| {
            let pooled = course.series.row(last, *group).pooled;
            pooled.expected > 0 || pooled.reported > 0
        };
        let shown: Vec<usize> = (0..course.series.groups.len()).filter(present).collect();
        let bars = (1..=MOST_BARS).contains(&shown.len()) && course.now().pooled.reported > 0;
        let draw = || {
            let mut chart = picture::bars(course.indicator, &course.series, last, "groups");
            chart.goal = goal_line(goals, look);
            charts::bars(&chart)
        };
        let rows: Vec<GroupRow> =
            shown.into_iter().map(|group| group_row(course, look, group, (goals, hospitals))).collect();
        Self {
            heading: format!("本季{}", by_label(look.by)),
            head: by_noun(look.by),
            bars: bars.then(draw),
            goals: rows.iter().any(|row| !row.goal.goal.is_empty()),
            rows,
        }
    }
}

fn group_row(course: &Course<'_>, look: &Look<'_>, group: usize, (goals, hospitals): (&Goals, bool)) -> GroupRow {
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
        goal: goals::shown(
            indicator,
            goal_for(goals, look, look.by, &name.key),
            row.figure.value.map(|_| (row.pooled.numerator, row.pooled.denominator)),
        ),
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
