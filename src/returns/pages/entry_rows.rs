//! The rows of the form in the browser.

use serde::Serialize;

use crate::catalogue::model::Element;
use crate::returns::entry::{Field, Part, Typed, fields_of, parts_of, summed};
use crate::returns::form;
use crate::returns::model::Slot;
use crate::returns::pages::entry::Said;
use crate::returns::template::{Plan, PlanRow, shown};

/// A target, or what is shared.
#[derive(Serialize)]
pub struct Group {
    title: String,
    anchor: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    unit: String,
    definition: String,
    source: String,
    offered: Option<Input>,
    months: Vec<Input>,
    /// Whether only the quarter is asked.
    quarterly: bool,
    total: Input,
    /// Whether the months add up to the quarter.
    adds: bool,
    sum: Option<String>,
    last: Option<String>,
    note: Input,
    marks: Vec<Said>,
}

/// An input; its id is `f-` and its name.
#[derive(Serialize)]
struct Input {
    name: String,
    label: String,
    value: String,
    /// `numeric`, or `decimal` where decimals are asked.
    mode: &'static str,
    /// The words to choose from; empty for a text.
    choices: Vec<String>,
    /// Whether no choice is one too.
    may_be_blank: bool,
    wrong: bool,
}

/// The rows with what was typed in them and what is said of them.
pub fn groups(plan: &Plan, typed: &Typed, said: &[Said]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for planned in &plan.rows {
        match planned {
            PlanRow::Heading(title) => {
                let anchor = format!("g-{}", groups.len() + 1);
                groups.push(Group { title: title.clone(), anchor, rows: Vec::new() });
            }
            PlanRow::Element { element, offered, last } => {
                let row = Making { plan, typed, said, element, offered: *offered }.row(shown(element, *last));
                if let Some(group) = groups.last_mut() {
                    group.rows.push(row);
                }
            }
        }
    }
    groups
}

struct Making<'a> {
    plan: &'a Plan,
    typed: &'a Typed,
    said: &'a [Said],
    element: &'a Element,
    offered: Option<bool>,
}

impl Making<'_> {
    fn row(&self, last: Option<String>) -> Row {
        let element = self.element;
        let mut months = Vec::new();
        let (mut total, mut offered, mut note) = (None, None, None);
        for part in parts_of(element, self.offered) {
            let input = self.input(part);
            match part {
                Part::Figure(Slot::Month(_)) => months.push(input),
                Part::Figure(Slot::Quarter) => total = Some(input),
                Part::Offered => offered = Some(input),
                Part::Note => note = Some(input),
            }
        }
        let code = element.id.to_string();
        Row {
            name: element.name.clone(),
            unit: element.unit.clone(),
            definition: element.definition.clone(),
            source: element.where_found.clone(),
            offered,
            quarterly: months.is_empty(),
            months,
            total: total.unwrap_or_else(|| self.input(Part::Figure(Slot::Quarter))),
            adds: crate::returns::template::sums_months(element),
            sum: summed(element, self.typed),
            last,
            note: note.unwrap_or_else(|| self.input(Part::Note)),
            marks: self.said.iter().filter(|one| one.row.as_deref() == Some(&code)).cloned().collect(),
            code,
        }
    }

    fn input(&self, part: Part) -> Input {
        let field = Field { element: self.element.id.clone(), part };
        let name = field.to_string();
        let typed = self.typed.get(&name);
        let mut choices = match part {
            Part::Figure(_) => self.element.choices.clone(),
            Part::Offered => vec![form::YES.to_owned(), form::NO.to_owned()],
            Part::Note => Vec::new(),
        };
        let value = match (part, self.offered) {
            (Part::Offered, Some(offered)) if typed.is_empty() => {
                if offered {
                    form::YES
                } else {
                    form::NO
                }
            }
            _ => typed,
        };
        // What is none of the choices stays to be seen.
        if !choices.is_empty() && !value.is_empty() && !choices.iter().any(|choice| choice == value) {
            choices.push(value.to_owned());
        }
        Input {
            label: labels_of(self.plan, &field).1,
            value: value.to_owned(),
            mode: if self.element.decimals == 0 { "numeric" } else { "decimal" },
            choices,
            may_be_blank: part != Part::Offered,
            wrong: self.said.iter().any(|one| one.field.as_deref() == Some(&name)),
            name,
        }
    }
}

/// A field in words: row and column, and the column alone.
pub fn labels_of(plan: &Plan, field: &Field) -> (String, String) {
    let name = plan.elements().find(|(_, element)| element.id == field.element).map(|(_, element)| &element.name);
    let part = match field.part {
        Part::Figure(Slot::Quarter) => form::TOTAL.to_owned(),
        Part::Figure(slot) => slot.label(plan.quarter),
        Part::Offered => form::OFFERED.to_owned(),
        Part::Note => form::NOTE.to_owned(),
    };
    (format!("{}　{part}", name.map_or("", String::as_str)), part)
}

/// The same of a field's name.
pub fn label_of(plan: &Plan, name: &str) -> String {
    let field = fields_of(plan).into_iter().find(|field| field.to_string() == name);
    field.map_or_else(|| name.to_owned(), |field| labels_of(plan, &field).0)
}
