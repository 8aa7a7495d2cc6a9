//! An explanation as pages show it, wherever its value is shown.

use serde::Serialize;

use crate::calendar::china_minute;
use crate::returns::explain::model::{Explanation, Judged, State};

/// Words with who wrote them and what the reviewer said.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    words: String,
    /// Who, when, where, and from which round it came along.
    by: String,
    /// Who judged, when, and how.
    judged: Option<String>,
    /// What is asked further.
    question: Option<String>,
}

impl Words {
    /// Those of an explanation.
    #[must_use]
    pub fn of(explanation: &Explanation) -> Self {
        let said = &explanation.said;
        let carried = said.carried_from.map(|number| format!("　随第 {number} 轮带来")).unwrap_or_default();
        let (given, judged) = (&said.given, said.judged.as_ref());
        let verdict = |judged: &Judged| {
            let what = if said.state == State::Asked { "再问" } else { "接受" };
            format!("{} 于 {} {what}", judged.by_name, china_minute(judged.at))
        };
        Self {
            words: said.words.clone(),
            by: format!("{}　{}　{}{carried}", given.by_name, china_minute(given.at), said.whence.label()),
            judged: judged.map(verdict),
            question: judged.map(|judged| judged.words.clone()).filter(|words| !words.is_empty()),
        }
    }
}
