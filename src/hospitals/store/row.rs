//! Rows ↔ domain types.

use crate::access::{AuthorityId, HospitalId};
use crate::db::StoreError;
use crate::hospitals::entity::{hospital, span};
use crate::hospitals::model::{Entry, Facts, HospitalAt, Listed, Span, services_of};

/// A span with its hospital.
pub(super) fn hospital_at((span, hospital): (span::Model, Option<hospital::Model>)) -> Result<HospitalAt, StoreError> {
    let bad = StoreError::BadRow { table: "hospital_span", id: span.id, column: "hospital_id" };
    let hospital = hospital.ok_or(bad)?;
    Ok(HospitalAt {
        id: HospitalId(hospital.id),
        code: hospital.code,
        name: span.name,
        level: span.level,
        grade: span.grade,
        category: span.category,
        ownership: span.ownership,
        affiliation: span.affiliation,
        region: span.region,
        statistical_city: span.statistical_city,
        county: span.county,
        beds: span.beds,
        services: services_of(&span.services),
        reports_to: AuthorityId(span.reports_to),
        supervised_by: AuthorityId(span.supervised_by),
    })
}

/// An open span with its hospital.
pub(super) fn listed((span, hospital): (span::Model, Option<hospital::Model>)) -> Result<Listed, StoreError> {
    let bad = StoreError::BadRow { table: "hospital_span", id: span.id, column: "hospital_id" };
    let hospital = hospital.ok_or(bad)?;
    Ok(Listed {
        id: HospitalId(hospital.id),
        code: hospital.code,
        opened: hospital.opened,
        closed: hospital.closed,
        facts: of_row(span).facts,
    })
}

/// A hospital with its spans, which arrive in order.
pub(super) fn entry(hospital: hospital::Model, spans: Vec<span::Model>) -> Entry {
    Entry {
        id: HospitalId(hospital.id),
        code: hospital.code,
        opened: hospital.opened,
        closed: hospital.closed,
        version: hospital.version,
        spans: spans.into_iter().map(of_row).collect(),
    }
}

fn of_row(row: span::Model) -> Span {
    let facts = Facts {
        name: row.name,
        level: row.level,
        grade: row.grade,
        category: row.category,
        ownership: row.ownership,
        affiliation: row.affiliation,
        region: row.region,
        beds: row.beds,
        services: services_of(&row.services),
        reports_to: AuthorityId(row.reports_to),
        supervised_by: AuthorityId(row.supervised_by),
        statistical_city: row.statistical_city,
        county: row.county,
        registration_no: row.registration_no,
        credit_code: row.credit_code,
    };
    Span { from: row.valid_from, to: row.valid_to, facts }
}
