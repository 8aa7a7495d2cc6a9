//! What is to become of one return: whose it is, which quarter's, what is wrong, what would be stored.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::access::Viewer;
use crate::calendar::{Period, china_date};
use crate::catalogue::model::{Edition, ElementId, Severity};
use crate::figures::Entry;
use crate::hospitals::HospitalAt;
use crate::returns::check::{Checks, Faults, unreadable};
use crate::returns::desk::Desk;
use crate::returns::intake::{Entries, Sender, Table, read};
use crate::returns::model::{Counts, FileReport, Outcome, Problem, Return, Slot, UnitValue, Value};
use crate::returns::take::Options;
use crate::returns::take::heads::{is_of_another_quarter, right_columns, right_marks};
use crate::returns::take::known::{Held, Known};
use crate::returns::take::parts::{Part, What};
use crate::spreadsheets::{a1, parse_a1};

/// From so many returns on deciding them is shared among cores.
const WORTH_SHARING: usize = 8;

/// A decided return.
pub(super) struct Decision {
    /// What the sender learns.
    pub report: FileReport,
    /// Whose it is, once known.
    pub hospital: Option<HospitalAt>,
    /// What would be stored.
    pub values: Vec<Value>,
    /// What its departments or campuses say.
    pub units: Vec<UnitValue>,
    /// Revision of the edition.
    pub revision: String,
    /// Name of the sheet.
    pub sheet: String,
}

/// Whose form it is and which quarter's, where that could be found out.
struct Addressed<'k> {
    hospital: &'k HospitalAt,
    quarter: Period,
    /// As the form's revision had it.
    checks: &'k Checks<'k>,
    /// What is known of the hospital.
    held: &'k Held,
}

/// Decides each of several returns, on all cores where there are many.
pub(super) fn all(
    desk: &Desk,
    viewer: &Viewer,
    parts: &[Part<'_>],
    options: Options,
    known: &Known<'_>,
) -> Vec<Decision> {
    let one = |part: &Part<'_>| decide(desk, viewer, part, options, known);
    if parts.len() < WORTH_SHARING {
        return parts.iter().map(one).collect();
    }
    parts.par_iter().map(one).collect()
}

/// Decides with what is known of it. Pure.
fn decide(desk: &Desk, viewer: &Viewer, part: &Part<'_>, options: Options, known: &Known<'_>) -> Decision {
    let mut decision = nothing_yet(part);
    if let Err(refusal) = &part.file.book {
        let mut faults = Faults::new(&desk.catalogue, "");
        unreadable(refusal, &part.file.piece.content(), &mut faults);
        decision.report.problems = faults.into_problems();
        return decision;
    }
    // What is wrong with the whole file stands in no sheet; a row of a table has its place.
    let rows = matches!(part.what, What::Row { .. } | What::Departments(..));
    let mut faults = Faults::new(&desk.catalogue, if rows { part.sheet() } else { "" });
    if let What::Blank(table) = part.what {
        blank(table, &mut faults, &mut decision);
        decision.report.problems = faults.into_problems();
        return decision;
    }
    let Some(entries) = part.entries() else {
        faults.note("not-our-workbook", None, None, &[]);
        decision.report.problems = faults.into_problems();
        return decision;
    };
    decision.report.period = part.quarter();
    decision.report.edition = part.edition();
    part.sheet().clone_into(&mut decision.sheet);
    let mut heads = Faults::new(&desk.catalogue, part.sheet());
    let sure = right_marks(part, &mut heads);
    let addressed = address(desk, part, viewer, options, &mut faults, known, &mut decision);
    if let Some(addressed) = addressed.filter(|_| sure) {
        known_departments(part, &addressed, &mut faults);
        right_columns(part, addressed.quarter, &mut heads);
        fill(part, entries, &addressed, heads.blocks(), &mut decision);
    }
    let found = faults.into_problems().into_iter().chain(heads.into_problems());
    decision.report.problems.splice(..0, found);
    in_order(&mut decision.report.problems, part);
    decision
}

/// Problems of the whole file first, then in the order of the tabs, rows and columns.
fn in_order(problems: &mut [Problem], part: &Part<'_>) {
    let Ok(book) = &part.file.book else { return };
    let tab = |problem: &Problem| {
        let name = problem.sheet.as_deref()?;
        book.sheets.iter().position(|sheet| sheet.name == name)
    };
    problems.sort_by_key(|problem| (tab(problem), problem.cell.as_deref().and_then(parse_a1)));
}

/// Rows that nobody filled change nothing and are no hospital's failure; a table without any other row was sent in vain.
fn blank(table: &Table, faults: &mut Faults<'_>, decision: &mut Decision) {
    (decision.report.period, decision.report.edition) = (table.period, table.edition);
    if table.rows.iter().any(|row| row.filled) {
        decision.report.status = Outcome::Unchanged;
    } else {
        faults.note("blank-table", None, None, &[]);
    }
}

/// Departments that the hospital's list does not hold on the quarter's last day; a hospital without a list is not asked.
fn known_departments(part: &Part<'_>, addressed: &Addressed<'_>, faults: &mut Faults<'_>) {
    let What::Departments(table, row) = part.what else { return };
    let open = addressed.held.departments.as_deref().unwrap_or_default();
    let Some(entries) = part.entries().filter(|_| !open.is_empty()) else { return };
    for unit in &row.units {
        let name = entries.unit_name(*unit);
        if !open.iter().any(|known| known.is_named(&name)) {
            let words = [("period", &*addressed.quarter.label())];
            faults.note("unknown-department", Some((*unit, table.key)), Some(&name), &words);
        }
    }
}

fn nothing_yet(part: &Part<'_>) -> Decision {
    Decision {
        report: FileReport {
            part: part.label(),
            ..FileReport::refused(part.file.piece.sent.clone(), part.file.kept.sha256.to_string(), Vec::new())
        },
        hospital: None,
        values: Vec::new(),
        units: Vec::new(),
        revision: String::new(),
        sheet: String::new(),
    }
}

/// Finds hospital, quarter and edition, or notes every reason why not. A hospital that the viewer may see is
/// decided even where the rest is wrong, so that the refused file is found among its uploads.
fn address<'k>(
    desk: &Desk,
    part: &Part<'_>,
    viewer: &Viewer,
    options: Options,
    faults: &mut Faults<'_>,
    known: &'k Known<'_>,
    decision: &mut Decision,
) -> Option<Addressed<'k>> {
    let at = part.at();
    if let Some(found) = part.no_quarter() {
        faults.note("not-a-quarter", at, Some(&found.label()), &[]);
        return None;
    }
    let Some(quarter) = part.quarter() else {
        faults.note("not-our-workbook", at, None, &[]);
        return None;
    };
    let Some(code) = part.code() else {
        let (rule, name) = match part.what {
            What::Row { row, .. } => ("row-without-code", row.name.as_str()),
            _ => ("not-our-workbook", ""),
        };
        let name = if name.is_empty() { String::new() } else { format!("（{name}）") };
        faults.note(rule, at, Some(&name).filter(|name| !name.is_empty()).map(String::as_str), &[]);
        return None;
    };
    right_quarter(desk, part, quarter, options, faults);
    right_row(part, code, faults);
    let edition = desk.catalogue.edition_for(quarter);
    if let (Some(expected), Some(found)) = (edition, part.edition())
        && expected.year != found
    {
        let (expected, period) = (expected.year.to_string(), quarter.label());
        let words = [("expected", expected.as_str()), ("period", period.as_str())];
        faults.note("wrong-edition", None, Some(&found.to_string()), &words);
    }
    let hospital = known.hospital(code, quarter);
    if hospital.is_none() {
        let rule = if viewer.hospital().is_some() { "wrong-hospital" } else { "unknown-hospital" };
        faults.note(rule, at, Some(code), &[("period", &quarter.label())]);
    }
    let staff = viewer.authority().is_some();
    if let Some(hospital) = hospital.filter(|hospital| staff && known.refuses_on_behalf(hospital)) {
        faults.note("not-on-behalf", at, Some(&hospital.name), &[]);
    }
    decision.report.hospital = hospital.map(|hospital| hospital.code.clone());
    decision.hospital = hospital.cloned();
    if faults.blocks() {
        return None;
    }
    let (hospital, checks) = (hospital?, pinned(edition?, part, known, faults)?);
    Some(Addressed { hospital, quarter, checks, held: known.of(hospital.id, quarter)? })
}

/// A row of a table must be seen and be the only one of its hospital.
fn right_row(part: &Part<'_>, code: &str, faults: &mut Faults<'_>) {
    let What::Row { table, row, twin, first } = part.what else { return };
    // A column of no element is said once, with the first row.
    if first {
        let year = table.edition.map(|year| year.to_string()).unwrap_or_default();
        for (at, code) in &table.strange {
            faults.note("unknown-code-unread", Some(*at), Some(code), &[("edition", &year)]);
        }
    }
    if let Some(twin) = twin {
        faults.note("doubled-hospital", part.at(), Some(code), &[("other_cell", &a1(twin, 0))]);
    }
    let sheet = part.entries().map(|entries| entries.sheet);
    if sheet.zip(row.row).is_some_and(|(sheet, row)| sheet.hides_row(row)) {
        faults.note("hidden-hospital-row", part.at(), Some(code), &[]);
    }
}

/// The edition in the revision the form was made with; the present one where the form does not say, or says one that
/// the files do not know – then that is asked about.
fn pinned<'k>(
    edition: &Edition,
    part: &Part<'_>,
    known: &'k Known<'_>,
    faults: &mut Faults<'_>,
) -> Option<&'k Checks<'k>> {
    if let Some(revision) = part.revision() {
        if let Some(pinned) = known.form(edition, revision) {
            return Some(pinned);
        }
        faults.note("unknown-revision", None, Some(revision), &[("expected", &edition.revision)]);
    }
    known.form(edition, &edition.revision)
}

/// The quarter must be over, be the one asked for, and be the one whose months stand in the header.
fn right_quarter(desk: &Desk, part: &Part<'_>, quarter: Period, options: Options, faults: &mut Faults<'_>) {
    if quarter.last_day() >= china_date(desk.clock.now()) {
        let expected = quarter.last_day().format("%Y-%m-%d").to_string();
        faults.note("period-not-over", None, None, &[("period", &quarter.label()), ("expected", &expected)]);
    }
    let asked = options.period.unwrap_or(quarter);
    let wrong_month = is_of_another_quarter(&part.months(), quarter);
    if asked != quarter {
        faults.note("wrong-period", None, Some(&quarter.label()), &[("expected", &asked.label())]);
    } else if let Some(number) = wrong_month {
        let found = Period::month_of(quarter.year(), number).map(|month| month.quarter().label()).unwrap_or_default();
        faults.note("wrong-period", None, Some(&found), &[("expected", &quarter.label())]);
    }
}

/// Reads the values and decides whether they are stored, unchanged or refused.
fn fill(part: &Part<'_>, entries: Entries<'_>, addressed: &Addressed<'_>, blocked: bool, decision: &mut Decision) {
    let Addressed { hospital, quarter, checks, held } = *addressed;
    let sender = Sender { services: &hospital.services, quarter, past: &held.past, note: part.note() };
    let nothing = HashMap::new();
    let explained = part.explained().unwrap_or(&nothing);
    let Ok(book) = &part.file.book else { return };
    let taken = read(book, entries, explained, checks, &sender);
    let before = &held.before;
    let report = &mut decision.report;
    let blocked = blocked || taken.problems.iter().any(|problem| problem.severity == Severity::Block);
    let blank = |value: &&Value| value.entry == Entry::Missing;
    let missing = i64::try_from(taken.values.iter().filter(blank).count()).unwrap_or(0) - taken.wrong;
    let expected = i64::try_from(taken.values.len()).unwrap_or(0);
    let same = i64::try_from(unchanged(&taken.values, before)).unwrap_or(0);
    // What was sent back or taken back may be handed in again as it is: that is an answer too.
    let awaited_again = held.of.as_ref().is_some_and(|of| of.closed.is_some());
    let all_same = !awaited_again
        && !before.is_empty()
        && same == expected - missing
        && says_the_same(&taken.values, before)
        && adds_no_units(&taken.units, &held.units);
    (report.status, report.values) = if blocked {
        let refused = expected - missing;
        (Outcome::Refused, Counts { expected, refused, missing, ..Counts::default() })
    } else if all_same {
        (Outcome::Unchanged, Counts { expected, unchanged: same, missing, ..Counts::default() })
    } else {
        let stored = expected - missing - same;
        (Outcome::Stored, Counts { expected, stored, unchanged: same, missing, ..Counts::default() })
    };
    report.period = Some(quarter);
    report.edition = Some(checks.edition.year);
    report.problems = taken.problems;
    if report.status == Outcome::Stored {
        let number = held.of.as_ref().map_or(0, |of: &Return| of.latest) + 1;
        report.round = Some(i64::from(number));
        report.receipt = Some(receipt(quarter, &hospital.code, number));
    }
    decision.revision.clone_from(&checks.edition.revision);
    decision.values = taken.values;
    decision.units = taken.units;
}

/// 受理编号: quarter, hospital and round, so that it can be read aloud on the telephone.
fn receipt(quarter: Period, code: &str, number: i32) -> String {
    format!("{quarter}-{code}-{number:02}")
}

fn unchanged(now: &[Value], before: &[Value]) -> usize {
    let before = index(before);
    let same = |value: &&Value| {
        value.entry != Entry::Missing
            && before.get(&(&value.element, value.slot)).is_some_and(|old| old.entry == value.entry)
    };
    now.iter().filter(same).count()
}

/// Whether both say the same in every cell and every note.
fn says_the_same(now: &[Value], before: &[Value]) -> bool {
    let old = index(before);
    now.len() == before.len()
        && now.iter().all(|value| {
            old.get(&(&value.element, value.slot)).is_some_and(|old| old.entry == value.entry && old.note == value.note)
        })
}

/// Whether departments and campuses say what they said; a form that names none says nothing of them.
fn adds_no_units(now: &[UnitValue], before: &[UnitValue]) -> bool {
    now.is_empty() || said_by(now) == said_by(before)
}

/// What units say, and how many say it: two may have one name, and their rows may have moved.
fn said_by(units: &[UnitValue]) -> HashMap<(&str, &ElementId, Slot, Entry), usize> {
    let mut said = HashMap::new();
    for UnitValue { unit, value, .. } in units {
        *said.entry((unit.as_str(), &value.element, value.slot, value.entry)).or_default() += 1;
    }
    said
}

fn index(values: &[Value]) -> HashMap<(&ElementId, Slot), &Value> {
    values.iter().map(|value| ((&value.element, value.slot), value)).collect()
}
