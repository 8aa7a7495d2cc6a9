//! The fields of the form in the browser: one for each cell of the workbook that a clerk fills. Pure.

use std::fmt;

use crate::catalogue::model::{Element, ElementId, Rhythm};
use crate::returns::model::Slot;
use crate::returns::template::{Plan, PlanRow};

/// Which cell of an element's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A month, or the quarter.
    Figure(Slot),
    /// 是否开展
    Offered,
    /// 说明
    Note,
}

/// One field. Its name, `discharges-1`, is that of the input and of the draft; its anchor is `f-` and the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The row.
    pub element: ElementId,
    /// The cell.
    pub part: Part,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Figure(slot) => write!(f, "{}-{}", self.element, slot.number()),
            Part::Offered => write!(f, "{}-offered", self.element),
            Part::Note => write!(f, "{}-note", self.element),
        }
    }
}

/// The parts of an element's row; `offered` is what the plan says of it.
pub fn parts_of(element: &Element, offered: Option<bool>) -> Vec<Part> {
    let months = (0..3).map(|index| Part::Figure(Slot::Month(index)));
    let months = months.filter(|_| element.rhythm == Rhythm::Monthly);
    let offered = offered.map(|_| Part::Offered);
    months.chain([Part::Figure(Slot::Quarter)]).chain(offered).chain([Part::Note]).collect()
}

/// Every field of a form, in its order.
#[must_use]
pub fn fields_of(plan: &Plan) -> Vec<Field> {
    let mut fields = Vec::new();
    for row in &plan.rows {
        let PlanRow::Element { element, offered, .. } = row else { continue };
        let parts = parts_of(element, *offered);
        fields.extend(parts.into_iter().map(|part| Field { element: element.id.clone(), part }));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_by_its_element_and_cell() {
        let name = |part| Field { element: "iv_bags".parse().unwrap(), part }.to_string();
        assert_eq!(name(Part::Figure(Slot::Month(0))), "iv_bags-1");
        assert_eq!(name(Part::Figure(Slot::Quarter)), "iv_bags-0");
        assert_eq!(name(Part::Offered), "iv_bags-offered");
        assert_eq!(name(Part::Note), "iv_bags-note");
    }
}
