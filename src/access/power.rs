//! What an account may be allowed to do.

/// One thing an account may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Power {
    /// Read returns, figures of single hospitals and the register in scope.
    ReadHospitals,
    /// Get a hospital's workbook and upload it filled.
    SubmitReturns,
    /// 接收: make a round count.
    AcceptReturns,
    /// Check the own hospital's round before its reviewing authority sees to it (医院审核).
    CheckReturns,
    /// What only the hospital itself does: keep its list of departments, explain its figures.
    ActForHospital,
    /// Change the register and the list of authorities.
    KeepRegister,
    /// 发布通报 of one's own territory, and 更正版 of it.
    Publish,
    /// See 本省设置, and change those of one's own authority.
    KeepSettings,
    /// Change the thresholds of the rules and the due dates, which hold for the whole installation.
    KeepThresholds,
    /// Create accounts, grant roles of one's own territory, reset passwords.
    KeepAccounts,
    /// Grant the three administrators' roles.
    GrantAdministrators,
    /// Look at the state of the system.
    RunSystem,
    /// Read the journal.
    ReadJournal,
    /// Write on control charts what happened and from where limits start anew, for what is one's own.
    Annotate,
    /// Carry out visits: answer the checklist, close, make the documents, verify what was mended.
    Inspect,
    /// Plan visits: commit and carry out draws, name a hospital with a reason, set a year's plan.
    PlanVisits,
    /// Hand in what a campaign asks of one's own authority, and exempt those below from a duty.
    KeepDuties,
    /// Keep the pool of inspectors, and of a QC centre the list of hospitals due for its speciality.
    KeepInspectors,
}

/// Every power, in the order of the tables that list them.
pub const POWERS: [Power; 18] = [
    Power::ReadHospitals,
    Power::SubmitReturns,
    Power::AcceptReturns,
    Power::CheckReturns,
    Power::ActForHospital,
    Power::KeepRegister,
    Power::Publish,
    Power::KeepSettings,
    Power::KeepThresholds,
    Power::KeepAccounts,
    Power::GrantAdministrators,
    Power::RunSystem,
    Power::ReadJournal,
    Power::Annotate,
    Power::Inspect,
    Power::PlanVisits,
    Power::KeepDuties,
    Power::KeepInspectors,
];

impl Power {
    /// Its name in `routes --json` and tables.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::ReadHospitals => "read_hospitals",
            Self::SubmitReturns => "submit_returns",
            Self::AcceptReturns => "accept_returns",
            Self::CheckReturns => "check_returns",
            Self::ActForHospital => "act_for_hospital",
            Self::KeepRegister => "keep_register",
            Self::Publish => "publish",
            Self::KeepSettings => "keep_settings",
            Self::KeepThresholds => "keep_thresholds",
            Self::KeepAccounts => "keep_accounts",
            Self::GrantAdministrators => "grant_administrators",
            Self::RunSystem => "run_system",
            Self::ReadJournal => "read_journal",
            Self::Annotate => "annotate",
            Self::Inspect => "inspect",
            Self::PlanVisits => "plan_visits",
            Self::KeepDuties => "keep_duties",
            Self::KeepInspectors => "keep_inspectors",
        }
    }
}
