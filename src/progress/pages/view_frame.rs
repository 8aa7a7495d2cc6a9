//! What the views of a target have in common: where they stand, the indicators to choose from, the definition.

use serde::Serialize;

use crate::calendar::{Period, china_minute};
use crate::catalogue::Catalogue;
use crate::progress::desk::Desk;
use crate::progress::judge::better_label;
use crate::progress::look::Look;
use crate::web::{Crumb, Head};

/// An indicator of the target.
#[derive(Serialize)]
pub struct Tab {
    label: String,
    title: String,
    href: String,
    current: bool,
}

/// What is looked at, for head and foot of a page.
#[derive(Serialize)]
pub struct Definition {
    name: String,
    unit: String,
    formula: String,
    better: &'static str,
    source: String,
    href: String,
}

/// The indicators of the target, each at the view with this ending.
#[must_use]
pub fn tabs(catalogue: &Catalogue, look: &Look<'_>, ending: &str) -> Vec<Tab> {
    let tab = |id: &crate::catalogue::model::IndicatorId| {
        let indicator = catalogue.indicator(id)?;
        Some(Tab {
            label: indicator.short_name.clone(),
            title: indicator.name.clone(),
            href: look.address().under(ending).with("indicator", id.as_str()).text(),
            current: *id == look.indicator.id,
        })
    };
    look.target.indicators.iter().filter_map(tab).collect()
}

/// The definition of the indicator.
#[must_use]
pub fn definition(catalogue: &Catalogue, look: &Look<'_>) -> Definition {
    let indicator = look.indicator;
    Definition {
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        formula: indicator.formula_in_words(catalogue),
        better: better_label(indicator.better),
        source: indicator.source.clone(),
        href: format!("/catalogue/{}/{}", look.edition.year, look.target.ordinal),
    }
}

/// The head of a view: the way up leads through the target's own page, another quarter keeps the view.
#[must_use]
pub fn head(desk: &Desk, look: &Look<'_>, title: &str, (name, ending): (&str, &str)) -> Head {
    let year = look.edition.year;
    let at = |period: Period| look.at(&desk.catalogue, period).replacen('?', &format!("{ending}?"), 1);
    Head::titled(title)
        .crumb(Crumb::to("总览", format!("/overview?period={}", look.period)))
        .crumb(Crumb::to(format!("{year} 年十项目标"), format!("/catalogue/{year}")))
        .crumb(Crumb::to(format!("{} {}", look.target.numeral, look.target.short_title), look.address().text()))
        .crumb(Crumb::here(name))
        .period(look.period, at)
        .as_of(china_minute(desk.clock.now()))
}
