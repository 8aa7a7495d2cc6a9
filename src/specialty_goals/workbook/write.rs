//! The table of a centre's year as a workbook; the same goals give the same bytes. An empty one is the form to fill in.

use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{COLUMNS, Column, SHEET};
use crate::specialty_goals::model::{Direction, GOALS_MAX, Goal, Number, Origin};
use crate::spreadsheets;

/// Name of the sheet that says how to fill in the other.
const GUIDE: &str = "填写说明";

/// Height of a line, points.
const LINE: u32 = 15;
/// Most lines of a row that are shown: no row is higher than 409 points.
const LINES_MAX: u32 = 27;

/// Whose table of which year.
#[derive(Clone, Copy, Debug)]
pub struct For<'a> {
    /// The centre's code.
    pub code: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The year.
    pub year: i32,
}

/// Writes the workbook.
///
/// # Errors
/// When there are more rows than a sheet has.
pub fn write(of: For<'_>, goals: &[Goal]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&spreadsheets::properties(SHEET)?);
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    header(sheet)?;
    for (goal, row) in goals.iter().zip(1..) {
        line(sheet, row, of, goal)?;
    }
    let last = u32::try_from(GOALS_MAX).unwrap_or(u32::MAX);
    for ((column, ..), col) in COLUMNS.into_iter().zip(0..) {
        let words: Vec<&str> = match column {
            Column::Origin => Origin::ALL.map(Origin::label).into(),
            Column::Direction => Direction::ALL.map(Direction::label).into(),
            _ => continue,
        };
        let choice = DataValidation::new().allow_list_strings(&words)?.set_error_message("请从下拉列表中选一项。")?;
        sheet.add_data_validation(1, col, last, col, &choice)?;
    }
    sheet.set_freeze_panes(1, 4)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    guide(book.add_worksheet(), of)?;
    book.save_to_buffer()
}

fn line(sheet: &mut Worksheet, row: u32, of: For<'_>, goal: &Goal) -> Result<(), XlsxError> {
    let plain = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    // Six decimals, none of them shown where it is 0.
    let decimals = Format::new().set_num_format("0.######").set_align(FormatAlign::Top);
    let whole = Format::new().set_align(FormatAlign::Top);
    let high = COLUMNS.map(|(column, ..)| lines(words(column, of, goal), width(column)));
    sheet.set_row_height(row, LINE * high.into_iter().max().unwrap_or(1).clamp(1, LINES_MAX))?;
    for ((column, ..), col) in COLUMNS.into_iter().zip(0..) {
        match column {
            Column::Year => number(sheet, (row, col), f64::from(of.year), &whole)?,
            Column::Place => number(sheet, (row, col), f64::from(row), &whole)?,
            Column::Baseline => decimal(sheet, (row, col), goal.baseline, (&decimals, &whole))?,
            Column::Goal => decimal(sheet, (row, col), goal.goal, (&decimals, &whole))?,
            _ => spreadsheets::text(sheet, row, col, words(column, of, goal), &plain)?,
        }
    }
    Ok(())
}

/// What stands under a column of words.
fn words<'a>(column: Column, of: For<'a>, goal: &'a Goal) -> &'a str {
    match column {
        Column::Centre => of.code,
        Column::Title => &goal.title,
        Column::Origin => goal.origin.label(),
        Column::Document => &goal.document,
        Column::Indicator => &goal.indicator,
        Column::Unit => &goal.unit,
        Column::Direction => goal.direction.map_or("", Direction::label),
        Column::Measures => &goal.measures,
        Column::Year | Column::Place | Column::Baseline | Column::Goal => "",
    }
}

fn number(sheet: &mut Worksheet, (row, col): (u32, u16), value: f64, look: &Format) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, col, value, look).map(|_| ())
}

/// A number that has a part behind the point shows it; a whole one shows no lonely point.
fn decimal(
    sheet: &mut Worksheet,
    (row, col): (u32, u16),
    value: Option<Number>,
    (decimals, whole): (&Format, &Format),
) -> Result<(), XlsxError> {
    let Some(value) = value.map(Number::as_cell) else {
        return sheet.write_blank(row, col, whole).map(|_| ());
    };
    number(sheet, (row, col), value, if value.fract() == 0.0 { whole } else { decimals })
}

fn header(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let look = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F0_F3F6))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    for ((column, ..), col) in COLUMNS.into_iter().zip(0_u16..) {
        sheet.write_string_with_format(0, col, column.heading(), &look)?;
        sheet.set_column_width(col, width(column))?;
    }
    Ok(())
}

/// In characters of Latin script; a Chinese one takes two.
fn width(column: Column) -> u32 {
    match column {
        Column::Place | Column::Year | Column::Origin => 6,
        Column::Baseline | Column::Goal | Column::Unit => 8,
        Column::Centre | Column::Direction => 10,
        Column::Document | Column::Indicator => 22,
        Column::Title => 30,
        Column::Measures => 40,
    }
}

/// How many lines a text takes in a column: programs that open the file do not all measure it themselves.
fn lines(text: &str, width: u32) -> u32 {
    let of = |line: &str| {
        let wide: u32 = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        wide.div_ceil(width.max(1)).max(1)
    };
    text.lines().map(of).sum()
}

/// How to fill in, one line a cell.
fn guide(sheet: &mut Worksheet, of: For<'_>) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    sheet.set_column_width(0, 18)?.set_column_width(1, 80)?;
    sheet.set_print_fit_to_pages(1, 0);
    let (bold, plain) = (Format::new().set_bold(), Format::new().set_num_format("@").set_text_wrap());
    let whose = format!("{}（{}）{} 年", of.name, of.code, of.year);
    let most = format!("一年最多 {GOALS_MAX} 项；行的先后就是目标的先后，序号只给人看");
    let lines = [
        ("这是谁的", whose.as_str()),
        ("一个目标一行", most.as_str()),
        ("年度、质控中心", "可以空着；写了就要与上面一致，免得拿错文件"),
        ("目标名称", "必填；同一张表里不能重复"),
        ("来源", "必填：国家级质控中心定的写“国家”，本中心自己制订的写“省定”"),
        ("依据文件", "文号和名称，没有就空着"),
        ("基线值、目标值", "只填数，按“单位”算：85% 在单位写 %，这里填 85；没有就空着，不要写 0"),
        ("方向", "越高越好或越低越好；说不准就空着"),
        ("主要措施", "可以写几行"),
        ("导入以后", "整张表代替这一年原来的表，成为新的一版；原来的各版都留着，更正要写原因"),
    ];
    for ((head, text), row) in lines.into_iter().zip(0..) {
        sheet.write_string_with_format(row, 0, head, &bold)?;
        spreadsheets::text(sheet, row, 1, text, &plain)?;
    }
    Ok(())
}
