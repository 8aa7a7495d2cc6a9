use std::collections::HashSet;

use super::must_say;
use crate::catalogue::file::{At, File, Findings, SpecialityEntry, SpecialityHeading};
use crate::catalogue::model::Speciality;

/// Reads `specialities.toml`, which a catalogue may do without: no word may mean two specialities.
pub fn specialities(file: &File, findings: &mut Findings) -> Vec<Speciality> {
    let mut reading = file.read::<SpecialityHeading>(findings, &["speciality"]);
    if let Some(heading) = &reading.head {
        must_say(file, 0, &[("source", &heading.source)], findings);
    }
    let mut words = HashSet::new();
    let mut found = Vec::new();
    for At { offset, value } in reading.entries::<SpecialityEntry>("speciality", findings) {
        must_say(file, offset, &[("name", &value.name.value)], findings);
        for word in std::iter::once(&value.name).chain(&value.aliases) {
            if !words.insert(word.value.clone()) {
                findings.fault(file, word.offset, format!("`{}` 重复了", word.value));
            }
        }
        let aliases = value.aliases.into_iter().map(|alias| alias.value).collect();
        found.push(Speciality { name: value.name.value, aliases });
    }
    found
}
