//! The sheets beside 数据填报: how to fill it, where numbers are found, the indicators, and the very hidden mark.

use rust_xlsxwriter::{ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Indicator, Kind, Term};
use crate::returns::form;
use crate::returns::model::Slot;
use crate::returns::template::look::{Look, height};
use crate::returns::template::plan::{CellFill, Fills, Plan, column, sums_months};
use crate::spreadsheets::{a1, text};

/// 填报说明
pub(super) fn guide(sheet: &mut Worksheet, plan: &Plan, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(form::GUIDE_SHEET)?;
    sheet.set_column_width(0, 5)?.set_column_width(1, 100)?;
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    text(sheet, 0, 0, &plan.title(), &look.title)?;
    let steps = [
        "打开“数据填报”，按月填白格；灰格由系统填写或自动计算，不用填。",
        "每个数据元只填一次，各指标由它们计算；怎样取数见“取数口径”，算出来的结果见“指标预览”。",
        "只有季度数、没有分月数时：各月留空，把季度数直接填在“季度合计”（会替换掉公式，没有关系）。",
        "没有发生填 0。不适用填“/”，并在同一目标任一行的“说明”写明原因。没有开展的服务把“是否开展”改为“否”，数字留空。",
        "不要只写“无”或“-”：看不出是 0 还是不适用，系统会请你改。空着按缺报处理，不会当作 0。",
        "不要改动“编码”一列和工作表的名字；行的顺序、列宽可以动，另存为 .xlsx、.xls、.ods 都能识别。",
        "填好后登录本系统，在“季度报表”上传。有问题会逐格指出：在哪一格、填了什么、为什么不行、怎么改。",
        "一处必须改，整本都不入库，改好再传即可；重复上传没有关系，每次都留底。",
    ];
    for (row, step) in (2..).zip(steps) {
        sheet.write_number_with_format(row, 0, row - 1, &look.label)?;
        text(sheet, row, 1, step, &look.hint)?;
        sheet.set_row_height(row, height(&[(step, 100.0)]).max(20.0))?;
    }
    Ok(())
}

/// 取数口径
pub(super) fn sources(sheet: &mut Worksheet, plan: &Plan, look: &Look) -> Result<(), XlsxError> {
    sheet.set_name(form::SOURCES_SHEET)?;
    let widths = [30.0, 10.0, 50.0, 60.0, 30.0];
    for (col, width) in (0..).zip(widths) {
        sheet.set_column_width(col, width)?;
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    for (col, head) in (0..).zip([form::NAME, form::UNIT, form::DEFINITION, "在哪里取数", "来源"]) {
        text(sheet, 0, col, head, &look.head)?;
    }
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    for (row, (_, element)) in (1..).zip(plan.elements()) {
        let cells = [&element.name, &element.unit, &element.definition, &element.where_found, &element.source];
        for (col, words) in (0..).zip(cells) {
            text(sheet, row, col, words, &look.text)?;
        }
        let wrapped: Vec<(&str, f64)> = cells.iter().map(|words| words.as_str()).zip(widths).collect();
        sheet.set_row_height(row, height(&wrapped))?;
    }
    Ok(())
}

/// 指标预览
pub(super) fn preview(
    sheet: &mut Worksheet,
    catalogue: &Catalogue,
    plan: &Plan,
    fills: &Fills,
    look: &Look,
) -> Result<(), XlsxError> {
    sheet.set_name(form::PREVIEW_SHEET)?;
    // The writer's own default is 0, which a program that does not recompute would show as a figure.
    sheet.set_formula_result_default("");
    for (col, width) in [(0, 40.0), (1, 16.0), (2, 16.0), (3, 14.0), (4, 20.0), (5, 70.0)] {
        sheet.set_column_width(col, width)?;
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.protect();
    for (col, head) in (0..).zip([form::PREVIEW_NAME, "分子", "分母", form::PREVIEW_VALUE, "计量单位", "怎样计算"])
    {
        text(sheet, 0, col, head, &look.head)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    let mut row = 1;
    for indicator in plan.indicators.iter().filter_map(|id| catalogue.indicator(id)) {
        if !indicator.defined || indicator.numerator.is_empty() || indicator.denominator.is_empty() {
            continue;
        }
        let line = Preview { catalogue, plan, fills, look };
        line.write(sheet, row, indicator)?;
        row += 1;
    }
    let hint = "由“数据填报”自动计算，只供核对；标红的比例大于全部，分子或分母填错了。入库后以系统计算的为准。";
    text(sheet, row + 1, 0, hint, &look.hint)
}

struct Preview<'a> {
    catalogue: &'a Catalogue,
    plan: &'a Plan,
    fills: &'a Fills,
    look: &'a Look,
}

impl Preview<'_> {
    fn write(&self, sheet: &mut Worksheet, row: u32, indicator: &Indicator) -> Result<(), XlsxError> {
        let look = self.look;
        let how = indicator.formula_in_words(self.catalogue);
        sheet.set_row_height(row, height(&[(&indicator.name, 40.0), (&how, 70.0)]))?;
        text(sheet, row, 0, &indicator.name, &look.text)?;
        let above = self.side(sheet, row, 1, &indicator.numerator)?;
        let below = self.side(sheet, row, 2, &indicator.denominator)?;
        let (n, d) = (a1(row, 1), a1(row, 2));
        let decimals = indicator.decimals;
        let times = indicator.multiplier;
        let formula = format!(
            "=IF(AND(ISNUMBER({n}),ISNUMBER({d})),IF({d}>0,ROUND({n}/{d}*{times},{decimals}),\"没有病例\"),\"\")"
        );
        #[expect(clippy::cast_precision_loss, reason = "a preview; multipliers are small")]
        let value = match above.zip(below) {
            Some((above, below)) if below > 0.0 => {
                format!("{:.*}", usize::from(decimals), above / below * times as f64)
            }
            Some(_) => "没有病例".to_owned(),
            None => String::new(),
        };
        sheet.write_formula_with_format(row, 3, Formula::new(formula).set_result(value), &look.preview)?;
        if indicator.kind == Kind::Proportion {
            let value = a1(row, 3);
            let above_all = Formula::new(format!("=AND(ISNUMBER({value}),{value}>{times})"));
            let wrong = Format::new().set_background_color(Look::BAD).set_bold();
            let rule = ConditionalFormatFormula::new().set_rule(above_all).set_format(wrong);
            sheet.add_conditional_format(row, 3, row, 3, &rule)?;
        }
        text(sheet, row, 4, &indicator.unit, &look.middle)?;
        text(sheet, row, 5, &how, &look.text)
    }

    /// Σ factor × quarter of each term, as a formula over the data sheet; gives the number where all are known.
    fn side(&self, sheet: &mut Worksheet, row: u32, col: u16, terms: &[Term]) -> Result<Option<f64>, XlsxError> {
        let mut cells = Vec::new();
        let mut parts = Vec::new();
        let mut sum = Some(0.0);
        for term in terms {
            let Some(at) = self.plan.row_of(&term.element) else { return Ok(None) };
            let cell = format!("'{}'!{}", form::DATA_SHEET, a1(at, u32::from(column::TOTAL)));
            let factor = self.catalogue.factor_as_typed(term);
            parts.push(if factor == 1 { cell.clone() } else { format!("{cell}*{factor}") });
            cells.push(cell);
            #[expect(clippy::cast_precision_loss, reason = "a preview; factors are small")]
            let value = self.quarter(term).map(|value| value * factor as f64);
            sum = sum.zip(value).map(|(sum, value)| sum + value);
        }
        let count = cells.len();
        let formula = format!("=IF(COUNT({})={count},{},\"\")", cells.join(","), parts.join("+"));
        let shown = sum.map(|sum: f64| format!("{}", (sum * 1e6).round() / 1e6)).unwrap_or_default();
        sheet.write_formula_with_format(row, col, Formula::new(formula).set_result(shown), &self.look.preview)?;
        Ok(sum)
    }

    fn quarter(&self, term: &Term) -> Option<f64> {
        let fill = |slot| match self.fills.cells.get(&(term.element.clone(), slot)) {
            Some(CellFill::Number(number)) => Some(*number),
            _ => None,
        };
        if let Some(quarter) = fill(Slot::Quarter) {
            return Some(quarter);
        }
        let element = self.catalogue.element(&term.element)?;
        if !sums_months(element) {
            return None;
        }
        Some(fill(Slot::Month(0))? + fill(Slot::Month(1))? + fill(Slot::Month(2))?)
    }
}

/// The very hidden sheet: what the workbook is. The hospital is empty for a table of many.
pub(super) fn mark(
    sheet: &mut Worksheet,
    mark: &str,
    hospital: &str,
    quarter: Period,
    (edition, revision): (i32, &str),
) -> Result<(), XlsxError> {
    sheet.set_name(form::MARK_SHEET)?.set_very_hidden(true);
    sheet.write_string(0, 0, mark)?;
    let (edition, quarter) = (edition.to_string(), quarter.to_string());
    let checksum = form::checksum(hospital, &quarter, &edition, revision);
    let facts = [
        ("hospital", hospital),
        ("period", quarter.as_str()),
        ("edition", edition.as_str()),
        ("revision", revision),
        ("checksum", checksum.as_str()),
    ];
    for (row, (key, value)) in (1..).zip(facts) {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, value)?;
    }
    Ok(())
}

/// Where each element stood when the form went out, beside what the workbook is.
pub(super) fn places(sheet: &mut Worksheet, plan: &Plan) -> Result<(), XlsxError> {
    for (at, (row, element)) in (0..).zip(plan.elements()) {
        sheet.write_string(at, 3, element.id.as_str())?;
        sheet.write_string(at, 4, a1(row, u32::from(column::FIRST_MONTH)))?;
    }
    Ok(())
}
