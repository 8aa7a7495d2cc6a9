//! 请说明 on the page of a return: what is asked, what was said, boxes for the clerk and for the reviewer.

use serde::Serialize;

use crate::access::{AccountId, Power, Viewer};
use crate::calendar::Period;
use crate::returns::explain::{Ask, Explanation, Faulty, State, Tally, Words};
use crate::returns::pages::Tag;

/// Where a return's page is, and who looks.
pub(super) struct Reader<'a> {
    /// Who looks.
    pub viewer: &'a Viewer,
    /// The quarter.
    pub period: Period,
    /// The hospital's code.
    pub code: &'a str,
    /// Who sent the round.
    pub sender: Option<AccountId>,
}

/// The section.
#[derive(Serialize)]
pub(super) struct Asks {
    rows: Vec<AskRow>,
    /// What is open, in words; empty where nothing is.
    open: String,
    /// Where the clerk's words go; none for everybody else.
    action: Option<String>,
    /// Number of the round the words are for.
    round: i32,
    /// Errors of the form: field and words.
    errors: Vec<(String, String)>,
    longest: usize,
}

#[derive(Serialize)]
struct AskRow {
    number: usize,
    cell: Option<String>,
    /// The page of its element.
    href: Option<String>,
    found: Option<String>,
    told: Vec<(String, String)>,
    tag: Tag,
    said: Option<Words>,
    earlier: Vec<Words>,
    /// Whether words are asked for, as opposed to may be added.
    open: bool,
    may_write: bool,
    typed: String,
    error: Option<String>,
    seen: String,
    judge: Option<Judge>,
}

#[derive(Serialize)]
struct Judge {
    action: String,
    version: i32,
    may_accept: bool,
}

/// The tag of an ask.
pub(super) fn tag(ask: &Ask) -> Tag {
    let (kind, label) = ask.state().map_or(("wait", "待说明"), State::tag);
    Tag { kind, label }
}

impl Asks {
    /// The section of a round; `typed` is what the clerk sent and could not be taken.
    pub(super) fn new(reader: &Reader<'_>, round: i32, asks: &[Ask], typed: Option<&Faulty>) -> Self {
        let may_write = reader.viewer.may(Power::ActForHospital) && !asks.is_empty();
        let action = format!("/returns/{}/{}/explain", reader.period, reader.code);
        let errors = typed.map(|faulty| {
            let one = |(number, text): (&usize, &String)| (format!("words-{number}"), text.clone());
            let none = ("words-1".to_owned(), "一处也没有写。在要说明的那一处下面写明原因，再按保存。".to_owned());
            let lost = faulty.lost.clone().map(|text| vec![(String::new(), text)]);
            let lost = lost.or_else(|| faulty.errors.is_empty().then(|| vec![none]));
            if let Some(lost) = lost { lost } else { faulty.errors.iter().map(one).collect() }
        });
        Self {
            rows: asks.iter().map(|ask| reader.row(ask, typed)).collect(),
            open: Tally::of(asks).open_words(),
            action: may_write.then_some(action),
            round,
            errors: errors.unwrap_or_default(),
            longest: crate::returns::explain::LONGEST,
        }
    }
}

impl Reader<'_> {
    fn row(&self, ask: &Ask, typed: Option<&Faulty>) -> AskRow {
        let may_write = self.viewer.may(Power::ActForHospital);
        let element = |code: &String| format!("/returns/{}/{}/elements/{code}", self.period, self.code);
        AskRow {
            number: ask.number,
            cell: ask.cell.clone(),
            href: ask.element.as_ref().map(element),
            found: ask.found.clone().filter(|found| !found.is_empty()),
            told: ask.told.clone(),
            tag: tag(ask),
            said: ask.newest().map(Words::of),
            earlier: ask.explanations.iter().skip(1).map(Words::of).collect(),
            open: matches!(ask.state(), None | Some(State::Asked)),
            may_write: may_write && ask.state() != Some(State::Accepted),
            typed: typed.and_then(|faulty| faulty.typed.get(&ask.number)).map(|a| a.words.clone()).unwrap_or_default(),
            error: typed.and_then(|faulty| faulty.errors.get(&ask.number)).cloned(),
            seen: ask.seen(),
            judge: ask.newest().and_then(|newest| self.judge(newest)),
        }
    }

    /// The reviewer's form; none for whoever may not judge, and while the hospital is to answer.
    fn judge(&self, newest: &Explanation) -> Option<Judge> {
        let account = self.viewer.account;
        let own = account.is_some() && (account == self.sender || account == newest.said.given.by);
        let waits = newest.said.state == State::Asked;
        (self.viewer.may(Power::AcceptReturns) && !own && !waits).then(|| Judge {
            action: format!("/returns/{}/{}/explanations/{}/judge", self.period, self.code, newest.id),
            version: newest.version,
            may_accept: newest.said.state == State::Given,
        })
    }
}
