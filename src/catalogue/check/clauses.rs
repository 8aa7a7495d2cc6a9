//! The notation of clauses: `三(一)3(2)` is the second requirement of `三(一)3`, `三(一)5.评(3)问2` the second question
//! of the third evaluation paragraph of `三(一)5`; where there is but one paragraph, `三(一)3.评问2`.

/// Which requirement of `system` a clause names.
pub fn requirement(system: &str, clause: &str) -> Option<u32> {
    let tail = clause.strip_prefix(system)?;
    number(tail)
}

/// Which paragraph (0 when there is but one) and which question of it a clause names.
pub fn question(system: &str, clause: &str) -> Option<(u32, u32)> {
    let (paragraph, question) = clause.strip_prefix(system)?.strip_prefix(".评")?.split_once('问')?;
    let paragraph = if paragraph.is_empty() { 0 } else { number(paragraph)? };
    Some((paragraph, counted(question)?))
}

/// Whether a question may stand after `before` when none is left out; several points may stand under one question.
pub fn follows(before: Option<(u32, u32)>, (paragraph, question): (u32, u32)) -> bool {
    match before {
        None => paragraph <= 1 && question == 1,
        Some((last, asked)) if last == paragraph => question == asked || question == asked + 1,
        Some((last, _)) => last > 0 && paragraph == last + 1 && question == 1,
    }
}

/// Whether a text names a place of a document, or several joined by `、`: a part in Chinese numerals, then deeper numbers,
/// such as `五`, `五(二)1`, `三(一)末段`, `三(一)5(2)`, `三(二)1(2)3)`, `三(一)5.评(3)问2`.
pub fn is_clause(text: &str) -> bool {
    text.split('、').all(is_place)
}

fn is_place(text: &str) -> bool {
    let (place, tail) = text.split_once(".评").map_or((text, None), |(place, tail)| (place, Some(tail)));
    let asked = tail.is_none_or(|tail| {
        let (paragraph, question) = tail.split_once('问').unwrap_or((tail, ""));
        (paragraph.is_empty() || number(paragraph).is_some()) && counted(question).is_some()
    });
    let place = place.strip_suffix("末段").unwrap_or(place);
    let rest = place.trim_start_matches(NUMERALS);
    let deeper = match rest.strip_prefix('(') {
        // The section below a part is in Chinese numerals too.
        Some(section) if section.starts_with(NUMERALS) => {
            section.split_once(')').filter(|(section, _)| is_numeral(section)).map(|(_, rest)| rest)
        }
        _ => Some(rest),
    };
    asked && is_numeral(&place[..place.len() - rest.len()]) && deeper.is_some_and(are_numbers)
}

/// `五`, `十二`, `二十`.
fn is_numeral(text: &str) -> bool {
    let digit = |text: &str| text.chars().count() == 1 && text.starts_with(NUMERALS) && text != "十";
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => [tens, ones].into_iter().all(|part| part.is_empty() || digit(part)),
    }
}

/// `1`, `1(2)`, `1(2)3)` or nothing.
fn are_numbers(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = &text[digits(text)..];
    let mut whole = text.is_empty() || rest.len() < text.len();
    while !rest.is_empty() && whole {
        let inner = rest.strip_prefix('(').unwrap_or(rest);
        let length = digits(inner);
        match inner[length..].strip_prefix(')') {
            Some(after) if length > 0 => rest = after,
            _ => whole = false,
        }
    }
    whole
}

const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// `(2)` or `2)`.
fn number(text: &str) -> Option<u32> {
    counted(text.strip_prefix('(').unwrap_or(text).strip_suffix(')')?)
}

fn counted(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_names_its_place_under_its_system_only() {
        assert_eq!(requirement("三(一)3", "三(一)3(2)"), Some(2));
        assert_eq!(requirement("三(二)1(1)", "三(二)1(1)3)"), Some(3));
        assert_eq!(requirement("三(一)1", "三(一)12(1)"), None, "another system");
        assert_eq!(requirement("三(一)3", "三(一)3(0)"), None);
        assert_eq!(question("三(一)5", "三(一)5.评(3)问2"), Some((3, 2)));
        assert_eq!(question("三(一)3", "三(一)3.评问2"), Some((0, 2)));
        assert_eq!(question("三(一)3", "三(一)3(2)"), None);
    }

    #[test]
    fn a_clause_looks_like_one() {
        for clause in [
            "五",
            "十二",
            "五(二)1",
            "四(一)",
            "三(一)末段",
            "三(三)、五(二)2",
            "三(一)5(2)",
            "三(二)1(2)3)",
            "三(一)5.评(3)问2",
            "三(一)3.评问2",
            "三(二)1(1).评2)问3",
        ] {
            assert!(is_clause(clause), "{clause}");
        }
        for other in [
            "",
            "第五条",
            "5",
            "五二1",
            "五(二",
            "五(2二)",
            "五(二)1(",
            "五(二)1()",
            "五(二)x",
            "三(一)5.评",
            "三(一)5.评问",
            "五、",
            "三(一)5.评(3)问2、",
            "见附件",
            "五 (二)",
        ] {
            assert!(!is_clause(other), "{other}");
        }
    }

    #[test]
    fn no_question_is_left_out() {
        assert!(follows(None, (0, 1)) && follows(None, (1, 1)));
        assert!(follows(Some((1, 1)), (1, 1)), "split into several points");
        assert!(follows(Some((1, 2)), (2, 1)));
        assert!(!follows(None, (0, 2)) && !follows(Some((1, 1)), (1, 3)) && !follows(Some((1, 1)), (3, 1)));
        assert!(!follows(Some((0, 1)), (1, 1)), "numbered or not, not both");
    }
}
