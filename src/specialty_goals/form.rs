//! What queries and forms of this room say.

use serde::Deserialize;

/// Which year, and which edition of it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct YearQuery {
    /// The year; left out: the present one.
    pub year: Option<i32>,
    /// Of a centre: the edition; left out: the last.
    pub edition: Option<i32>,
}

/// The query of a rehearsal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RehearsalQuery {
    /// What the sender called the file.
    pub name: String,
}

/// What confirms a rehearsal.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConfirmForm {
    /// What the sender called the file.
    pub name: String,
    /// How many editions there were when it was rehearsed.
    pub seen: i32,
    /// Why the table is corrected; of the first edition nothing.
    pub reason: String,
}
