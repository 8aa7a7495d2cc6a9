//! Tickets, the seed they hang on, and the chain of what was written down after the commitment.

use crate::draws::canonical::hash_of;
use crate::draws::model::{FrozenList, Record, Witness};

/// What tickets are made of besides the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Urn {
    /// The salt in lower hexadecimal digits.
    pub salt: String,
    /// The seed.
    pub seed: String,
    /// The round.
    pub round: String,
}

impl Urn {
    /// Of a list, its salt and its seed.
    #[must_use]
    pub fn of(list: &FrozenList, salt: &[u8; 32], seed: String) -> Self {
        Self { salt: hex::encode(salt), seed, round: list.number.round.to_string() }
    }

    /// The ticket of a hospital.
    #[must_use]
    pub fn unit(&self, code: &str) -> String {
        hash_of(&[&self.salt, &self.seed, &self.round, code])
    }

    /// The ticket of an inspector for a hospital: another order for each, or the same few would go everywhere.
    #[must_use]
    pub fn inspector(&self, hospital: &str, code: &str) -> String {
        hash_of(&[&self.salt, &self.seed, &self.round, hospital, code])
    }
}

/// The seed of two witnesses: SHA-256 of both values joined by LF.
#[must_use]
pub fn witnessed(first: &Witness, second: &Witness) -> String {
    hash_of(&[&first.value, &second.value])
}

/// The seed that the records give; none while there is none.
#[must_use]
pub fn seed(records: &[Record]) -> Option<String> {
    records.iter().find_map(|record| match record {
        Record::Seed { value, .. } => Some(value.clone()),
        Record::Witnesses { first, second, .. } => Some(witnessed(first, second)),
        Record::Strike { .. } | Record::Recusal { .. } => None,
    })
}

/// The link of a record after the one before; the salt in it keeps it from being guessed before the salt is known.
#[must_use]
pub fn link(salt: &[u8; 32], before: &str, record: &Record) -> String {
    let salt = hex::encode(salt);
    match record {
        Record::Seed { time, source, value, note } => {
            hash_of(&[&salt, before, "seed", time, &source.to_string(), value, note])
        }
        Record::Witnesses { time, first, second, note } => {
            hash_of(&[&salt, before, "witnesses", time, &first.name, &first.value, &second.name, &second.value, note])
        }
        Record::Strike { time, code, reason } => hash_of(&[&salt, before, "strike", time, code, reason]),
        Record::Recusal { time, hospital, inspector, reason } => {
            hash_of(&[&salt, before, "recusal", time, hospital, inspector, reason])
        }
    }
}

/// The last link of all records; the commitment where there are none.
#[must_use]
pub fn head(commitment: &str, salt: &[u8; 32], records: &[Record]) -> String {
    records.iter().fold(commitment.to_owned(), |before, record| link(salt, &before, record))
}
