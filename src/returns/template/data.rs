//! The sheet 数据填报.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Formula, Worksheet, XlsxError};

use crate::catalogue::model::{Element, Rhythm};
use crate::figures::Entry;
use crate::returns::form;
use crate::returns::model::Slot;
use crate::returns::template::look::{Look, height};
use crate::returns::template::marks::{ByCell, FAULTS_WIDTH, Place, beside, by_cell, dressed, protection, told};
use crate::returns::template::plan::{
    CellFill, Extra, Fills, HEADER, Plan, PlanRow, column, heads, last_fill, sums_months,
};
use crate::spreadsheets::{a1, text};

/// Widths of the columns, as a spreadsheet counts them: letters.
const WIDTHS: [f64; 11] = [17.0, 30.0, 42.0, 8.0, 9.0, 11.0, 11.0, 11.0, 12.0, 11.0, 30.0];

/// Writes the sheet.
pub(super) fn fill(sheet: &mut Worksheet, plan: &Plan, fills: &Fills, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(form::DATA_SHEET)?;
    if fills.marks.is_empty() {
        sheet.set_active(true);
    }
    let marks = by_cell(&fills.marks);
    // The writer's own default is 0, which a program that does not recompute would show as a figure.
    sheet.set_formula_result_default("");
    frame(sheet, plan, look)?;
    for (row, planned) in (HEADER + 1..).zip(&plan.rows) {
        match planned {
            PlanRow::Heading(heading) => {
                sheet.merge_range(row, 0, row, column::NOTE, heading, &look.heading)?;
            }
            PlanRow::Element { element, offered, last } => {
                let line = Line { sheet: &mut *sheet, row, element, fills, marks: &marks, look };
                line.write(*offered, *last)?;
            }
        }
    }
    for (at, extra) in fills.extras.iter().enumerate() {
        below(sheet, plan.extra_row(at), extra, &marks, look)?;
    }
    foot(sheet, plan, fills, look)?;
    for kind in [Kind::Whole, Kind::Decimal] {
        validate(sheet, plan, kind)?;
    }
    if !fills.marks.is_empty() {
        let last = plan.end().max(plan.extra_row(fills.extras.len())) - 1;
        let place = Place { header: HEADER, faults: column::FAULTS, last };
        beside(sheet, &marks, &place, look)?;
    }
    Ok(())
}

fn frame(sheet: &mut Worksheet, plan: &Plan, look: &Look) -> Result<(), XlsxError> {
    for (col, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(col, width)?;
    }
    text(sheet, 0, 0, &plan.title(), &look.title)?;
    sheet.set_row_height(0, 26)?;
    text(sheet, 1, 0, "医院编码", &look.label)?;
    text(sheet, 1, 1, &plan.code, &look.fact)?;
    text(sheet, 1, 2, &format!("{}　{}　{} 年版", plan.name, plan.quarter.label(), plan.edition), &look.fact)?;
    let hint = "白格按月填数；只有季度数时各月留空，把数直接填在“季度合计”。没有发生填 0，不适用填“/”并在“说明”写原因，未开展把“是否开展”改为“否”。灰格不用填。";
    sheet.merge_range(2, 0, 2, column::NOTE, hint, &look.hint)?;
    sheet.set_row_height(2, 28)?;
    let mut titles: Vec<String> =
        [form::CODE, form::NAME, form::DEFINITION, form::UNIT, form::OFFERED].map(str::to_owned).to_vec();
    titles.extend(heads(plan.quarter));
    titles.extend([form::TOTAL, form::LAST, form::NOTE].map(str::to_owned));
    for (col, title) in (0..).zip(&titles) {
        sheet.write_string_with_format(HEADER, col, title, &look.head)?;
    }
    sheet.set_row_height(HEADER, 22)?;
    sheet.set_freeze_panes(HEADER + 1, column::DEFINITION)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER, HEADER)?.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_footer(format!("&L{}　{}&R第 &P 页，共 &N 页", plan.code, plan.quarter));
    sheet.protect_with_options(&protection());
    Ok(())
}

/// One element's row.
struct Line<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    element: &'a Element,
    fills: &'a Fills,
    marks: &'a ByCell<'a>,
    look: &'a Look,
}

impl Line<'_> {
    fn write(mut self, offered: Option<bool>, last: Entry) -> Result<(), XlsxError> {
        let (row, look, element) = (self.row, self.look, self.element);
        let code = self.dressed(column::CODE, &look.code);
        text(self.sheet, row, column::CODE, element.id.as_str(), &code)?;
        text(self.sheet, row, column::NAME, &element.name, &look.text)?;
        text(self.sheet, row, column::DEFINITION, &element.definition, &look.text)?;
        text(self.sheet, row, column::UNIT, &element.unit, &look.middle)?;
        self.offered(offered)?;
        match element.rhythm {
            Rhythm::Monthly => self.months_and_total()?,
            Rhythm::Quarterly | Rhythm::Yearly => self.quarter()?,
        }
        let format = if element.decimals == 0 { &look.last } else { &look.last_decimal };
        write_fill(self.sheet, (row, column::LAST), last_fill(element, last).as_ref(), format)?;
        let note = self.fills.notes.get(&element.id).map_or("", String::as_str);
        let wrapped =
            [(column::NAME, element.name.as_str()), (column::DEFINITION, &element.definition), (column::NOTE, note)];
        let faults = told(self.marks, row);
        let mut wrapped = wrapped.map(|(col, words)| (words, WIDTHS[usize::from(col)])).to_vec();
        wrapped.push((&faults, FAULTS_WIDTH));
        self.sheet.set_row_height(row, height(&wrapped))?;
        let words = self.dressed(column::NOTE, &look.input_text);
        text(self.sheet, row, column::NOTE, note, &words)
    }

    fn offered(&mut self, offered: Option<bool>) -> Result<(), XlsxError> {
        let Some(offered) = offered else {
            return text(self.sheet, self.row, column::OFFERED, "—", &self.look.middle);
        };
        let word = if offered { form::YES } else { form::NO };
        let word = self.fills.offered.get(&self.element.id).map_or(word, String::as_str);
        let choice = self.dressed(column::OFFERED, &self.look.input_choice);
        text(self.sheet, self.row, column::OFFERED, word, &choice)?;
        let choice = DataValidation::new()
            .allow_list_strings(&[form::YES, form::NO])?
            .set_error_title("是否开展")?
            .set_error_message("请填“是”或“否”。")?;
        self.sheet.add_data_validation(self.row, column::OFFERED, self.row, column::OFFERED, &choice)?;
        Ok(())
    }

    fn months_and_total(&mut self) -> Result<(), XlsxError> {
        let mut sum = Some(0.0);
        for (col, index) in (column::FIRST_MONTH..).zip(0_u8..3) {
            let number = self.input(col, Slot::Month(index))?;
            sum = sum.zip(number).map(|(sum, number)| sum + number);
        }
        if self.fills.cells.contains_key(&(self.element.id.clone(), Slot::Quarter)) {
            self.input(column::TOTAL, Slot::Quarter)?;
        } else if sums_months(self.element) {
            let first = a1(self.row, u32::from(column::FIRST_MONTH));
            let last = a1(self.row, u32::from(column::FIRST_MONTH) + 2);
            let formula = Formula::new(format!("=IF(COUNT({first}:{last})=3,SUM({first}:{last}),\"\")"));
            // The decimal tail of three sums is cut as a spreadsheet shows it.
            let shown = sum.map(|sum: f64| format!("{}", (sum * 1e6).round() / 1e6)).unwrap_or_default();
            let formula = formula.set_result(shown);
            let total = self.dressed(column::TOTAL, &self.look.total);
            self.sheet.write_formula_with_format(self.row, column::TOTAL, formula, &total)?;
        } else {
            self.sheet.write_blank(self.row, column::TOTAL, &self.look.total)?;
        }
        Ok(())
    }

    fn quarter(&mut self) -> Result<(), XlsxError> {
        for (col, index) in (column::FIRST_MONTH..column::TOTAL).zip(0_u8..3) {
            // What was typed there although nothing is asked stays to be seen, and can be emptied.
            if self.fills.cells.contains_key(&(self.element.id.clone(), Slot::Month(index))) {
                self.input(col, Slot::Month(index))?;
                continue;
            }
            let closed = self.dressed(col, &self.look.closed);
            self.sheet.write_blank(self.row, col, &closed)?;
        }
        self.input(column::TOTAL, Slot::Quarter)?;
        if !self.element.choices.is_empty() {
            let choices = a_choice(&self.element.choices)?;
            self.sheet.add_data_validation(self.row, column::TOTAL, self.row, column::TOTAL, &choices)?;
        }
        Ok(())
    }

    /// Writes what stands in an input cell; gives the number, if it is one.
    fn input(&mut self, col: u16, slot: Slot) -> Result<Option<f64>, XlsxError> {
        let format: &Format = match (self.element.choices.is_empty(), self.element.decimals) {
            (false, _) => &self.look.input_choice,
            (true, 0) => &self.look.input,
            (true, _) => &self.look.input_decimal,
        };
        let format = &self.dressed(col, format);
        let fill = self.fills.cells.get(&(self.element.id.clone(), slot));
        // A format for whole numbers would show 12.5 as 13, beside the words that 12.5 must be whole.
        let exact = |number: &f64| (number * 10_f64.powi(i32::from(self.element.decimals))).fract() == 0.0;
        let shown_whole = matches!(fill, Some(CellFill::Number(number)) if !exact(number));
        let format = &if shown_whole { format.clone().set_num_format("General") } else { format.clone() };
        write_fill(self.sheet, (self.row, col), fill, format)?;
        Ok(match fill {
            Some(CellFill::Number(number)) => Some(*number),
            _ => None,
        })
    }

    /// The format with the fill of what is marked there.
    fn dressed(&self, col: u16, format: &Format) -> Format {
        match self.marks.get(&(self.row, col)) {
            Some(marks) => dressed(format, marks.iter().any(|mark| mark.blocks)),
            None => format.clone(),
        }
    }
}

fn write_fill(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    fill: Option<&CellFill>,
    format: &Format,
) -> Result<(), XlsxError> {
    match fill {
        Some(CellFill::Number(number)) => sheet.write_number_with_format(row, col, *number, format).map(drop),
        Some(CellFill::Text(words)) => text(sheet, row, col, words, format),
        None => sheet.write_blank(row, col, format).map(drop),
    }
}

/// A row that was sent and has no place in the form: open, so that it can be emptied.
fn below(sheet: &mut Worksheet, row: u32, extra: &Extra, marks: &ByCell<'_>, look: &Look) -> Result<(), XlsxError> {
    let format = |col: u16, format: &Format| match marks.get(&(row, col)) {
        Some(found) => dressed(format, found.iter().any(|mark| mark.blocks)),
        None => format.clone(),
    };
    text(sheet, row, column::CODE, &extra.code, &format(column::CODE, &look.input_text))?;
    text(sheet, row, column::NAME, &extra.name, &format(column::NAME, &look.input_text))?;
    let months = (column::FIRST_MONTH..).zip(extra.months.iter().map(Option::as_ref));
    for (col, fill) in months.chain([(column::TOTAL, extra.total.as_ref())]) {
        write_fill(sheet, (row, col), fill, &format(col, &look.input))?;
    }
    text(sheet, row, column::NOTE, &extra.note, &format(column::NOTE, &look.input_text))
}

/// Which numbers a cell takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Decimal,
}

/// One validation for runs of rows of the same kind: a thousand single ones would make the file slow to open.
fn validate(sheet: &mut Worksheet, plan: &Plan, kind: Kind) -> Result<(), XlsxError> {
    let fits = |element: &Element| {
        let own = if element.decimals == 0 { Kind::Whole } else { Kind::Decimal };
        own == kind && element.choices.is_empty()
    };
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (row, _) in plan.elements().filter(|(_, element)| fits(element)) {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == row => *end = row,
            _ => runs.push((row, row)),
        }
    }
    for (first, last) in runs {
        let decimals = u8::from(kind == Kind::Decimal);
        let rule = a_number(&a1(first, u32::from(column::FIRST_MONTH)), decimals)?;
        sheet.add_data_validation(first, column::FIRST_MONTH, last, column::TOTAL, &rule)?;
    }
    Ok(())
}

/// What a cell takes that holds a number with so many decimals; `cell` is the first it is laid on.
pub(super) fn a_number(cell: &str, decimals: u8) -> Result<DataValidation, XlsxError> {
    let (whole, words) = if decimals == 0 {
        (format!(",{cell}=INT({cell})"), "请填大于或等于 0 的整数".to_owned())
    } else {
        (String::new(), format!("请填大于或等于 0 的数，最多 {decimals} 位小数"))
    };
    let formula = format!("=OR(AND(ISNUMBER({cell}),{cell}>=0{whole}),{cell}=\"/\",{cell}=\"未开展\",{cell}=\"\")");
    DataValidation::new()
        .allow_custom(Formula::new(formula))
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title("这一格要填数")?
        .set_error_message(format!("{words}；不适用填 /，未开展填“未开展”。"))
}

/// What a cell takes that holds a choice.
pub(super) fn a_choice(choices: &[String]) -> Result<DataValidation, XlsxError> {
    DataValidation::new().allow_list_strings(choices)?.set_error_message("请从下拉列表中选一项。")
}

fn foot(sheet: &mut Worksheet, plan: &Plan, fills: &Fills, look: &Look) -> Result<(), XlsxError> {
    let row = plan.extra_row(fills.extras.len()) + u32::from(!fills.extras.is_empty());
    let signs = [(1, "填报人："), (2, "审核人："), (5, "联系电话："), (8, "填报日期："), (10, "（盖章）")];
    signed(sheet, row, column::NOTE, &signs, look)
}

/// The line to be signed: one rule from the first label to the column `end`, so that there is room to write on.
pub(super) fn signed(
    sheet: &mut Worksheet,
    row: u32,
    end: u16,
    signs: &[(u16, &str)],
    look: &Look,
) -> Result<(), XlsxError> {
    for col in signs.iter().map(|(col, _)| *col).min().unwrap_or(end)..=end {
        match signs.iter().find(|(at, _)| *at == col) {
            Some((_, words)) => text(sheet, row, col, words, &look.sign)?,
            None => sheet.write_blank(row, col, &look.sign).map(drop)?,
        }
    }
    sheet.set_row_height(row, 24)?;
    Ok(())
}
