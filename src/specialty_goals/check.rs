//! What somebody wrote of a goal and what it means, or in plain words what is wrong and how to mend it. Pure.

use crate::catalogue::model::half_width;
use crate::specialty_goals::model::{DECIMALS, Direction, Number, Origin, SCALE};

/// Longest title and indicator, characters.
pub const TITLE_MAX: usize = 100;
/// Longest document, characters.
pub const DOCUMENT_MAX: usize = 200;
/// Longest unit, characters.
pub const UNIT_MAX: usize = 20;
/// Longest measures, characters.
pub const MEASURES_MAX: usize = 1000;
/// Longest reason of a correction, characters.
pub const REASON_MAX: usize = 200;
/// Shortest reason.
pub const REASON_MIN: usize = 4;
/// Largest number, in its unit.
const LARGEST: i64 = 999_999_999;

/// Other words for the two origins.
const ORIGINS: [(&str, Origin); 9] = [
    ("国家", Origin::National),
    ("国家级", Origin::National),
    ("国家目标", Origin::National),
    ("省定", Origin::Own),
    ("省级", Origin::Own),
    ("本省", Origin::Own),
    ("自定", Origin::Own),
    ("自订", Origin::Own),
    ("自行制订", Origin::Own),
];
/// Other words for the two directions.
const DIRECTIONS: [(&str, Direction); 10] = [
    ("越高越好", Direction::Higher),
    ("升高", Direction::Higher),
    ("提高", Direction::Higher),
    ("上升", Direction::Higher),
    ("≥", Direction::Higher),
    ("越低越好", Direction::Lower),
    ("降低", Direction::Lower),
    ("下降", Direction::Lower),
    ("减少", Direction::Lower),
    ("≤", Direction::Lower),
];

/// One line of text, white space made plain.
///
/// # Errors
/// Where it is too long.
pub fn line(typed: &str, what: &str, most: usize) -> Result<String, String> {
    within(typed.split_whitespace().collect::<Vec<_>>().join(" "), what, most)
}

/// Text of several lines, empty ones left out.
///
/// # Errors
/// Where it is too long.
pub fn lines(typed: &str, what: &str, most: usize) -> Result<String, String> {
    let plain = typed.lines().map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "));
    within(plain.filter(|one| !one.is_empty()).collect::<Vec<_>>().join("\n"), what, most)
}

fn within(text: String, what: &str, most: usize) -> Result<String, String> {
    // Old binary workbooks can hold what no database keeps.
    let plain: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    match plain.chars().count() {
        length if length > most => Err(format!("{what}有 {length} 个字，最多 {most} 个字。请写短一些。")),
        _ => Ok(plain),
    }
}

/// The name of a goal.
///
/// # Errors
/// Where there is none, or it is too long.
pub fn title(typed: &str) -> Result<String, String> {
    match line(typed, "目标名称", TITLE_MAX)? {
        text if text.is_empty() => Err("没有写目标名称。一个目标写一行；不要的行请整行清空。".to_owned()),
        text => Ok(text),
    }
}

/// By what two titles are the same, however they are spaced.
#[must_use]
pub fn title_key(title: &str) -> String {
    half_width(title).chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect()
}

fn word(typed: &str) -> String {
    half_width(typed).chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whose goal it is.
///
/// # Errors
/// Where it is not said, or by another word.
pub fn origin(typed: &str) -> Result<Origin, String> {
    let word = word(typed);
    if word.is_empty() {
        return Err("没有写来源。国家级质控中心定的写“国家”，本中心自己制订的写“省定”。".to_owned());
    }
    let known = ORIGINS.into_iter().find(|(other, _)| *other == word).map(|(_, origin)| origin);
    known.ok_or_else(|| "不认识的来源。请写“国家”或“省定”。".to_owned())
}

/// Which way the indicator ought to go; none where nothing was said.
///
/// # Errors
/// Where it is said by another word.
pub fn direction(typed: &str) -> Result<Option<Direction>, String> {
    let word = word(typed);
    if word.is_empty() {
        return Ok(None);
    }
    let known = DIRECTIONS.into_iter().find(|(other, _)| *other == word).map(|(_, direction)| direction);
    known.map(Some).ok_or_else(|| "不认识的方向。请写“越高越好”或“越低越好”，说不准就空着。".to_owned())
}

/// A number, kept exactly; none where nothing was said. The unit may stand behind it if it is the one of the row.
///
/// # Errors
/// What is wrong and how to mend it, without saying where.
pub fn number(typed: &str, unit: &str, what: &str) -> Result<Option<Number>, String> {
    let plain: String = half_width(typed).chars().filter(|c| !c.is_whitespace() && *c != '\u{202F}').collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let shown: String = typed.trim().chars().take(20).collect();
    if plain.starts_with(['≥', '≤', '>', '<', '=', '＞', '＜']) {
        return Err(format!("填了“{shown}”，这里只填一个数。越高越好还是越低越好，写在“方向”一列。"));
    }
    let (negative, digits) = match plain.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (digits, tail) = digits.split_at(end);
    let Some((whole, part)) = split(digits) else {
        return Err(format!("填了“{shown}”，不是数字。请填一个数，例如 85 或 1.5；没有{what}就空着，不要写 0。"));
    };
    behind(tail, unit, &shown)?;
    if part.len() > usize::from(DECIMALS) {
        return Err(format!("填了“{shown}”，小数有 {} 位，最多 {DECIMALS} 位。请舍入以后再填。", part.len()));
    }
    // More digits than any number here has are too many, not a fault of ours.
    let whole: i64 = whole.parse().unwrap_or(i64::MAX);
    if whole > LARGEST {
        return Err(format!("填了“{shown}”，太大了，最多 {LARGEST}。请核对，或换一个单位。"));
    }
    let part: i64 = format!("{part:0<width$}", width = usize::from(DECIMALS)).parse().unwrap_or(0);
    let scaled = whole * SCALE + part;
    Ok(Some(Number(if negative { -scaled } else { scaled })))
}

/// Whether a goal lies where its direction leads to from the baseline; unknown where one of the three is not said.
///
/// # Errors
/// What contradicts what, and how to mend it.
pub fn agreeing(direction: Option<Direction>, baseline: Option<Number>, goal: Option<Number>) -> Result<(), String> {
    let (Some(direction), Some(baseline), Some(goal)) = (direction, baseline, goal) else { return Ok(()) };
    let (beside, other) = match direction {
        Direction::Higher if goal < baseline => ("低", Direction::Lower),
        Direction::Lower if goal > baseline => ("高", Direction::Higher),
        _ => return Ok(()),
    };
    let (goal, baseline, direction, other) = (goal.shown(), baseline.shown(), direction.label(), other.label());
    Err(format!(
        "目标值 {goal} 比基线值 {baseline} {beside}，方向写的却是“{direction}”。请核对这两个数；数没有错的，把方向改成“{other}”。"
    ))
}

/// Digits before and after the point, the needless zeros at the end left out; none for what is no plain number.
fn split(digits: &str) -> Option<(&str, &str)> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = !whole.is_empty() && plain(whole) && plain(part) && !digits.ends_with('.');
    is_number.then_some((whole, part.trim_end_matches('0')))
}

/// What stands behind a number can only be the unit of its row.
fn behind(tail: &str, unit: &str, shown: &str) -> Result<(), String> {
    let unit = word(unit);
    match (tail.is_empty(), unit.is_empty()) {
        (true, _) => Ok(()),
        _ if tail == unit => Ok(()),
        (_, true) => Err(format!("填了“{shown}”，“单位”一列却空着。数字后面的“{tail}”如果是单位，请写到“单位”一列。")),
        _ => Err(format!("填了“{shown}”，“单位”一列写的是“{unit}”，对不上。这里请只填按“{unit}”算的数。")),
    }
}

/// Why a table is corrected.
///
/// # Errors
/// Where it says nothing, or too much.
pub fn reason(typed: &str) -> Result<String, String> {
    let plain = line(typed, "更正的原因", REASON_MAX)?;
    match plain.chars().count() {
        0 => Err("没有写更正的原因。以前的版次照旧保留，看的人要知道为什么又改。".to_owned()),
        short if short < REASON_MIN => Err(format!("更正的原因至少写 {REASON_MIN} 个字，让人看得明白。")),
        _ => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_exactly_and_empty_is_none() {
        for (typed, unit, read) in [
            ("85", "%", 85_000_000),
            (" 85 % ", "%", 85_000_000),
            ("８５．５％", "%", 85_500_000),
            ("85%", "％", 85_000_000),
            ("0", "", 0),
            ("-1.5", "", -1_500_000),
            ("−2", "天", -2_000_000),
            ("7天", "天", 7_000_000),
            ("0.000001", "", 1),
            ("12.50000000", "", 12_500_000),
            ("999999999", "元", 999_999_999_000_000),
        ] {
            assert_eq!(number(typed, unit, "目标值"), Ok(Some(Number(read))), "{typed}");
        }
        assert_eq!(number(" \u{3000}", "%", "目标值"), Ok(None), "empty is not 0");
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        for (typed, unit, said) in [
            ("≥85", "%", "只填一个数"),
            ("八成", "%", "不是数字"),
            ("-", "%", "不是数字"),
            ("未设", "", "不要写 0"),
            ("85.", "%", "不是数字"),
            (".5", "%", "不是数字"),
            ("1.2.3", "", "不是数字"),
            ("90%", "", "“单位”一列却空着"),
            ("90%", "‰", "对不上"),
            ("1,200", "", "“单位”一列却空着"),
            ("90左右", "%", "对不上"),
            ("0.1234567", "", "小数有 7 位"),
            ("1000000000", "", "太大了"),
            ("99999999999999999999999999", "", "太大了"),
        ] {
            let fault = number(typed, unit, "目标值").unwrap_err();
            assert!(fault.contains(said), "{typed}: {fault}");
        }
    }

    #[test]
    fn a_goal_lies_where_its_direction_leads() {
        use Direction::{Higher, Lower};
        let of = |direction, baseline: i64, goal: i64| agreeing(direction, Some(Number(baseline)), Some(Number(goal)));
        assert!(of(Some(Higher), 72_500_000, 72_499_999).unwrap_err().contains("比基线值 72.5 低"));
        assert!(of(Some(Lower), -1_000_000, 0).unwrap_err().contains("改成“越高越好”"));
        for fine in [of(Some(Higher), 1, 2), of(Some(Lower), 2, 1), of(Some(Higher), 3, 3), of(None, 2, 1)] {
            assert_eq!(fine, Ok(()), "who keeps a level keeps it; who says no direction contradicts none");
        }
        assert_eq!(agreeing(Some(Higher), None, Some(Number(1))), Ok(()), "nobody said where it starts");
    }

    #[test]
    fn words_mean_one_of_two_and_texts_have_their_length() {
        assert_eq!(origin(" 国 家 "), Ok(Origin::National));
        assert_eq!(origin("自定"), Ok(Origin::Own));
        assert!(origin("").unwrap_err().contains("没有写来源"));
        assert!(origin("世界").unwrap_err().contains("不认识的来源"));
        assert_eq!(direction(""), Ok(None), "nobody said");
        assert_eq!(direction("≤"), Ok(Some(Direction::Lower)));
        assert!(direction("平").unwrap_err().contains("不认识的方向"));
        assert_eq!(title(" 演示：\n 一 "), Ok("演示： 一".to_owned()));
        assert_eq!(title("演\0示\u{7}"), Ok("演示".to_owned()));
        assert!(title(" ").unwrap_err().contains("没有写目标名称"));
        assert!(title(&"字".repeat(TITLE_MAX)).is_ok() && title(&"字".repeat(TITLE_MAX + 1)).is_err());
        assert_eq!(lines(" 一 \n\n 二\t三", "主要措施", 9), Ok("一\n二 三".to_owned()));
        assert!(lines("十个字还多出来的措施", "主要措施", 9).unwrap_err().contains("最多 9 个字"));
        assert_eq!(title_key("演示 ： Ａ"), title_key("演示:A"));
        assert!(reason("补录").unwrap_err().contains("至少写"));
        assert!(reason("").unwrap_err().contains("没有写更正的原因"));
        assert!(reason(&"长".repeat(REASON_MAX + 1)).is_err() && reason("演示：补报一项").is_ok());
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again_as_the_same(parts in -999_999_999_999_999_i64..=999_999_999_999_999) {
            let kept = Number(parts);
            prop_assert_eq!(number(&kept.shown(), "", "目标值"), Ok(Some(kept)));
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(typed in "\\PC{0,12}", unit in "\\PC{0,3}") {
            let _ = number(&typed, &unit, "目标值");
        }
    }
}
