//! 短码: ten letters on the paper form and the receipt, by which a stamped sheet is matched with its round. Pure;
//! `docs/short-code.md` says how an outsider computes it.

use sha2::{Digest, Sha256};

use crate::calendar::Period;
use crate::figures::{Entry, Reason};
use crate::returns::model::Value;

/// The letters: without I, L and O, which look like others. Twenty-three is a prime, so that one letter can be a sum
/// that tells every single wrong letter and every two that were swapped.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKMNPQRSTUVWXYZ";

/// Letters of the hash; one more is the sum.
const HASHED: usize = 9;

/// The first field of what is hashed; the number rises when the others change.
const MARK: &str = "zhikong-return-code-1";

/// The short code of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortCode([u8; HASHED + 1]);

/// What a code read off a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// The round's own.
    Same,
    /// A code, of something else.
    Other,
    /// No code at all: a letter is wrong, missing or too many, or two are swapped.
    Misread,
}

impl ShortCode {
    /// The code of what a round holds: hospital, quarter, number, and every value with its words.
    #[must_use]
    pub fn of(hospital: &str, period: Period, number: i32, values: &[Value]) -> Self {
        let mut lines: Vec<(&str, i16, &Value)> =
            values.iter().map(|value| (value.element.as_str(), value.slot.number(), value)).collect();
        lines.sort_unstable_by_key(|(element, month, _)| (*element, *month));
        let mut hash = Sha256::new();
        for field in [MARK, hospital, &period.to_string(), &number.to_string()] {
            put(&mut hash, field);
        }
        for (element, month, value) in lines {
            let (state, figure) = said(value.entry);
            let figure = figure.map(|number| number.to_string()).unwrap_or_default();
            for field in [element, &month.to_string(), state, &figure, value.note.as_deref().unwrap_or_default()] {
                put(&mut hash, field);
            }
        }
        Self::from_hash(&hash.finalize())
    }

    fn from_hash(hash: &[u8]) -> Self {
        let head: [u8; 8] = std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default());
        let mut rest = u64::from_be_bytes(head);
        let mut places = [0; HASHED + 1];
        for place in places.iter_mut().take(HASHED) {
            *place = (rest % 23) as u8;
            rest /= 23;
        }
        places[HASHED] = sum(&places[..HASHED]);
        Self(places)
    }

    /// Compares with what somebody read off a sheet, however it is grouped and in whichever case.
    #[must_use]
    pub fn compare(&self, read: &str) -> Read {
        match places_of(read) {
            Some(places) if places == self.0 => Read::Same,
            Some(_) => Read::Other,
            None => Read::Misread,
        }
    }
}

impl std::fmt::Display for ShortCode {
    /// `KTR-MWQ-XPHD`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, place) in self.0.iter().enumerate() {
            if at == 3 || at == 6 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(LETTERS[usize::from(*place)]))?;
        }
        Ok(())
    }
}

/// The places of ten letters whose sum is right.
fn places_of(read: &str) -> Option<[u8; HASHED + 1]> {
    let letters = read.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase());
    let place = |letter: char| LETTERS.iter().position(|known| char::from(*known) == letter);
    let places: Option<Vec<u8>> = letters.map(|letter| u8::try_from(place(letter)?).ok()).collect();
    let places: [u8; HASHED + 1] = places?.try_into().ok()?;
    (sum(&places[..HASHED]) == places[HASHED]).then_some(places)
}

/// Each place times its weight 2, 3, 4 …, modulo 23: no weight is 0 or 1, none is twice there.
fn sum(places: &[u8]) -> u8 {
    let total: u32 = (2..).zip(places).map(|(weight, place)| weight * u32::from(*place)).sum();
    u8::try_from(total % 23).unwrap_or_default()
}

/// The word of a state, and the number scaled by the element's decimals.
fn said(entry: Entry) -> (&'static str, Option<i64>) {
    match entry {
        Entry::Number(number) => ("number", Some(number)),
        Entry::Missing => ("missing", None),
        Entry::NotApplicable(Reason::Stated) => ("not_applicable", None),
        Entry::NotApplicable(Reason::NotOffered) => ("not_offered", None),
        Entry::NotApplicable(Reason::Service) => ("no_service", None),
    }
}

/// Its length in bytes, a colon, the text, a comma: no two lists of fields have the same bytes.
fn put(hash: &mut Sha256, field: &str) {
    hash.update(format!("{}:", field.len()));
    hash.update(field);
    hash.update(",");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::model::Slot;

    fn value(element: &str, slot: Slot, entry: Entry, note: Option<&str>) -> Value {
        let element = element.parse().unwrap();
        Value { element, slot, entry, raw: None, note: note.map(str::to_owned), cell: None }
    }

    fn values() -> Vec<Value> {
        vec![
            value("ops", Slot::Month(0), Entry::Number(500), None),
            value("ops", Slot::Month(1), Entry::Missing, None),
            value("beds_open", Slot::Quarter, Entry::Number(300), Some("扩建")),
            value("iv_bags", Slot::Quarter, Entry::NotApplicable(Reason::Stated), None),
        ]
    }

    fn code(hospital: &str, period: &str, number: i32, values: &[Value]) -> String {
        ShortCode::of(hospital, period.parse().unwrap(), number, values).to_string()
    }

    #[test]
    fn it_is_what_the_document_says() {
        // Computed by the program in docs/short-code.md.
        assert_eq!(code("A1", "2024Q3", 2, &values()), "BXX-CQE-KAMT");
        assert_eq!(code("A1", "2024Q3", 1, &[]), "QAZ-YAP-GENR");
    }

    #[test]
    fn it_changes_with_whatever_was_stored_and_with_nothing_else() {
        let own = code("A1", "2024Q3", 2, &values());
        let mut turned = values();
        turned.reverse();
        turned[0].cell = Some("F7".to_owned());
        assert_eq!(code("A1", "2024Q3", 2, &turned), own);
        let mut number = values();
        number[0].entry = Entry::Number(501);
        let mut state = values();
        state[3].entry = Entry::NotApplicable(Reason::NotOffered);
        let mut note = values();
        note[2].note = Some("新建".to_owned());
        for other in [
            code("A2", "2024Q3", 2, &values()),
            code("A1", "2024Q2", 2, &values()),
            code("A1", "2024Q3", 3, &values()),
            code("A1", "2024Q3", 2, &number),
            code("A1", "2024Q3", 2, &state),
            code("A1", "2024Q3", 2, &note),
            code("A1", "2024Q3", 2, &values()[1..]),
        ] {
            assert_ne!(other, own);
        }
    }

    #[test]
    fn a_misread_letter_and_two_swapped_are_told_from_another_code() {
        let own = ShortCode::of("A1", "2024Q3".parse().unwrap(), 2, &values());
        let shown = own.to_string();
        assert_eq!(own.compare(&shown), Read::Same);
        assert_eq!(own.compare(&format!(" {} ", shown.replace('-', " ").to_lowercase())), Read::Same);
        let other = code("A1", "2024Q3", 1, &values());
        assert_eq!(own.compare(&other), Read::Other);
        let letters: Vec<char> = shown.chars().filter(|c| *c != '-').collect();
        for at in 0..letters.len() {
            for wrong in LETTERS.iter().map(|letter| char::from(*letter)).chain(['0', '1', 'O', 'I', '码']) {
                let mut read = letters.clone();
                read[at] = wrong;
                if read != letters {
                    assert_eq!(own.compare(&read.iter().collect::<String>()), Read::Misread, "{read:?}");
                }
            }
            let mut read = letters.clone();
            read.swap(at, (at + 1) % letters.len());
            if at + 1 < letters.len() && read != letters {
                assert_eq!(own.compare(&read.iter().collect::<String>()), Read::Misread, "{read:?}");
            }
        }
        assert_eq!(own.compare(&shown[..5]), Read::Misread);
        assert_eq!(own.compare(""), Read::Misread);
    }
}
