//! Reading the XML parts of a container event by event.

use std::borrow::Cow;
use std::io::{BufRead, BufReader};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::spreadsheets::package::{self, Package};
use crate::spreadsheets::refusal::Refusal;

/// A part read as XML; an element without content comes as a start and an end.
pub(super) struct Xml<R> {
    reader: quick_xml::Reader<R>,
    buffer: Vec<u8>,
}

/// Opens the part of this name, if there is one.
pub(super) fn open<'p>(package: &'p mut Package<'_>, name: &str) -> Result<Option<Xml<impl BufRead + 'p>>, Refusal> {
    let wanted = package::normal(name);
    let Some(index) = package::names(package).iter().position(|name| *name == wanted) else {
        return Ok(None);
    };
    let part = package.by_index(index).map_err(|error| package::refuse(&error))?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    Ok(Some(Xml { reader, buffer: Vec::new() }))
}

impl<R: BufRead> Xml<R> {
    /// The next event; [`Refusal::Damaged`] where the text is no XML.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Refusal> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(|_| Refusal::Damaged)
    }

    /// Goes on behind the end of the element of this name, whose start was just met.
    pub(super) fn skip(&mut self, name: &str) -> Result<(), Refusal> {
        let mut depth = 1_u32;
        while depth > 0 {
            match self.next()? {
                Event::Start(element) if element.name().as_ref() == name => depth += 1,
                Event::End(element) if element.name().as_ref() == name => depth -= 1,
                Event::Eof => return Err(Refusal::Damaged),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The value of an attribute, whatever its namespace prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
        .map(Cow::into_owned)
}

/// The attributes whose values hold no entities, such as numbers and addresses, as they stand and
/// without a copy: a sheet has hundreds of thousands.
pub(super) fn plain_attributes<'e>(element: &'e BytesStart) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.flatten().map(|attribute| (attribute.key.into_inner(), attribute.value))
}

/// How often an element stands for itself: an attribute with a count, 1 where it is missing.
pub(super) fn repeats(element: &BytesStart, name: &str) -> u32 {
    attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}
