//! What is to become of one file: whose it is, which quarter's, what is wrong, what would be stored.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use crate::access::Viewer;
use crate::calendar::{Period, china_date};
use crate::catalogue::model::{Edition, ElementId, Severity};
use crate::db::StoreError;
use crate::figures::Entry;
use crate::hospitals::{self, HospitalAt};
use crate::returns::check::{Faults, Past, rule_of, words};
use crate::returns::desk::Desk;
use crate::returns::intake::{Column, Recognised, Sender, read, recognise};
use crate::returns::model::{Counts, FileReport, Outcome, Problem, Return, Slot, Value};
use crate::returns::store;
use crate::returns::take::past::Pasts;
use crate::returns::take::{Opened, Options};
use crate::spreadsheets::Book;

/// A decided file.
pub(super) struct Decision {
    /// What the sender learns.
    pub report: FileReport,
    /// Whose it is, once known.
    pub hospital: Option<HospitalAt>,
    /// What would be stored.
    pub values: Vec<Value>,
    /// Revision of the edition.
    pub revision: String,
    /// Name of the sheet.
    pub sheet: String,
}

/// Whose form it is and which quarter's, where that could be found out.
struct Addressed {
    hospital: HospitalAt,
    quarter: Period,
    /// As the form's revision had it.
    edition: Edition,
}

/// Decides. Reads the database but writes nothing.
pub(super) async fn decide(
    desk: &Desk,
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    file: &Opened<'_>,
    options: Options,
    pasts: &mut Pasts,
) -> Result<Decision, StoreError> {
    let mut decision = nothing_yet(file);
    let book = match &file.book {
        Ok(book) => book,
        Err(refusal) => {
            let (message, remedy) = words(refusal, &file.incoming.bytes);
            decision.report.problems.push(Problem {
                severity: Severity::Block,
                rule: rule_of(refusal).to_owned(),
                sheet: None,
                cell: None,
                element: None,
                found: None,
                message,
                remedy,
            });
            return Ok(decision);
        }
    };
    let mut faults = Faults::new(&desk.catalogue, "");
    let Some(form) = recognise(book, &desk.catalogue) else {
        faults.note("not-our-workbook", None, None, &[]);
        decision.report.problems = faults.into_problems();
        return Ok(decision);
    };
    decision.report.period = form.period;
    decision.report.edition = form.edition;
    decision.sheet.clone_from(&book.sheets[form.sheet].name);
    let addressed = address(desk, db, viewer, &form, options, &mut faults, &mut decision).await?;
    match addressed {
        Some(addressed) => {
            let scope = viewer.scope();
            let past = pasts.of(desk, db, &scope, addressed.hospital.id, addressed.quarter).await?;
            fill(db, viewer, desk, book, &form, addressed, past, &mut decision).await?;
            decision.report.problems.splice(..0, faults.into_problems());
        }
        None => decision.report.problems = faults.into_problems(),
    }
    Ok(decision)
}

fn nothing_yet(file: &Opened<'_>) -> Decision {
    Decision {
        report: FileReport {
            file: file.incoming.name.clone(),
            sha256: file.kept.sha256.to_string(),
            status: Outcome::Refused,
            hospital: None,
            period: None,
            edition: None,
            round: None,
            receipt: None,
            values: Counts::default(),
            problems: Vec::new(),
        },
        hospital: None,
        values: Vec::new(),
        revision: String::new(),
        sheet: String::new(),
    }
}

/// Finds hospital, quarter and edition, or notes every reason why not. A hospital that the viewer may see is
/// decided even where the rest is wrong, so that the refused file is found among its uploads.
async fn address(
    desk: &Desk,
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    form: &Recognised,
    options: Options,
    faults: &mut Faults<'_>,
    decision: &mut Decision,
) -> Result<Option<Addressed>, StoreError> {
    let (Some(code), Some(quarter)) = (form.hospital.as_deref(), form.period) else {
        faults.note("not-our-workbook", None, None, &[]);
        return Ok(None);
    };
    right_quarter(desk, form, quarter, options, faults);
    let edition = desk.catalogue.edition_for(quarter);
    if let (Some(expected), Some(found)) = (edition, form.edition)
        && expected.year != found
    {
        let (expected, period) = (expected.year.to_string(), quarter.label());
        let words = [("expected", expected.as_str()), ("period", period.as_str())];
        faults.note("wrong-edition", None, Some(&found.to_string()), &words);
    }
    let hospital = hospitals::store::by_code(db, &viewer.scope(), code, quarter.last_day()).await?;
    if hospital.is_none() {
        let rule = if viewer.hospital().is_some() { "wrong-hospital" } else { "unknown-hospital" };
        faults.note(rule, None, Some(code), &[("period", &quarter.label())]);
    }
    decision.report.hospital = hospital.as_ref().map(|hospital| hospital.code.clone());
    decision.hospital.clone_from(&hospital);
    if faults.blocks() {
        return Ok(None);
    }
    let edition = edition.map(|edition| pinned(edition, form, faults));
    Ok(hospital.zip(edition).map(|(hospital, edition)| Addressed { hospital, quarter, edition }))
}

/// The edition in the revision the form was made with, so that nobody is asked for rows that were added since; the
/// present one where the form does not say, or says one that the files do not know – then that is asked about.
fn pinned(edition: &Edition, form: &Recognised, faults: &mut Faults<'_>) -> Edition {
    let Some(revision) = &form.revision else { return edition.clone() };
    edition.as_of(revision).unwrap_or_else(|| {
        faults.note("unknown-revision", None, Some(revision), &[("expected", &edition.revision)]);
        edition.clone()
    })
}

/// The quarter must be over, be the one asked for, and be the one whose months stand in the header.
fn right_quarter(desk: &Desk, form: &Recognised, quarter: Period, options: Options, faults: &mut Faults<'_>) {
    if quarter.last_day() >= china_date(desk.clock.now()) {
        let expected = quarter.last_day().format("%Y-%m-%d").to_string();
        faults.note("period-not-over", None, None, &[("period", &quarter.label()), ("expected", &expected)]);
    }
    let asked = options.period.unwrap_or(quarter);
    let wrong_month = form.columns.keys().find_map(|column| match column {
        Column::Month(number) if quarter.months().iter().all(|month| month.number() != *number) => Some(*number),
        _ => None,
    });
    if asked != quarter {
        faults.note("wrong-period", None, Some(&quarter.label()), &[("expected", &asked.label())]);
    } else if let Some(number) = wrong_month {
        let found = Period::month_of(quarter.year(), number).map(|month| month.quarter().label()).unwrap_or_default();
        faults.note("wrong-period", None, Some(&found), &[("expected", &quarter.label())]);
    }
}

/// Reads the values and decides whether they are stored, unchanged or refused.
#[expect(
    clippy::too_many_arguments,
    reason = "what is read, with what, and where it goes; a struct would be used once"
)]
async fn fill(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    desk: &Desk,
    book: &Book,
    form: &Recognised,
    addressed: Addressed,
    past: &Past,
    decision: &mut Decision,
) -> Result<(), StoreError> {
    let Addressed { hospital, quarter, edition } = addressed;
    let sender = Sender { services: &hospital.services, quarter, past };
    let taken = read(book, form, &desk.catalogue, &edition, &sender);
    let found = store::find(db, &viewer.scope(), hospital.id, quarter).await?;
    let before = match found.as_ref().and_then(|of| of.latest_round) {
        Some(round) => store::of_round(db, round).await?,
        None => Vec::new(),
    };
    let report = &mut decision.report;
    let blocked = taken.problems.iter().any(|problem| problem.severity == Severity::Block);
    let blank = |value: &&Value| value.entry == Entry::Missing;
    let missing = i64::try_from(taken.values.iter().filter(blank).count()).unwrap_or(0) - taken.wrong;
    let expected = i64::try_from(taken.values.len()).unwrap_or(0);
    let same = i64::try_from(unchanged(&taken.values, &before)).unwrap_or(0);
    let all_same = !before.is_empty() && same == expected - missing && says_the_same(&taken.values, &before);
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
    report.edition = Some(edition.year);
    report.problems = taken.problems;
    if report.status == Outcome::Stored {
        let number = found.as_ref().map_or(0, |of: &Return| of.latest) + 1;
        report.round = Some(i64::from(number));
        report.receipt = Some(receipt(quarter, &hospital.code, number));
    }
    decision.revision.clone_from(&edition.revision);
    decision.values = taken.values;
    Ok(())
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

fn index(values: &[Value]) -> HashMap<(&ElementId, Slot), &Value> {
    values.iter().map(|value| ((&value.element, value.slot), value)).collect()
}
