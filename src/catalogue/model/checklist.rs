use serde::{Deserialize, Serialize};

use super::{Catalogue, CheckPointId, ChecklistId, Evidence, Limit, LimitId, SystemId, TargetId};

/// 检查表: what is looked at on site, system by system, and how the answers count.
///
/// An inspector's form is made from it: the systems in order, in each the check points, with each point the
/// requirements it rests on and the limits it is judged by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Checklist {
    /// Names it in rows and addresses, such as `core-systems`; also the name of its file.
    pub id: ChecklistId,
    /// What stands on top of the form.
    pub title: String,
    /// What it is called in lists.
    pub short_title: String,
    /// What its parts are called: 制度 or 目标.
    pub system_word: String,
    /// The year whose targets its parts are; none when they are not targets.
    pub edition: Option<i32>,
    /// Number of the document every clause belongs to.
    pub document: String,
    /// Names this state of the list; answers are pinned to it. Raised whenever a point or a limit changes.
    pub revision: String,
    /// Which part of the document it was made from.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
    /// What the document announces and does not hold; pages show it as 未发布.
    pub undefined: Option<String>,
    /// Where the text of the document and this list differ, and why.
    pub notes: Vec<String>,
    /// What an answer is worth.
    pub scores: Scores,
    /// How many records a point judged from records is looked up in.
    pub sample: Sample,
    /// The parts, in order.
    pub systems: Vec<System>,
}

/// What an answer is worth, in percent of a point; 不适用 is left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scores {
    /// 符合
    pub met: u8,
    /// 部分符合
    pub partly: u8,
    /// 不符合
    pub not_met: u8,
    /// Whose rule that is.
    pub source: String,
}

/// 抽查病历: fewest and most records.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sample {
    /// Fewest.
    pub least: u16,
    /// Most.
    pub most: u16,
    /// Whose rule that is.
    pub source: String,
}

/// One part of a checklist: a 核心制度, or one of the ten targets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct System {
    /// Its place, from 1.
    pub ordinal: u8,
    /// Names it in rows, whatever its place.
    pub id: SystemId,
    /// Official name.
    pub name: String,
    /// Where it stands in the document, such as `三(一)3`.
    pub clause: String,
    /// The aim it belongs to, for a list of targets.
    pub target: Option<TargetId>,
    /// The service a hospital must offer for it to apply; none when it applies to all.
    pub service: Option<String>,
    /// How the document's text differs from this list.
    pub note: Option<String>,
    /// 基本要求, in order.
    pub requirements: Vec<Requirement>,
    /// The document's own questions, each with the points it was split into.
    pub questions: Vec<Question>,
    /// 检查要点, in order of the questions.
    pub check_points: Vec<CheckPoint>,
}

/// 基本要求: one numbered sentence of the document, restated.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Requirement {
    /// Where it stands, such as `三(一)3(2)`.
    pub clause: String,
    /// What it asks, in this project's words.
    pub text: String,
    /// The numbers in it.
    pub limits: Vec<Limit>,
    /// The points that rest on it; none when the document asks no question about it.
    pub check_points: Vec<CheckPointId>,
    /// How the document's text may be read otherwise.
    pub note: Option<String>,
    /// How far it may be trusted.
    pub evidence: Evidence,
}

/// One 「是否」 of the document's evaluation paragraphs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Where it stands, such as `三(一)5.评(3)问2`.
    pub clause: String,
    /// What it was split into.
    pub check_points: Vec<CheckPointId>,
}

/// 检查要点: what can be answered alone with 符合, 部分符合, 不符合 or 不适用.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckPoint {
    /// Names it in rows; once used it keeps its meaning.
    pub id: CheckPointId,
    /// The question it comes from.
    pub clause: String,
    /// What is asked.
    pub text: String,
    /// Clauses of the requirements it rests on; empty when only the question names it, then `note` says so.
    pub requirement_refs: Vec<String>,
    /// The limits it is judged by, all of them in those requirements.
    pub limit_refs: Vec<LimitId>,
    /// How it is judged.
    pub judged_by: Vec<Means>,
    /// Where to look; this project's advice, not the document's.
    pub look_at: String,
    /// The service a hospital must offer for it to apply; its own, else that of its system.
    pub service: Option<String>,
    /// Which hospitals it applies to, in the document's sense; none when all.
    pub applies: Option<String>,
    /// What else to know.
    pub note: Option<String>,
    /// How far it may be trusted.
    pub evidence: Evidence,
}

/// How a check point is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// 查文件资料
    Documents,
    /// 抽查病历: a sample, k of n.
    Records,
    /// 现场查看
    Site,
    /// 询问人员
    Interview,
}

impl Checklist {
    /// Its revision for a reader: `第 1 版` for `core-systems-1`.
    #[must_use]
    pub fn revision_label(&self) -> String {
        let number = self.revision.strip_prefix(self.id.as_str()).and_then(|rest| rest.strip_prefix('-'));
        number.map_or_else(|| self.revision.clone(), |number| format!("第 {number} 版"))
    }

    /// The part with this place.
    pub fn system(&self, ordinal: u8) -> Option<&System> {
        self.systems.iter().find(|system| system.ordinal == ordinal)
    }

    /// The limit with this id, with the requirement it stands in.
    pub fn limit(&self, id: &LimitId) -> Option<(&Requirement, &Limit)> {
        self.limits().map(|(_, requirement, limit)| (requirement, limit)).find(|(_, limit)| limit.id == *id)
    }

    /// Every limit with where it stands, in order.
    pub fn limits(&self) -> impl Iterator<Item = (&System, &Requirement, &Limit)> {
        let requirements =
            self.systems.iter().flat_map(|system| system.requirements.iter().map(move |one| (system, one)));
        requirements.flat_map(|(system, one)| one.limits.iter().map(move |limit| (system, one, limit)))
    }

    /// How many requirements, questions and check points it holds.
    pub fn counts(&self) -> (usize, usize, usize) {
        let sum = |of: fn(&System) -> usize| self.systems.iter().map(of).sum();
        (sum(|system| system.requirements.len()), sum(|system| system.questions.len()), sum(|s| s.check_points.len()))
    }
}

impl System {
    /// The requirements the document asks no question about.
    pub fn unasked(&self) -> impl Iterator<Item = &Requirement> {
        self.requirements.iter().filter(|requirement| requirement.check_points.is_empty())
    }
}

impl CheckPoint {
    /// Whether it is judged from a sample of records.
    pub fn sampled(&self) -> bool {
        self.judged_by.contains(&Means::Records)
    }
}

impl Catalogue {
    /// The checklist with this id, as found in an address or a row.
    pub fn checklist(&self, id: &str) -> Option<&Checklist> {
        self.checklists().iter().find(|checklist| checklist.id.as_str() == id)
    }
}
