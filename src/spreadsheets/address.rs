//! Cell addresses as spreadsheets write them.

use std::fmt::Write as _;

/// Rows of the largest sheet any of the formats has.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of the largest sheet: A to XFD.
pub(super) const COLUMNS: u32 = 16_384;

/// The address of a 0-based row and column as a spreadsheet shows it: `(6, 2)` is `C7`.
pub fn a1(row: u32, col: u32) -> String {
    // A table of a province has hundreds of thousands of addresses: no more than one allocation each.
    let mut letters = [0; 7];
    let mut first = letters.len();
    let mut rest = u64::from(col) + 1;
    while rest > 0 && first > 0 {
        (rest, first) = (rest - 1, first - 1);
        letters[first] = b'A' + u8::try_from(rest % 26).unwrap_or(0);
        rest /= 26;
    }
    let mut address = String::with_capacity(12);
    address.extend(letters[first..].iter().copied().map(char::from));
    // Writing into a string cannot fail.
    let _ = write!(address, "{}", u64::from(row) + 1);
    address
}

/// The 0-based row and column of an address such as `C7`, `c7` or `$C$7`; none outside the grid.
pub fn parse_a1(address: &str) -> Option<(u32, u32)> {
    let address = address.strip_prefix('$').unwrap_or(address);
    let digits = address.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, number) = address.split_at(digits);
    let number = number.strip_prefix('$').unwrap_or(number);
    if letters.is_empty() || letters.len() > 3 || !number.starts_with(|c| ('1'..='9').contains(&c)) {
        return None;
    }
    let col = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = number.parse().ok()?;
    (col <= COLUMNS && row <= ROWS).then(|| (row - 1, col - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_back_as_written() {
        for (row, col, text) in [
            (0, 0, "A1"),
            (6, 2, "C7"),
            (0, 25, "Z1"),
            (0, 26, "AA1"),
            (9, 701, "ZZ10"),
            (9, 702, "AAA10"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(a1(row, col), text);
            assert_eq!(parse_a1(text), Some((row, col)));
        }
        assert_eq!(parse_a1("$c$7"), Some((6, 2)));
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in ["", "A", "7", "A0", "A-1", "A1:B2", "XFE1", "A1048577", "AAAA1", "甲1", "A+1"] {
            assert_eq!(parse_a1(text), None, "{text}");
        }
    }
}
