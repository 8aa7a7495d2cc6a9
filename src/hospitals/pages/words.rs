//! Facts in a reader's words.

use chrono::NaiveDate;
use serde::Serialize;

use crate::authorities::Tree;
use crate::catalogue::Catalogue;
use crate::hospitals::model::{BEGINNING, Facts};
use crate::web::format;

/// The facts of a hospital as pages write them.
#[derive(Serialize)]
pub(super) struct Words {
    name: String,
    level: String,
    grade: String,
    category: String,
    ownership: String,
    affiliation: String,
    place: String,
    region: String,
    beds: Option<String>,
    services: Vec<String>,
    reports_to: String,
    supervised_by: String,
    statistical_city: String,
    registration_no: Option<String>,
    credit_code: Option<String>,
}

impl Words {
    /// The official name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn of(facts: &Facts, catalogue: &Catalogue, tree: &Tree) -> Self {
        let terms = catalogue.register();
        let offered = catalogue.services().iter().filter(|service| facts.services.contains(&service.name));
        Self {
            name: facts.name.clone(),
            level: terms.level_name(&facts.level).to_owned(),
            grade: terms.grade_name(&facts.grade).to_owned(),
            category: terms.category_name(&facts.category).to_owned(),
            ownership: terms.ownership_name(&facts.ownership).to_owned(),
            affiliation: terms.affiliation_name(&facts.affiliation).to_owned(),
            place: place(&facts.region, catalogue),
            region: facts.region.clone(),
            beds: facts.beds.map(format::count),
            services: offered.map(|service| service.name.clone()).collect(),
            reports_to: tree.name(facts.reports_to).to_owned(),
            supervised_by: tree.name(facts.supervised_by).to_owned(),
            statistical_city: region_name(&facts.statistical_city, catalogue),
            registration_no: facts.registration_no.clone(),
            credit_code: facts.credit_code.clone(),
        }
    }
}

/// The region with the city around it: 郑州市金水区; a city alone is its own 市本级.
fn place(code: &str, catalogue: &Catalogue) -> String {
    let Some(region) = catalogue.region(code) else { return code.to_owned() };
    let around = region.administrative_parent.as_deref().and_then(|parent| catalogue.region(parent));
    match around.filter(|around| around.administrative_parent.is_some()) {
        Some(city) => format!("{}{}", city.name, region.name),
        None => region.name.clone(),
    }
}

fn region_name(code: &str, catalogue: &Catalogue) -> String {
    catalogue.region(code).map_or_else(|| code.to_owned(), |region| region.name.clone())
}

/// The first day of a span; none for one that has always been so.
pub(super) fn since(from: NaiveDate) -> Option<String> {
    (from > BEGINNING).then(|| from.to_string())
}
