use serde::Serialize;

use super::year::title_of;
use super::{Link, Source, aim_href, target_href};
use crate::catalogue::labels::relation_label;
use crate::catalogue::lineage::{Aim, aim, with_code};
use crate::catalogue::model::{Catalogue, Edition, Indicator, Target};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/aim.html` shows.
#[derive(Serialize)]
pub struct AimPage {
    title: String,
    held: usize,
    editions: usize,
    /// Years in which its meaning changed.
    breaks: Vec<i32>,
    boxes: Vec<YearBox>,
    years: Vec<i32>,
    indicators: Vec<Row>,
    series_breaks: usize,
}

/// A box on the line: a year with or without the target.
#[derive(Serialize)]
struct YearBox {
    year: i32,
    held: Option<Held>,
    /// Whether the line from the box before leads on without a break.
    joined: bool,
}

#[derive(Serialize)]
struct Held {
    numeral: String,
    code: String,
    title: String,
    href: String,
    /// What happened since the latest earlier edition that held it.
    steps: Vec<Step>,
    breaks: bool,
    undefined: Option<String>,
    source: Source,
}

#[derive(Serialize)]
struct Step {
    relation: &'static str,
    /// Where it came from, when that is not simply the year before.
    from: Option<Link>,
}

/// An indicator in the years of the aim.
#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    defined: bool,
    cells: Vec<&'static str>,
    versions: Vec<Since>,
}

#[derive(Serialize)]
struct Since {
    from: String,
    note: String,
    breaks: bool,
}

impl AimPage {
    pub(super) fn new(catalogue: &Catalogue, id: &str) -> Option<Self> {
        let aim = aim(catalogue, id)?;
        let held = aim.years.iter().filter(|(_, target)| target.is_some()).count();
        let broken = |(_, target): &&(&Edition, Option<&Target>)| {
            target.is_some_and(|target| target.crosswalk.iter().any(|line| line.relation.breaks()))
        };
        let indicators = indicators(catalogue, &aim);
        Some(Self {
            title: aim.title.to_owned(),
            held,
            editions: aim.years.len(),
            breaks: aim.years.iter().filter(broken).map(|(edition, _)| edition.year).collect(),
            boxes: boxes(catalogue, &aim),
            years: aim.years.iter().map(|(edition, _)| edition.year).collect(),
            series_breaks: indicators.iter().map(|row| row.versions.iter().filter(|since| since.breaks).count()).sum(),
            indicators,
        })
    }
}

fn boxes(catalogue: &Catalogue, aim: &Aim<'_>) -> Vec<YearBox> {
    let mut boxes: Vec<YearBox> = Vec::new();
    for (edition, target) in &aim.years {
        let before = boxes.last().is_some_and(|last| last.held.is_some());
        let held = target.map(|target| held(catalogue, aim, edition, target));
        let joined = before && held.as_ref().is_some_and(|held| !held.breaks);
        boxes.push(YearBox { year: edition.year, held, joined });
    }
    boxes
}

fn held(catalogue: &Catalogue, aim: &Aim<'_>, edition: &Edition, target: &Target) -> Held {
    let step = |line: &crate::catalogue::model::Crosswalk| {
        let from = line.from.as_deref().map(|code| match with_code(catalogue, code) {
            Some((earlier, from)) if aim.holds(code) => {
                let label = format!("{} 年 {}", earlier.year, from.numeral);
                Link { label, href: target_href(earlier, from) }
            }
            Some((_, from)) => Link { label: format!("{} {}", from.code, from.short_title), href: aim_href(from) },
            None => {
                let title = title_of(catalogue, edition, code).unwrap_or_default();
                Link { label: format!("{code} {title}"), href: String::new() }
            }
        });
        Step { relation: relation_label(line.relation), from }
    };
    Held {
        numeral: target.numeral.clone(),
        code: target.code.clone(),
        title: target.title.clone(),
        href: target_href(edition, target),
        steps: target.crosswalk.iter().map(step).collect(),
        breaks: target.crosswalk.iter().any(|line| line.relation.breaks()),
        undefined: target.undefined.clone(),
        source: Source::of(&target.source, target.evidence),
    }
}

/// The indicators any year of the aim shows, in the order of the latest year that holds it.
fn indicators(catalogue: &Catalogue, aim: &Aim<'_>) -> Vec<Row> {
    let mut found: Vec<&Indicator> = Vec::new();
    for id in aim.years.iter().rev().filter_map(|(_, target)| *target).flat_map(|target| &target.indicators) {
        if let Some(indicator) =
            catalogue.indicator(id).filter(|indicator| found.iter().all(|known| known.id != indicator.id))
        {
            found.push(indicator);
        }
    }
    found.into_iter().map(|indicator| row(aim, indicator)).collect()
}

fn row(aim: &Aim<'_>, indicator: &Indicator) -> Row {
    let cell = |target: &Option<&Target>| match target {
        Some(target) if target.headline.as_ref() == Some(&indicator.id) => "首项",
        Some(target) if target.indicators.contains(&indicator.id) => "列入",
        Some(_) => "未列",
        None => "",
    };
    let since = |(at, version): (usize, &crate::catalogue::model::Version)| Since {
        from: version.valid_from.label(),
        note: version.note.clone(),
        breaks: at > 0,
    };
    Row {
        name: indicator.name.clone(),
        href: format!("/catalogue/indicators/{}", indicator.id),
        defined: indicator.defined,
        cells: aim.years.iter().map(|(_, target)| cell(target)).collect(),
        versions: indicator.versions.iter().enumerate().map(since).collect(),
    }
}

impl View for AimPage {
    const TEMPLATE: &'static str = "catalogue/aim.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}：历年沿革", self.title))
            .crumb(Crumb::to("目标口径", "/catalogue"))
            .crumb(Crumb::to("历年沿革", "/catalogue/history"))
            .crumb(Crumb::here(self.title.clone()))
    }
}
