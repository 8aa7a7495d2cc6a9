//! How the sheets look: white cells are filled, grey ones are locked.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

/// Formats of the workbook.
pub struct Look {
    /// Title of a sheet.
    pub title: Format,
    /// Small print above and below the table.
    pub hint: Format,
    /// Label of a fact above the table.
    pub label: Format,
    /// A fact above the table.
    pub fact: Format,
    /// Head of a column.
    pub head: Format,
    /// A target's heading across the table.
    pub heading: Format,
    /// Text that is not filled.
    pub text: Format,
    /// The code: small, for machines.
    pub code: Format,
    /// Text in the middle that is not filled.
    pub middle: Format,
    /// An input cell for a whole number.
    pub input: Format,
    /// An input cell for a number with one decimal.
    pub input_decimal: Format,
    /// An input cell for words.
    pub input_text: Format,
    /// An input cell for a choice.
    pub input_choice: Format,
    /// A month that is not asked.
    pub closed: Format,
    /// The total: a formula that may be typed over.
    pub total: Format,
    /// Last quarter.
    pub last: Format,
    /// Last quarter of a number with decimals.
    pub last_decimal: Format,
    /// A computed preview.
    pub preview: Format,
    /// A line to be signed.
    pub sign: Format,
    /// A link to a cell.
    pub link: Format,
}

const INK: Color = Color::RGB(0x0017_222D);
const INK_2: Color = Color::RGB(0x0044_5462);
const INK_3: Color = Color::RGB(0x005E_6C79);
const LINE: Color = Color::RGB(0x00B3_BEC8);
const SUNKEN: Color = Color::RGB(0x00F0_F3F6);
const SOFT: Color = Color::RGB(0x00E8_F0F8);
const LINK: Color = Color::RGB(0x000F_5AA8);
const CLOSED: Color = Color::RGB(0x00DD_E3E9);

impl Look {
    /// Fill of a cell that must be mended.
    pub(super) const BAD: Color = Color::RGB(0x00FB_E3E1);
    /// Fill of a cell that asks for an explanation.
    pub(super) const ASK: Color = Color::RGB(0x00FF_F1CF);

    /// The house's look: the colours of the pages, lines that survive a grey print.
    #[must_use]
    pub(in crate::returns) fn new() -> Self {
        let base = Format::new().set_font_name("Microsoft YaHei").set_font_size(10).set_font_color(INK);
        let base = base.set_align(FormatAlign::VerticalCenter);
        let lined = base.clone().set_border(FormatBorder::Thin).set_border_color(LINE);
        let locked = lined.clone().set_background_color(SUNKEN);
        let input = lined.clone().set_unlocked().set_align(FormatAlign::Right);
        let last = locked.clone().set_align(FormatAlign::Right).set_font_color(INK_3);
        let words = lined.clone().set_unlocked().set_text_wrap();
        Self {
            title: base.clone().set_bold().set_font_size(15),
            hint: base.clone().set_font_color(INK_2).set_font_size(9).set_text_wrap(),
            label: base.clone().set_font_color(INK_3),
            fact: base.clone().set_bold(),
            head: locked.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            heading: lined.clone().set_bold().set_background_color(SOFT),
            text: locked.clone().set_text_wrap(),
            code: locked.clone().set_font_size(8).set_font_color(INK_3),
            middle: locked.clone().set_align(FormatAlign::Center),
            input: input.clone().set_num_format("#,##0"),
            input_decimal: input.clone().set_num_format("#,##0.0"),
            input_text: words.clone(),
            input_choice: words.set_align(FormatAlign::Center),
            closed: lined.clone().set_background_color(CLOSED),
            total: input.set_num_format("#,##0.##").set_background_color(SUNKEN),
            last: last.clone().set_num_format("#,##0"),
            last_decimal: last.set_num_format("#,##0.0"),
            link: lined
                .clone()
                .set_align(FormatAlign::Center)
                .set_font_color(LINK)
                .set_underline(FormatUnderline::Single),
            preview: locked.set_align(FormatAlign::Right),
            sign: base.set_border_bottom(FormatBorder::Thin),
        }
    }
}

/// Height in points of a row whose wrapped texts stand in columns of these widths: no program that opens the file
/// works it out by itself.
///
/// A column's width counts Latin letters; a Chinese one takes two.
#[must_use]
pub fn height(cells: &[(&str, f64)]) -> f64 {
    let lines = |(words, width): &(&str, f64)| {
        let letters = |line: &str| line.chars().map(|letter| if letter.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
        // A line breaks before the letter that no longer fits, and cells have a margin.
        words.split('\n').map(|line| (letters(line) / (width - 2.5)).ceil().max(1.0)).sum::<f64>()
    };
    let most = cells.iter().map(lines).fold(1.0, f64::max);
    most * 14.5 + 3.5
}

#[cfg(test)]
mod tests {
    use super::height;

    #[test]
    fn a_row_is_as_high_as_its_longest_text_needs() {
        let one = height(&[("", 30.0)]);
        assert_eq!(height(&[("出院患者人次", 30.0), ("人次", 8.0)]), one);
        assert!(height(&[("统计期内每日午夜实际占用病床数之和，全院口径。", 30.0)]) > one);
        assert!(height(&[("一\n二\n三", 30.0)]) > height(&[("一二三", 30.0)]), "a line each");
        let long = "统计期内住院患者".repeat(6);
        assert!(height(&[("短", 30.0), (&long, 42.0)]) > height(&[(&long, 60.0)]));
    }
}
