//! One cell of an ods: its value stands in attributes, its text in paragraphs.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::value::{holding, without_midnight};
use super::xml::{Xml, attribute, repeats};
use crate::spreadsheets::formula::Formula;
use crate::spreadsheets::model::{Cell, Raw};
use crate::spreadsheets::refusal::Refusal;

/// What a `table:table-cell` says.
pub(super) struct OdsCell {
    /// `office:value-type`, empty where the cell has none.
    kind: String,
    /// The value in the attribute that belongs to the kind.
    value: Option<String>,
    formula: Option<Formula>,
    error: bool,
    /// The paragraphs as shown, comments left out.
    text: String,
}

impl OdsCell {
    /// Reads a cell from its start to its end.
    pub(super) fn read(element: &BytesStart, xml: &mut Xml<impl BufRead>) -> Result<Self, Refusal> {
        // LibreOffice writes its own kind beside the standard's, under the same local name.
        let kind = element
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.as_ref() == "office:value-type")
            .map(|attribute| attribute.value.into_owned())
            .unwrap_or_default();
        let named = match kind.as_str() {
            "date" => "date-value",
            "time" => "time-value",
            "boolean" => "boolean-value",
            "string" => "string-value",
            _ => "value",
        };
        let error = element
            .attributes()
            .with_checks(false)
            .flatten()
            .any(|attribute| attribute.key.as_ref() == "calcext:value-type" && attribute.value == "error");
        Ok(Self {
            value: attribute(element, named),
            formula: attribute(element, "formula").map(|text| Formula::new(&text)),
            error,
            text: text(xml)?,
            kind,
        })
    }

    /// The cell at this address, if it holds anything.
    pub(super) fn into_cell(self, address: (u32, u32)) -> Option<Cell> {
        let percent = self.kind == "percentage";
        let shown_error = self.text.starts_with('#') || self.text.starts_with("Err:");
        let value = if self.error || (self.formula.is_some() && shown_error) {
            Some(Raw::Error(self.text))
        } else {
            match (self.kind.as_str(), self.value) {
                ("date", Some(iso)) => Some(Raw::DateTime { iso: without_midnight(iso), serial: None }),
                ("time", Some(iso)) => Some(Raw::DateTime { iso, serial: None }),
                ("boolean", Some(truth)) => Some(Raw::Bool(truth == "true")),
                ("string", Some(text)) if !text.is_empty() => Some(Raw::Text(text)),
                ("float" | "percentage" | "currency", Some(number)) => {
                    Some(number.parse().map_or_else(|_| Raw::Error("#?".to_owned()), Raw::Number))
                }
                ("string", _) => Some(Raw::Text(self.text)),
                _ if self.text.is_empty() => None,
                _ => Some(Raw::Text(self.text)),
            }
        };
        holding(address, value, self.formula, percent)
    }
}

/// The text up to the end of the cell: paragraphs as lines, comments left out.
fn text(xml: &mut Xml<impl BufRead>) -> Result<String, Refusal> {
    /// Spaces one element may stand for; a cell is not wider in any program.
    const MOST_SPACES: u32 = 32_767;
    let mut text = String::new();
    let mut paragraphs = 0;
    let mut inside = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.name().as_ref() {
                "office:annotation" => xml.skip("office:annotation")?,
                "text:p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside = true;
                }
                "text:s" => {
                    let spaces = repeats(&element, "c").min(MOST_SPACES);
                    text.extend((0..spaces).map(|_| ' '));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => {}
            },
            Event::Text(part) if inside => text.push_str(&part.xml10_content()),
            Event::CData(part) if inside => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) if inside => match quick_xml::escape::resolve_xml_entity(entity.as_ref()) {
                Some(known) => text.push_str(known),
                None => text.extend(entity.resolve_char_ref().ok().flatten()),
            },
            Event::End(element) => match element.name().as_ref() {
                "text:p" => inside = false,
                "table:table-cell" => return Ok(text),
                _ => {}
            },
            Event::Eof => return Err(Refusal::Damaged),
            _ => {}
        }
    }
}
