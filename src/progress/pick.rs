//! Which group of hospitals a control chart is of, and what may be chosen.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::annotations::Subject;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::By;
use crate::progress::desk::Desk;
use crate::progress::groups::groups;
use crate::progress::model::{GroupName, by_label};
use crate::progress::register::Register;
use crate::progress::territory::Territory;
use crate::web::PageError;

/// What the query of a control chart asks beside that of a target; anything left out or unreadable is the usual.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PickQuery {
    /// By what hospitals are pooled; `all`, unless asked otherwise.
    pub by: Option<String>,
    /// Key of the group.
    pub group: Option<String>,
    /// Both in one, as the form has it: `level:level3`.
    pub pick: Option<String>,
    /// Register code of a hospital, as typed.
    pub hospital: Option<String>,
    /// `quarter` or `month`.
    pub grain: Option<String>,
}

/// A group of hospitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// By what hospitals are pooled.
    pub by: By,
    /// Its key; of a hospital the register code.
    pub key: String,
    /// What a reader calls it.
    pub name: String,
    /// The hospital, where it is one.
    pub hospital: Option<HospitalId>,
    /// Whose territory is pooled; none for a hospital.
    pub authority: Option<AuthorityId>,
}

/// Groups of one grouping, as the form offers them.
#[derive(Clone, Debug, Serialize)]
pub struct Offered {
    /// 按级别
    label: &'static str,
    options: Vec<Choice>,
}

/// A group, as the form offers it.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// Groupings that are offered, besides single hospitals.
const GROUPINGS: [By; 6] = [By::All, By::Level, By::City, By::Ownership, By::Category, By::County];

impl Pick {
    /// What is asked for, in the territory and on the last day of the period.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where there is no such group or hospital in it.
    pub async fn resolve(
        desk: &Desk,
        territory: &Territory,
        query: &PickQuery,
        period: Period,
    ) -> Result<Self, PageError> {
        let text = |value: &Option<String>| value.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let (mut by, mut key) = (text(&query.by), text(&query.group));
        if let Some((of, group)) = text(&query.pick).split_once(':') {
            (by, key) = (of.to_owned(), group.to_owned());
        }
        let code = text(&query.hospital);
        if !code.is_empty() {
            (by, key) = (By::Hospital.key().to_owned(), code);
        }
        let by = if by.is_empty() { By::All } else { by.parse().map_err(|_| PageError::NotFound)? };
        if by == By::Hospital {
            return Self::hospital(desk, territory, &key).await?.ok_or(PageError::NotFound);
        }
        let register = desk.registers.within(&desk.db, &territory.pooled).await?;
        let known = known(&desk.catalogue, &register, by, period);
        let found = if key.is_empty() { known.first() } else { known.iter().find(|group| group.key == key) };
        let found = found.ok_or(PageError::NotFound)?;
        let authority = territory.authority.or_else(|| register.tree().roots().next().map(|top| top.id));
        Ok(Self { by, key: found.key.clone(), name: found.name.clone(), hospital: None, authority })
    }

    /// A hospital of those that may be seen one by one.
    async fn hospital(desk: &Desk, territory: &Territory, code: &str) -> Result<Option<Self>, StoreError> {
        if territory.singles == Scope::Nothing {
            return Ok(None);
        }
        let register = desk.registers.within(&desk.db, &territory.singles).await?;
        let of = |entry: &crate::hospitals::Entry| {
            let name = entry.spans.last().map(|span| span.facts.name.clone()).unwrap_or_default();
            Self { by: By::Hospital, key: entry.code.clone(), name, hospital: Some(entry.id), authority: None }
        };
        Ok(register.coded(code).map(of))
    }

    /// What an annotation of this group is about.
    #[must_use]
    pub fn subject(&self, indicator: &IndicatorId) -> Subject {
        Subject {
            indicator: indicator.clone(),
            by: self.by,
            group: self.key.clone(),
            authority: self.authority,
            hospital: self.hospital,
        }
    }

    /// The value of its choice.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{}:{}", self.by.key(), self.key)
    }
}

/// The groups of a grouping that have hospitals on the period's last day, in the catalogue's order.
fn known(catalogue: &Catalogue, register: &Register, by: By, period: Period) -> Vec<GroupName> {
    let counts = register.counts(period.last_day(), by);
    let seen: BTreeSet<&str> = counts.keys().map(String::as_str).collect();
    let mut known = groups(catalogue, by, &seen);
    known.retain(|group| by == By::All || seen.contains(group.key.as_str()));
    known
}

/// Everything that may be chosen in the territory.
///
/// # Errors
/// Of the database.
pub async fn offered(
    desk: &Desk,
    territory: &Territory,
    pick: &Pick,
    period: Period,
) -> Result<Vec<Offered>, StoreError> {
    let register = desk.registers.within(&desk.db, &territory.pooled).await?;
    let of = |by: By| {
        let option = |group: GroupName| Choice { value: format!("{}:{}", by.key(), group.key), label: group.name };
        let options = known(&desk.catalogue, &register, by, period).into_iter().map(option).collect();
        Offered { label: by_label(by), options }
    };
    let mut all: Vec<Offered> = GROUPINGS.map(of).into_iter().filter(|offered| !offered.options.is_empty()).collect();
    if pick.by == By::Hospital {
        let own = Choice { value: pick.value(), label: pick.name.clone() };
        all.push(Offered { label: by_label(By::Hospital), options: vec![own] });
    }
    Ok(all)
}
