//! What is asked, what was answered, how far that has come.

use chrono::{DateTime, Utc};

use crate::access::AccountId;
use crate::catalogue::model::Severity;
use crate::returns::model::{Problem, Slot};

/// How far an explanation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 已说明: the reviewer has not judged it.
    Given,
    /// 接受: it makes sense.
    Accepted,
    /// 再问: the reviewer asks further.
    Asked,
}

impl State {
    /// Its name in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Accepted => "accepted",
            Self::Asked => "asked",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Given, Self::Accepted, Self::Asked].into_iter().find(|state| state.key() == key)
    }

    /// Kind of its tag and its one name for a reader.
    #[must_use]
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Given => ("info", "已说明"),
            Self::Accepted => ("ok", "说明已接受"),
            Self::Asked => ("wait", "再问"),
        }
    }
}

/// Where the words were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// In the workbook: the list 问题清单, or the row's 说明.
    Workbook,
    /// On the page of the return.
    Page,
}

impl Whence {
    /// Its name in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Workbook => "workbook",
            Self::Page => "page",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Workbook, Self::Page].into_iter().find(|whence| whence.key() == key)
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Workbook => "写在工作簿里",
            Self::Page => "写在网页上",
        }
    }
}

/// Who wrote the words, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose account; none for the operator.
    pub by: Option<AccountId>,
    /// By name as of then.
    pub by_name: String,
}

/// What the reviewer said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose account; none for the operator.
    pub by: Option<AccountId>,
    /// By name as of then.
    pub by_name: String,
    /// The question of a 再问; empty otherwise.
    pub words: String,
}

/// Words to be stored beside a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The rule that asked.
    pub rule: String,
    /// Sheet and cell it asked at.
    pub sheet: Option<String>,
    /// The A1 address.
    pub cell: Option<String>,
    /// The data element, where it is of one.
    pub element: Option<String>,
    /// Where in the quarter, where the cell is an input cell.
    pub slot: Option<Slot>,
    /// What stood there.
    pub found: Option<String>,
    /// The hospital's words.
    pub words: String,
    /// How far they have come.
    pub state: State,
    /// Where they were written.
    pub whence: Whence,
    /// The round they were first written for, where they came along from it.
    pub carried_from: Option<i32>,
    /// Who wrote them.
    pub given: Given,
    /// What the reviewer said of them.
    pub judged: Option<Judged>,
}

/// The same as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Its key; a later one is larger.
    pub id: i64,
    /// What was said.
    pub said: Said,
    /// Rises with each change.
    pub version: i32,
}

/// Something a rule asks about, with what was said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// 1 for the first of its round; the same as long as the round is.
    pub number: usize,
    /// The rule.
    pub rule: String,
    /// The sheet.
    pub sheet: Option<String>,
    /// The A1 address; none for the whole workbook.
    pub cell: Option<String>,
    /// The data element, where it is of one.
    pub element: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What the rule says, and how to mend it; several where one rule asks several things of one cell.
    pub told: Vec<(String, String)>,
    /// The newest first.
    pub explanations: Vec<Explanation>,
}

impl Ask {
    /// The explanation that counts.
    #[must_use]
    pub fn newest(&self) -> Option<&Explanation> {
        self.explanations.first()
    }

    /// How far it has come; none before the first words.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        self.newest().map(|newest| newest.said.state)
    }

    /// The question that waits for an answer.
    #[must_use]
    pub fn question(&self) -> Option<&str> {
        let newest = self.newest().filter(|newest| newest.said.state == State::Asked)?;
        newest.said.judged.as_ref().map(|judged| judged.words.as_str())
    }

    /// What the page last showed: answers and judgements to anything else are stale.
    #[must_use]
    pub fn seen(&self) -> String {
        self.newest().map_or_else(|| "0".to_owned(), |newest| format!("{}.{}", newest.id, newest.version))
    }

    /// Whether it is the same cell under the same rule.
    #[must_use]
    pub fn is_at(&self, rule: &str, sheet: Option<&str>, cell: Option<&str>) -> bool {
        self.rule == rule && self.sheet.as_deref() == sheet && self.cell.as_deref() == cell
    }
}

/// What a round's problems ask, each rule once a cell, in their order, with what was said.
#[must_use]
pub fn asks(problems: &[Problem], explanations: Vec<Explanation>) -> Vec<Ask> {
    let mut found: Vec<Ask> = Vec::new();
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Explain) {
        let told = (problem.message.clone(), problem.remedy.clone());
        let (sheet, cell) = (problem.sheet.as_deref(), problem.cell.as_deref());
        match found.iter_mut().find(|ask| ask.is_at(&problem.rule, sheet, cell)) {
            Some(ask) => ask.told.push(told),
            None => found.push(Ask {
                number: found.len() + 1,
                rule: problem.rule.clone(),
                sheet: problem.sheet.clone(),
                cell: problem.cell.clone(),
                element: problem.element.clone(),
                found: problem.found.clone(),
                told: vec![told],
                explanations: Vec::new(),
            }),
        }
    }
    for explanation in explanations {
        let said = &explanation.said;
        let mine = |ask: &&mut Ask| ask.is_at(&said.rule, said.sheet.as_deref(), said.cell.as_deref());
        if let Some(ask) = found.iter_mut().find(mine) {
            ask.explanations.push(explanation);
        }
    }
    for ask in &mut found {
        ask.explanations.sort_by_key(|explanation| std::cmp::Reverse(explanation.id));
    }
    found
}

/// How many of a round's asks stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub asks: usize,
    /// Without a word.
    pub silent: usize,
    /// 再问: the reviewer waits for an answer.
    pub asked: usize,
    /// 已说明: the hospital waits for the reviewer.
    pub given: usize,
}

impl Tally {
    /// Counts.
    #[must_use]
    pub fn of(asks: &[Ask]) -> Self {
        let count = |state| asks.iter().filter(|ask| ask.state() == state).count();
        Self {
            asks: asks.len(),
            silent: count(None),
            asked: count(Some(State::Asked)),
            given: count(Some(State::Given)),
        }
    }

    /// `2 处待说明，1 处再问`; empty where nothing is open.
    #[must_use]
    pub fn open_words(self) -> String {
        let said = |count: usize, what: &str| (count > 0).then(|| format!("{count} 处{what}"));
        [said(self.silent, "待说明"), said(self.asked, "再问")].into_iter().flatten().collect::<Vec<_>>().join("，")
    }
}

/// What a reviewer decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 接受
    Accept,
    /// 再问, with the question.
    Ask(String),
}

/// The explanation cannot be judged as things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotJudge {
    /// Whoever sent the round or wrote the words does not judge them.
    #[error("这一轮或这段说明是你自己交的，要由另一个人来看")]
    Own,
    /// The reviewer waits for the hospital.
    #[error("已经再问过，医院还没有回答")]
    Waiting,
    /// It is accepted already.
    #[error("这段说明已经接受")]
    Accepted,
}

impl Explanation {
    /// Whether `reviewer` may decide `verdict` on it, of a round that `sender` sent.
    ///
    /// # Errors
    /// [`CannotJudge`]
    pub fn may_be_judged(
        &self,
        verdict: &Verdict,
        reviewer: Option<AccountId>,
        sender: Option<AccountId>,
    ) -> Result<(), CannotJudge> {
        if reviewer.is_some() && (reviewer == sender || reviewer == self.said.given.by) {
            return Err(CannotJudge::Own);
        }
        match (self.said.state, verdict) {
            (State::Asked, _) => Err(CannotJudge::Waiting),
            (State::Accepted, Verdict::Accept) => Err(CannotJudge::Accepted),
            (State::Given, _) | (State::Accepted, Verdict::Ask(_)) => Ok(()),
        }
    }

    /// What it becomes. The words stay as they are.
    #[must_use]
    pub fn judged(&self, verdict: Verdict, at: DateTime<Utc>, by: Option<AccountId>, by_name: &str) -> Said {
        let (state, words) = match verdict {
            Verdict::Accept => (State::Accepted, String::new()),
            Verdict::Ask(words) => (State::Asked, words),
        };
        Said { state, judged: Some(Judged { at, by, by_name: by_name.to_owned(), words }), ..self.said.clone() }
    }
}
