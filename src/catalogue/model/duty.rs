//! 阶段 and 任务 of a campaign: when what happens, and who owes what by when, proved by what.

use chrono::NaiveDate;
use serde::Serialize;

use crate::calendar::{Grain, Period};

/// 阶段: one or more stretches of time; phases may overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// Names it within its campaign.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// First and last day of each stretch, the earliest first.
    pub ranges: Vec<(NaiveDate, NaiveDate)>,
    /// The clause.
    pub clause: String,
}

/// Who owes a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BearerKind {
    /// The commission on top.
    Province,
    /// Commissions of cities.
    City,
    /// Commissions of counties.
    County,
    /// QC centres under the commission on top.
    QcCentre,
    /// QC centres under another commission.
    LocalQcCentre,
    /// Hospitals in scope of the campaign.
    Hospital,
}

impl BearerKind {
    /// All of them, from the top down.
    pub const ALL: [Self; 6] =
        [Self::Province, Self::City, Self::County, Self::QcCentre, Self::LocalQcCentre, Self::Hospital];

    /// Its key in files, columns and addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::QcCentre => "qc_centre",
            Self::LocalQcCentre => "local_qc_centre",
            Self::Hospital => "hospital",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Province => "省级",
            Self::City => "市级",
            Self::County => "县级",
            Self::QcCentre => "省级质控中心",
            Self::LocalQcCentre => "市县质控中心",
            Self::Hospital => "医院",
        }
    }
}

/// How often a duty is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyRhythm {
    /// Once, or on each of some days.
    Once,
    /// Every year.
    Yearly,
    /// Every quarter.
    Quarterly,
    /// Every month.
    Monthly,
    /// All the time: owed from the beginning, never late.
    Standing,
}

impl DutyRhythm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Once, Self::Yearly, Self::Quarterly, Self::Monthly, Self::Standing];

    /// Its key in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Yearly => "yearly",
            Self::Quarterly => "quarterly",
            Self::Monthly => "monthly",
            Self::Standing => "standing",
        }
    }

    /// The rhythm with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rhythm| rhythm.key() == key)
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Once => "一次",
            Self::Yearly => "每年",
            Self::Quarterly => "每季度",
            Self::Monthly => "每月",
            Self::Standing => "长期",
        }
    }

    /// The grain of its periods; none where it has none.
    #[must_use]
    pub fn grain(self) -> Option<Grain> {
        match self {
            Self::Yearly => Some(Grain::Year),
            Self::Quarterly => Some(Grain::Quarter),
            Self::Monthly => Some(Grain::Month),
            Self::Once | Self::Standing => None,
        }
    }
}

/// By when a duty is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// Once by each of these days.
    On(Vec<NaiveDate>),
    /// So many days after the last day of its period.
    DaysAfter(u16),
    /// So many months after a hospital opened; not owed by one that was open when the campaign began.
    MonthsAfterOpening(u16),
    /// When the return of its quarter is due.
    WithReturn,
    /// Never: the document says no day, and these are the words for it.
    Open(String),
}

/// What may be handed in for a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A file.
    File,
    /// A training: day, topic, who lectured, who listened, how many came.
    Training,
    /// A closed visit of the system.
    Visit,
    /// An accepted return of the system.
    Return,
    /// A draw of the system that was carried out.
    Draw,
    /// A frozen summary of the system: added when it is frozen, never by hand.
    Summary,
}

impl EvidenceKind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::File, Self::Training, Self::Visit, Self::Return, Self::Draw, Self::Summary];

    /// Its key in files and columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Training => "training",
            Self::Visit => "visit",
            Self::Return => "return",
            Self::Draw => "draw",
            Self::Summary => "summary",
        }
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "文件",
            Self::Training => "培训记录",
            Self::Visit => "督导",
            Self::Return => "报表",
            Self::Draw => "抽取",
            Self::Summary => "总结",
        }
    }

    /// What the number of the record is called that it links to; none where nothing is linked to.
    #[must_use]
    pub fn number_label(self) -> Option<&'static str> {
        match self {
            Self::File | Self::Training | Self::Summary => None,
            Self::Visit => Some("督导编号"),
            Self::Return => Some("受理编号"),
            Self::Draw => Some("抽取编号"),
        }
    }

    /// How such a number is written; the same as people see it.
    #[must_use]
    pub fn number_example(self) -> Option<&'static str> {
        match self {
            Self::File | Self::Training | Self::Summary => None,
            Self::Visit => Some("督导编号写成 410105-2024-017 这样"),
            Self::Return => Some("受理编号写成 2024Q3-YY001-01 这样，也可以写季度和医院编码 2024Q3-YY001"),
            Self::Draw => Some("抽取编号写成 410105-2024-1 这样"),
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// From which records a duty is complete; nobody can tick it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Closed visits of the year reach the bearer's quota.
    Visits,
    /// Every hospital of the bearer was visited in the campaign.
    Coverage,
    /// Closed sample visits of the year reach the quota of the top.
    Sample,
    /// The return of the quarter was accepted.
    Returns,
    /// Material of an exemplar was submitted for the quarter.
    Exemplars,
    /// Of what was submitted for the quarter something was chosen.
    ExemplarsChosen,
    /// The centre kept a table of the year's improvement goals.
    SpecialtyGoals,
}

impl Proof {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Visits,
        Self::Coverage,
        Self::Sample,
        Self::Returns,
        Self::Exemplars,
        Self::ExemplarsChosen,
        Self::SpecialtyGoals,
    ];

    /// Its key in files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Coverage => "coverage",
            Self::Sample => "sample",
            Self::Returns => "returns",
            Self::Exemplars => "exemplars",
            Self::ExemplarsChosen => "exemplars_chosen",
            Self::SpecialtyGoals => "specialty_goals",
        }
    }

    /// The proof with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|proof| proof.key() == key)
    }

    /// Whether it reads visits.
    #[must_use]
    pub fn by_visits(self) -> bool {
        matches!(self, Self::Visits | Self::Coverage | Self::Sample)
    }

    /// Whether it reads what was submitted as an exemplar.
    #[must_use]
    pub fn by_exemplars(self) -> bool {
        matches!(self, Self::Exemplars | Self::ExemplarsChosen)
    }

    /// The bearers whose records it reads.
    #[must_use]
    pub fn bearers(self) -> &'static [BearerKind] {
        match self {
            Self::Visits => &[BearerKind::Province, BearerKind::City, BearerKind::County, BearerKind::QcCentre],
            Self::Coverage => &[BearerKind::Province, BearerKind::City, BearerKind::County],
            Self::Sample => &[BearerKind::Province],
            Self::Returns => &[BearerKind::Hospital],
            Self::Exemplars => &[BearerKind::City, BearerKind::County, BearerKind::QcCentre, BearerKind::LocalQcCentre],
            Self::ExemplarsChosen => &[BearerKind::Province],
            Self::SpecialtyGoals => &[BearerKind::QcCentre],
        }
    }
}

/// 任务: what somebody owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Names it within its campaign.
    pub id: String,
    /// What is owed, in a few words.
    pub title: String,
    /// The same in a sentence or two.
    pub text: String,
    /// Who owes it.
    pub bearers: Vec<BearerKind>,
    /// Keys of the levels whose hospitals owe it; empty for all of the campaign.
    pub levels: Vec<String>,
    /// Whom of them it concerns, where only some and the register does not know which.
    pub condition: Option<String>,
    /// How often.
    pub rhythm: DutyRhythm,
    /// How many pieces of evidence complete it.
    pub times: u16,
    /// By when.
    pub due: Due,
    /// Whether the document says so; false where the day is this system's.
    pub due_said: bool,
    /// First period; none where it has no periods.
    pub first: Option<Period>,
    /// Last period.
    pub last: Option<Period>,
    /// What may be handed in; empty where records prove it.
    pub evidence: Vec<EvidenceKind>,
    /// Which records prove it.
    pub proof: Option<Proof>,
    /// The clause.
    pub clause: String,
}

impl Duty {
    /// What people hand in for it: everything it takes but what is added by itself.
    pub fn handed_in(&self) -> impl Iterator<Item = EvidenceKind> + '_ {
        self.evidence.iter().copied().filter(|kind| *kind != EvidenceKind::Summary)
    }
}
