use std::collections::HashSet;

use super::{OnlyLists, declared, must_say, named};
use crate::catalogue::file::{At, ElementEntry, File, Findings, ServiceEntry};
use crate::catalogue::model::{Edition, Element, Service};

/// More digits after the point no return can mean.
pub const DECIMALS_MOST: u8 = 4;

/// Reads `services.toml`: no word may mean two services.
pub fn services(file: &File, findings: &mut Findings) -> Vec<Service> {
    let mut reading = file.read::<OnlyLists>(findings, &["service"]);
    let mut words = HashSet::new();
    let mut services = Vec::new();
    for At { offset, value } in reading.entries::<ServiceEntry>("service", findings) {
        must_say(file, offset, &[("name", &value.name.value), ("note", &value.note)], findings);
        for word in std::iter::once(&value.name).chain(&value.aliases) {
            if !words.insert(word.value.clone()) {
                findings.fault(file, word.offset, format!("`{}` 重复了", word.value));
            }
        }
        let aliases = value.aliases.into_iter().map(|alias| alias.value).collect();
        services.push(Service { name: value.name.value, aliases, note: value.note });
    }
    services
}

/// Reads `elements.toml`.
pub fn elements(file: &File, services: &[Service], findings: &mut Findings) -> Vec<At<Element>> {
    let mut reading = file.read::<OnlyLists>(findings, &["element"]);
    let mut seen = HashSet::new();
    let mut elements = Vec::new();
    for At { offset, value } in reading.entries::<ElementEntry>("element", findings) {
        shape(file, offset, &value, findings);
        if let Some(service) = &value.service
            && !services.iter().any(|known| known.name == service.value)
        {
            findings.dangling(file, service.offset, &service.value, format!("没有名为 `{}` 的服务", service.value));
        }
        let target = value.target.as_ref().and_then(|target| named(file, target, findings));
        let Some(id) = declared(file, &value.id, &mut seen, findings) else { continue };
        let element = Element {
            id,
            name: value.name,
            definition: value.definition,
            unit: value.unit,
            decimals: value.decimals,
            rhythm: value.rhythm,
            over_time: value.over_time,
            service: value.service.map(|service| service.value),
            maximum: value.maximum.map(|maximum| maximum.value),
            target,
            where_found: value.where_found,
            choices: value.choices,
            source: value.source,
            evidence: value.evidence,
        };
        elements.push(At { offset: value.id.offset, value: element });
    }
    elements
}

/// What one element must be on its own.
fn shape(file: &File, offset: usize, entry: &ElementEntry, findings: &mut Findings) {
    let texts = [
        ("name", entry.name.as_str()),
        ("definition", &entry.definition),
        ("where_found", &entry.where_found),
        ("source", &entry.source),
    ];
    must_say(file, offset, &texts, findings);
    if entry.decimals > DECIMALS_MOST {
        findings.fault(file, offset, format!("`decimals` 最多 {DECIMALS_MOST}"));
    }
    if let Some(maximum) = entry.maximum.as_ref().filter(|maximum| maximum.value <= 0) {
        findings.fault(file, maximum.offset, "`maximum` 应大于 0");
    }
    if entry.choices.is_empty() {
        must_say(file, offset, &[("unit", &entry.unit)], findings);
    } else if entry.choices.len() < 2 || entry.maximum.is_some() || entry.decimals > 0 || !entry.unit.is_empty() {
        findings.fault(file, offset, "选项至少两个，且没有单位、小数和上限");
    }
}

/// Elements that no edition asks for would wait for numbers for ever.
pub fn used(file: &File, elements: &[At<Element>], editions: &[Edition], findings: &mut Findings) {
    if !findings.complete() {
        return;
    }
    for At { offset, value } in elements {
        if !editions.iter().any(|edition| edition.asks(&value.id)) {
            findings.fault(file, *offset, format!("没有哪个年版填报 `{}`", value.id));
        }
    }
}
