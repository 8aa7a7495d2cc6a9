//! Which number formats show a number as a percentage.

/// Whether a format code such as `0.00%` multiplies by a hundred; a quoted or escaped sign is
/// only a sign.
pub(super) fn shows_percent(code: &str) -> bool {
    let mut chars = code.chars();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            // The next character stands for itself, or only for its width.
            '\\' | '_' | '*' if !quoted => {
                chars.next();
            }
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_told_from_a_sign() {
        for code in ["0%", "0.00%", "#,##0.0%;[Red]-0.0%", "\"约\"0%"] {
            assert!(shows_percent(code), "{code}");
        }
        for code in ["General", "0.00", "0\\%", "0\"%\"", "0_%", "yyyy\"年\"m\"月\""] {
            assert!(!shows_percent(code), "{code}");
        }
    }
}
