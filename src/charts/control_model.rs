//! What a control chart is made of. Values are in the unit shown; what is not finite counts as missing.

use super::model::{Caption, Goal, PeriodTick, Reach};

/// What a point of a control chart says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlMark {
    /// No rule holds: grey.
    Common,
    /// 改善 ●
    Better,
    /// 变差 ▲
    Worse,
    /// A signal of which no one says whether it is good ◆
    Changed,
}

/// One point of a control chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlPoint {
    /// Where it lies.
    pub value: f64,
    /// Lower and upper control limit; none where its stretch bears none.
    pub limits: Option<(f64, f64)>,
    /// Its own interval, drawn where there are no limits.
    pub interval: Option<(f64, f64)>,
    /// What it says.
    pub mark: ControlMark,
    /// What pointing at it says.
    pub title: String,
}

/// What the series has at one period.
#[derive(Debug, Clone, PartialEq)]
pub enum ControlSlot {
    /// A point.
    Point(ControlPoint),
    /// Nothing; the reason, if given, is written there.
    Gap(Option<String>),
}

/// Successive periods with one centre.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlStretch {
    /// Index of its first period.
    pub from: usize,
    /// Why it begins there, in few characters; of the first it is not read.
    pub label: String,
    /// The mean; none where the stretch bears no limits.
    pub centre: Option<f64>,
}

/// The three numbers of the limits in force, as people read them.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlNumbers {
    /// At the last point.
    pub upper: (f64, String),
    /// Of the last stretch.
    pub centre: (f64, String),
    /// At the last point.
    pub lower: (f64, String),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Index of the period in which its day lies.
    pub at: usize,
    /// The day, in few characters.
    pub day: String,
    /// What; cut to fourteen characters.
    pub text: String,
}

/// One series with its limits.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    /// Its name and description.
    pub caption: Caption,
    /// The unit, written once at the axis.
    pub unit: String,
    /// The time axis, oldest first.
    pub periods: Vec<PeriodTick>,
    /// One for each period; what is too much is not drawn, what is too little is a gap.
    pub slots: Vec<ControlSlot>,
    /// Oldest first; the first begins at the first period.
    pub stretches: Vec<ControlStretch>,
    /// The limits in force; none where the last stretch bears none.
    pub numbers: Option<ControlNumbers>,
    /// The last value as people read it, without unit.
    pub last: String,
    /// The goal, if there is one.
    pub goal: Option<Goal>,
    /// How far the value axis may reach.
    pub reach: Reach,
    /// What happened; three at most are drawn, the latest.
    pub annotations: Vec<Annotation>,
}
