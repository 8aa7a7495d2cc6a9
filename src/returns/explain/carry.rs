//! What a new round says of something a rule asks about: new words, or those of the round before.

use crate::returns::explain::model::{Ask, Explanation, Given, Said, State, Whence};
use crate::returns::intake::number::halfwidth;
use crate::returns::model::Slot;

/// Which problem it is about.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// What is asked.
    pub ask: &'a Ask,
    /// Where in the quarter its cell stands.
    pub slot: Option<Slot>,
    /// What the workbook says of it.
    pub words: Option<&'a str>,
}

/// What is to be stored; none where nothing was ever said.
///
/// `before` is what the round before said, and `number` its number. Words that were said of the same problem already
/// are not new: then its newest explanation comes along, with what the reviewer said of it.
#[must_use]
pub fn told(told: Told<'_>, before: &[Explanation], number: i32, given: &Given) -> Option<Said> {
    let same = |old: &&Explanation| is_same(told, &old.said);
    let known = |words: &str| before.iter().filter(same).any(|old| old.said.words.trim() == words.trim());
    if let Some(words) = told.words.filter(|words| !words.trim().is_empty() && !known(words)) {
        return Some(Said {
            rule: told.ask.rule.clone(),
            sheet: told.ask.sheet.clone(),
            cell: told.ask.cell.clone(),
            element: told.ask.element.clone(),
            slot: told.slot,
            found: told.ask.found.clone(),
            words: words.trim().to_owned(),
            state: State::Given,
            whence: Whence::Workbook,
            carried_from: None,
            given: given.clone(),
            judged: None,
        });
    }
    let newest = before.iter().filter(same).max_by_key(|old| old.id)?;
    Some(Said {
        sheet: told.ask.sheet.clone(),
        cell: told.ask.cell.clone(),
        carried_from: newest.said.carried_from.or(Some(number)),
        ..newest.said.clone()
    })
}

/// The same rule asking about the same entry of the same element. What is of no element is known by its cell.
fn is_same(told: Told<'_>, old: &Said) -> bool {
    let ask = told.ask;
    let here = ask.element.is_some() || (ask.cell == old.cell && ask.sheet == old.sheet);
    here && ask.rule == old.rule
        && ask.element == old.element
        && told.slot == old.slot
        && entered(ask.found.as_deref()) == entered(old.found.as_deref())
}

/// What was entered, however it was written: `9,000`, ` 9000` and `９０００` are one value.
fn entered(found: Option<&str>) -> Option<String> {
    let plain =
        |text: &str| halfwidth(text).chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    found.map(plain)
}
