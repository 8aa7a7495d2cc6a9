//! 控制图: one group's series with its limits, the sentence, the numbers, what was said of it.

use serde::Serialize;

use crate::access::Viewer;
use crate::annotations::{self, AddForm, WithdrawForm};
use crate::calendar::{Grain, Period};
use crate::catalogue::model::Rhythm;
use crate::charts::{self, ControlMark, Size};
use crate::db::StoreError;
use crate::goals::{self, assurance_label};
use crate::progress::desk::Desk;
use crate::progress::judge::better_label;
use crate::progress::look::{SPANS, ViewTab, views};
use crate::progress::pages::control_boxes::{Guard, Note, NumberRow, note_rows, number_rows};
use crate::progress::pages::control_words::{Told, grain_noun, method_name};
use crate::progress::pages::sentence::Sentence;
use crate::progress::pages::target::{Choice, Tab, head_of, tabs_of};
use crate::progress::pick::{Offered, offered};
use crate::progress::sight::Sight;
use crate::progress::sketch::Sketch;
use crate::progress::words;
use crate::statistics::guards::WithoutLimits;
use crate::web::{FieldErrors, Head, View};

/// What `templates/progress/control.html` shows.
#[derive(Serialize)]
pub struct ControlPage {
    title: String,
    period_label: String,
    lede: Sentence,
    views: Vec<ViewTab>,
    tabs: Vec<Tab>,
    definition: String,
    fields: Vec<(&'static str, String)>,
    offered: Vec<Offered>,
    picked: String,
    /// Whether single hospitals may be asked for.
    singles: bool,
    grains: Vec<Choice>,
    grain: &'static str,
    spans: Vec<Choice>,
    span: String,
    counts: Counts,
    nothing: Option<String>,
    chart: Option<Chart>,
    goal: goals::Shown,
    assurance: Option<String>,
    guard: Option<Guard>,
    unit: String,
    numbers: Vec<NumberRow>,
    notes: Vec<Note>,
    forms: Option<Forms>,
    faults: FieldErrors,
    /// What was to be written and was not: the title of the summary of faults.
    refused: &'static str,
    exports: Exports,
    foot: String,
    #[serde(skip)]
    head: Head,
}

#[derive(Serialize)]
struct Counts {
    expected: i64,
    reported: i64,
    not_applicable: i64,
    missing: i64,
    label: String,
}

#[derive(Serialize)]
struct Chart {
    heading: String,
    tag: Option<String>,
    key: Vec<(String, &'static str)>,
    wide: String,
    narrow: String,
    said: Sentence,
    method: String,
}

#[derive(Serialize)]
struct Exports {
    svg: String,
    png: String,
    xlsx: String,
}

/// The forms with what was typed.
#[derive(Serialize)]
pub struct Forms {
    add: String,
    rebase: String,
    hidden: Vec<(&'static str, String)>,
    starts: Vec<Choice>,
    kind: String,
    day: String,
    text: String,
    start: String,
    reason: String,
}

impl View for ControlPage {
    const TEMPLATE: &'static str = "progress/control.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// What a chart of this sight is told as.
#[must_use]
pub fn told<'a>(sight: &'a Sight<'_>) -> Told<'a> {
    Told {
        indicator: sight.look.indicator,
        periods: &sight.periods,
        rows: &sight.rows,
        control: &sight.control,
        quarter: sight.look.period,
        to_year: sight.to_year,
    }
}

/// The chart of a sight.
#[must_use]
pub fn picture(sight: &Sight<'_>) -> charts::ControlChart {
    let sketch = Sketch {
        indicator: sight.look.indicator,
        name: &sight.pick.name,
        periods: &sight.periods,
        rows: &sight.rows,
        control: &sight.control,
    };
    let goal = sight.goal.as_ref().map(|goal| charts::Goal {
        value: goal.value.shown(),
        label: format!("目标值 {}", goals::value_words(goal.value)),
    });
    sketch.chart("control", goal, &sight.notes)
}

/// What the chart says of the goal in the long run; none without a goal or below twelve points.
#[must_use]
pub fn assurance(sight: &Sight<'_>) -> Option<String> {
    use crate::statistics::control::Assurance;
    let goal = sight.goal.as_ref()?;
    let found = sight.control.assurance(goal.value.shown());
    let why = match found {
        Assurance::NotAssessable => return None,
        Assurance::ConsistentPass => "目标值在控制限之外好的一侧，照现在的过程每期都会达到",
        Assurance::ConsistentFail => "目标值在控制限之外差的一侧，过程不改变就达不到",
        Assurance::Inconsistent => "目标值在两条控制限之间，达到与否还看偶然",
    };
    Some(format!("长期看{}：{why}。", assurance_label(found)))
}

impl ControlPage {
    /// The page of a sight.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, viewer: &Viewer, sight: &Sight<'_>) -> Result<Self, StoreError> {
        let (look, told) = (&sight.look, told(sight));
        let title = format!("{}　{}：控制图", look.target.numeral, look.target.title);
        let last = sight.rows.last().copied().unwrap_or_default();
        let nothing = sight.nothing();
        let counted = (sight.quarter.pooled.reported > 0 && !sight.quarter.withheld)
            .then_some((sight.quarter.pooled.numerator, sight.quarter.pooled.denominator));
        let export = |kind: &str| sight.address(&format!("/control.{kind}")).text();
        Ok(Self {
            period_label: look.period.label(),
            lede: Sentence::default().find(sight.pick.name.clone()).say(format!(
                "的{}，{}。",
                look.indicator.name,
                better_label(look.indicator.better)
            )),
            views: views(look, "/control"),
            tabs: tabs_of(&desk.catalogue, look, |id| sight.address("/control").with("indicator", id).without("grain")),
            definition: format!("/catalogue/{}/{}", look.edition.year, look.target.ordinal),
            fields: vec![("period", look.period.to_string()), ("indicator", look.indicator.id.to_string())],
            offered: offered(desk, &sight.territory, &sight.pick, look.period).await?,
            picked: sight.pick.value(),
            singles: sight.territory.singles != crate::access::Scope::Nothing,
            grains: grains(sight),
            grain: crate::progress::sight::grain_key(sight.grain),
            spans: SPANS.map(|span| Choice::new(span.to_string(), format!("近 {span} 季"))).into(),
            span: look.span.to_string(),
            counts: Counts {
                expected: last.pooled.expected,
                reported: last.pooled.reported,
                not_applicable: last.pooled.not_applicable,
                missing: last.pooled.missing(),
                label: sight.periods.last().map(|period| period.label()).unwrap_or_default(),
            },
            chart: nothing.is_none().then(|| Chart::of(sight, &told)),
            goal: goals::shown(look.indicator, sight.goal.as_ref(), counted),
            assurance: assurance(sight),
            guard: guard(sight),
            unit: look.indicator.unit.clone(),
            numbers: number_rows(sight),
            notes: note_rows(viewer, sight),
            forms: Forms::of(viewer, sight, nothing.is_none()),
            faults: FieldErrors::default(),
            refused: "",
            exports: Exports { svg: export("svg"), png: export("png"), xlsx: export("xlsx") },
            foot: foot(sight),
            head: head_of(desk, look, &title, |period| at(sight, desk, period)),
            nothing,
            title,
        })
    }

    /// The page again with what is wrong with an annotation and what was typed.
    #[must_use]
    pub fn refusing(mut self, form: &AddForm, faults: FieldErrors) -> Self {
        let rebase = form.kind == annotations::Kind::Rebase.key();
        if let Some(forms) = &mut self.forms {
            if rebase {
                (forms.start, forms.reason) = (form.start.clone(), form.text.clone());
            } else {
                (forms.kind, forms.day, forms.text) = (form.kind.clone(), form.day.clone(), form.text.clone());
            }
        }
        self.refused = if rebase { "控制限没有重算" } else { "标注没有记下" };
        self.faults = faults;
        self
    }

    /// The page again with what is wrong with taking an annotation back.
    #[must_use]
    pub fn not_withdrawing(mut self, id: i64, form: &WithdrawForm, faults: FieldErrors) -> Self {
        for note in &mut self.notes {
            note.typed(id, form);
        }
        self.refused = "标注没有撤回";
        self.faults =
            FieldErrors(faults.0.into_iter().map(|(_, text)| (format!("reason-{id}").into(), text)).collect());
        self
    }
}

fn at(sight: &Sight<'_>, desk: &Desk, period: Period) -> String {
    let elsewhere = sight.look.at(&desk.catalogue, period);
    let path = elsewhere.split('?').next().unwrap_or_default().to_owned();
    sight.address("/control").at(format!("{path}/control")).with("period", &period.to_string()).text()
}

fn grains(sight: &Sight<'_>) -> Vec<Choice> {
    let mut grains = vec![Choice::new("quarter", "逐季")];
    if sight.monthly {
        grains.insert(0, Choice::new("month", "逐月"));
    }
    grains
}

fn guard(sight: &Sight<'_>) -> Option<Guard> {
    let why = sight.control.last()?.without?;
    let counted = [WithoutLimits::SmallNumbers, WithoutLimits::TooFewPoints, WithoutLimits::NothingMoves];
    if !counted.contains(&why) || sight.nothing().is_some() {
        return None;
    }
    Some(Guard::of(sight, why))
}

fn foot(sight: &Sight<'_>) -> String {
    let look = &sight.look;
    let mut said = format!(
        "限按所示近 {} 季的数字计算，换了起止，限也会变。只含已接收的报表，各期为 Σ分子 / Σ分母；未接收、缺报和不适用的医院分开计数。",
        look.span
    );
    if sight.grain == Grain::Month {
        said.push_str("逐月的点只含报了月度数的医院，只报季度数的不在其中。");
    } else if look.indicator.rhythm == Rhythm::Monthly && !sight.monthly {
        said.push_str("这一指标可以按月看，但还没有医院报月度数，所以按季。");
    }
    said.push_str("改口径或重算控制限之后，限和规则从头算起，以前的限仍画在图上。区间为 95\u{202F}%：比率用 Wilson 法，密度用精确 Poisson 法，均值不给区间。");
    if sight.territory.least > 0 {
        said.push_str(&format!("少于 {} 家医院的分组不显示。", sight.territory.least));
    }
    said
}

impl Chart {
    fn of(sight: &Sight<'_>, told: &Told<'_>) -> Self {
        let chart = picture(sight);
        Self {
            heading: format!(
                "{}：逐{} {} 控制图",
                sight.pick.name,
                grain_noun(sight.grain),
                method_name(sight.control.method)
            ),
            tag: told.tag(),
            key: key(&chart),
            wide: charts::control(&chart, Size::Wide),
            narrow: charts::control(&chart, Size::Narrow),
            said: told.said(),
            method: told.method(),
        }
    }
}

/// What the marks of the chart mean: those that are in it.
pub(super) fn key(chart: &charts::ControlChart) -> Vec<(String, &'static str)> {
    let marked = |mark: ControlMark| {
        chart.slots.iter().any(|slot| matches!(slot, charts::ControlSlot::Point(point) if point.mark == mark))
    };
    let limited = chart.stretches.iter().any(|stretch| stretch.centre.is_some());
    let barred =
        chart.slots.iter().any(|slot| matches!(slot, charts::ControlSlot::Point(point) if point.interval.is_some()));
    let all = [
        (limited, charts::key_control(ControlMark::Common), "平常波动"),
        (!limited && barred, charts::key_control(ControlMark::Common), "数值，竖线为 95\u{202F}% 区间"),
        (!limited && !barred, charts::key_control(ControlMark::Common), "数值"),
        (marked(ControlMark::Better), charts::key_control(ControlMark::Better), "改善的信号"),
        (marked(ControlMark::Worse), charts::key_control(ControlMark::Worse), "变差的信号"),
        (marked(ControlMark::Changed), charts::key_control(ControlMark::Changed), "有变化，不分好坏"),
        (limited, charts::key_band(), "3σ 控制限"),
        (limited, charts::key_centre(), "均值"),
        (chart.goal.is_some(), charts::key_goal(), "目标值"),
    ];
    all.into_iter().filter(|(shown, ..)| *shown).map(|(_, mark, name)| (mark, name)).collect()
}

impl Forms {
    fn of(viewer: &Viewer, sight: &Sight<'_>, drawn: bool) -> Option<Self> {
        if !annotations::may_write(viewer, &sight.subject()) {
            return None;
        }
        let start = |period: &Period| Choice::new(period.to_string(), period.label());
        let with_past = if drawn { sight.periods.iter().skip(1).rev().map(start).collect() } else { Vec::new() };
        Some(Self {
            add: format!("{}/annotations", sight.look.path()),
            rebase: format!("{}/rebase", sight.look.path()),
            hidden: sight.address("").fields(),
            starts: with_past,
            kind: String::new(),
            day: String::new(),
            text: String::new(),
            start: String::new(),
            reason: String::new(),
        })
    }
}

/// The figure of a row with its unit, or why there is none.
#[must_use]
pub fn value_words(sight: &Sight<'_>, at: usize) -> String {
    let row = sight.rows[at];
    match row.figure.value {
        Some(value) => words::plain(sight.look.indicator, value),
        None => crate::progress::picture::why_none(row).to_owned(),
    }
}
