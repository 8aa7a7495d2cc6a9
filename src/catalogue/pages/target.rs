use serde::Serialize;

use super::Source;
use super::year::title_of;
use crate::catalogue::labels::{better_label, each_label, over_time_label, relation_label, rhythm_label};
use crate::catalogue::lineage::with_code;
use crate::catalogue::model::{Catalogue, Edition, Element, Indicator, Target, Version};
use crate::web::format::scaled;
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/target.html` shows.
#[derive(Serialize)]
pub struct TargetPage {
    year: i32,
    numeral: String,
    code: String,
    title: String,
    short_title: String,
    progress: String,
    aim: String,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    brief: Option<String>,
    strategies: Vec<String>,
    note: Option<String>,
    undefined: Option<String>,
    figures: Vec<Figure>,
    own: Vec<Counted>,
    shared: Vec<Counted>,
    history: Vec<Step>,
    document: String,
    source: Source,
}

#[derive(Serialize)]
struct Neighbour {
    numeral: String,
    href: String,
}

#[derive(Serialize)]
struct Figure {
    id: String,
    name: String,
    headline: bool,
    defined: bool,
    formula: String,
    unit: String,
    kind: &'static str,
    better: &'static str,
    rhythm: &'static str,
    versions: Vec<Since>,
    breaks: bool,
    alternatives: Vec<String>,
    source: Source,
}

#[derive(Serialize)]
struct Since {
    from: String,
    note: String,
    source: Source,
}

#[derive(Serialize)]
struct Counted {
    id: String,
    name: String,
    definition: String,
    where_found: String,
    unit: String,
    rhythm: &'static str,
    over_time: &'static str,
    service: Option<String>,
    maximum: Option<String>,
    each: &'static str,
    choices: String,
    source: Source,
}

#[derive(Serialize)]
struct Step {
    code: String,
    title: Option<String>,
    /// How it came out of the step after it; none at the end of what is known.
    relation: Option<&'static str>,
    href: Option<String>,
}

impl TargetPage {
    pub(super) fn new(catalogue: &Catalogue, edition: &Edition, target: &Target) -> Self {
        let figures: Vec<&Indicator> = target.indicators.iter().filter_map(|id| catalogue.indicator(id)).collect();
        let rows = edition.elements.iter().filter_map(|id| catalogue.element(id));
        let needs = |element: &&Element| figures.iter().any(|figure| figure.elements().any(|id| *id == element.id));
        let neighbour = |ordinal: u8| {
            let target = edition.target(ordinal)?;
            let href = format!("/catalogue/{}/{}", edition.year, target.ordinal);
            Some(Neighbour { numeral: target.numeral.clone(), href })
        };
        Self {
            year: edition.year,
            numeral: target.numeral.clone(),
            code: target.code.clone(),
            title: target.title.clone(),
            short_title: target.short_title.clone(),
            progress: format!("/targets/{}/{}", edition.year, target.ordinal),
            aim: super::aim_href(target),
            previous: neighbour(target.ordinal - 1),
            next: neighbour(target.ordinal + 1),
            brief: target.brief.clone(),
            strategies: target.strategies.clone(),
            note: target.note.clone(),
            undefined: target.undefined.clone(),
            own: rows.clone().filter(|element| element.target.as_ref() == Some(&target.id)).map(counted).collect(),
            shared: rows.filter(|element| element.target.is_none()).filter(needs).map(counted).collect(),
            history: history(catalogue, edition, target),
            document: edition.document.clone(),
            source: Source::of(&target.source, target.evidence),
            figures: figures.iter().map(|indicator| figure(catalogue, target, indicator)).collect(),
        }
    }
}

fn figure(catalogue: &Catalogue, target: &Target, indicator: &Indicator) -> Figure {
    Figure {
        id: indicator.id.to_string(),
        name: indicator.name.clone(),
        headline: target.headline.as_ref() == Some(&indicator.id),
        defined: indicator.defined,
        formula: indicator.formula_in_words(catalogue),
        unit: indicator.unit.clone(),
        kind: indicator.kind.label(),
        better: better_label(indicator.better),
        rhythm: rhythm_label(indicator.rhythm),
        versions: indicator.versions.iter().map(since).collect(),
        breaks: indicator.versions.len() > 1,
        alternatives: indicator.alternatives.clone(),
        source: Source::of(&indicator.source, indicator.evidence),
    }
}

fn since(version: &Version) -> Since {
    Since {
        from: version.valid_from.label(),
        note: version.note.clone(),
        source: Source::of(&version.source, version.evidence),
    }
}

fn counted(element: &Element) -> Counted {
    Counted {
        id: element.id.to_string(),
        name: element.name.clone(),
        definition: element.definition.clone(),
        where_found: element.where_found.clone(),
        unit: element.unit.clone(),
        rhythm: rhythm_label(element.rhythm),
        over_time: over_time_label(element.over_time),
        service: element.service.clone(),
        maximum: element.maximum.map(|most| format!("{} {}", scaled(most, element.decimals), element.unit)),
        each: each_label(element.rhythm),
        choices: element.choices.join("、"),
        source: Source::of(&element.source, element.evidence),
    }
}

/// The target and those it came from, latest first, as far back as is known.
fn history(catalogue: &Catalogue, edition: &Edition, target: &Target) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = Some((edition, target));
    let mut code = target.code.clone();
    let mut from_edition = edition;
    loop {
        let line = at.and_then(|(_, target)| target.crosswalk.first());
        steps.push(Step {
            title: title_of(catalogue, from_edition, &code),
            relation: line.map(|line| relation_label(line.relation)),
            href: at.map(|(edition, target)| format!("/catalogue/{}/{}", edition.year, target.ordinal)),
            code,
        });
        // A code whose edition has no file is the end of what is known.
        let (Some((edition, _)), Some(from)) = (at, line.and_then(|line| line.from.clone())) else { return steps };
        from_edition = edition;
        at = with_code(catalogue, &from).filter(|(earlier, _)| earlier.year < edition.year);
        code = from;
    }
}

impl View for TargetPage {
    const TEMPLATE: &'static str = "catalogue/target.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}　{}：口径与依据", self.numeral, self.short_title))
            .crumb(Crumb::to("目标口径", format!("/catalogue/{}", self.year)))
            .crumb(Crumb::here(format!("{} {}", self.numeral, self.short_title)))
    }
}
