//! What the other forms post, and what they mean: every fault at once, each beside its field.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::AuthorityId;
use crate::authorities::{Centre, Tree};
use crate::catalogue::Catalogue;
use crate::inspectors::check;
use crate::web::{Checked, FieldErrors};

/// The longest loan, days.
const LOAN_MAX: i64 = 366;
/// Longest name of a centre, characters.
const CENTRE_MAX: usize = 60;

/// What an authority asks another for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct AskForm {
    /// Code of the authority that shall lend.
    pub lender: String,
    /// What the person must know; empty for anything.
    pub speciality: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What for.
    pub reason: String,
}

/// A loan that may be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the person must know; empty for anything.
    pub speciality: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What for.
    pub reason: String,
}

impl AskForm {
    /// What it means.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self, catalogue: &Catalogue, today: NaiveDate) -> Checked<Asked> {
        let mut faults = FieldErrors::default();
        let speciality = match self.speciality.trim() {
            "" => Ok(String::new()),
            word => check::speciality(word, catalogue),
        };
        let speciality = speciality.map_err(|fault| faults.add("speciality", fault));
        let from = check::day(&self.from, "起始日期").map_err(|fault| faults.add("from", fault));
        let to = check::day(&self.to, "最后一天").map_err(|fault| faults.add("to", fault));
        if let (Ok(from), Ok(to)) = (from, to) {
            if to < from {
                faults.add("to", "最后一天早于起始日期。");
            } else if to < today {
                faults.add("to", "最后一天已经过了。");
            } else if (to - from).num_days() >= LOAN_MAX {
                faults.add("to", format!("一次最多借 {LOAN_MAX} 天；再长的，到期再借。"));
            }
        }
        let reason = check::reason(&self.reason, "理由").map_err(|fault| faults.add("reason", fault));
        match (speciality, from, to, reason, faults.is_empty()) {
            (Ok(speciality), Ok(from), Ok(to), Ok(reason), true) => Ok(Asked { speciality, from, to, reason }),
            _ => Err(faults),
        }
    }
}

/// What the lender answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// The version the sender saw.
    pub version: i32,
    /// `agree` or `decline`.
    pub answer: String,
    /// Code of who is lent.
    pub inspector: String,
    /// Why not, or anything else.
    pub said: String,
}

/// What withdraws a loan.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    /// The version the sender saw.
    pub version: i32,
}

/// What takes somebody out of use or back.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ActiveForm {
    /// The version the sender saw.
    pub version: i32,
    /// `1` for back into use.
    pub active: String,
    /// Why.
    pub reason: String,
}

/// The query of a rehearsal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RehearsalQuery {
    /// What the sender called the file.
    pub name: String,
}

/// What confirms a rehearsal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmForm {
    /// What the sender called the file.
    pub name: String,
    /// What it was rehearsed against.
    pub seen: String,
}

/// A QC centre as typed.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct CentreForm {
    /// The version the sender saw; of a new one nothing.
    pub version: i32,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub speciality: String,
    /// Code of the commission it works under.
    pub under: String,
    /// Last day; empty while it exists.
    pub until: String,
}

impl CentreForm {
    /// What it means; `own` is the commission where none is named.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self, catalogue: &Catalogue, tree: &Tree, own: Option<AuthorityId>) -> Checked<Centre> {
        let mut faults = FieldErrors::default();
        let code = check::code(&self.code).map_err(|fault| faults.add("code", fault));
        let name = check::text(&self.name, "名称", CENTRE_MAX).map_err(|fault| faults.add("name", fault));
        let speciality = match self.speciality.trim() {
            "" => Err("没有选专业。".to_owned()),
            word => check::speciality(word, catalogue),
        };
        let speciality = speciality.map_err(|fault| faults.add("speciality", fault));
        let under = match self.under.trim() {
            "" => own.and_then(|id| tree.get(id)),
            code => tree.coded(code),
        };
        let under = under.filter(|one| one.is_commission()).map(|one| one.id);
        if under.is_none() {
            faults.add("under", "没有这个主管机构。请从名单里选一个卫生健康委。");
        }
        let until = match self.until.trim() {
            "" => Ok(None),
            text => check::day(text, "最后一天").map(Some),
        };
        let until = until.map_err(|fault| faults.add("until", fault));
        match (code, name, speciality, under, until) {
            (Ok(code), Ok(name), Ok(speciality), Some(reviewed_by), Ok(valid_to)) => {
                Ok(Centre { code, name, speciality, reviewed_by, valid_to })
            }
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loan_ends_after_it_begins_and_within_a_year() {
        let catalogue = Catalogue::load(None).unwrap();
        let today = NaiveDate::from_ymd_opt(2024, 10, 21).unwrap();
        let form = |from: &str, to: &str| AskForm {
            from: from.to_owned(),
            to: to.to_owned(),
            reason: "演示".to_owned(),
            ..AskForm::default()
        };
        let fault = |from, to| form(from, to).check(&catalogue, today).unwrap_err().of("to").unwrap_or_default();
        assert!(form("2024-10-01", "2024-10-21").check(&catalogue, today).is_ok());
        assert!(form("2024-10-21", "2025-10-21").check(&catalogue, today).is_ok(), "366 days");
        assert!(fault("2024-10-21", "2025-10-22").contains("366"));
        assert!(fault("2024-10-21", "2024-10-20").contains("早于"));
        assert!(fault("2024-10-01", "2024-10-20").contains("过了"));
        let faults = AskForm::default().check(&catalogue, today).unwrap_err();
        assert_eq!(faults.0.len(), 3, "{faults:?}");
    }
}
