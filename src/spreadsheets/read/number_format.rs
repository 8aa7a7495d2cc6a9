//! What a number format makes of a number.

/// How a cell shows its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// As a number.
    #[default]
    Plain,
    /// Times a hundred and with a sign: `0.985` as `98.5%`.
    Percent,
    /// As a date or a time of day.
    Date,
    /// As hours, minutes, seconds that do not end at midnight.
    Duration,
}

impl NumberFormat {
    /// A format code such as `0.00%` or `yyyy"年"m"月"`. Its first section decides; what is quoted,
    /// escaped or a name in brackets only decorates.
    pub(super) fn of_code(code: &str) -> Self {
        let mut chars = code.chars();
        let mut date = false;
        while let Some(c) = chars.next() {
            match c {
                ';' => break,
                '%' => return Self::Percent,
                '"' => {
                    chars.by_ref().find(|c| *c == '"');
                }
                // The next character stands for itself, or only for its width.
                '\\' | '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let name: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    let unit = name.to_ascii_lowercase();
                    if !unit.is_empty() && unit.chars().all(|c| matches!(c, 'h' | 'm' | 's')) {
                        return Self::Duration;
                    }
                }
                'd' | 'm' | 'h' | 'y' | 's' | 'D' | 'M' | 'H' | 'Y' | 'S' => date = true,
                _ => {}
            }
        }
        if date { Self::Date } else { Self::Plain }
    }

    /// A format that has a number instead of a code in every file (ECMA-376 part 1, 18.8.30).
    pub(super) fn built_in(number: u16) -> Self {
        match number {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::Plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_tells_what_is_shown() {
        for (code, shown) in [
            ("0%", NumberFormat::Percent),
            ("#,##0.0%;[Red]-0.0%", NumberFormat::Percent),
            ("\"约\"0%", NumberFormat::Percent),
            ("General", NumberFormat::Plain),
            ("0.00E+00", NumberFormat::Plain),
            ("0\\%", NumberFormat::Plain),
            ("0\"%\"", NumberFormat::Plain),
            ("[Red]0_%", NumberFormat::Plain),
            ("0;yyyy", NumberFormat::Plain),
            ("yyyy\"年\"m\"月\"", NumberFormat::Date),
            ("[$-804]yyyy/m/d", NumberFormat::Date),
            ("h:mm AM/PM", NumberFormat::Date),
            ("[h]:mm:ss", NumberFormat::Duration),
        ] {
            assert_eq!(NumberFormat::of_code(code), shown, "{code}");
        }
    }
}
