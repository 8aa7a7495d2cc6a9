//! What the form of one hospital and quarter holds, row by row. Pure.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element, ElementId, OverTime, Rhythm};
use crate::figures::model::ValueMap;
use crate::figures::{Entry, quarter_value};
use crate::hospitals::HospitalAt;
use crate::returns::form;
use crate::returns::intake::Column;
use crate::returns::model::Slot;
use crate::returns::template::marks::Mark;

/// 0-based row of the header: below the title, the hospital's code and the hint.
pub(super) const HEADER: u32 = 3;

/// 0-based columns of the data sheet.
pub(super) mod column {
    pub const CODE: u16 = 0;
    pub const NAME: u16 = 1;
    pub const DEFINITION: u16 = 2;
    pub const UNIT: u16 = 3;
    pub const OFFERED: u16 = 4;
    pub const FIRST_MONTH: u16 = 5;
    pub const TOTAL: u16 = 8;
    pub const LAST: u16 = 9;
    pub const NOTE: u16 = 10;
    pub const FAULTS: u16 = 11;
}

/// What stands in an input cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellFill {
    /// A number as typed.
    Number(f64),
    /// Text as typed.
    Text(String),
}

/// Fills by element and slot.
#[derive(Clone, Debug, Default)]
pub struct Fills {
    /// What stands in the input cells.
    pub cells: HashMap<(ElementId, Slot), CellFill>,
    /// What stands under 是否开展, where it is not what the register says.
    pub offered: HashMap<ElementId, String>,
    /// What stands under 说明.
    pub notes: HashMap<ElementId, String>,
    /// Rows that were sent and have no place in the form; kept below it.
    pub extras: Vec<Extra>,
    /// What is wrong; empty for a form that goes out the first time.
    pub marks: Vec<Mark>,
}

/// A row that was sent and has no place in the form.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// What stood under 编码.
    pub code: String,
    /// What stood beside it.
    pub name: String,
    /// The three months.
    pub months: Vec<Option<CellFill>>,
    /// The quarter.
    pub total: Option<CellFill>,
    /// What stood under 说明.
    pub note: String,
}

/// One row of the form.
#[derive(Clone, Debug)]
pub enum PlanRow {
    /// A heading: the target, or what is shared.
    Heading(String),
    /// An element.
    Element {
        /// What is counted.
        element: Box<Element>,
        /// Whether the register says that it is offered; none where no service is needed.
        offered: Option<bool>,
        /// What the quarter before said.
        last: Entry,
    },
}

/// The form of one hospital and quarter.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Code of the hospital.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The quarter.
    pub quarter: Period,
    /// Year of the edition.
    pub edition: i32,
    /// Revision of the edition.
    pub revision: String,
    /// The rows below the header.
    pub rows: Vec<PlanRow>,
    /// Ids of the edition's indicators, in order.
    pub indicators: Vec<crate::catalogue::model::IndicatorId>,
}

impl Plan {
    /// Lays out the form; `last` are the values of the quarter before, if it has any.
    #[must_use]
    pub fn new(
        catalogue: &Catalogue,
        edition: &Edition,
        hospital: &HospitalAt,
        quarter: Period,
        last: &ValueMap,
    ) -> Self {
        let mut rows = Vec::new();
        let mut heading = None;
        for element in edition.elements.iter().filter_map(|id| catalogue.element(id)) {
            let wanted = group(edition, element);
            if heading.as_ref() != Some(&wanted) {
                rows.push(PlanRow::Heading(wanted.clone()));
                heading = Some(wanted);
            }
            rows.push(PlanRow::Element {
                element: Box::new(element.clone()),
                offered: element.service.as_ref().map(|service| hospital.services.contains(service)),
                last: last.get(&element.id).map_or(Entry::Missing, |values| quarter_value(element.over_time, values)),
            });
        }
        let mut indicators = Vec::new();
        for id in edition.indicators() {
            if !indicators.contains(id) {
                indicators.push(id.clone());
            }
        }
        Self {
            code: hospital.code.clone(),
            name: hospital.name.clone(),
            quarter,
            edition: edition.year,
            revision: edition.revision.clone(),
            rows,
            indicators,
        }
    }

    /// Title of the sheet and the document.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}国家医疗质量安全改进目标数据填报表", self.name, self.quarter.label())
    }

    /// A file name that tells hospital and quarter apart at a glance.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-{}-{}.xlsx", self.quarter, self.code, self.name)
    }

    /// The elements with their 0-based rows.
    pub fn elements(&self) -> impl Iterator<Item = (u32, &Element)> {
        (HEADER + 1..).zip(&self.rows).filter_map(|(row, planned)| match planned {
            PlanRow::Element { element, .. } => Some((row, &**element)),
            PlanRow::Heading(_) => None,
        })
    }

    /// The 0-based row right below the last.
    #[must_use]
    pub fn end(&self) -> u32 {
        HEADER + 1 + u32::try_from(self.rows.len()).unwrap_or(0)
    }

    /// 0-based row of the row with this place among those kept below the form.
    #[must_use]
    pub fn extra_row(&self, at: usize) -> u32 {
        self.end() + 1 + u32::try_from(at).unwrap_or(0)
    }

    /// The A1 address of an input cell.
    #[must_use]
    pub fn cell_of(&self, id: &ElementId, slot: Slot) -> Option<String> {
        let col = match slot {
            Slot::Month(index) => column::FIRST_MONTH + u16::from(index),
            Slot::Quarter => column::TOTAL,
        };
        Some(crate::spreadsheets::a1(self.row_of(id)?, u32::from(col)))
    }

    /// 0-based row of an element.
    #[must_use]
    pub fn row_of(&self, id: &ElementId) -> Option<u32> {
        self.elements().find(|(_, element)| element.id == *id).map(|(row, _)| row)
    }
}

/// 0-based column of the data sheet; a month of another quarter stands with the code.
#[must_use]
pub fn column_of(head: Column, quarter: Period) -> u16 {
    match head {
        Column::Code => column::CODE,
        Column::Offered => column::OFFERED,
        Column::Total => column::TOTAL,
        Column::Note => column::NOTE,
        Column::Month(number) => {
            let months = (column::FIRST_MONTH..).zip(quarter.months());
            let found = months.into_iter().find(|(_, month)| month.number() == number);
            found.map_or(column::CODE, |(col, _)| col)
        }
    }
}

/// Whether the total is a formula over the three months.
#[must_use]
pub fn sums_months(element: &Element) -> bool {
    element.rhythm == Rhythm::Monthly && element.over_time == OverTime::Sum
}

/// The heading an element stands under.
pub(super) fn group(edition: &Edition, element: &Element) -> String {
    let target = element.target.as_ref().and_then(|id| edition.target_of(id));
    match target {
        Some(target) => format!("目标{}　{}（{}）", target.numeral, target.title, target.code),
        None if edition.province_elements.contains(&element.id) => "省定（本省要求填报，不属于国家目标）".to_owned(),
        None => "基础数据（各目标共用，只填一次）".to_owned(),
    }
}

/// What the quarter before said, as a cell: a number is one, so that a clerk may compute with it.
pub(super) fn last_fill(element: &Element, last: Entry) -> Option<CellFill> {
    match last {
        Entry::Number(number) if element.choice(number).is_none() => {
            #[expect(clippy::cast_precision_loss, reason = "below the maxima of elements, far from 2^53")]
            let number = number as f64 / element.scale() as f64;
            Some(CellFill::Number(number))
        }
        last => shown(element, last).map(CellFill::Text),
    }
}

/// What the quarter before said, in words.
#[must_use]
pub fn shown(element: &Element, last: Entry) -> Option<String> {
    match last {
        Entry::Number(number) => Some(element.shown(number)),
        Entry::NotApplicable(_) => Some("不适用".to_owned()),
        Entry::Missing => None,
    }
}

/// The three month heads.
pub(super) fn heads(quarter: Period) -> Vec<String> {
    form::month_heads(quarter)
}
