//! 下发: the pre-filled workbook of a hospital and quarter, and the tables for many hospitals or departments.

use sea_orm::ConnectionTrait;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::departments::store::departments_on;
use crate::hospitals::{self, HospitalAt};
use crate::returns::form;
use crate::returns::intake::TableKind;
use crate::returns::store;
use crate::returns::template::{Plan, TableLine, TablePlan};

/// The form of a hospital found in scope, with what it said the quarter before; `None` where no edition applies.
///
/// # Errors
/// Of the database.
pub async fn plan(
    db: &impl ConnectionTrait,
    scope: &Scope,
    catalogue: &Catalogue,
    hospital: &HospitalAt,
    quarter: Period,
) -> Result<Option<Plan>, StoreError> {
    let Some(edition) = catalogue.edition_for(quarter) else { return Ok(None) };
    let last = store::previous_values(db, scope, hospital.id, quarter.previous()).await?;
    let last = last.map(|values| store::by_element(&values)).unwrap_or_default();
    Ok(Some(Plan::new(catalogue, edition, hospital, quarter, &last)))
}

/// 汇总表 of the hospitals in scope that the register holds on the quarter's last day; `None` where no edition applies.
///
/// # Errors
/// Of the database.
pub async fn table(
    db: &impl ConnectionTrait,
    scope: &Scope,
    catalogue: &Catalogue,
    quarter: Period,
) -> Result<Option<TablePlan>, StoreError> {
    let Some(edition) = catalogue.edition_for(quarter) else { return Ok(None) };
    let held = hospitals::store::on_day(db, scope, quarter.last_day()).await?;
    let lines = held.iter().map(|hospital| TableLine {
        key: hospital.code.clone(),
        name: hospital.name.clone(),
        level: catalogue.register().level_name(&hospital.level).to_owned(),
        without: without(catalogue, hospital),
        ..TableLine::default()
    });
    Ok(Some(TablePlan::new(catalogue, edition, TableKind::Hospitals, None, quarter, lines.collect())))
}

/// 分科室表 of a hospital found in scope, with a line for each department of its list that is open on the quarter's last
/// day; `None` where no edition applies.
///
/// # Errors
/// Of the database.
pub async fn departments(
    db: &impl ConnectionTrait,
    scope: &Scope,
    catalogue: &Catalogue,
    hospital: &HospitalAt,
    quarter: Period,
) -> Result<Option<TablePlan>, StoreError> {
    let Some(edition) = catalogue.edition_for(quarter) else { return Ok(None) };
    let open = departments_on(db, scope, hospital.id, quarter.last_day()).await?;
    let without = without(catalogue, hospital);
    let mut lines: Vec<TableLine> = open
        .into_iter()
        .map(|open| TableLine { key: open.name, name: open.code.unwrap_or_default(), ..TableLine::default() })
        .collect();
    // Without a list of departments there is room to write them.
    if lines.is_empty() {
        lines.resize_with(BLANK_LINES, TableLine::default);
    }
    lines.push(TableLine { key: form::WHOLE.to_owned(), whole: true, ..TableLine::default() });
    for line in &mut lines {
        line.without.clone_from(&without);
    }
    let whose = (hospital.code.clone(), hospital.name.clone());
    Ok(Some(TablePlan::new(catalogue, edition, TableKind::Departments, Some(whose), quarter, lines)))
}

/// Lines for departments where none is known.
const BLANK_LINES: usize = 20;

fn without(catalogue: &Catalogue, hospital: &HospitalAt) -> Vec<String> {
    let services = catalogue.services().iter().map(|service| service.name.clone());
    services.filter(|name| !hospital.services.contains(name)).collect()
}
