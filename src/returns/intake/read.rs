//! A recognised form to values and problems: each element once, what is blank, what does not apply, campuses.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element, ElementId, Rhythm, TargetId};
use crate::figures::{ElementValues, Entry, Reason};
use crate::returns::check::{Faults, Given, Past, arithmetic, history, typed_rates};
use crate::returns::intake::explained::explanations;
use crate::returns::intake::recognise::Recognised;
use crate::returns::intake::row::{InputCell, RowRead, RowReader};
use crate::returns::intake::typed::{asked, typed_in_form, typed_in_preview};
use crate::returns::model::{Problem, Slot, Value};
use crate::spreadsheets::{Book, Cell, Raw, a1};

/// What is known of the hospital that sent the workbook.
pub struct Sender<'a> {
    /// Services of the register on the quarter's last day.
    pub services: &'a BTreeSet<String>,
    /// The quarter.
    pub quarter: Period,
    /// What was accepted of it before.
    pub past: &'a Past,
}

/// A form, read.
pub struct Read {
    /// One value for each input cell, in the form's order.
    pub values: Vec<Value>,
    /// Input cells that hold something that was not understood.
    pub wrong: i64,
    /// Every problem, in sheet, row, column order.
    pub problems: Vec<Problem>,
}

/// Reads every element of the edition and checks all of it at once.
#[must_use]
pub fn read(book: &Book, form: &Recognised, catalogue: &Catalogue, edition: &Edition, sender: &Sender<'_>) -> Read {
    let sheet = &book.sheets[form.sheet];
    let rows = form.rows.iter().map(|row| (row.row, row.element.clone())).collect();
    let mut reading = Reading {
        catalogue,
        rows: RowReader { sheet, form, quarter: sender.quarter, explained: explanations(book, form) },
        sender,
        faults: Faults::new(catalogue, sheet.name.clone()).with_rows(rows),
        values: Vec::new(),
        by_element: HashMap::new(),
        places: HashMap::new(),
        groups: BTreeMap::new(),
        wrong: 0,
        unregistered: HashSet::new(),
    };
    reading.strange_codes(form, edition);
    for id in &edition.elements {
        if let Some(element) = catalogue.element(id) {
            reading.element(element);
        }
    }
    reading.blank_groups(edition);
    let Reading { mut faults, values, by_element, places, wrong, .. } = reading;
    let given = Given { catalogue, edition, quarter: sender.quarter, values: &by_element, places: &places };
    arithmetic(&given, &mut faults);
    typed_rates(&given, &typed_in_form(sheet, form, catalogue, edition, sender.quarter), &mut faults);
    history(&given, sender.past, &mut faults);
    let mut problems = faults.into_problems();
    if let Some((preview, typed)) = typed_in_preview(book, catalogue, edition) {
        let mut beside = Faults::new(catalogue, preview.name.clone());
        typed_rates(&given, &typed, &mut beside);
        problems.extend(beside.into_problems());
    }
    Read { values, wrong, problems }
}

/// Input cells of one target (or of the shared ones), to say once that all are blank or why none applies.
#[derive(Default)]
struct Group {
    first: Option<(u32, u32)>,
    filled: bool,
    blanks: Vec<Blank>,
    stated: Option<((u32, u32), String)>,
    explained: bool,
}

struct Blank {
    element: String,
    months: String,
    at: (u32, u32),
}

struct Reading<'a> {
    catalogue: &'a Catalogue,
    rows: RowReader<'a>,
    sender: &'a Sender<'a>,
    faults: Faults<'a>,
    values: Vec<Value>,
    by_element: HashMap<ElementId, ElementValues>,
    places: HashMap<(ElementId, Slot), (u32, u32)>,
    /// By target; the shared elements under none.
    groups: BTreeMap<Option<TargetId>, Group>,
    wrong: i64,
    unregistered: HashSet<String>,
}

impl Reading<'_> {
    /// Rows that name an element of another edition, or something like an element.
    fn strange_codes(&mut self, form: &Recognised, edition: &Edition) {
        let column = form.columns[&crate::returns::intake::recognise::Column::Code];
        let year = edition.year.to_string();
        let others = form.rows.iter().filter(|row| !edition.asks(&row.element));
        let others = others.map(|row| (row.row, row.element.to_string()));
        // A row with an indicator's code holds rates, which are compared and not stored.
        let strange = form.strange.iter().filter(|(_, code)| asked(self.catalogue, edition, code).is_none());
        for (row, code) in others.chain(strange.cloned()) {
            self.faults.note("unknown-code", Some((row, column)), Some(&code), &[("edition", &year)]);
        }
    }

    fn element(&mut self, element: &Element) {
        let registered = element.service.as_ref().is_none_or(|service| self.sender.services.contains(service));
        match self.row_of(element, registered) {
            Some(row) => self.filled_row(element, registered, &row),
            None => self.no_row(element, registered),
        }
    }

    /// The element's row: not hidden, one only; campus rows must add up to it and never stand in for it.
    fn row_of(&mut self, element: &Element, registered: bool) -> Option<RowRead> {
        let form = self.rows.form;
        let mine = || form.rows.iter().filter(|row| row.element == element.id).map(|row| row.row);
        let sheet = self.rows.sheet;
        let figures = form.first_figures();
        let (mut campuses, own): (Vec<u32>, Vec<u32>) =
            mine().filter(|row| !sheet.hides_row(*row)).partition(|row| is_campus(sheet.rows(), *row, figures));
        let code_column = form.columns[&crate::returns::intake::recognise::Column::Code];
        let Some(main) = own.first().copied() else {
            if let Some(hidden) = mine().find(|row| sheet.hides_row(*row)) {
                if registered {
                    let words = [("element", element.name.as_str()), ("code", element.id.as_str())];
                    self.faults.note("hidden-row", Some((hidden, code_column)), None, &words);
                }
            } else if registered {
                let words = [("element", element.name.as_str()), ("code", element.id.as_str())];
                self.faults.note("row-missing", None, None, &words);
            }
            return None;
        };
        // A campus row without a code belongs to the element it stands under.
        let coded = |row: u32| sheet.cell(row, code_column).is_some_and(|cell| !cell.found().trim().is_empty());
        let below = (main + 1..).take_while(|row| !coded(*row) && is_campus(sheet.rows(), *row, figures));
        campuses.extend(below.filter(|row| !sheet.hides_row(*row)));
        let read = self.rows.read(element, main, &mut self.faults);
        for other in own.iter().skip(1) {
            let again = self.rows.read(element, *other, &mut Faults::new_like(&self.faults));
            let same = |a: &InputCell, b: &InputCell| a.slot == b.slot && a.entry == b.entry && a.blank == b.blank;
            let equal =
                read.cells.len() == again.cells.len() && read.cells.iter().zip(&again.cells).all(|(a, b)| same(a, b));
            if !equal {
                let other_cell = a1(main, code_column);
                let words = [
                    ("element", element.name.as_str()),
                    ("code", element.id.as_str()),
                    ("other_cell", other_cell.as_str()),
                ];
                self.faults.note("doubled-row", Some((*other, code_column)), Some(element.id.as_str()), &words);
            }
        }
        if !campuses.is_empty() {
            self.campuses_add_up(element, &read, &campuses);
        }
        Some(read)
    }

    fn campuses_add_up(&mut self, element: &Element, hospital: &RowRead, campuses: &[u32]) {
        let parts: Vec<RowRead> = campuses.iter().map(|row| self.rows.read(element, *row, &mut self.faults)).collect();
        for cell in &hospital.cells {
            let Some(whole) = cell.entry.number() else { continue };
            let part = |read: &RowRead| {
                read.cells.iter().find(|part| part.slot == cell.slot).and_then(|part| part.entry.number())
            };
            let Some(numbers) = parts.iter().map(part).collect::<Option<Vec<i64>>>() else { continue };
            let sum: i64 = numbers.iter().sum();
            if sum != whole {
                let (sum, whole) = (element.shown(sum), element.shown(whole));
                let month = cell.slot.label(self.sender.quarter);
                let words = [("element", element.name.as_str()), ("month", &month), ("expected", &sum)];
                self.faults.note("campus-sum-differs", Some(cell.at), Some(&whole), &words);
            }
        }
    }

    fn filled_row(&mut self, element: &Element, registered: bool, row: &RowRead) {
        let offered = row.offered.unwrap_or(registered);
        if !offered {
            return self.not_offered(element, registered, row);
        }
        if let Some(service) = element.service.as_ref().filter(|_| !registered)
            && self.unregistered.insert(service.clone())
        {
            let words = [("service", service.as_str()), ("element", element.name.as_str())];
            self.faults.note("service-differs-from-register", row.offered_at, None, &words);
        }
        let group = self.groups.entry(element.target.clone()).or_default();
        group.explained |= row.note.is_some();
        let blank: Vec<&InputCell> = row.cells.iter().filter(|cell| cell.blank).collect();
        group.filled |= blank.len() < row.cells.len();
        group.first = group.first.or(row.cells.first().map(|cell| cell.at));
        if let Some(first) = blank.first() {
            let months: Vec<String> = blank.iter().map(|cell| cell.slot.label(self.sender.quarter)).collect();
            group.blanks.push(Blank { element: element.name.clone(), months: months.join("、"), at: first.at });
        }
        let stated = row.cells.iter().find(|cell| cell.entry == Entry::NotApplicable(Reason::Stated));
        if let Some(cell) = stated {
            group.stated.get_or_insert((cell.at, cell.found.clone().unwrap_or_default()));
        }
        self.wrong += row.cells.iter().filter(|cell| cell.entry == Entry::Missing && !cell.blank).count() as i64;
        self.keep(element, row.cells.iter().map(|cell| value(element, cell, row.note.as_deref())).collect());
        for cell in &row.cells {
            self.places.insert((element.id.clone(), cell.slot), cell.at);
        }
    }

    fn not_offered(&mut self, element: &Element, registered: bool, row: &RowRead) {
        for cell in row.cells.iter().filter(|cell| cell.entry.number().is_some_and(|number| number != 0)) {
            let month = cell.slot.label(self.sender.quarter);
            let words = [("element", element.name.as_str()), ("month", month.as_str())];
            self.faults.note("value-not-offered", Some(cell.at), cell.found.as_deref(), &words);
        }
        let reason = if registered { Reason::NotOffered } else { Reason::Service };
        let note = row.note.clone();
        let values = slots_of(element).into_iter().map(|slot| Value {
            element: element.id.clone(),
            slot,
            entry: Entry::NotApplicable(reason),
            raw: None,
            note: note.clone(),
            cell: row.cells.iter().find(|cell| cell.slot == slot).map(|cell| a1(cell.at.0, cell.at.1)),
        });
        self.keep(element, values.collect());
    }

    fn no_row(&mut self, element: &Element, registered: bool) {
        let entry = if registered { Entry::Missing } else { Entry::NotApplicable(Reason::Service) };
        let value = |slot| Value { element: element.id.clone(), slot, entry, raw: None, note: None, cell: None };
        self.keep(element, slots_of(element).into_iter().map(value).collect());
    }

    fn keep(&mut self, element: &Element, values: Vec<Value>) {
        let entry = |index: usize| values.get(index).map_or(Entry::Missing, |value| value.entry);
        let grouped = match values.first().map(|value| value.slot) {
            Some(Slot::Month(_)) => ElementValues::Monthly([entry(0), entry(1), entry(2)]),
            _ => ElementValues::Quarter(entry(0)),
        };
        self.by_element.insert(element.id.clone(), grouped);
        self.values.extend(values);
    }

    /// A target all of whose cells are blank blocks, once; single blanks ask; so does 不适用 without a reason.
    fn blank_groups(&mut self, edition: &Edition) {
        for (target, group) in std::mem::take(&mut self.groups) {
            let name = edition.group_name(target.as_ref());
            if !group.filled && !group.blanks.is_empty() {
                self.faults.note("blank-target", group.first, None, &[("target", &name)]);
                continue;
            }
            for blank in &group.blanks {
                let words = [("element", blank.element.as_str()), ("month", blank.months.as_str())];
                self.faults.note("blank-offered", Some(blank.at), None, &words);
            }
            if let Some((at, found)) = group.stated.as_ref().filter(|_| !group.explained) {
                self.faults.note("not-applicable-reason", Some(*at), Some(found), &[("target", &name)]);
            }
        }
    }
}

fn slots_of(element: &Element) -> Vec<Slot> {
    match element.rhythm {
        Rhythm::Monthly => vec![Slot::Month(0), Slot::Month(1), Slot::Month(2)],
        Rhythm::Quarterly | Rhythm::Yearly => vec![Slot::Quarter],
    }
}

fn value(element: &Element, cell: &InputCell, note: Option<&str>) -> Value {
    let plain = cell.entry.number().map(|number| element.shown(number));
    // 6108 in a cell for one decimal is the plain number 6108.0, not words worth keeping.
    let same = |found: &String| match (&plain, found.parse::<f64>()) {
        (Some(plain), Ok(typed)) => plain.parse::<f64>().is_ok_and(|plain| (plain - typed).abs() < 1e-9),
        _ => Some(found) == plain.as_ref(),
    };
    Value {
        element: element.id.clone(),
        slot: cell.slot,
        entry: cell.entry,
        raw: cell.found.clone().filter(|found| !same(found)),
        note: note.map(str::to_owned),
        cell: Some(a1(cell.at.0, cell.at.1)),
    }
}

/// A campus row says 院区 left of its figures.
fn is_campus<'a>(mut rows: impl Iterator<Item = &'a [Cell]>, row: u32, figures: u32) -> bool {
    let cells = rows.find(|cells| cells[0].row == row).unwrap_or_default();
    let names = cells.iter().take_while(|cell| cell.col < figures);
    names.into_iter().any(|cell| matches!(&cell.value, Raw::Text(text) if text.contains("院区")))
}
