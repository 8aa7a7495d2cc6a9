use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Catalogue, Duty, Evidence, Phase};

/// 活动: a plan over years: its phases, what share of which hospitals who visits, and who owes what else by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Campaign {
    /// Names it; also the name of its file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Number of its document.
    pub document: String,
    /// Where in the document it stands.
    pub source: String,
    /// How far it may be trusted.
    pub evidence: Evidence,
    /// Keys of the levels whose hospitals it is about.
    pub levels: Vec<String>,
    /// First day.
    pub from: NaiveDate,
    /// 公开时限: working days after a visit's last day within which its result is published; none where nobody said.
    pub disclose_within: Option<u16>,
    /// The days by which every hospital is to be visited, the earliest first; the last ends the campaign.
    pub ends: Vec<CampaignEnd>,
    /// What share of hospitals who visits a year.
    pub quotas: Vec<Quota>,
    /// 阶段, in the order of the file.
    pub phases: Vec<Phase>,
    /// 任务, in the order of the file.
    pub duties: Vec<Duty>,
    /// 典型: what kinds are called for, in the order of the file; empty where none are.
    pub exemplars: Vec<ExemplarKind>,
    /// 总结: which are written, in the order of the file.
    pub summaries: Vec<SummaryPlan>,
    /// Whether it is invented, and shown only where everything is.
    pub demo: bool,
}

/// 期末: a day by which every hospital is to be visited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignEnd {
    /// What ends then.
    pub name: String,
    /// The day.
    pub day: NaiveDate,
    /// The clause that names it.
    pub clause: String,
}

/// 典型: a kind of exemplar that is called for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExemplarKind {
    /// Names it within its campaign.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The clause that calls for it.
    pub clause: String,
}

/// 总结: a summary that is written of a stretch of the campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SummaryPlan {
    /// Names it within its campaign.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// First day of the stretch.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The duty it fulfils, and the day by which; none where it fulfils none.
    pub duty: Option<(String, NaiveDate)>,
    /// The clause that asks for it.
    pub clause: String,
}

/// Who owes visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotaBearer {
    /// Every health commission, of the hospitals it governs.
    Commission,
    /// Every QC centre, of the hospitals due for its speciality.
    QcCentre,
    /// The commission on top, of a sample.
    Sample,
}

/// 配额: a yearly share of hospitals, in integers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quota {
    /// Who owes it.
    pub bearer: QuotaBearer,
    /// Above the line.
    pub numerator: i64,
    /// Below the line.
    pub denominator: i64,
    /// The clause.
    pub clause: String,
    /// 计入: keys of the kinds of visits that count for it ([`VISIT_KINDS`]).
    pub counts: Vec<String>,
    /// Keys of the levels whose hospitals it is about; empty for all of the campaign.
    pub levels: Vec<String>,
}

/// Kinds of visits that may count for a quota; a hospital's examination of itself never does.
pub const VISIT_KINDS: [&str; 5] = ["commission", "qc_centre", "sample", "named", "follow_up"];

impl QuotaBearer {
    /// The kinds that count where a file names none.
    #[must_use]
    pub fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Commission => &["commission", "sample"],
            Self::QcCentre => &["qc_centre"],
            Self::Sample => &["sample"],
        }
    }
}

impl Campaign {
    /// The last day.
    #[must_use]
    pub fn to(&self) -> NaiveDate {
        self.ends.last().map_or(self.from, |end| end.day)
    }

    /// The duty with this id.
    #[must_use]
    pub fn duty(&self, id: &str) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.id == id)
    }

    /// The kind of exemplar with this id.
    #[must_use]
    pub fn exemplar(&self, id: &str) -> Option<&ExemplarKind> {
        self.exemplars.iter().find(|kind| kind.id == id)
    }

    /// The summary with this id.
    #[must_use]
    pub fn summary(&self, id: &str) -> Option<&SummaryPlan> {
        self.summaries.iter().find(|plan| plan.id == id)
    }

    /// What share somebody owes.
    #[must_use]
    pub fn quota(&self, bearer: QuotaBearer) -> Option<&Quota> {
        self.quotas.iter().find(|quota| quota.bearer == bearer)
    }
}

impl Catalogue {
    /// The campaign with a quota of visits that runs on a day; else the last such that had begun, else the first.
    #[must_use]
    pub fn campaign_on(&self, day: NaiveDate) -> Option<&Campaign> {
        let campaigns = || self.campaigns().iter().filter(|one| one.quota(QuotaBearer::Commission).is_some());
        let running = campaigns().find(|one| one.from <= day && day <= one.to());
        let begun = campaigns().filter(|one| one.from <= day).max_by_key(|one| one.from);
        running.or(begun).or(campaigns().next())
    }

    /// The campaign with this id.
    #[must_use]
    pub fn campaign(&self, id: &str) -> Option<&Campaign> {
        self.campaigns().iter().find(|one| one.id == id)
    }
}
