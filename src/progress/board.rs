//! Targets against groups: each figure with what it gives evidence of, by one of four measures. Pure.

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Better, Edition, Indicator, Kind, Target};
use crate::charts::Mark;
use crate::figures::By;
use crate::goals::{self, Goals, State};
use crate::progress::control::{Verdict, observed};
use crate::progress::evidence;
use crate::progress::measure;
use crate::progress::model::{GroupName, Row};
use crate::progress::panel::{Panel, Track};
use crate::progress::picture::why_none;
use crate::statistics::control::PointType;
use crate::statistics::funnel::{self, Basis, Dispersion, Groups, Method};
use crate::statistics::{Observed, Standing};

/// What cells are marked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Against all hospitals together.
    Standing,
    /// By the group's own control chart.
    Movement,
    /// Against the goal.
    Goal,
    /// Who has a figure.
    Reporting,
}

/// Every measure, in the order a page offers them.
pub const MEASURES: [Measure; 4] = [Measure::Standing, Measure::Movement, Measure::Goal, Measure::Reporting];

impl Measure {
    /// Its name in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Movement => "movement",
            Self::Goal => "goal",
            Self::Reporting => "reporting",
        }
    }

    /// The measure with this name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        MEASURES.into_iter().find(|measure| measure.key() == key)
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Standing => "与合计相比",
            Self::Movement => "与自己的过去相比",
            Self::Goal => "对目标值",
            Self::Reporting => "数报得齐不齐",
        }
    }

    /// What the marks mean under this measure, in the order of a key.
    #[must_use]
    pub fn key_words(self) -> Vec<(Mark, &'static str)> {
        match self {
            Self::Standing => vec![
                (Mark::Better, "好于合计"),
                (Mark::Worse, "差于合计"),
                (Mark::Apart, "不同于合计，不分好坏"),
                (Mark::Common, "无法区分"),
                (Mark::Unsure, "不作比较"),
                (Mark::Blank, "没有数"),
            ],
            Self::Movement => vec![
                (Mark::Better, "改善"),
                (Mark::Worse, "变差"),
                (Mark::Apart, "有变化，不分好坏"),
                (Mark::Common, "未见变化"),
                (Mark::Unsure, "点数不足、例数太少等，不作判断"),
                (Mark::Blank, "没有数"),
            ],
            Self::Goal => vec![
                (Mark::Better, "达到"),
                (Mark::Worse, "未达到"),
                (Mark::Common, "尚不能判断"),
                (Mark::Unsure, "未设目标值或不作判断"),
                (Mark::Blank, "没有数"),
            ],
            Self::Reporting => {
                vec![(Mark::Common, "都有数或不适用"), (Mark::Apart, "有医院缺报"), (Mark::Blank, "一家也没有")]
            }
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What stands behind it, with its interval.
    pub row: Row,
    /// What it gives evidence of.
    pub mark: Mark,
    /// The same in words.
    pub word: String,
}

/// How the groups of a line were held against the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Which limits decided.
    pub basis: Basis,
    /// The variation between groups beyond chance, where there were enough of them to estimate it.
    pub dispersion: Option<Dispersion>,
    /// Groups with a figure.
    pub units: usize,
}

impl Limits {
    /// Groups beyond the 99.8 % limits that chance alone brings about.
    #[must_use]
    pub fn expected_false(&self) -> f64 {
        self.units as f64 * 0.002
    }
}

/// An indicator over the groups.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Its target.
    pub target: &'a Target,
    /// What is shown; none where no single figure stands for the target.
    pub indicator: Option<&'a Indicator>,
    /// One for each group of the board; none without an indicator.
    pub cells: Vec<Cell>,
    /// All hospitals together.
    pub whole: Row,
    /// How they were compared; none under another measure than [`Measure::Standing`].
    pub limits: Option<Limits>,
}

impl Line<'_> {
    /// Why there are no cells.
    #[must_use]
    pub fn without(&self) -> String {
        match (self.indicator, self.target.indicators.len()) {
            (Some(_), _) => String::new(),
            (None, 0) => "口径未发布".to_owned(),
            (None, parts) => format!("{parts} 项分列，没有单一的主指标"),
        }
    }

    /// Cells with this mark.
    #[must_use]
    pub fn count(&self, mark: Mark) -> usize {
        self.cells.iter().filter(|cell| cell.mark == mark).count()
    }
}

/// Lines against groups.
#[derive(Clone, Debug)]
pub struct Board<'a> {
    /// By what the groups are.
    pub by: By,
    /// What cells are marked by.
    pub measure: Measure,
    /// The groups, in the order of the cells.
    pub groups: Vec<GroupName>,
    /// One for each target asked for.
    pub lines: Vec<Line<'a>>,
}

/// What boards are made from.
pub struct Source<'a> {
    /// The sums.
    pub panel: &'a Panel,
    /// Which indicators there are.
    pub catalogue: &'a Catalogue,
    /// The goals that hold.
    pub goals: &'a Goals,
    /// The year whose targets they are.
    pub edition: &'a Edition,
}

/// Fewer groups than this do not tell how far groups usually lie apart.
const FOR_DISPERSION: usize = 6;

impl<'a> Board<'a> {
    /// The headlines of the year's targets over levels or regions.
    #[must_use]
    pub fn of(source: &Source<'a>, by: By, measure: Measure) -> Self {
        let lines = source.edition.all_targets().map(|target| {
            let indicator = target.headline.as_ref().and_then(|id| source.catalogue.indicator(id));
            line(source, by, measure, target, indicator)
        });
        Self { by, measure, groups: source.panel.groups(by).to_vec(), lines: lines.collect() }
    }

    /// A single indicator of a target.
    #[must_use]
    pub fn single(
        source: &Source<'a>,
        by: By,
        measure: Measure,
        (target, indicator): (&'a Target, &'a Indicator),
    ) -> Self {
        let lines = vec![line(source, by, measure, target, Some(indicator))];
        Self { by, measure, groups: source.panel.groups(by).to_vec(), lines }
    }

    /// Groups beyond the 99.8 % limits that chance alone brings about, over all lines.
    #[must_use]
    pub fn expected_false(&self) -> f64 {
        self.lines.iter().filter_map(|line| Some(line.limits?.expected_false())).sum()
    }
}

fn line<'a>(
    source: &Source<'a>,
    by: By,
    measure: Measure,
    target: &'a Target,
    indicator: Option<&'a Indicator>,
) -> Line<'a> {
    let Some(indicator) = indicator else {
        return Line { target, indicator, cells: Vec::new(), whole: Row::default(), limits: None };
    };
    let track = source.panel.track(indicator, by);
    let whole = with_interval(indicator, source.panel.whole(indicator).now());
    let rows: Vec<Row> = (0..track.quarters.groups.len()).map(|at| with_interval(indicator, track.now(at))).collect();
    let (marks, limits) = match measure {
        Measure::Standing => standings(indicator, &rows, whole),
        Measure::Movement => (movements(indicator, &track), None),
        Measure::Goal => (against_goals(source, by, indicator, &track, &rows), None),
        Measure::Reporting => (rows.iter().map(reported).collect(), None),
    };
    let cell = |(row, (mark, word)): (Row, (Mark, String))| match row.figure.value {
        // Who has a figure can be said of a group whose figure is withheld.
        None if measure != Measure::Reporting => Cell { row, mark: Mark::Blank, word: why_none(row).to_owned() },
        _ => Cell { row, mark, word },
    };
    Line { target, indicator: Some(indicator), cells: rows.into_iter().zip(marks).map(cell).collect(), whole, limits }
}

/// A row of the panel with the interval pages show.
#[must_use]
pub fn with_interval(indicator: &Indicator, row: Row) -> Row {
    if row.withheld {
        return row;
    }
    Row { figure: measure::figure(indicator, row.pooled.numerator, row.pooled.denominator), ..row }
}

type Marked = (Mark, String);

fn standings(indicator: &Indicator, rows: &[Row], whole: Row) -> (Vec<Marked>, Option<Limits>) {
    let kind = match indicator.kind {
        Kind::Proportion => funnel::Kind::Proportion,
        Kind::Density => funnel::Kind::Density,
        Kind::Ratio | Kind::Composite => {
            return (vec![(Mark::Unsure, "平均数没有区间，不作比较".to_owned()); rows.len()], None);
        }
    };
    let units: Vec<Observed> = rows.iter().map(observed).collect();
    let counted = units.iter().filter(|unit| unit.value().is_some()).count();
    if counted < 2 {
        return (vec![(Mark::Unsure, "只有一个有数，没有可比的".to_owned()); rows.len()], None);
    }
    let standard = observed(&whole).value();
    let found = if counted < FOR_DISPERSION {
        let exact = funnel::funnel(&units, kind, standard, Method::Exact);
        let standings = exact.units.iter().map(|unit| unit.map(|placed| placed.at998)).collect();
        Groups { centre: exact.centre, dispersion: None, basis: Basis::Exact, standings }
    } else {
        funnel::groups(&units, kind, standard)
    };
    let marked = |standing: &Option<Standing>| stands(indicator.better, standing.unwrap_or(Standing::Indistinct));
    let limits = Limits { basis: found.basis, dispersion: found.dispersion, units: counted };
    (found.standings.iter().map(marked).collect(), Some(limits))
}

fn stands(better: Better, standing: Standing) -> Marked {
    let (mark, word) = match (standing, better) {
        (Standing::Indistinct, _) => (Mark::Common, "与合计无法区分"),
        (Standing::Above, Better::None) => (Mark::Apart, "高于合计"),
        (Standing::Below, Better::None) => (Mark::Apart, "低于合计"),
        (Standing::Above, Better::Higher) => (Mark::Better, "好于合计（数值更高）"),
        (Standing::Below, Better::Lower) => (Mark::Better, "好于合计（数值更低）"),
        (Standing::Below, Better::Higher) => (Mark::Worse, "差于合计（数值更低）"),
        (Standing::Above, Better::Lower) => (Mark::Worse, "差于合计（数值更高）"),
    };
    (mark, word.to_owned())
}

fn movements(indicator: &Indicator, track: &Track) -> Vec<Marked> {
    let of = |group| {
        let evidence = track.evidence(indicator, group);
        let verdict = evidence.verdict();
        (moves(verdict), format!("{}，{}", evidence::word(verdict), evidence.told()))
    };
    (0..track.quarters.groups.len()).map(of).collect()
}

/// The mark of a verdict.
#[must_use]
pub fn moves(verdict: Verdict) -> Mark {
    match (verdict, verdict.kind()) {
        (_, Some(PointType::Improvement)) => Mark::Better,
        (_, Some(PointType::Concern)) => Mark::Worse,
        (_, Some(PointType::SpecialCause | PointType::CommonCause)) => Mark::Apart,
        (Verdict::Steady { .. }, None) => Mark::Common,
        (_, None) => Mark::Unsure,
    }
}

fn against_goals(source: &Source<'_>, by: By, indicator: &Indicator, track: &Track, rows: &[Row]) -> Vec<Marked> {
    let year = source.edition.year;
    let of = |(row, group): (&Row, &GroupName)| {
        let goal = match by {
            By::Level => source.goals.of_level(&indicator.id, year, &group.key),
            _ => source.goals.of_all(&indicator.id, year),
        };
        let Some(goal) = goal else { return (Mark::Unsure, "未设目标值".to_owned()) };
        let state = goals::judge::state(indicator, goal.value, row.pooled.numerator, row.pooled.denominator);
        let (mark, word) = match state {
            State::Reached => (Mark::Better, "达到"),
            State::Missed => (Mark::Worse, "未达到"),
            State::Undecided => (Mark::Common, "尚不能判断"),
            State::NotApplicable(why) => (Mark::Unsure, why.said().trim_end_matches('。')),
        };
        (mark, format!("{word}（目标 {}）", goals::goal_words(indicator, goal.value)))
    };
    rows.iter().zip(&track.quarters.groups).map(of).collect()
}

fn reported(row: &Row) -> Marked {
    let pooled = row.pooled;
    match (pooled.missing(), pooled.reported + pooled.not_applicable) {
        _ if pooled.expected == 0 => (Mark::Blank, "没有医院".to_owned()),
        (_, 0) => (Mark::Blank, format!("{} 家都没有数", pooled.expected)),
        (0, _) => (Mark::Common, format!("{} 家都有数或不适用", pooled.expected)),
        (missing, _) => (Mark::Apart, format!("{} 家里缺 {missing} 家", pooled.expected)),
    }
}

#[cfg(test)]
mod tests;
