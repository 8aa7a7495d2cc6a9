//! What people type for a summary: words to its sections, and why it is frozen again.

use std::collections::BTreeMap;

use crate::reports::model::Content;
use crate::web::FieldErrors;

/// The longest words to a section, characters.
const WORDS_MAX: usize = 3_000;
/// The longest reason.
const REASON_MAX: usize = 500;
/// The shortest.
const REASON_MIN: usize = 4;

/// A form as typed: field → text.
pub type Typed = BTreeMap<String, String>;

/// The words of a form, a field for each section: empty ones are left out.
///
/// # Errors
/// Every section with too many.
pub fn words(typed: &Typed, content: &Content) -> Result<BTreeMap<String, String>, FieldErrors> {
    let mut faults = FieldErrors::default();
    let mut words = BTreeMap::new();
    for section in &content.sections {
        let text = typed.get(&section.key).map(String::as_str).unwrap_or_default().replace("\r\n", "\n");
        let text: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        let text = text.trim();
        let length = text.chars().count();
        if length > WORDS_MAX {
            let why = format!("“{}”写了 {length} 字，最多 {WORDS_MAX} 字。", section.title);
            faults.add(section.key.clone(), why);
        } else if !text.is_empty() {
            words.insert(section.key.clone(), text.to_owned());
        }
    }
    if faults.is_empty() { Ok(words) } else { Err(faults) }
}

/// Why it is frozen again: field `reason`, asked for from the second edition on.
///
/// # Errors
/// What is wrong with it.
pub fn reason(typed: &Typed, edition: i32) -> Result<String, FieldErrors> {
    let text = typed.get("reason").map(String::as_str).unwrap_or_default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    match length {
        _ if edition == 1 => Ok(String::new()),
        0 => Err(FieldErrors::one("reason", "没有写为什么要再定一版。")),
        _ if length < REASON_MIN => {
            Err(FieldErrors::one("reason", format!("再定一版的原因至少写 {REASON_MIN} 个字，让人看得明白。")))
        }
        _ if length > REASON_MAX => {
            Err(FieldErrors::one("reason", format!("原因写了 {length} 字，最多 {REASON_MAX} 字。")))
        }
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::model::Section;

    fn content() -> Content {
        Content::of(vec![Section::new("scope", "范围", ""), Section::new("next", "下一步", "")])
    }

    fn typed(fields: &[(&str, &str)]) -> Typed {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn words_belong_to_a_section_and_have_an_end() {
        let kept = words(&typed(&[("scope", " 演示\r\n二 "), ("next", "  "), ("other", "x")]), &content()).unwrap();
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), [("scope".to_owned(), "演示\n二".to_owned())]);
        let long = "长".repeat(WORDS_MAX + 1);
        assert!(
            words(&typed(&[("next", &long)]), &content()).unwrap_err().of("next").unwrap().contains("最多 3000 字")
        );
    }

    #[test]
    fn a_second_edition_says_why() {
        assert_eq!(reason(&typed(&[]), 1).unwrap(), "");
        for bad in ["", "错", &"长".repeat(REASON_MAX + 1)] {
            assert!(reason(&typed(&[("reason", bad)]), 2).is_err());
        }
        assert_eq!(reason(&typed(&[("reason", "演示：补报 数据")]), 2).unwrap(), "演示：补报 数据");
    }
}
