//! From fields to the cells of our workbook and back: what was typed becomes fills, a stored round becomes texts, and
//! a problem's cell becomes the field it is shown at. Pure.

use crate::catalogue::model::{Element, Rhythm};
use crate::figures::{Entry, Reason};
use crate::returns::entry::fields::{Field, Part, fields_of, parts_of};
use crate::returns::entry::model::Typed;
use crate::returns::form;
use crate::returns::intake::Column;
use crate::returns::model::{Problem, Slot, Value};
use crate::returns::template::{CellFill, Fills, Plan, PlanRow, column_of, sums_months};
use crate::spreadsheets::parse_a1;

/// The cells of the workbook that says what was typed.
#[must_use]
pub fn fills(typed: &Typed, plan: &Plan) -> Fills {
    let mut fills = Fills::default();
    for field in fields_of(plan) {
        let text = typed.get(&field.to_string());
        if text.is_empty() {
            continue;
        }
        match field.part {
            Part::Figure(slot) => {
                fills.cells.insert((field.element, slot), cell(text));
            }
            Part::Offered => {
                fills.offered.insert(field.element, text.to_owned());
            }
            Part::Note => {
                fills.notes.insert(field.element, text.to_owned());
            }
        }
    }
    fills
}

/// A number where the text is nothing but that number, so that the workbook's own formulas count it; else the text.
fn cell(text: &str) -> CellFill {
    let plain = text.trim();
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() && number.to_string() == plain => CellFill::Number(number),
        _ => CellFill::Text(text.to_owned()),
    }
}

/// What a stored round said, as one would type it again.
#[must_use]
pub fn of_round(values: &[Value], plan: &Plan) -> Typed {
    let mut typed = Typed::default();
    for row in &plan.rows {
        let PlanRow::Element { element, offered, .. } = row else { continue };
        for part in parts_of(element, *offered) {
            let mine = || values.iter().filter(|value| value.element == element.id);
            let text = match part {
                Part::Figure(slot) => mine().find(|value| value.slot == slot).and_then(|value| said(element, value)),
                Part::Note => mine().find_map(|value| value.note.clone()),
                Part::Offered => mine().any(not_offered).then(|| form::NO.to_owned()),
            };
            if let Some(text) = text {
                typed.put(Field { element: element.id.clone(), part }.to_string(), text);
            }
        }
    }
    typed
}

/// The same with what the form fills in by itself: whether a service is offered, as the register has it.
#[must_use]
pub fn with_presets(typed: &Typed, plan: &Plan) -> Typed {
    let mut typed = typed.clone();
    for row in &plan.rows {
        let PlanRow::Element { element, offered: Some(offered), .. } = row else { continue };
        let name = Field { element: element.id.clone(), part: Part::Offered }.to_string();
        if typed.get(&name).is_empty() {
            typed.put(name, if *offered { form::YES } else { form::NO });
        }
    }
    typed
}

fn not_offered(value: &Value) -> bool {
    value.entry == Entry::NotApplicable(Reason::NotOffered) && value.raw.is_none()
}

fn said(element: &Element, value: &Value) -> Option<String> {
    let plain = match value.entry {
        Entry::Number(number) => Some(element.shown(number)),
        Entry::NotApplicable(Reason::Stated) => Some("/".to_owned()),
        Entry::NotApplicable(Reason::NotOffered | Reason::Service) | Entry::Missing => None,
    };
    value.raw.clone().or(plain)
}

/// The field at which a problem of our own workbook is shown; none for one of the whole form.
#[must_use]
pub fn field_of(problem: &Problem, plan: &Plan) -> Option<Field> {
    let cell = problem.cell.as_deref().filter(|_| problem.sheet.as_deref() == Some(form::DATA_SHEET))?;
    let (row, col) = parse_a1(cell.split(':').next()?)?;
    let (_, element) = plan.elements().find(|(at, _)| *at == row)?;
    let is = |head: Column| u32::from(column_of(head, plan.quarter)) == col;
    let month = plan.quarter.months().iter().position(|month| is(Column::Month(month.number())));
    let part = match month.and_then(|at| u8::try_from(at).ok()) {
        Some(at) if element.rhythm == Rhythm::Monthly => Part::Figure(Slot::Month(at)),
        Some(_) => Part::Figure(Slot::Quarter),
        None if is(Column::Total) => Part::Figure(Slot::Quarter),
        None if is(Column::Offered) => Part::Offered,
        None => Part::Note,
    };
    Some(Field { element: element.id.clone(), part })
}

/// The sum of three months as the workbook would show it; none where they are not three numbers, or do not add.
#[must_use]
pub fn summed(element: &Element, typed: &Typed) -> Option<String> {
    let month = |index| {
        let field = Field { element: element.id.clone(), part: Part::Figure(Slot::Month(index)) };
        match cell(typed.get(&field.to_string())) {
            CellFill::Number(number) => Some(number),
            CellFill::Text(_) => None,
        }
    };
    let sum = month(0)? + month(1)? + month(2)?;
    // The decimal tail of three sums is cut as a spreadsheet shows it.
    sums_months(element).then(|| ((sum * 1e6).round() / 1e6).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_number_is_written_as_one() {
        for (text, number) in [("12", 12.0), (" 12 ", 12.0), ("12.5", 12.5), ("-3", -3.0), ("0", 0.0)] {
            assert_eq!(cell(text), CellFill::Number(number), "{text}");
        }
        for text in ["1,234", "１２", "012", "1e5", "12.0", "98.5%", "=1+1", "NaN", "inf", "99999999999999999999", "/"]
        {
            assert_eq!(cell(text), CellFill::Text(text.to_owned()), "{text}");
        }
    }
}
