//! A recognised form to values and problems: each element once, what is blank, what does not apply, campuses.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element, ElementId, OverTime, Rhythm, TargetId};
use crate::figures::model::ValueMap;
use crate::figures::{ElementValues, Entry, Reason};
use crate::returns::check::{Checks, Faults, Given, Past, Places, arithmetic, history, typed_rates};
use crate::returns::intake::entries::Entries;
use crate::returns::intake::recognise::Column;
use crate::returns::intake::row::{InputCell, RowRead, RowReader};
use crate::returns::intake::strange::strange_rows;
use crate::returns::intake::typed::{typed_in_form, typed_in_preview};
use crate::returns::model::{Problem, Slot, UnitValue, Value};
use crate::spreadsheets::{Book, a1};

/// Longest name of a department or campus that is kept, characters.
const UNIT_NAME: usize = 100;

/// What is known of the hospital that sent the workbook.
pub struct Sender<'a> {
    /// Services of the register on the quarter's last day.
    pub services: &'a BTreeSet<String>,
    /// The quarter.
    pub quarter: Period,
    /// What was accepted of it before.
    pub past: &'a Past,
    /// What it says under 说明 of all it sent, in a table where a hospital has one row.
    pub note: Option<String>,
}

/// A form, read.
pub struct Read {
    /// One value for each input cell, in the form's order.
    pub values: Vec<Value>,
    /// What departments or campuses say, where they are given.
    pub units: Vec<UnitValue>,
    /// Input cells that hold something that was not understood.
    pub wrong: i64,
    /// Every problem, in sheet, row, column order.
    pub problems: Vec<Problem>,
}

/// Reads every element of the edition and checks all of it at once; `explained` is what the clerk answered in the list
/// of problems.
#[must_use]
pub fn read(
    book: &Book,
    entries: Entries<'_>,
    explained: &HashMap<ElementId, String>,
    checks: &Checks<'_>,
    sender: &Sender<'_>,
) -> Read {
    let (name, catalogue, edition) = (&entries.sheet.name, checks.catalogue, &*checks.edition);
    let mut reading = Reading {
        catalogue,
        rows: RowReader { entries, quarter: sender.quarter, explained },
        sender,
        faults: Faults::new(catalogue, name.clone()).about(entries.elements()),
        values: Vec::new(),
        units: Vec::new(),
        by_element: ValueMap::default(),
        places: Places::default(),
        groups: BTreeMap::new(),
        wrong: 0,
        unregistered: HashSet::new(),
    };
    reading.strange_codes(edition);
    for element in &checks.elements {
        reading.element(element);
    }
    reading.blank_groups(edition);
    let Reading { mut faults, values, units, by_element, places, wrong, .. } = reading;
    let given = Given { checks, quarter: sender.quarter, values: &by_element, places: &places };
    arithmetic(&given, &mut faults);
    if let Some(form) = entries.form() {
        let typed = typed_in_form(entries.sheet, form, catalogue, edition, sender.quarter);
        typed_rates(&given, &typed, &mut faults);
    }
    history(&given, sender.past, &mut faults);
    let mut problems = faults.into_problems();
    let mut values = values;
    if let Some(note) = &sender.note {
        noted(&mut values, &problems, note);
    }
    if let Some((preview, typed)) = entries.form().and_then(|_| typed_in_preview(book, catalogue, edition)) {
        let mut beside = Faults::new(catalogue, preview.name.clone());
        typed_rates(&given, &typed, &mut beside);
        problems.extend(beside.into_problems());
    }
    Read { values, units, wrong, problems }
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
    units: Vec<UnitValue>,
    by_element: ValueMap,
    places: Places,
    /// By target; the shared elements under none.
    groups: BTreeMap<Option<TargetId>, Group>,
    wrong: i64,
    unregistered: HashSet<String>,
}

impl<'a> Reading<'a> {
    /// Rows that name an element of another edition, something like an element, or nothing beside figures.
    fn strange_codes(&mut self, edition: &Edition) {
        let Some(form) = self.rows.entries.form() else { return };
        let column = form.columns[&Column::Code];
        let year = edition.year.to_string();
        for row in strange_rows(self.rows.entries.sheet, form, self.catalogue, edition) {
            let rule = if row.filled { "unknown-code" } else { "unknown-code-unread" };
            let meant = row.element.as_ref().map(|id| format!("，应是 {id}")).unwrap_or_default();
            let words = [("edition", year.as_str()), ("expected", meant.as_str())];
            self.faults.note(rule, Some((row.row, column)), Some(&row.found), &words);
        }
    }

    fn element(&mut self, element: &Element) {
        let registered = element.service.as_ref().is_none_or(|service| self.sender.services.contains(service));
        match self.row_of(element, registered) {
            Some(row) => self.filled_row(element, registered, &row),
            None => self.no_row(element, registered),
        }
    }

    /// The element's line: not hidden, one only; campuses must add up to it and never stand in for it.
    fn row_of(&mut self, element: &Element, registered: bool) -> Option<RowRead<'a>> {
        let entries = self.rows.entries;
        let own = entries.own_lines(&element.id);
        let Some(main) = own.first().copied() else {
            self.no_line(element, registered);
            return None;
        };
        let mut read = self.rows.read(element, main, &mut self.faults);
        for other in own.iter().skip(1) {
            let again = self.rows.read(element, *other, &mut Faults::new_like(&self.faults));
            let same =
                |a: &InputCell<'_>, b: &InputCell<'_>| a.slot == b.slot && a.entry == b.entry && a.blank == b.blank;
            let equal =
                read.cells.len() == again.cells.len() && read.cells.iter().zip(&again.cells).all(|(a, b)| same(a, b));
            if !equal {
                let (row, col) = entries.code_at(main);
                let other_cell = a1(row, col);
                let words = [
                    ("element", element.name.as_str()),
                    ("code", element.id.as_str()),
                    ("other_cell", other_cell.as_str()),
                ];
                self.faults.note("doubled-row", Some(entries.code_at(*other)), Some(element.id.as_str()), &words);
            }
        }
        let units = entries.units(&element.id, main);
        if !units.is_empty() {
            let reader = |entries| RowReader { entries, ..self.rows };
            let (names, parts): (Vec<String>, Vec<RowRead<'_>>) = units
                .into_iter()
                .map(|(name, of, line)| (name, reader(of).read(element, line, &mut self.faults)))
                .unzip();
            self.keep_units(element, &names, &parts);
            if entries.by_department() {
                summed(element, &mut read, &parts);
            }
            self.units_add_up(element, &read, &parts);
        }
        Some(read)
    }

    fn keep_units(&mut self, element: &Element, names: &[String], parts: &[RowRead<'_>]) {
        for (place, (name, part)) in (0..).zip(names.iter().zip(parts)) {
            let said = part.cells.iter().filter(|cell| cell.entry != Entry::Missing);
            self.units.extend(said.map(|cell| UnitValue {
                place,
                unit: name.chars().take(UNIT_NAME).collect(),
                value: value(element, cell, None),
            }));
        }
    }

    fn no_line(&mut self, element: &Element, registered: bool) {
        if !registered {
            return;
        }
        let entries = self.rows.entries;
        let words = [("element", element.name.as_str()), ("code", element.id.as_str())];
        match entries.lines(&element.id).into_iter().find(|line| entries.hides(*line)) {
            Some(hidden) => self.faults.note("hidden-row", Some(entries.code_at(hidden)), None, &words),
            None => self.faults.note("row-missing", None, None, &words),
        }
    }

    /// What the units say together is what the hospital says. Patients may pass through two departments, so those are
    /// asked about; campuses are houses apart, so they must add up.
    fn units_add_up(&mut self, element: &Element, hospital: &RowRead<'_>, parts: &[RowRead<'_>]) {
        let rule = if self.rows.entries.by_department() { "department-sum-differs" } else { "campus-sum-differs" };
        for cell in &hospital.cells {
            let Some(whole) = cell.entry.number() else { continue };
            let Some(sum) = sum_of(parts, cell.slot, self.rows.entries.by_department()) else { continue };
            if sum != whole {
                let (sum, whole) = (element.shown(sum), element.shown(whole));
                let month = cell.slot.label(self.sender.quarter);
                let words = [("element", element.name.as_str()), ("month", &month), ("expected", &sum)];
                self.faults.note(rule, Some(cell.at), Some(&whole), &words);
            }
        }
    }

    fn filled_row(&mut self, element: &Element, registered: bool, row: &RowRead<'_>) {
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
        group.explained |= row.note.is_some() || self.sender.note.is_some();
        let blank: Vec<&InputCell<'_>> = row.cells.iter().filter(|cell| cell.blank).collect();
        group.filled |= blank.len() < row.cells.len();
        group.first = group.first.or(row.cells.first().map(|cell| cell.at));
        if let Some(first) = blank.first() {
            let months: Vec<String> = blank.iter().map(|cell| cell.slot.label(self.sender.quarter)).collect();
            group.blanks.push(Blank { element: element.name.clone(), months: months.join("、"), at: first.at });
        }
        let stated = row.cells.iter().find(|cell| cell.entry == Entry::NotApplicable(Reason::Stated));
        if let Some(cell) = stated {
            group.stated.get_or_insert((cell.at, cell.found().unwrap_or_default()));
        }
        self.wrong += row.cells.iter().filter(|cell| cell.entry == Entry::Missing && !cell.blank).count() as i64;
        self.keep(element, row.cells.iter().map(|cell| value(element, cell, row.note.as_deref())).collect());
        for cell in &row.cells {
            self.places.insert(&element.id, cell.slot, cell.at);
        }
    }

    fn not_offered(&mut self, element: &Element, registered: bool, row: &RowRead<'_>) {
        for cell in row.cells.iter().filter(|cell| cell.entry.number().is_some_and(|number| number != 0)) {
            let month = cell.slot.label(self.sender.quarter);
            let words = [("element", element.name.as_str()), ("month", month.as_str())];
            self.faults.note("value-not-offered", Some(cell.at), cell.found().as_deref(), &words);
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
        self.keep(element, slots_of(element).into_iter().map(|slot| missing(element, slot, entry)).collect());
    }

    fn keep(&mut self, element: &Element, mut values: Vec<Value>) {
        // What stands in a column that was not found is missing too.
        let quarter = values.iter().any(|value| value.slot == Slot::Quarter);
        for slot in slots_of(element).into_iter().filter(|slot| !quarter || *slot == Slot::Quarter) {
            if values.iter().all(|value| value.slot != slot) {
                values.push(missing(element, slot, Entry::Missing));
            }
        }
        values.sort_by_key(|value| value.slot.number());
        let entry =
            |slot: Slot| values.iter().find(|value| value.slot == slot).map_or(Entry::Missing, |value| value.entry);
        let grouped = match values.first().map(|value| value.slot) {
            Some(Slot::Month(_)) => ElementValues::Monthly([0, 1, 2].map(|index| entry(Slot::Month(index)))),
            _ => ElementValues::Quarter(entry(Slot::Quarter)),
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

fn missing(element: &Element, slot: Slot, entry: Entry) -> Value {
    Value { element: element.id.clone(), slot, entry, raw: None, note: None, cell: None }
}

fn value(element: &Element, cell: &InputCell<'_>, note: Option<&str>) -> Value {
    Value {
        element: element.id.clone(),
        slot: cell.slot,
        entry: cell.entry,
        raw: cell.raw(element),
        note: note.map(str::to_owned),
        cell: Some(a1(cell.at.0, cell.at.1)),
    }
}

/// The sum of the units' numbers of a slot. A campus that does not say it makes the sum unknown; a department that does
/// not say it has nothing to do with it.
fn sum_of(parts: &[RowRead<'_>], slot: Slot, leave_out_blank: bool) -> Option<i64> {
    let mut sum: Option<i64> = None;
    for part in parts {
        let cell = part.cells.iter().find(|cell| cell.slot == slot);
        match cell.map(|cell| (cell.entry.number(), cell.blank, cell.entry)) {
            Some((Some(number), ..)) => sum = Some(sum.unwrap_or(0).checked_add(number)?),
            None | Some((_, true, _) | (_, _, Entry::NotApplicable(_))) if leave_out_blank => {}
            _ => return None,
        }
    }
    sum
}

/// Puts the sums over the departments where the hospital says nothing itself. What is counted once a quarter or is a
/// stock is no sum of departments; there a blank stays blank.
fn summed(element: &Element, hospital: &mut RowRead<'_>, parts: &[RowRead<'_>]) {
    if element.over_time != OverTime::Sum || !element.choices.is_empty() {
        return;
    }
    for cell in hospital.cells.iter_mut().filter(|cell| cell.blank) {
        if let Some(sum) = sum_of(parts, cell.slot, true) {
            cell.tell(sum, format!("各科室相加 {}", element.shown(sum)));
        }
    }
}

/// Lays the words a hospital says once for all to the values that were asked about and to those that do not apply.
fn noted(values: &mut [Value], problems: &[Problem], note: &str) {
    for value in values.iter_mut().filter(|value| value.note.is_none()) {
        let asked = problems.iter().any(|problem| problem.element.as_deref() == Some(value.element.as_str()));
        if asked || value.entry == Entry::NotApplicable(Reason::Stated) {
            value.note = Some(note.to_owned());
        }
    }
}
