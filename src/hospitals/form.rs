//! What the list is asked, and what an import posts.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::access::Viewer;
use crate::authorities::{Authority, Tree};
use crate::catalogue::model::RegisterTerms;
use crate::hospitals::store::list::{Filter, Sort};
use crate::web::{PagingQuery, form_encoded};

/// The query of the list and of its export. What names nothing filters nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    /// A part of name or code.
    #[serde(default)]
    pub q: String,
    /// Key of a level.
    #[serde(default)]
    pub level: String,
    /// Code of an authority.
    #[serde(default)]
    pub authority: String,
    /// `all`: closed ones too.
    #[serde(default)]
    pub status: String,
    /// `name`, `level` or `beds`.
    #[serde(default)]
    pub sort: String,
    /// The page.
    #[serde(flatten)]
    pub paging: PagingQuery,
}

impl ListQuery {
    /// What to narrow to. `today` decides which hospitals are open.
    #[must_use]
    pub fn filter(&self, terms: &RegisterTerms, authority: Option<&Authority>, today: NaiveDate) -> Filter {
        Filter {
            search: self.q.trim().to_owned(),
            level: terms.level(&self.level).map(|level| level.word.key.clone()),
            authority: authority.map(|authority| authority.id),
            open_on: (self.status != "all").then_some(today),
        }
    }

    /// The authority asked for, where it is inside the viewer's branch.
    #[must_use]
    pub fn authority<'a>(&self, tree: &'a Tree, viewer: &Viewer) -> Option<&'a Authority> {
        let asked = tree.coded(&self.authority)?;
        viewer.authority().is_none_or(|own| tree.is_under(own, asked.id)).then_some(asked)
    }

    /// What to sort by.
    #[must_use]
    pub fn sort(&self) -> Sort {
        match self.sort.as_str() {
            "name" => Sort::Name,
            "level" => Sort::Level,
            "beds" => Sort::Beds,
            _ => Sort::Code,
        }
    }

    /// The address of the same list, sorted so and on that page.
    #[must_use]
    pub fn link(&self, sort: &str, page: u64) -> String {
        format!("/hospitals?{}&sort={sort}&page={page}", self.narrowing())
    }

    /// The address of its export.
    #[must_use]
    pub fn export(&self) -> String {
        format!("/hospitals.xlsx?{}", self.narrowing())
    }

    fn narrowing(&self) -> String {
        let [q, level, authority, status] =
            [&self.q, &self.level, &self.authority, &self.status].map(|text| form_encoded(text.trim()));
        format!("q={q}&level={level}&authority={authority}&status={status}")
    }
}

/// The query of a rehearsal.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RehearsalQuery {
    /// What the sender called the file.
    #[serde(default)]
    pub name: String,
    /// From which day it holds, `2024-07-01`; empty for the usual.
    #[serde(default)]
    pub from: String,
}

/// What confirms a rehearsal.
#[derive(Clone, Debug, Deserialize)]
pub struct ConfirmForm {
    /// What the sender called the file.
    #[serde(default)]
    pub name: String,
    /// From which day it holds.
    #[serde(default)]
    pub from: String,
    /// The register's version the rehearsal was held against.
    pub seen: i64,
}

/// The day a form names; none for an empty text.
///
/// # Errors
/// What is wrong, for the field.
pub(super) fn day_of(text: &str) -> Result<Option<NaiveDate>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| format!("“{text}”不是一个日子，请写成 2024-07-01。")),
    }
}
