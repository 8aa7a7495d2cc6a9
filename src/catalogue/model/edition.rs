use serde::{Deserialize, Serialize};

use super::{ElementId, Evidence, IndicatorId, TargetId};
use crate::calendar::Period;

/// Whether an edition's own text (briefs, strategies) is at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditionStatus {
    /// The official text was read; briefs and strategies are restated from it.
    Published,
    /// Titles and order are known, the official text was not available.
    NotAvailable,
}

/// The verb of a target's title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 提高
    Raise,
    /// 降低
    Lower,
}

/// How a target came out of the latest earlier edition that held it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Same aim, same meaning.
    Same,
    /// Another definition, whether or not the title changed with it.
    Redefined,
    /// Another title, same definition.
    Renamed,
    /// One of several made from one.
    Split,
    /// Made from several.
    Merged,
    /// The verb turned round.
    Reversed,
    /// In no earlier edition.
    New,
}

impl Relation {
    /// Whether figures before and after mean different things to a reader of the target; its series break only where
    /// the indicator's version changes.
    pub fn breaks(self) -> bool {
        match self {
            Self::Redefined | Self::Split | Self::Merged | Self::Reversed => true,
            Self::Same | Self::Renamed | Self::New => false,
        }
    }
}

/// Where a target came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crosswalk {
    /// Code of the earlier target; none only for [`Relation::New`].
    pub from: Option<String>,
    /// What became of it.
    pub relation: Relation,
}

/// A target of an edition that is known but has no file here; crosswalks may point at it.
#[derive(Clone, Debug, Serialize)]
pub struct Earlier {
    /// Its code, such as `NIT-2022-Ⅷ`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The aim it pursued.
    pub id: TargetId,
    /// Where title and number were found.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
}

/// 目标: one of the ten of a year, or one a province set beside them.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// 1 to 10 in national order; from 11 on for those of the province.
    pub ordinal: u8,
    /// Ⅰ to Ⅹ; 省1, 省2 … for those of the province.
    pub numeral: String,
    /// National code, such as `NIT-2024-Ⅰ`; `省定-2024-1` for those of the province.
    pub code: String,
    /// The aim through the years; the numeral is not stable.
    pub id: TargetId,
    /// Official title.
    pub title: String,
    /// The title without its verb.
    pub short_title: String,
    /// The verb.
    pub direction: Direction,
    /// 目标简述 restated; none where the edition's text was not available.
    pub brief: Option<String>,
    /// 核心策略 restated, in order; empty where the edition's text was not available.
    pub strategies: Vec<String>,
    /// The indicator shown first; none where no single figure stands for the target.
    pub headline: Option<IndicatorId>,
    /// All its indicators, headline first.
    pub indicators: Vec<IndicatorId>,
    /// Where it came from.
    pub crosswalk: Vec<Crosswalk>,
    /// The figure the title names when no formula for it was published; pages show it as 口径未发布.
    pub undefined: Option<String>,
    /// What a reader of its figures must know.
    pub note: Option<String>,
    /// Where its text comes from.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
}

/// 修订: what a state of the form changed against the one before.
#[derive(Clone, Debug, Serialize)]
pub struct Revised {
    /// The state, such as `2024-2`.
    pub revision: String,
    /// What changed and why.
    pub note: String,
    /// Rows it added; rounds made with an earlier state are not asked for them.
    pub added: Vec<ElementId>,
}

/// 年版: the ten targets of a year and the form made from them.
#[derive(Clone, Debug, Serialize)]
pub struct Edition {
    /// The year it is for.
    pub year: i32,
    /// Document number and title.
    pub document: String,
    /// Date of issue as the source gives it; none when unknown.
    pub document_date: Option<String>,
    /// How far number and date may be trusted.
    pub document_evidence: Evidence,
    /// Whether the official text was at hand.
    pub status: EditionStatus,
    /// Names this state of the form; a round is pinned to it. Raised whenever rows of the form change.
    pub revision: String,
    /// What each revision after the first changed, in order.
    pub revised: Vec<Revised>,
    /// The first quarter whose returns use this form; a later one than the year's first where it appeared too late.
    pub applies_from: Period,
    /// The ten, in national order.
    pub targets: Vec<Target>,
    /// 省定: targets the province set beside the ten.
    pub province_targets: Vec<Target>,
    /// 省定: rows the province asks for without a target.
    pub province_elements: Vec<ElementId>,
    /// Codes of earlier targets that this edition no longer holds.
    pub dropped: Vec<String>,
    /// Rows of the form in order: what several targets share first, then by target, then those of the province.
    pub elements: Vec<ElementId>,
    /// Targets of editions without a file here that the crosswalk points at.
    pub earlier: Vec<Earlier>,
    /// Where the list of targets comes from.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
}

impl Edition {
    /// The ten, then those of the province.
    pub fn all_targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().chain(&self.province_targets)
    }

    /// The target with this place: 1 to 10 in national order, from 11 on for those of the province.
    pub fn target(&self, ordinal: u8) -> Option<&Target> {
        self.all_targets().find(|target| target.ordinal == ordinal)
    }

    /// The target that pursues this aim in the year.
    pub fn target_of(&self, id: &TargetId) -> Option<&Target> {
        self.all_targets().find(|target| target.id == *id)
    }

    /// What problems call the rows of a target, or those that several targets share.
    pub fn group_name(&self, target: Option<&TargetId>) -> String {
        let target = target.and_then(|id| self.target_of(id));
        target.map_or_else(|| "基础数据".to_owned(), |t| format!("目标{}“{}”", t.numeral, t.short_title))
    }

    /// Whether the year's form asks for this element.
    pub fn asks(&self, element: &ElementId) -> bool {
        self.elements.contains(element)
    }

    /// Every indicator of the year, in order of the targets.
    pub fn indicators(&self) -> impl Iterator<Item = &IndicatorId> {
        self.all_targets().flat_map(|target| &target.indicators)
    }

    /// The edition with the form of an earlier revision: without the rows added since. None for a revision the
    /// files do not know.
    pub fn as_of(&self, revision: &str) -> Option<Self> {
        let (then, now) = (number_of(self.year, revision)?, number_of(self.year, &self.revision)?);
        if then > now {
            return None;
        }
        let mut edition = self.clone();
        let later = self.revised.iter().filter(|revised| number_of(self.year, &revised.revision) > Some(then));
        for element in later.flat_map(|revised| &revised.added) {
            edition.elements.retain(|id| id != element);
        }
        revision.clone_into(&mut edition.revision);
        Some(edition)
    }
}

/// The 2 of `2024-2`.
pub fn number_of(year: i32, revision: &str) -> Option<u32> {
    let number = revision.strip_prefix(&format!("{year}-"))?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok())?.filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_numbered_from_one() {
        assert_eq!(number_of(2024, "2024-12"), Some(12));
        for wrong in ["2024-0", "2024-", "2023-1", "2024-1a", "2024-+1", "1"] {
            assert_eq!(number_of(2024, wrong), None, "{wrong}");
        }
    }
}
