//! 导出名录: the register as the roster workbook, so that importing it again changes nothing.

use rust_xlsxwriter::XlsxError;
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, Scope};
use crate::authorities::{self, Tree};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::model::{Listed, services_text};
use crate::hospitals::roster::{self, Line};
use crate::hospitals::store::list::{self, Filter};

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The register could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The workbook could not be written.
    #[error(transparent)]
    Write(#[from] XlsxError),
}

/// The hospitals inside `scope` that pass the filter, as they are now, closed ones included.
///
/// # Errors
/// Of the database, or when there are more hospitals than a sheet has rows.
pub async fn export(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    scope: &Scope,
    filter: &Filter,
) -> Result<Vec<u8>, ExportError> {
    let tree = authorities::store::tree(db).await?;
    let listed = list::all(db, scope, filter).await?;
    let lines: Vec<Line> = listed.iter().map(|hospital| line(hospital, catalogue, &tree)).collect();
    Ok(roster::write(&lines)?)
}

fn line(hospital: &Listed, catalogue: &Catalogue, tree: &Tree) -> Line {
    let (terms, facts) = (catalogue.register(), &hospital.facts);
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let code = |id: AuthorityId| tree.get(id).map_or_else(String::new, |authority| authority.code.clone());
    Line {
        code: hospital.code.clone(),
        name: facts.name.clone(),
        level: terms.level_name(&facts.level).to_owned(),
        grade: terms.grade_name(&facts.grade).to_owned(),
        category: terms.category_name(&facts.category).to_owned(),
        ownership: terms.ownership_name(&facts.ownership).to_owned(),
        region: facts.region.clone(),
        affiliation: terms.affiliation_name(&facts.affiliation).to_owned(),
        beds: facts.beds.map_or_else(String::new, |beds| beds.to_string()),
        services: services_text(&facts.services),
        opened: day(hospital.opened),
        closed: day(hospital.closed),
        registration_no: facts.registration_no.clone().unwrap_or_default(),
        credit_code: facts.credit_code.clone().unwrap_or_default(),
        reviewed_by: code(facts.reports_to),
        supervised_by: code(facts.supervised_by),
        statistical_city: facts.statistical_city.clone(),
    }
}
