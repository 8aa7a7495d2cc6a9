//! What a visit puts on paper.

use chrono::NaiveDate;

/// An answer to a check point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 符合
    Met,
    /// 部分符合
    Partly,
    /// 不符合
    NotMet,
    /// 不适用
    NotApplicable,
    /// 未答
    Unanswered,
}

/// What a visit rests on: a document and the clauses of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Its number, such as `豫卫医〔2021〕26号`.
    pub document: String,
    /// Clauses in the notation of the checklists, such as `五(二)`; none when the document as a whole.
    pub clauses: Vec<String>,
}

/// A value measured on site beside the limit it is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// What was measured, with its value and unit: `最长26分钟`.
    pub value: String,
    /// The limit as a person says it: `10分钟以内`.
    pub limit: String,
    /// Whether it is kept.
    pub kept: bool,
}

/// A check point with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointLine {
    /// The clause it comes from, without the document's number.
    pub clause: String,
    /// What is asked.
    pub text: String,
    /// What was found.
    pub answer: Answer,
    /// Whether it is among the findings that must be mended.
    pub listed: bool,
    /// What the inspectors wrote; may be long and of several lines; empty when nothing.
    pub note: String,
    /// Of how many records how many were in order: (k, n).
    pub sample: Option<(u32, u32)>,
    /// What was measured.
    pub measured: Vec<Measured>,
    /// Numbers of the photos, see [`Photo`].
    pub photos: Vec<u32>,
    /// Who answered and when, ready to print; empty when it is not to be printed.
    pub answered: String,
}

/// A system (or target) of the checklist with its points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemPart {
    /// Its place in the checklist, from 1.
    pub ordinal: u8,
    /// Its official name.
    pub name: String,
    /// The clause it stands in.
    pub clause: String,
    /// Its points, in order; all of them, also those not answered.
    pub points: Vec<PointLine>,
    /// Its score, ready to print; only when scores were asked for.
    pub score: Option<String>,
}

/// A finding that must be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingLine {
    /// Name of the system it belongs to.
    pub system: String,
    /// What was found.
    pub text: String,
    /// The clause, without the document's number.
    pub clause: String,
    /// The department that mends it; empty when none was named.
    pub department: String,
    /// By when.
    pub due: NaiveDate,
}

/// A photo in the record: named by its number only, so that no paper shows a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its number in the visit, from 1.
    pub number: u32,
    /// The clause of the point it belongs to; empty when to none.
    pub clause: String,
    /// When it was taken, ready to print.
    pub taken: String,
    /// First characters of its fingerprint, by which the stored file is recognised.
    pub fingerprint: String,
}

/// How the hospital's side ended the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HospitalSide {
    /// Not signed yet: lines to sign by hand.
    Open,
    /// Signed in the system.
    Signed {
        /// Who signed.
        name: String,
        /// What the hospital said; empty when it had no objection.
        objection: String,
    },
    /// Refused to sign.
    Refused {
        /// Who saw it.
        witness: String,
        /// Why, in its words; empty when none was given.
        reason: String,
    },
}

/// A visit as it goes on paper. Each paper has its own number: give the sheet with the number of the one to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Invented data: marks every page 演示　无效力.
    pub demo: bool,
    /// 文号; none until one was given.
    pub number: Option<String>,
    /// Who made the visit; none for the hospital's self-examination.
    pub authority: Option<String>,
    /// The hospital.
    pub hospital: String,
    /// The campus; none when the hospital has only one.
    pub campus: Option<String>,
    /// Why it was chosen, in a few words: `按抽取结果`, `指定：投诉`.
    pub kind: String,
    /// First day on site.
    pub first_day: NaiveDate,
    /// Last day on site, on which the visit was closed.
    pub last_day: NaiveDate,
    /// What it rests on.
    pub basis: Vec<Basis>,
    /// Title of the checklist.
    pub checklist: String,
    /// The document whose clauses the points name.
    pub document: String,
    /// Revision of the checklist, as frozen into the visit.
    pub revision: String,
    /// What the parts of the checklist are called: `制度`, `目标`.
    pub system_word: String,
    /// The leader, as signed or to be printed; empty to sign by hand.
    pub leader: String,
    /// The others.
    pub team: Vec<String>,
    /// What was answered.
    pub systems: Vec<SystemPart>,
    /// What must be mended.
    pub findings: Vec<FindingLine>,
    /// Photos of the visit.
    pub photos: Vec<Photo>,
    /// How the hospital's side ended it.
    pub hospital_side: HospitalSide,
    /// Working days within which the hospital may object; none when the authority set none.
    pub objection_days: Option<u16>,
    /// Whom to ask, ready to print; empty when none.
    pub contact: String,
    /// Score of the whole, ready to print; only when scores were asked for.
    pub score: Option<String>,
    /// The check code of the record.
    pub check_code: String,
}

/// How many points were answered how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) all: usize,
    pub(super) met: usize,
    pub(super) partly: usize,
    pub(super) not_met: usize,
    pub(super) not_applicable: usize,
    pub(super) unanswered: usize,
}

impl Sheet {
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for point in self.systems.iter().flat_map(|system| &system.points) {
            counts.all += 1;
            *match point.answer {
                Answer::Met => &mut counts.met,
                Answer::Partly => &mut counts.partly,
                Answer::NotMet => &mut counts.not_met,
                Answer::NotApplicable => &mut counts.not_applicable,
                Answer::Unanswered => &mut counts.unanswered,
            } += 1;
        }
        counts
    }

    /// Who issues its papers: the authority, or the hospital that examines itself.
    pub(super) fn issuer(&self) -> &str {
        self.authority.as_deref().unwrap_or(&self.hospital)
    }
}

/// A point of a blank checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankPoint {
    /// The clause it comes from.
    pub clause: String,
    /// What is asked.
    pub text: String,
    /// Whether it is answered from a sample of records.
    pub sampled: bool,
    /// The limits it is judged by, as a person says them.
    pub limits: Vec<String>,
}

/// A system of a blank checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankSystem {
    /// Its place in the checklist, from 1.
    pub ordinal: u8,
    /// Its official name.
    pub name: String,
    /// The clause it stands in.
    pub clause: String,
    /// Its points.
    pub points: Vec<BlankPoint>,
}

/// A checklist to be filled in by hand and keyed in later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// Invented data: marks every page.
    pub demo: bool,
    /// Title of the checklist.
    pub checklist: String,
    /// The document whose clauses the points name.
    pub document: String,
    /// Its revision: what is keyed in later must be of the same.
    pub revision: String,
    /// Number of the visit it is printed for; none for a spare one.
    pub visit: Option<String>,
    /// Who makes the visit; empty to be written by hand.
    pub authority: String,
    /// The hospital; empty to be written by hand.
    pub hospital: String,
    /// Its parts.
    pub systems: Vec<BlankSystem>,
}
