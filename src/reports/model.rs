//! 总结: what is said of a stretch of a campaign – sentences and tables with their sources, and the words of people beside them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The layout of [`Content`]; another layout is another number. 2 added [`Table::grouped`] and [`Cell::counts`], which 1 does not hold.
pub const FORMAT: u32 = 2;

/// Everything a summary says; frozen as this very text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// [`FORMAT`] when it was frozen.
    pub format: u32,
    /// `河南省…活动中期总结`
    pub title: String,
    /// Number of the campaign's document, and the clause that asks for the summary.
    pub basis: String,
    /// Whose it is.
    pub authority: String,
    /// First day of the stretch.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// The day as of which it is told how things stand.
    pub on: String,
    /// When the figures were taken, to the minute.
    pub as_of: String,
    /// In order.
    pub sections: Vec<Section>,
}

/// One section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Names it among the words of people.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// What the figures say.
    pub sentences: Vec<String>,
    /// The figures themselves.
    pub tables: Vec<Table>,
    /// Where they come from; empty where there are none.
    pub source: String,
    /// What people wrote; empty where nobody did.
    pub words: String,
}

/// A table of a section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Heads of its columns.
    pub heads: Vec<String>,
    /// Its rows, each as long as the heads.
    pub rows: Vec<Vec<Cell>>,
    /// What must be known to read it; may be empty.
    pub note: String,
    /// Whether the first column names what several rows together are about, so that it may stand above them.
    #[serde(default)]
    pub grouped: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// As a reader sees it.
    pub shown: String,
    /// The number, unrounded, where it is one.
    pub number: Option<f64>,
    /// Numerator and denominator, where it is the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<(i64, i64)>,
}

#[cfg(test)]
impl Content {
    /// One that says nothing but its sections.
    pub(super) fn of(sections: Vec<Section>) -> Self {
        let [basis, authority, from, to, on, as_of] = [const { String::new() }; 6];
        Self { format: FORMAT, title: "演示总结".to_owned(), basis, authority, from, to, on, as_of, sections }
    }
}

impl Cell {
    /// Text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { shown: text.into(), number: None, counts: None }
    }

    /// A count.
    #[must_use]
    pub fn count(count: i64) -> Self {
        Self::figure(crate::web::format::count(count), Some(count as f64))
    }

    /// A share of a whole, percent with one decimal; a dash of nothing.
    #[must_use]
    pub fn share(part: i64, whole: i64) -> Self {
        match percent(part, whole) {
            Some(share) => Self::figure(crate::web::format::fixed(share, 1), Some(share)),
            None => Self::text("—"),
        }
    }

    /// A figure as it is shown, with what is behind it.
    #[must_use]
    pub fn figure(shown: String, number: Option<f64>) -> Self {
        Self { shown, number, counts: None }
    }

    /// A numerator and its denominator as they are shown together.
    #[must_use]
    pub fn fraction(shown: String, counts: (i64, i64)) -> Self {
        Self { shown, number: None, counts: Some(counts) }
    }
}

/// A share, percent; none of nothing.
#[must_use]
pub fn percent(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}

impl Table {
    /// An empty table; heads of counts end with their unit: `到过医院（家）`.
    #[must_use]
    pub fn new(title: &str, heads: &[&str]) -> Self {
        Self {
            title: title.to_owned(),
            heads: heads.iter().map(|head| (*head).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The same with what must be known to read it.
    #[must_use]
    pub fn noted(self, note: &str) -> Self {
        Self { note: note.to_owned(), ..self }
    }
}

impl Section {
    /// An empty section.
    #[must_use]
    pub fn new(key: &str, title: &str, source: &str) -> Self {
        Self { key: key.to_owned(), title: title.to_owned(), source: source.to_owned(), ..Self::default() }
    }

    /// Adds a sentence.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.sentences.push(sentence.into());
    }

    /// Adds a table that has rows.
    pub fn show(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.tables.push(table);
        }
    }
}

/// A frozen summary, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the summary within it.
    pub summary: String,
    /// Which edition, from 1; later ones are 更正版.
    pub edition: i32,
    /// Why there is another edition; empty for the first.
    pub reason: String,
    /// When it was frozen.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Of where.
    pub by_place: String,
    /// SM3 of the kept content.
    pub seal: String,
}

/// The words of people to the sections of a summary, and the version they were read at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Rises with every saving; 0 where nothing was written.
    pub version: i32,
    /// Key of the section → words.
    pub of: std::collections::BTreeMap<String, String>,
    /// When and by whom it was saved last.
    pub saved: Option<(DateTime<Utc>, String)>,
}
