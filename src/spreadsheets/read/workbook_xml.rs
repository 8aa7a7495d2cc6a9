//! Which part of an xlsx holds which sheet.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{self, attribute};
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::Refusal;

/// The parts of the sheets in the order of their tabs, chart sheets included.
pub(super) fn sheet_parts(package: &mut Package) -> Result<Vec<String>, Refusal> {
    let book = relations(package, "_rels/.rels")?
        .into_values()
        .find(|relation| relation.kind.ends_with("/officeDocument"))
        .ok_or(Refusal::Damaged)?
        .target;
    let book = book.trim_start_matches('/');
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", book));
    let relations = relations(package, &format!("{folder}/_rels/{file}.rels"))?;
    let mut xml = xml::open(package, book)?.ok_or(Refusal::Damaged)?;
    let mut parts = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let target = attribute(&element, "id")
                    .and_then(|id| relations.get(&id))
                    .map(|relation| relation.target.as_str())
                    .ok_or(Refusal::Damaged)?;
                parts.push(match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("{folder}/{target}"),
                });
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}

/// A relation of a part: what kind of part another is, and where.
pub(super) struct Relation {
    pub(super) kind: String,
    pub(super) target: String,
}

/// The relations in this part, by id.
pub(super) fn relations(package: &mut Package, part: &str) -> Result<HashMap<String, Relation>, Refusal> {
    let mut xml = xml::open(package, part)?.ok_or(Refusal::Damaged)?;
    let mut relations = HashMap::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let wanted = ["Id", "Type", "Target"].map(|name| attribute(&element, name));
                if let [Some(id), Some(kind), Some(target)] = wanted {
                    relations.insert(id, Relation { kind, target });
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}
