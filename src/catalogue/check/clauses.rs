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

/// Whether a text can name a place of a document: it holds a number, in Chinese numerals or in digits, and its brackets close.
/// How a document counts is its own: `五(二)1`, `第五条`, `附件2第3项`.
pub fn is_clause(text: &str) -> bool {
    let counts = |c: char| c.is_ascii_digit() || NUMERALS.contains(&c);
    let open = text.chars().fold(0_usize, |open, c| match c {
        '(' | '（' => open + 1,
        // One may close nothing: `三(二)1(2)3)`.
        ')' | '）' => open.saturating_sub(1),
        _ => open,
    });
    text.chars().any(counts) && open == 0
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
            "第五条",
            "附件2第3项",
        ] {
            assert!(is_clause(clause), "{clause}");
        }
        for other in ["", "见附件", "五(二", "五(二)1(", "（二"] {
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
