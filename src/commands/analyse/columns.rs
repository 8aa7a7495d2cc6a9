//! Cells to values: numbers, counts, and the few words the tables know.

use super::table::{Fault, Line};
use crate::statistics::Observed;

/// A number that is neither negative nor endless; `None` where the cell is empty.
pub(super) fn number(line: &Line<'_>, column: &str) -> Result<Option<f64>, Fault> {
    let text = line.text(column).trim();
    if text.is_empty() {
        return Ok(None);
    }
    // `parse` would also take the words inf and nan.
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    match text.parse::<f64>() {
        Ok(number) if plain && number.is_finite() && number >= 0.0 => Ok(Some(number)),
        Ok(number) if plain && number.is_finite() => Err(Fault::of(column, &format!("“{text}”是负数，应不小于 0"))),
        _ => Err(Fault::of(column, &format!("“{text}”不是数：请写阿拉伯数字，不带单位和千分号"))),
    }
}

/// Numerator over denominator; a gap where one is empty or the denominator is 0.
pub(super) fn observed(line: &Line<'_>, names: [&str; 2], proportion: bool) -> Result<Observed, Fault> {
    let (numerator, denominator) = (number(line, names[0])?, number(line, names[1])?);
    let (Some(numerator), Some(denominator)) = (numerator, denominator) else { return Ok(Observed::GAP) };
    if proportion && numerator > denominator {
        return Err(Fault::of(
            names[0],
            &format!("{numerator} 大于 {} 的 {denominator}，比例的分子不能大于分母", names[1]),
        ));
    }
    Ok(Observed::new(numerator, denominator))
}

/// The value of a word; `words` says which there are.
pub(super) fn word<T: Copy>(line: &Line<'_>, column: &str, words: &[(&str, T)]) -> Result<T, Fault> {
    let text = line.text(column).trim();
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        Fault::of(column, &format!("“{text}”不认识，应是 {}", known.join("、")))
    })
}
