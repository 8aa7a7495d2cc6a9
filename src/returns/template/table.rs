//! 汇总表 and 分科室表: one hospital or one department a row, an element with its months across.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet, XlsxError};

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element, ElementId, OverTime, Rhythm};
use crate::returns::form;
use crate::returns::intake::{Column, TableKind};
use crate::returns::template::data::{a_choice, a_number, signed};
use crate::returns::template::extras;
use crate::returns::template::look::Look;
use crate::returns::template::marks::{self, ByCell, Mark, Place, by_cell, dressed, protection};
use crate::returns::template::paper;
use crate::returns::template::plan::{CellFill, group};
use crate::spreadsheets::{a1, properties, text};

/// 0-based rows: the targets, the elements, the months; the lines stand below.
const GROUPS: u32 = 3;
const ELEMENTS: u32 = 4;
const MONTHS: u32 = 5;
/// 0-based row of the first line.
const FIRST: u32 = 6;

/// 0-based columns left of the figures.
const KEY: u16 = 0;
const NAME: u16 = 1;
const LEVEL: u16 = 2;
/// 0-based column of the first figure.
const FIGURES: u16 = 3;

/// One line of the table.
#[derive(Clone, Debug, Default)]
pub struct TableLine {
    /// 医院编码 or 科室, as it is read again.
    pub key: String,
    /// 医院名称 or 科室编码.
    pub name: String,
    /// 级别; empty for departments and campuses.
    pub level: String,
    /// Services it does not offer: their cells are closed.
    pub without: Vec<String>,
    /// Whether it is the sum over the others.
    pub whole: bool,
    /// What stands in its cells.
    pub cells: HashMap<(ElementId, Column), CellFill>,
    /// What stands under 说明.
    pub note: String,
}

/// A table for one quarter.
#[derive(Clone, Debug)]
pub struct TablePlan {
    /// What its lines are.
    pub kind: TableKind,
    /// Code and name of the hospital whose departments these are; empty for many hospitals.
    pub hospital: Option<(String, String)>,
    /// The quarter.
    pub quarter: Period,
    /// Year of the edition.
    pub edition: i32,
    /// Revision of the edition.
    pub revision: String,
    /// The lines from the top.
    pub lines: Vec<TableLine>,
    elements: Vec<Placed>,
}

/// An element with its columns.
#[derive(Clone, Debug)]
struct Placed {
    element: Element,
    group: String,
    columns: Vec<(Column, u16)>,
}

impl TablePlan {
    /// Lays out the columns of an edition for these lines.
    #[must_use]
    pub fn new(
        catalogue: &Catalogue,
        edition: &Edition,
        kind: TableKind,
        hospital: Option<(String, String)>,
        quarter: Period,
        lines: Vec<TableLine>,
    ) -> Self {
        let mut elements = Vec::new();
        let mut col = FIGURES;
        for element in edition.elements.iter().filter_map(|id| catalogue.element(id)) {
            let months = quarter.months().into_iter().map(|month| Column::Month(month.number()));
            let months = months.filter(|_| element.rhythm == Rhythm::Monthly);
            let columns: Vec<(Column, u16)> = months.chain([Column::Total]).zip(col..).collect();
            col += u16::try_from(columns.len()).unwrap_or(1);
            elements.push(Placed { element: element.clone(), group: group(edition, element), columns });
        }
        let (year, revision) = (edition.year, edition.revision.clone());
        Self { kind, hospital, quarter, edition: year, revision, lines, elements }
    }

    /// Title of the sheet and the document.
    #[must_use]
    pub fn title(&self) -> String {
        let what = match self.kind {
            TableKind::Hospitals => form::TABLE_SHEET,
            TableKind::Departments => form::DEPARTMENT_SHEET,
        };
        let whose = self.hospital.as_ref().map(|(_, name)| format!("{name} ")).unwrap_or_default();
        format!("{whose}{}国家医疗质量安全改进目标{what}", self.quarter.label())
    }

    /// A file name that tells the quarter apart at a glance.
    #[must_use]
    pub fn file_name(&self) -> String {
        match &self.hospital {
            Some((code, name)) => format!("{}-{code}-{name}-{}.xlsx", self.quarter, self.sheet()),
            None => format!("{}-{}.xlsx", self.quarter, self.sheet()),
        }
    }

    /// Name of the sheet.
    #[must_use]
    pub fn sheet(&self) -> &'static str {
        match self.kind {
            TableKind::Hospitals => form::TABLE_SHEET,
            TableKind::Departments => form::DEPARTMENT_SHEET,
        }
    }

    /// 0-based row of a line.
    #[must_use]
    pub fn row(&self, line: usize) -> u32 {
        FIRST + u32::try_from(line).unwrap_or(0)
    }

    /// 0-based column of an element's figure.
    #[must_use]
    pub fn col(&self, element: &ElementId, column: Column) -> Option<u16> {
        let placed = self.elements.iter().find(|placed| placed.element.id == *element)?;
        placed.columns.iter().find(|(of, _)| *of == column).map(|(_, col)| *col)
    }

    /// The elements with the heads below each, in order.
    pub fn columns(&self) -> impl Iterator<Item = (&ElementId, Column)> {
        self.elements
            .iter()
            .flat_map(|placed| placed.columns.iter().map(move |(column, _)| (&placed.element.id, *column)))
    }

    /// 0-based column of 说明; that of 错误信息 is the next.
    #[must_use]
    pub fn note_col(&self) -> u16 {
        self.elements.last().and_then(|placed| placed.columns.last()).map_or(FIGURES, |(_, col)| col + 1)
    }
}

/// Writes the table; with marks it begins with their list. The same plan and marks give the same bytes.
///
/// # Errors
/// Of the writer; none in practice.
pub fn write_table(plan: &TablePlan, found: &[Mark]) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(&plan.title())?);
    if !found.is_empty() {
        marks::list(book.add_worksheet(), (&plan.title(), plan.sheet()), found, &look)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(plan.sheet())?;
    // The writer's own word for an empty result is 0, which would be read as a figure.
    sheet.set_formula_result_default("");
    let at = by_cell(found);
    let writing = Writing { plan, look: &look, marks: &at };
    writing.header(sheet)?;
    for (line, row) in plan.lines.iter().zip(FIRST..) {
        writing.line(sheet, row, line)?;
    }
    writing.validate(sheet)?;
    let last = plan.row(plan.lines.len().max(1) - 1);
    writing.foot(sheet, last + 2)?;
    if !found.is_empty() {
        let place = Place { header: MONTHS, faults: plan.note_col() + 1, last };
        marks::beside(sheet, &at, &place, &look)?;
    }
    let code = plan.hospital.as_ref().map_or("", |(code, _)| code.as_str());
    extras::mark(book.add_worksheet(), form::TABLE_MARK, code, plan.quarter, (plan.edition, &plan.revision))?;
    book.save_to_buffer()
}

/// Widths in letters: of a month or quarter, of a figure without months, of 说明.
const FIGURE_WIDTH: f64 = 9.0;
const ALONE_WIDTH: f64 = 15.0;
const NOTE_WIDTH: f64 = 40.0;

struct Writing<'a> {
    plan: &'a TablePlan,
    look: &'a Look,
    marks: &'a ByCell<'a>,
}

impl Writing<'_> {
    fn header(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (plan, look) = (self.plan, self.look);
        let widths = match plan.kind {
            TableKind::Hospitals => [14.0, 30.0, 8.0],
            TableKind::Departments => [24.0, 12.0, 8.0],
        };
        for (col, width) in (0..).zip(widths) {
            sheet.set_column_width(col, width)?;
        }
        sheet.set_column_range_width(FIGURES, plan.note_col() - 1, FIGURE_WIDTH)?;
        sheet.set_column_width(plan.note_col(), NOTE_WIDTH)?;
        text(sheet, 0, 0, &plan.title(), &look.title)?;
        sheet.set_row_height(0, 26)?;
        let code = plan.hospital.as_ref().map(|(code, _)| code.as_str()).unwrap_or_default();
        if !code.is_empty() {
            text(sheet, 1, KEY, &format!("{}：{code}", form::HOSPITAL), &look.label)?;
        }
        text(sheet, 1, NAME, &format!("{}　{} 年版", plan.quarter.label(), plan.edition), &look.fact)?;
        let hint = match plan.kind {
            TableKind::Hospitals => {
                "一家医院一行，每个数据元按月填；只有季度数时各月留空，填“季度合计”。没有发生填 0，不适用填“/”并在最后的“说明”写原因，没有开展填“未开展”。灰格是名录里没有这项服务，不用填。院区写在本院下一行，名称里写明“院区”。"
            }
            TableKind::Departments => {
                "一个科室一行，与本科室无关的格留空。“全院”一行自动相加，也可以直接填全院的数；不能按科室相加的（去重的患者、床位、季度数）请填在“全院”一行。"
            }
        };
        sheet.merge_range(2, 0, 2, plan.note_col().min(14), hint, &look.hint)?;
        sheet.set_row_height(2, 32)?;
        let heads = match plan.kind {
            TableKind::Hospitals => [form::HOSPITAL, form::HOSPITAL_NAME, form::LEVEL],
            TableKind::Departments => [form::DEPARTMENT, form::DEPARTMENT_CODE, ""],
        };
        for (col, head) in (0..).zip(heads) {
            sheet.merge_range(ELEMENTS, col, MONTHS, col, head, &look.head)?;
        }
        self.groups(sheet)?;
        for placed in &plan.elements {
            self.element_head(sheet, placed)?;
        }
        sheet.merge_range(ELEMENTS, plan.note_col(), MONTHS, plan.note_col(), form::NOTE, &look.head)?;
        sheet.set_row_height(ELEMENTS, 62)?;
        sheet.set_freeze_panes(FIRST, FIGURES)?;
        paper::a3(sheet, &self.page_breaks(&widths))?;
        sheet.set_repeat_rows(GROUPS, MONTHS)?.set_repeat_columns(KEY, LEVEL)?;
        sheet.set_footer(format!("&L{}　{}&R第 &P 页，共 &N 页", plan.sheet(), plan.quarter));
        sheet.protect_with_options(&protection());
        Ok(())
    }

    /// Before which columns a printed page ends.
    fn page_breaks(&self, names: &[f64]) -> Vec<u32> {
        let one = |placed: &Placed| if placed.columns.len() == 1 { ALONE_WIDTH } else { FIGURE_WIDTH };
        let widths = |placed: &Placed| vec![one(placed); placed.columns.len()];
        let mut blocks: Vec<(u16, Vec<f64>)> =
            self.plan.elements.iter().filter_map(|placed| Some((placed.columns.first()?.1, widths(placed)))).collect();
        if let Some((_, last)) = blocks.last_mut() {
            last.push(NOTE_WIDTH);
            last.extend((!self.marks.is_empty()).then_some(marks::FAULTS_WIDTH));
        }
        paper::breaks(names, &blocks)
    }

    /// The target above each run of its elements.
    fn groups(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for run in self.plan.elements.chunk_by(|a, b| a.group == b.group) {
            let cols = || run.iter().flat_map(|placed| &placed.columns).map(|(_, col)| *col);
            let (first, last) = (cols().min().unwrap_or(FIGURES), cols().max().unwrap_or(FIGURES));
            let words = run.first().map(|placed| placed.group.as_str()).unwrap_or_default();
            if first == last {
                text(sheet, GROUPS, first, words, &self.look.heading)?;
            } else {
                sheet.merge_range(GROUPS, first, GROUPS, last, words, &self.look.heading)?;
            }
        }
        Ok(())
    }

    fn element_head(&self, sheet: &mut Worksheet, placed: &Placed) -> Result<(), XlsxError> {
        let element = &placed.element;
        let words = format!("{}（{}）\n({})", element.name, element.unit, element.id);
        let col = |at: Option<&(Column, u16)>| at.map_or(FIGURES, |(_, col)| *col);
        let (first, last) = (col(placed.columns.first()), col(placed.columns.last()));
        if first == last {
            text(sheet, ELEMENTS, first, &words, &self.look.head)?;
            sheet.set_column_width(first, ALONE_WIDTH)?;
        } else {
            sheet.merge_range(ELEMENTS, first, ELEMENTS, last, &words, &self.look.head)?;
        }
        for (column, col) in &placed.columns {
            let head = match column {
                Column::Month(number) => format!("{number}月"),
                _ => form::TOTAL.to_owned(),
            };
            text(sheet, MONTHS, *col, &head, &self.look.head)?;
        }
        Ok(())
    }

    fn line(&self, sheet: &mut Worksheet, row: u32, line: &TableLine) -> Result<(), XlsxError> {
        let look = self.look;
        // Who speaks is given by the register, and still open: a wrong code must be mendable.
        text(sheet, row, KEY, &line.key, &self.dressed((row, KEY), &look.input_text))?;
        text(sheet, row, NAME, &line.name, &self.dressed((row, NAME), &look.input_text))?;
        text(sheet, row, LEVEL, &line.level, &look.middle)?;
        for placed in &self.plan.elements {
            let closed = placed.element.service.as_ref().is_some_and(|service| line.without.contains(service));
            for (column, col) in &placed.columns {
                self.cell(sheet, (row, *col), line, placed, *column, closed)?;
            }
        }
        let note = self.plan.note_col();
        text(sheet, row, note, &line.note, &self.dressed((row, note), &look.input_text))
    }

    fn cell(
        &self,
        sheet: &mut Worksheet,
        (row, col): (u32, u16),
        line: &TableLine,
        placed: &Placed,
        column: Column,
        closed: bool,
    ) -> Result<(), XlsxError> {
        let element = &placed.element;
        let format: &Format = match (element.choices.is_empty(), element.decimals) {
            _ if closed => &self.look.closed,
            (false, _) => &self.look.input_choice,
            (true, 0) => &self.look.input,
            (true, _) => &self.look.input_decimal,
        };
        let format = self.dressed((row, col), format);
        let fill = line.cells.get(&(element.id.clone(), column));
        if fill.is_none() && line.whole && sums_departments(element, column) && row > FIRST {
            let (first, last) = (a1(FIRST, u32::from(col)), a1(row - 1, u32::from(col)));
            let formula = Formula::new(format!("=IF(COUNT({first}:{last})=0,\"\",SUM({first}:{last}))"));
            sheet.write_formula_with_format(row, col, formula.set_result(""), &format)?;
            return Ok(());
        }
        match fill {
            Some(CellFill::Number(number)) => sheet.write_number_with_format(row, col, *number, &format).map(drop),
            Some(CellFill::Text(words)) => text(sheet, row, col, words, &format),
            None => sheet.write_blank(row, col, &format).map(drop),
        }
    }

    fn dressed(&self, at: (u32, u16), format: &Format) -> Format {
        match self.marks.get(&at) {
            Some(marks) => dressed(format, marks.iter().any(|mark| mark.blocks)),
            None => format.clone(),
        }
    }

    /// One rule a column: what the form asks of a cell.
    fn validate(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Some(last) = self.plan.lines.len().checked_sub(1).map(|line| self.plan.row(line)) else { return Ok(()) };
        for placed in &self.plan.elements {
            let element = &placed.element;
            let col = |at: Option<&(Column, u16)>| at.map_or(FIGURES, |(_, col)| *col);
            let (first_col, last_col) = (col(placed.columns.first()), col(placed.columns.last()));
            let rule = if element.choices.is_empty() {
                a_number(&a1(FIRST, u32::from(first_col)), element.decimals)?
            } else {
                a_choice(&element.choices)?
            };
            sheet.add_data_validation(FIRST, first_col, last, last_col, &rule)?;
        }
        Ok(())
    }

    fn foot(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        let signs = [(0, "汇总人："), (2, "审核人："), (6, "联系电话："), (10, "日期："), (14, "（盖章）")];
        signed(sheet, row, 17, &signs, self.look)
    }
}

/// Whether the departments' figures add up to the hospital's: patients counted once and stocks do not.
fn sums_departments(element: &Element, column: Column) -> bool {
    let monthly = element.rhythm == Rhythm::Monthly;
    element.over_time == OverTime::Sum && element.choices.is_empty() && (monthly == (column != Column::Total))
}
