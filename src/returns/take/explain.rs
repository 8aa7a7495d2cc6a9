//! The words a stored workbook brought, put beside the problems they are about; what the round before said of the same
//! problems comes along.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::access::{RoundId, Viewer};
use crate::db::StoreError;
use crate::returns::explain::{Ask, Given, Told, asks, told};
use crate::returns::intake::{Answer, own_note};
use crate::returns::model::{Return, Slot, Value};
use crate::returns::store;
use crate::returns::take::decide::Decision;
use crate::returns::take::parts::Part;

/// Keeps them; `of` is the return as it was before the round.
pub(super) async fn keep(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    part: &Part<'_>,
    decision: &Decision,
    of: &Return,
    (round, at): (RoundId, DateTime<Utc>),
) -> Result<(), StoreError> {
    let asks = asks(&decision.report.problems, Vec::new());
    if asks.is_empty() {
        return Ok(());
    }
    let before = match of.latest_round {
        Some(before) => store::explanations_of(txn, before).await?,
        None => Vec::new(),
    };
    let answers = part.answers();
    let brought = Brought { answers: &answers, asks: &asks, values: &decision.values };
    let given = Given { at, by: viewer.account, by_name: viewer.name.clone() };
    for ask in &asks {
        let words = brought.words(ask);
        let now = Told { ask, slot: brought.slot(ask), words: words.as_deref() };
        if let Some(said) = told(now, &before, of.latest, &given) {
            store::insert_explanation(txn, round, &said).await?;
        }
    }
    Ok(())
}

/// What the workbook says, in its list and in its rows.
struct Brought<'a> {
    answers: &'a [&'a Answer],
    asks: &'a [Ask],
    values: &'a [Value],
}

impl Brought<'_> {
    /// Where in the quarter the cell of an ask stands; none where it is no input cell.
    fn slot(&self, ask: &Ask) -> Option<Slot> {
        let here = |value: &&Value| Some(value.element.as_str()) == ask.element.as_deref() && value.cell == ask.cell;
        self.values.iter().filter(|_| ask.cell.is_some()).find(here).map(|value| value.slot)
    }

    /// The words for an ask: its own row of the list; else rows of its element that are of no ask of this workbook,
    /// for then cells have moved; else what stands in the row of the form.
    fn words(&self, ask: &Ask) -> Option<String> {
        let element = ask.element.as_deref().unwrap_or_default();
        let mine: Vec<&Answer> = self.answers.iter().copied().filter(|answer| answer.code == element).collect();
        let cell = ask.cell.as_deref().unwrap_or(WHOLE);
        let exact: Vec<&str> = mine.iter().filter(|a| a.cell == cell).map(|a| a.words.as_str()).collect();
        if !exact.is_empty() {
            return Some(exact.join("；"));
        }
        if element.is_empty() {
            return None;
        }
        let at = |answer: &Answer| self.asks.iter().any(|ask| ask.cell.as_deref() == Some(answer.cell.as_str()));
        let moved: Vec<&str> = mine.iter().filter(|answer| !at(answer)).map(|a| a.words.as_str()).collect();
        if !moved.is_empty() {
            return Some(moved.join("；"));
        }
        let note = self.values.iter().filter(|value| value.element.as_str() == element).find_map(|v| v.note.as_deref());
        let listed: Vec<&str> = mine.iter().map(|answer| answer.words.as_str()).collect();
        note.and_then(|note| own_note(note, &listed)).map(str::to_owned)
    }
}

/// What the list says in place of an address where a problem is of the whole workbook.
const WHOLE: &str = "整本";
