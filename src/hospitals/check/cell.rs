//! One cell as text or as a whole number.

use crate::catalogue::model::half_width;
use crate::spreadsheets::{Cell, Raw};

/// Largest number a spreadsheet keeps digit by digit.
const EXACT: f64 = 999_999_999_999_999.0;

/// Why a cell cannot be read: what is wrong, and how to mend it.
pub(super) type Unread = (&'static str, &'static str);

/// The cell as trimmed half-width text; a whole number without its point; empty for nothing.
///
/// # Errors
/// For errors, formulas without a value, and numbers whose digits the spreadsheet has lost.
pub(super) fn text(cell: &Cell) -> Result<String, Unread> {
    match &cell.value {
        Raw::Text(text) => Ok(half_width(text).trim().to_owned()),
        Raw::Number(number) if number.abs() > EXACT => {
            Err(("这个长数字已被表格软件改写，末尾的数字丢了。", "请先把单元格格式设为“文本”，再重新填写全部数字。"))
        }
        Raw::Number(_) | Raw::Bool(_) | Raw::DateTime { .. } => Ok(cell.found()),
        Raw::Error(_) => Err(("这一格是公式错误。", "请改填内容本身，不要用公式。")),
        Raw::FormulaWithoutValue => Err((
            "这一格是公式，文件里没有它的计算结果。",
            "请在 Excel 或 WPS 中打开，重新计算并保存，或直接填写内容。",
        )),
    }
}

/// A whole number ≥ 0, also with thousands separators or the unit 张.
pub(super) fn count(cell: &Cell) -> Option<i64> {
    let text = text(cell).ok()?;
    if cell.percent {
        return None;
    }
    let digits: String = text.trim_end_matches('张').chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let whole = digits.strip_suffix(".0").unwrap_or(&digits);
    let plain = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| whole.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: Raw) -> Cell {
        Cell { row: 1, col: 1, value, formula: None, percent: false }
    }

    #[test]
    fn counts_are_read_as_people_write_them() {
        for (value, expected) in [
            (Raw::Number(1200.0), Some(1200)),
            (Raw::Text("１，２００".to_owned()), Some(1200)),
            (Raw::Text(" 1,200 张".to_owned()), Some(1200)),
            (Raw::Number(12.5), None),
            (Raw::Number(-1.0), None),
            (Raw::Text("约200".to_owned()), None),
            (Raw::Error("#REF!".to_owned()), None),
        ] {
            assert_eq!(count(&cell(value.clone())), expected, "{value:?}");
        }
        assert!(text(&cell(Raw::Number(4.1e21))).is_err());
        assert_eq!(text(&cell(Raw::Number(410_105.0))).as_deref(), Ok("410105"));
    }
}
