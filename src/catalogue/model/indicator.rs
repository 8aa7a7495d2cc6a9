use serde::{Deserialize, Serialize};

use super::{Catalogue, ElementId, Evidence, IndicatorId, Rhythm};
use crate::calendar::Period;

/// One element of a formula, times a whole factor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Term {
    /// What is counted.
    pub element: ElementId,
    /// What its stored value is multiplied with; the stored value is already scaled by 10^decimals.
    pub factor: i64,
}

/// What kind of figure an indicator is; decides its checks, its interval and its charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The numerator is part of the denominator.
    Proportion,
    /// Events per exposure; may exceed one.
    Density,
    /// A mean; may exceed one and has no interval.
    Ratio,
    /// No formula of its own.
    Composite,
}

impl Kind {
    /// Its one name for a reader.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proportion => "比例",
            Self::Density => "例次率",
            Self::Ratio => "平均数",
            Self::Composite => "综合评价",
        }
    }
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// A rising figure is an improvement.
    Higher,
    /// A falling figure is an improvement.
    Lower,
    /// Neither; the figure is only watched.
    None,
}

/// 口径版本: from when a definition holds; a series breaks where a version begins.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// First quarter it holds for.
    pub valid_from: Period,
    /// Last quarter it holds for; none while it holds, or until the next begins.
    pub valid_to: Option<Period>,
    /// What changed, for the reader of a broken line.
    pub note: String,
    /// Where that is stated.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
}

/// 指标: a figure computed from elements.
#[derive(Clone, Debug, Serialize)]
pub struct Indicator {
    /// Its code.
    pub id: IndicatorId,
    /// Full name, with 率 or the unit's words as the source prints it.
    pub name: String,
    /// A name of few characters for charts and narrow columns.
    pub short_name: String,
    /// What kind of figure it is.
    pub kind: Kind,
    /// Terms added up above the line; empty when undefined.
    pub numerator: Vec<Term>,
    /// Terms added up below the line; empty when undefined.
    pub denominator: Vec<Term>,
    /// What numerator ÷ denominator is multiplied with to be shown in `unit`.
    pub multiplier: i64,
    /// Unit of the shown value, such as % or 袋(瓶)/床日.
    pub unit: String,
    /// Digits after the point when shown.
    pub decimals: u8,
    /// Which way is good.
    pub better: Better,
    /// The shortest period it is computed for.
    pub rhythm: Rhythm,
    /// Definitions in order of time; never empty.
    pub versions: Vec<Version>,
    /// Other readings that were met and not chosen.
    pub alternatives: Vec<String>,
    /// Where the formula comes from.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
    /// Whether a formula was published (or chosen); pages show 口径未发布 where not.
    pub defined: bool,
}

impl Indicator {
    /// The formula in Chinese, with factors as a person counts them, such as
    /// `使用静脉输液的出院患者 ÷ 出院患者人次 × 100%`; 口径未发布 when undefined.
    ///
    /// Units stand beside the elements only where they differ from one another.
    pub fn formula_in_words(&self, catalogue: &Catalogue) -> String {
        if !self.defined || self.numerator.is_empty() || self.denominator.is_empty() {
            return "口径未发布".to_owned();
        }
        let units = self.kind != Kind::Proportion;
        let above = side_in_words(&self.numerator, units, catalogue);
        let below = side_in_words(&self.denominator, units, catalogue);
        match (self.multiplier, self.unit.as_str()) {
            (1, unit) => format!("{above} ÷ {below}，单位 {unit}"),
            (100, "%") => format!("{above} ÷ {below} × 100%"),
            (1000, "‰") => format!("{above} ÷ {below} × 1000‰"),
            (times, unit) => format!("{above} ÷ {below} × {times}，单位 {unit}"),
        }
    }

    /// The definition that holds on the first day of a period; none before the first version and between versions.
    ///
    /// A series breaks between two periods whose versions begin at different quarters.
    pub fn version_at(&self, period: Period) -> Option<&Version> {
        let begun = self.versions.iter().rev().find(|version| version.valid_from.first_day() <= period.first_day())?;
        begun.valid_to.is_none_or(|last| period.first_day() <= last.last_day()).then_some(begun)
    }

    /// Every element the formula uses, numerator first.
    pub fn elements(&self) -> impl Iterator<Item = &ElementId> {
        self.numerator.iter().chain(&self.denominator).map(|term| &term.element)
    }
}

/// Terms added up, in Chinese; with their units where asked.
pub(super) fn side_in_words(terms: &[Term], units: bool, catalogue: &Catalogue) -> String {
    let words: Vec<String> = terms.iter().map(|term| term_in_words(term, units, catalogue)).collect();
    match words.as_slice() {
        [one] => one.clone(),
        several => format!("（{}）", several.join(" ＋ ")),
    }
}

fn term_in_words(term: &Term, units: bool, catalogue: &Catalogue) -> String {
    let Some(element) = catalogue.element(&term.element) else { return term.element.to_string() };
    let mut words = element.own_name().to_owned();
    if units {
        words.push_str(&format!("（{}）", element.unit));
    }
    match term.factor * element.scale() {
        1 => words,
        factor => format!("{words} × {factor}"),
    }
}
