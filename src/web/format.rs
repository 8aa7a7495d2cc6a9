//! Numbers as readers see them: thousands by a narrow space, a real minus, rounded once.

/// U+202F, between thousands and before % and ‰.
const NARROW: char = '\u{202F}';

/// A count with narrow spaces between thousands: `1 279 080`.
#[must_use]
pub fn count(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    if value < 0 {
        out.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(NARROW);
        }
        out.push(digit);
    }
    out
}

/// A value stored scaled by 10^`decimals`, with as many decimals: 1234 with 1 is `123.4`.
#[must_use]
pub fn scaled(value: i64, decimals: u8) -> String {
    if decimals == 0 {
        return count(value);
    }
    let unit = 10_i64.pow(u32::from(decimals));
    let sign = if value < 0 { "−" } else { "" };
    let whole = count((value / unit).abs());
    let part = (value % unit).unsigned_abs();
    format!("{sign}{whole}.{part:0width$}", width = usize::from(decimals))
}

/// A number with fixed decimals, thousands by narrow spaces and a real minus.
#[must_use]
pub fn fixed(value: f64, decimals: u8) -> String {
    let text = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), count);
    let zero = text.bytes().all(|b| b == b'0' || b == b'.');
    let sign = if value < 0.0 && !zero { "−" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A difference: always signed, `+0.9`, `−2.2`, `0.0`.
#[must_use]
pub fn signed(value: f64, decimals: u8) -> String {
    let text = fixed(value, decimals);
    let zero = text.chars().all(|c| c == '0' || c == '.');
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

/// How far two numbers lie apart as a reader sees them: what is shown of the one less what is shown of the other.
#[must_use]
pub fn apart(now: f64, then: f64, decimals: u8) -> f64 {
    let shown = |value: f64| format!("{value:.*}", usize::from(decimals)).parse().unwrap_or(value);
    let (now, then): (f64, f64) = (shown(now), shown(then));
    now - then
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_the_style_says() {
        assert_eq!(count(1_279_080), "1\u{202F}279\u{202F}080");
        assert_eq!(count(-1_000), "−1\u{202F}000");
        assert_eq!(scaled(12_345, 1), "1\u{202F}234.5");
        assert_eq!(scaled(-5, 1), "−0.5");
        assert_eq!(fixed(-0.04, 1), "0.0");
        assert_eq!(fixed(99.95, 1), "100.0");
        assert_eq!(signed(0.9, 1), "+0.9");
        assert_eq!(signed(-2.2, 1), "−2.2");
        assert_eq!(signed(0.001, 1), "0.0");
    }

    #[test]
    fn a_difference_is_that_of_the_numbers_shown() {
        let told = |now: f64, then: f64| [fixed(then, 1), fixed(now, 1), signed(apart(now, then, 1), 1)];
        assert_eq!(told(54.76, 54.74), ["54.7", "54.8", "+0.1"]);
        assert_eq!(told(30.55, 41.449), ["41.4", "30.6", "−10.8"]);
        assert_eq!(told(54.749, 54.651), ["54.7", "54.7", "0.0"]);
    }
}
