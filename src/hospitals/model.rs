//! What the register says of a hospital.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::access::{AuthorityId, HospitalId};

/// What holds of a hospital for a stretch of time. Keys of level, grade, category, ownership and affiliation are
/// those of the catalogue's register terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Official name.
    pub name: String,
    /// 级别: key such as `level3`.
    pub level: String,
    /// 等次: key.
    pub grade: String,
    /// 类别: key.
    pub category: String,
    /// 举办性质: key, `public` or `private`.
    pub ownership: String,
    /// 隶属: key.
    pub affiliation: String,
    /// Six-digit code of the region it stands in.
    pub region: String,
    /// Beds; none when the roster does not say.
    pub beds: Option<i64>,
    /// Names of the services it offers, as the catalogue writes them.
    pub services: BTreeSet<String>,
    /// The authority that reviews its returns.
    pub reports_to: AuthorityId,
    /// The authority that counts it as its own when visits are planned.
    pub supervised_by: AuthorityId,
    /// Six-digit code of the city it is counted under in charts.
    pub statistical_city: String,
    /// Six-digit code of the county it is counted under; none for 市本级.
    pub county: Option<String>,
    /// 医疗机构执业许可证登记号, 22 characters.
    pub registration_no: Option<String>,
    /// 统一社会信用代码, 18 characters.
    pub credit_code: Option<String>,
}

impl Facts {
    /// Roster headers of what differs in `other`.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let pairs = [
            ("名称", self.name != other.name),
            ("级别", self.level != other.level),
            ("等次", self.grade != other.grade),
            ("类别", self.category != other.category),
            ("举办性质", self.ownership != other.ownership),
            ("行政区划代码", self.region != other.region || self.county != other.county),
            ("隶属", self.affiliation != other.affiliation),
            ("床位", self.beds != other.beds),
            ("开展服务", self.services != other.services),
            ("登记号", self.registration_no != other.registration_no),
            ("信用代码", self.credit_code != other.credit_code),
            ("审核机构", self.reports_to != other.reports_to),
            ("督导机构", self.supervised_by != other.supervised_by),
            ("统计地市", self.statistical_city != other.statistical_city),
        ];
        pairs.into_iter().filter(|(_, differs)| *differs).map(|(header, _)| header).collect()
    }
}

/// First day of a span of which nobody said when it began: it has always been so.
pub const BEGINNING: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A stretch of time in which the facts of a hospital did not change; both days inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it goes on.
    pub to: Option<NaiveDate>,
    /// What holds.
    pub facts: Facts,
}

impl Span {
    /// Whether the day lies inside.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// A hospital as the register has it on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HospitalAt {
    /// Its key.
    pub id: HospitalId,
    /// Its stable register code.
    pub code: String,
    /// Official name.
    pub name: String,
    /// 级别: key such as `level3`.
    pub level: String,
    /// 等次: key.
    pub grade: String,
    /// 类别: key.
    pub category: String,
    /// 举办性质: key, `public` or `private`.
    pub ownership: String,
    /// 隶属: key.
    pub affiliation: String,
    /// Six-digit code of the region it stands in.
    pub region: String,
    /// Six-digit code of the city it is counted under in charts.
    pub statistical_city: String,
    /// Six-digit code of the county it is counted under; none for 市本级.
    pub county: Option<String>,
    /// Beds; none when the roster does not say.
    pub beds: Option<i64>,
    /// Names of the services it offers, as the catalogue writes them.
    pub services: BTreeSet<String>,
    /// The authority that reviews its returns.
    pub reports_to: AuthorityId,
    /// The authority that counts it as its own when visits are planned.
    pub supervised_by: AuthorityId,
}

impl HospitalAt {
    /// Whether it offers a service, named as the catalogue does; what needs none is offered by all.
    #[must_use]
    pub fn offers(&self, service: Option<&str>) -> bool {
        service.is_none_or(|name| self.services.contains(name))
    }
}

/// A hospital as the register has it now, open or closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub id: HospitalId,
    /// Its stable register code.
    pub code: String,
    /// 开业日期; none when unknown.
    pub opened: Option<NaiveDate>,
    /// 停业日期: the last day it was open; none while it is.
    pub closed: Option<NaiveDate>,
    /// What holds of it.
    pub facts: Facts,
}

impl Listed {
    /// Whether it is open on a day.
    #[must_use]
    pub fn is_open(&self, day: NaiveDate) -> bool {
        self.opened.is_none_or(|opened| opened <= day) && self.closed.is_none_or(|closed| day <= closed)
    }
}

/// A hospital with everything the register ever said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub id: HospitalId,
    /// Its stable register code.
    pub code: String,
    /// 开业日期; none when unknown.
    pub opened: Option<NaiveDate>,
    /// 停业日期: the last day it was open; none while it is.
    pub closed: Option<NaiveDate>,
    /// Rises with every change of opening or closing.
    pub version: i32,
    /// Its spans, the earliest first; they neither overlap nor leave gaps, and the last is open.
    pub spans: Vec<Span>,
}

impl Entry {
    /// What held on `day`; none before it opened, after it closed, or before the register knew it.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<&Facts> {
        let open = self.opened.is_none_or(|from| from <= day) && self.closed.is_none_or(|to| day <= to);
        self.spans.iter().rev().find(|span| open && span.covers(day)).map(|span| &span.facts)
    }
}

/// Between the services of a row.
const SERVICES_SEPARATOR: char = '；';

/// The services as one text, in a fixed order.
#[must_use]
pub fn services_text(services: &BTreeSet<String>) -> String {
    services.iter().map(String::as_str).collect::<Vec<_>>().join("；")
}

/// The services of such a text.
#[must_use]
pub fn services_of(text: &str) -> BTreeSet<String> {
    text.split(SERVICES_SEPARATOR).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
