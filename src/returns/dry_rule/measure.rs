//! What a rule finds in a return that is stored, and how findings are counted. Pure.

use std::collections::{BTreeMap, HashMap};

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{ElementId, Rule, RuleCheck};
use crate::figures::model::ValueMap;
use crate::returns::check::{Checks, ElementsAt, Faults, Given, Past, Places, arithmetic, history};
use crate::returns::dry_rule::model::{Caught, Counts, Document, Example, OfLevel, OfQuarter};
use crate::returns::model::Problem;

/// A round as it is stored.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// The quarter.
    pub quarter: Period,
    /// Name of the sheet.
    pub sheet: &'a str,
    /// Its values.
    pub values: &'a ValueMap,
    /// Their cells.
    pub places: &'a Places,
    /// What is accepted of the hospital's earlier quarters.
    pub past: &'a Past,
}

/// Why a rule cannot be run over stored values, and what can be done instead; none where it can.
#[must_use]
pub fn cannot_run(rule: &Rule) -> Option<(&'static str, &'static str)> {
    match rule.check {
        RuleCheck::Structural => Some((
            "它由读文件的程序判断，看的是文件、表和单元格的原样，入库的数里没有这些",
            "要看它会提示什么，请用 zhikong returns ingest --dry-run 重新读几本工作簿。",
        )),
        RuleCheck::TypedRates { .. } => Some((
            "它看的是手填的比率，比率不入库",
            "要看它会提示什么，请用 zhikong returns ingest --dry-run 重新读几本工作簿。",
        )),
        RuleCheck::Elements { .. } | RuleCheck::Indicators { .. } | RuleCheck::Months | RuleCheck::History(_) => None,
    }
}

/// What one rule of a catalogue finds in a stored round, with the others around it: where another rule speaks first,
/// it is silent, as it is when a workbook comes in.
#[must_use]
pub fn caught(checks: &Checks<'_>, rule: &str, stored: &Stored<'_>) -> Vec<Problem> {
    let Some(check) = checks.catalogue.rule_named(rule).map(|rule| &rule.check) else { return Vec::new() };
    let cells: HashMap<(u32, u32), ElementId> =
        stored.places.iter().map(|(at, element)| (at, element.clone())).collect();
    let mut faults = Faults::new(checks.catalogue, stored.sheet).about(ElementsAt::Cells(cells));
    let Stored { quarter, values, places, .. } = *stored;
    let given = Given { checks, quarter, values, places };
    match check {
        RuleCheck::Elements { .. } | RuleCheck::Indicators { .. } | RuleCheck::Months => {
            arithmetic(&given, &mut faults);
        }
        RuleCheck::History(_) => history(&given, stored.past, &mut faults),
        RuleCheck::TypedRates { .. } | RuleCheck::Structural => {}
    }
    faults.into_problems().into_iter().filter(|problem| problem.rule == rule).collect()
}

impl Counts {
    /// Counts one return.
    fn add(&mut self, present: usize, changed: usize) {
        let caught = |all: &mut Caught, problems: usize| {
            all.returns += u64::from(problems > 0);
            all.problems += problems as u64;
        };
        self.looked_at += 1;
        caught(&mut self.present, present);
        caught(&mut self.changed, changed);
        self.newly_caught += u64::from(changed > 0 && present == 0);
        self.no_longer_caught += u64::from(present > 0 && changed == 0);
    }
}

/// Findings as they are counted, return after return.
#[derive(Debug, Default)]
pub(super) struct Tally {
    total: Counts,
    left_out: u64,
    levels: BTreeMap<String, Counts>,
    quarters: BTreeMap<Period, Counts>,
    examples: Vec<Example>,
}

impl Tally {
    /// A quarter of the range, whether or not anything came in.
    pub(super) fn quarter(&mut self, quarter: Period) {
        self.quarters.entry(quarter).or_default();
    }

    /// A return that could not be looked at.
    pub(super) fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// One return of a hospital (code and level): what the rule finds now, and what it would find.
    pub(super) fn add(
        &mut self,
        (hospital, level): (&str, &str),
        quarter: Period,
        present: &[Problem],
        changed: Vec<Problem>,
        examples: usize,
    ) {
        self.total.add(present.len(), changed.len());
        self.levels.entry(level.to_owned()).or_default().add(present.len(), changed.len());
        self.quarters.entry(quarter).or_default().add(present.len(), changed.len());
        let room = examples.saturating_sub(self.examples.len());
        let example = |problem| Example::of(hospital, quarter, problem, present.is_empty());
        self.examples.extend(changed.into_iter().take(room).map(example));
    }

    /// Writes the counts into a document, levels in the order of the register's words.
    pub(super) fn into_document(mut self, catalogue: &Catalogue, document: Document) -> Document {
        let levels = catalogue.register().levels.iter().filter_map(|level| {
            let counts = self.levels.remove(&level.word.key)?;
            Some(OfLevel { level: level.word.key.clone(), name: level.word.name.clone(), counts })
        });
        let mut by_level: Vec<OfLevel> = levels.collect();
        // A word the files no longer have.
        by_level.extend(self.levels.into_iter().map(|(key, counts)| OfLevel { level: key.clone(), name: key, counts }));
        let by_quarter = self.quarters.into_iter().map(|(period, counts)| OfQuarter { period, counts }).collect();
        let (total, left_out, examples) = (self.total, self.left_out, self.examples);
        Document { total, left_out, by_level, by_quarter, examples, ..document }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::figures::{ElementValues, Entry};
    use crate::returns::model::Slot;

    fn shipped() -> Catalogue {
        Catalogue::load(None).unwrap()
    }

    fn with(catalogue: &Catalogue, value: i64) -> Catalogue {
        catalogue.with_thresholds(&[("equal-months".parse().unwrap(), "minimum_total".to_owned(), value)])
    }

    #[test]
    fn a_rule_finds_in_stored_values_what_it_finds_in_a_workbook() {
        let catalogue = shipped();
        let element: ElementId = "ops".parse().unwrap();
        let values = ValueMap::from_iter([(element.clone(), ElementValues::Monthly([Entry::Number(12); 3]))]);
        let mut places = Places::default();
        places.insert(&element, Slot::Month(0), (61, 5));
        let past = Past::default();
        let quarter = "2024Q3".parse().unwrap();
        let stored = Stored { quarter, sheet: "数据填报", values: &values, places: &places, past: &past };
        let edition = Arc::new(catalogue.edition(2024).unwrap().clone());
        let checks = Checks::new(&catalogue, Arc::clone(&edition));
        let found = caught(&checks, "equal-months", &stored);
        let told: Vec<_> =
            found.iter().map(|p| (p.cell.as_deref(), p.found.as_deref(), p.element.as_deref())).collect();
        assert_eq!(told, [(Some("F62"), Some("12"), Some("ops"))]);
        assert_eq!(caught(&Checks::new(&with(&catalogue, 37), edition), "equal-months", &stored), []);
        assert_eq!(caught(&checks, "level4-above-ops", &stored), [], "of another rule nothing is said");
        assert_eq!(caught(&checks, "no-such-rule", &stored), []);
    }

    #[test]
    fn returns_are_counted_once_however_many_problems_they_have() {
        let mut counts = Counts::default();
        for (present, changed) in [(0, 0), (2, 0), (0, 3), (1, 4)] {
            counts.add(present, changed);
        }
        assert_eq!((counts.looked_at, counts.newly_caught, counts.no_longer_caught), (4, 1, 1));
        assert_eq!(counts.present, Caught { returns: 2, problems: 3 });
        assert_eq!(counts.changed, Caught { returns: 2, problems: 7 });
    }

    #[test]
    fn what_only_a_file_shows_cannot_be_run() {
        let catalogue = shipped();
        let cannot = |name: &str| cannot_run(catalogue.rule_named(name).unwrap()).is_some();
        assert!(cannot("not-a-number") && cannot("typed-rate-wrong"));
        assert!(!cannot("equal-months") && !cannot("unlike-peers") && !cannot("pe-above-vte"));
    }
}
