//! One row of the form: its months, its total, whether the service is offered, the clerk's words.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::model::{Element, ElementId, Rhythm};
use crate::figures::{Entry, Reason};
use crate::returns::check::Faults;
use crate::returns::form;
use crate::returns::intake::entries::Entries;
use crate::returns::intake::explained::joined;
use crate::returns::intake::number::{Understood, Wrong, halfwidth, understand};
use crate::returns::intake::recognise::Column;
use crate::returns::model::Slot;
use crate::spreadsheets::{Cell, Raw, a1};

/// An input cell: where it is, what stands there, what it says.
#[derive(Clone, Debug)]
pub struct InputCell<'a> {
    /// When.
    pub slot: Slot,
    /// 0-based address.
    pub at: (u32, u32),
    /// What it says; `Missing` too where it could not be understood.
    pub entry: Entry,
    /// Whether it is blank, as opposed to not understood.
    pub blank: bool,
    /// What stands there; none for an empty cell.
    cell: Option<&'a Cell>,
    /// What stands there in its place.
    told: Option<String>,
}

impl InputCell<'_> {
    /// What stood there; none for an empty cell.
    #[must_use]
    pub fn found(&self) -> Option<String> {
        self.told.clone().or_else(|| self.cell.map(Cell::found))
    }

    /// Says a number that stands elsewhere: the words tell where it comes from.
    pub fn tell(&mut self, number: i64, words: String) {
        (self.entry, self.blank, self.told) = (Entry::Number(number), false, Some(words));
    }

    /// What stood there, where it was not the plain number.
    #[must_use]
    pub fn raw(&self, element: &Element) -> Option<String> {
        let number = self.entry.number();
        // 6108 in a cell for one decimal is the plain number 6108.0, not words worth keeping.
        let same =
            |typed: f64| number.is_some_and(|plain| (plain as f64 / element.scale() as f64 - typed).abs() < 1e-9);
        let plain = element.choices.is_empty() && self.told.is_none();
        match self.cell.map(|cell| (&cell.value, cell.percent)) {
            Some((Raw::Number(typed), false)) if plain && same(*typed) => None,
            _ => {
                let found = self.found()?;
                let plain = plain && found.parse::<f64>().is_ok_and(same);
                let word = number.map(|number| element.shown(number));
                (!plain && Some(&found) != word.as_ref()).then_some(found)
            }
        }
    }
}

/// A row, read.
#[derive(Clone, Debug)]
pub struct RowRead<'a> {
    /// The input cells that count: three months, or the quarter.
    pub cells: Vec<InputCell<'a>>,
    /// What 说明 says.
    pub note: Option<String>,
    /// 是否开展 as written; none when blank.
    pub offered: Option<bool>,
    /// Where 是否开展 stands.
    pub offered_at: Option<(u32, u32)>,
}

/// Reads the lines of one return.
#[derive(Clone, Copy)]
pub struct RowReader<'a> {
    /// Where its entries stand.
    pub entries: Entries<'a>,
    /// Which quarter it is for.
    pub quarter: Period,
    /// What the clerk answered in the list of problems, by element.
    pub explained: &'a HashMap<ElementId, String>,
}

impl<'a> RowReader<'a> {
    fn cell(&self, row: u32, column: Column) -> Option<&'a Cell> {
        self.entries.cell(row, column)
    }

    /// Reads the line of an element and notes what is wrong in it.
    pub fn read(&self, element: &Element, row: u32, faults: &mut Faults<'_>) -> RowRead<'a> {
        let note = self.cell(row, Column::Note).map(Cell::found).filter(|text| !text.trim().is_empty());
        let note = match self.explained.get(&element.id) {
            Some(words) => Some(joined(note.as_deref(), words)),
            None => note,
        };
        let (offered, offered_at) = self.offered(element, row, faults);
        let months: Vec<InputCell<'a>> =
            (0_u8..3).filter_map(|index| self.month(element, row, index, faults)).collect();
        let cells = match element.rhythm {
            Rhythm::Monthly => self.months_or_quarter(element, row, months, faults),
            Rhythm::Quarterly | Rhythm::Yearly => self.quarter_alone(element, row, &months, faults),
        };
        RowRead { cells, note, offered, offered_at }
    }

    fn offered(&self, element: &Element, row: u32, faults: &mut Faults<'_>) -> (Option<bool>, Option<(u32, u32)>) {
        let Some(cell) = self.cell(row, Column::Offered) else { return (None, None) };
        let at = Some((cell.row, cell.col));
        let found = cell.found();
        let word = halfwidth(&found);
        match word.trim() {
            "" => (None, at),
            form::YES => (Some(true), at),
            form::NO | "未开展" | "/" => (Some(false), at),
            // Rows that need no service carry a mark of ours there.
            _ if element.service.is_none() => (None, at),
            _ => {
                faults.note("offered-unclear", at, Some(&found), &[("element", &element.name)]);
                (None, at)
            }
        }
    }

    fn month(&self, element: &Element, row: u32, index: u8, faults: &mut Faults<'_>) -> Option<InputCell<'a>> {
        let month = self.quarter.month(usize::from(index))?;
        self.input(element, (row, Column::Month(month.number())), Slot::Month(index), faults)
    }

    /// The cell of a slot; none where the table has no such column.
    fn input(
        &self,
        element: &Element,
        (line, column): (u32, Column),
        slot: Slot,
        faults: &mut Faults<'_>,
    ) -> Option<InputCell<'a>> {
        let at = self.entries.at(line, column)?;
        Some(self.understood(element, at, self.cell(line, column), slot, faults))
    }

    fn understood(
        &self,
        element: &Element,
        at: (u32, u32),
        cell: Option<&'a Cell>,
        slot: Slot,
        faults: &mut Faults<'_>,
    ) -> InputCell<'a> {
        let blank = InputCell { slot, at, entry: Entry::Missing, blank: true, cell: None, told: None };
        if let Some(merged) = self.entries.merged_over(at) {
            let (first, last) = (merged.first, merged.last);
            let end = a1(last.0, last.1);
            let words = [("other_cell", end.as_str()), ("element", element.name.as_str())];
            let held = self.entries.sheet.cell(first.0, first.1);
            let others = self.entries.elements().holds(first) && first.0 != at.0;
            if !others {
                faults.note("merged-figures", Some(first), held.map(Cell::found).as_deref(), &words);
            }
            return InputCell { cell: held, blank: false, ..blank };
        }
        let Some(cell) = cell else { return blank };
        let entry = match understand(cell, element.decimals, &element.unit, &element.choices) {
            Understood::Blank => return blank,
            Understood::NotApplicable => Entry::NotApplicable(Reason::Stated),
            Understood::NotOffered => Entry::NotApplicable(Reason::NotOffered),
            Understood::Number(number) => self.within_maximum(element, cell, slot, number, faults),
            Understood::Wrong(wrong) => {
                self.note_wrong(element, cell, slot, wrong, faults);
                Entry::Missing
            }
        };
        InputCell { cell: Some(cell), entry, blank: false, ..blank }
    }

    fn within_maximum(
        &self,
        element: &Element,
        cell: &Cell,
        slot: Slot,
        number: i64,
        faults: &mut Faults<'_>,
    ) -> Entry {
        let maximum = if slot == Slot::Quarter { element.quarter_maximum() } else { element.maximum };
        match maximum {
            Some(maximum) if number > maximum => {
                let words = [
                    ("month", slot.label(self.quarter)),
                    ("element", element.name.clone()),
                    ("unit", element.unit.clone()),
                    ("maximum", element.shown(maximum)),
                ];
                note(faults, "above-maximum", cell, &words);
                Entry::Missing
            }
            _ => Entry::Number(number),
        }
    }

    fn note_wrong(&self, element: &Element, cell: &Cell, slot: Slot, wrong: Wrong, faults: &mut Faults<'_>) {
        let rule = match wrong {
            Wrong::NotWhole | Wrong::Negative | Wrong::Percent | Wrong::Date | Wrong::Unreadable
                if !element.choices.is_empty() =>
            {
                "unknown-choice"
            }
            Wrong::Percent => "percent-for-count",
            Wrong::Ambiguous => "ambiguous-mark",
            Wrong::NotWhole if element.decimals > 0 => "too-many-decimals",
            Wrong::NotWhole => "not-whole",
            Wrong::Negative => "negative",
            Wrong::ErrorValue => "error-cell",
            Wrong::FormulaWithoutValue => "formula-without-value",
            Wrong::Date => "date-for-count",
            Wrong::Unreadable => "not-a-number",
        };
        let words = [
            ("month", slot.label(self.quarter)),
            ("element", element.name.clone()),
            ("unit", element.unit.clone()),
            ("expected", element.decimals.to_string()),
            ("choices", element.choices.join("、")),
        ];
        note(faults, rule, cell, &words);
    }

    /// Three months; or, with all of them blank and a number over the total, the quarter alone (仅季度).
    fn months_or_quarter(
        &self,
        element: &Element,
        row: u32,
        months: Vec<InputCell<'a>>,
        faults: &mut Faults<'_>,
    ) -> Vec<InputCell<'a>> {
        let Some(total) = self.cell(row, Column::Total) else { return months };
        let all_blank = months.iter().all(|cell| cell.blank);
        let any_blank = months.iter().any(|cell| cell.blank);
        let numbers: Option<Vec<i64>> = months.iter().map(|cell| cell.entry.number()).collect();
        let ours = self.entries.sums_months(row, total, self.quarter);
        if all_blank && !ours {
            let quarter = self.understood(element, (total.row, total.col), Some(total), Slot::Quarter, faults);
            return if quarter.blank && !months.is_empty() { months } else { vec![quarter] };
        }
        let shown = understand(total, element.decimals, &element.unit, &element.choices);
        match (numbers, shown) {
            (Some(numbers), Understood::Number(shown)) if numbers.len() == 3 => {
                let sum: i64 = numbers.iter().sum();
                if sum != shown {
                    let words = [("element", element.name.clone()), ("expected", element.shown(sum))];
                    note(faults, "typed-total-differs", total, &words);
                }
            }
            (_, Understood::Number(_)) if any_blank && !ours => {
                note(faults, "mixed-grain", total, &[("element", element.name.clone())]);
            }
            (_, Understood::Wrong(wrong)) if !ours => {
                self.note_wrong(element, total, Slot::Quarter, wrong, faults);
            }
            (Some(numbers), Understood::NotApplicable | Understood::NotOffered) if numbers.len() == 3 && !ours => {
                let sum = element.shown(numbers.iter().sum());
                let words = [("element", element.name.clone()), ("expected", sum)];
                note(faults, "typed-total-differs", total, &words);
            }
            _ => {}
        }
        months
    }

    fn quarter_alone(
        &self,
        element: &Element,
        row: u32,
        months: &[InputCell<'a>],
        faults: &mut Faults<'_>,
    ) -> Vec<InputCell<'a>> {
        let Some(quarter) = self.input(element, (row, Column::Total), Slot::Quarter, faults) else { return Vec::new() };
        for stray in months.iter().filter(|cell| cell.entry != Entry::Missing) {
            let words = [("element", element.name.as_str()), ("month", &stray.slot.label(self.quarter))];
            faults.note("month-for-quarter", Some(stray.at), stray.found().as_deref(), &words);
        }
        vec![quarter]
    }
}

fn note(faults: &mut Faults<'_>, rule: &str, cell: &Cell, words: &[(&str, String)]) {
    let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
    faults.note(rule, Some((cell.row, cell.col)), Some(&cell.found()), &words);
}
