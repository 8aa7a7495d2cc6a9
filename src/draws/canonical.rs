//! The frozen list as bytes, and back; `docs/draws.md` fixes every one of them.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::draws::model::{ALGORITHM, Candidate, FrozenList};
use crate::draws::read::Lines;

/// The first word of a list and of a revealed file.
pub const FORMAT: &str = "zhikong-draw";

/// Text as it stands in a list: NFC, on one line, without tabs and other control characters, no space at its ends.
#[must_use]
pub fn clean(text: &str) -> String {
    let flat: String = text.nfc().map(|c| if c.is_control() || is_line_end(c) { ' ' } else { c }).collect();
    flat.trim().to_owned()
}

/// Separators that are no control characters.
fn is_line_end(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// The bytes of a list, as text that ends in LF. What must be sorted is sorted here, whatever order it comes in.
#[must_use]
pub fn write(list: &FrozenList) -> String {
    let mut text = String::with_capacity(200 + list.units.len() * 80);
    let mut line = |fields: &[&str]| {
        text.push_str(&fields.join("\t"));
        text.push('\n');
    };
    let number = &list.number;
    line(&[FORMAT, &ALGORITHM.to_string()]);
    line(&["authority", &number.authority, &list.authority_name]);
    line(&["year", &number.year.to_string()]);
    line(&["round", &number.round.to_string()]);
    line(&["reason", &list.reason]);
    line(&["kind", list.kind.key()]);
    line(&["committed", &list.committed]);
    line(&["due", &list.due.to_string()]);
    for (index, source) in list.sources.iter().enumerate() {
        line(&["source", &(index + 1).to_string(), source]);
    }
    let mut strata: Vec<_> = list.strata.iter().collect();
    strata.sort_by(|a, b| a.name.cmp(&b.name));
    for stratum in strata {
        let (over, under) = (stratum.share.numerator.to_string(), stratum.share.denominator.to_string());
        line(&["stratum", &stratum.name, &over, &under, &stratum.quota.to_string()]);
    }
    let mut units: Vec<_> = list.units.iter().collect();
    units.sort_by(|a, b| a.code.cmp(&b.code));
    for unit in units {
        line(&["unit", &unit.code, &unit.region, &unit.name, &unit.stratum, bit(unit.visited)]);
    }
    let mut exclusions: Vec<_> = list.exclusions.iter().collect();
    exclusions.sort_by(|a, b| a.code.cmp(&b.code));
    for out in exclusions {
        line(&["exclusion", &out.code, &out.name, &out.reason]);
    }
    if let Some(rules) = &list.team {
        let (size, cap, years) = (rules.size.to_string(), rules.load_cap.to_string(), rules.years.to_string());
        line(&["team", &size, &cap, bit(rules.certificate), bit(rules.other_region), &years]);
        for need in &rules.needs {
            line(&["need", need]);
        }
    }
    let mut candidates: Vec<_> = list.candidates.iter().collect();
    candidates.sort_by(|a, b| a.code.cmp(&b.code));
    for candidate in candidates {
        inspector(candidate, &mut line);
    }
    text
}

fn inspector(candidate: &Candidate, line: &mut impl FnMut(&[&str])) {
    let load = candidate.load.to_string();
    let (employer, region) = (&candidate.employer, &candidate.region);
    line(&["inspector", &candidate.code, employer, region, bit(candidate.certificate), &load]);
    for speciality in &candidate.specialities {
        line(&["skill", speciality]);
    }
    let mut relations: Vec<_> = candidate.relations.iter().collect();
    relations.sort();
    for relation in relations {
        line(&["relation", &relation.hospital, &relation.tie.rule().to_string(), &relation.year.to_string()]);
    }
}

fn bit(set: bool) -> &'static str {
    if set { "1" } else { "0" }
}

/// Why bytes are no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAList {
    /// Line number from 1; what was expected there.
    Line(usize, &'static str),
    /// It can be read, but these are not the bytes a list is written as: wrong order, spelling or composition.
    NotCanonical,
}

/// The list of some bytes, which are the only ones it is written as.
///
/// # Errors
/// [`NotAList`]
pub fn read(text: &str) -> Result<FrozenList, NotAList> {
    let list = Lines::of(text).list()?;
    let clean = text.split(['\n', '\t']).all(|field| clean(field) == field);
    if write(&list) == text && is_nfc(text) && clean { Ok(list) } else { Err(NotAList::NotCanonical) }
}

/// 承诺值: SHA-256 of the list's bytes followed by the 32 bytes of the salt, in lower hexadecimal digits.
#[must_use]
pub fn commitment(canonical: &str, salt: &[u8; 32]) -> String {
    let mut hash = Sha256::new();
    hash.update(canonical.as_bytes());
    hash.update(salt);
    digits(hash)
}

/// SHA-256 of lines joined by LF, without one at the end, in lower hexadecimal digits.
#[must_use]
pub fn hash_of(lines: &[&str]) -> String {
    let mut hash = Sha256::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            hash.update(b"\n");
        }
        hash.update(line.as_bytes());
    }
    digits(hash)
}

fn digits(hash: Sha256) -> String {
    let mut text = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
