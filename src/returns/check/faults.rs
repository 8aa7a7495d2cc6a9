//! Collecting problems: the rule's words from the catalogue, the cell from the sheet, the order from both.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{ElementId, Severity, fill};
use crate::returns::model::Problem;
use crate::spreadsheets::a1;

/// A 0-based address.
type At = (u32, u32);

/// Where elements stand in a sheet.
#[derive(Clone, Debug)]
pub enum ElementsAt<'a> {
    /// Not known.
    Nowhere,
    /// An element a row.
    Rows(HashMap<u32, ElementId>),
    /// Elements in columns of their own.
    Columns(&'a FxHashMap<u32, ElementId>),
    /// Whichever it was, each value's cell is known.
    Cells(HashMap<At, ElementId>),
}

impl ElementsAt<'_> {
    /// Whether an element stands there.
    #[must_use]
    pub fn holds(&self, at: (u32, u32)) -> bool {
        self.of(at).is_some()
    }

    fn of(&self, (row, col): At) -> Option<&ElementId> {
        match self {
            Self::Nowhere => None,
            Self::Rows(rows) => rows.get(&row),
            Self::Columns(columns) => columns.get(&col),
            Self::Cells(cells) => cells.get(&(row, col)),
        }
    }
}

/// Problems of one sheet as they are found.
pub struct Faults<'a> {
    catalogue: &'a Catalogue,
    sheet: String,
    elements: ElementsAt<'a>,
    found: Vec<(Option<At>, Problem)>,
}

impl<'a> Faults<'a> {
    /// None yet; addresses are of this sheet.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, sheet: impl Into<String>) -> Self {
        Self { catalogue, sheet: sheet.into(), elements: ElementsAt::Nowhere, found: Vec::new() }
    }

    /// The same for a sheet of which it is known where elements stand, so that a problem says which it is about.
    #[must_use]
    pub fn about(self, elements: ElementsAt<'a>) -> Self {
        Self { elements, ..self }
    }

    /// An empty collection for the same sheet, for a second look whose problems do not count.
    #[must_use]
    pub fn new_like(other: &Faults<'a>) -> Self {
        Self::new(other.catalogue, other.sheet.clone())
    }

    /// Notes a problem at a cell, or with `None` of the whole file.
    pub fn note(&mut self, rule: &str, at: Option<At>, found: Option<&str>, words: &[(&str, &str)]) {
        let mut words = words.to_vec();
        words.push(("found", found.unwrap_or_default()));
        let (severity, message, remedy) = match self.catalogue.rule_named(rule) {
            Some(rule) => {
                let limits: Vec<(&str, String)> =
                    rule.thresholds.iter().map(|(name, limit)| (name.as_str(), limit.to_string())).collect();
                words.extend(limits.iter().map(|(name, limit)| (*name, limit.as_str())));
                (rule.severity, fill(&rule.message, &words), fill(&rule.remedy, &words))
            }
            // A catalogue without words for the rule still keeps the workbook out.
            None => (Severity::Block, rule.to_owned(), String::new()),
        };
        let problem = Problem {
            severity,
            rule: rule.to_owned(),
            sheet: at.map(|_| self.sheet.clone()).or_else(|| Some(self.sheet.clone()).filter(|name| !name.is_empty())),
            cell: at.map(|(row, col)| a1(row, col)),
            element: at.and_then(|at| self.elements.of(at)).map(ToString::to_string),
            found: found.map(str::to_owned),
            message,
            remedy,
        };
        self.found.push((at, problem));
    }

    /// Whether anything blocks.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.found.iter().any(|(_, problem)| problem.severity == Severity::Block)
    }

    /// The problems in sheet, row, column order; those of the whole file first. Said twice is said once.
    #[must_use]
    pub fn into_problems(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|(at, _)| *at);
        self.found.dedup();
        self.found.into_iter().map(|(_, problem)| problem).collect()
    }
}
