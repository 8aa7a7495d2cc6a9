//! What an import would do: the register as it is, the roster as it was understood, and the day from which it holds.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::access::HospitalId;
use crate::hospitals::check::Wanted;
use crate::hospitals::model::{BEGINNING, Entry, Facts, Span};

/// From which day a roster's statements hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// As somebody said; then also the first day of hospitals that are new.
    pub said: Option<NaiveDate>,
    /// Otherwise changes hold from today, and hospitals that are new have always been so.
    pub today: NaiveDate,
}

/// Nobody knows yet what will hold from that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} 还没有到：名录只能从今天或更早的一天改起")]
pub struct InTheFuture(pub NaiveDate);

impl Effect {
    /// Holds from `said`, or from today.
    ///
    /// # Errors
    /// [`InTheFuture`]: the open span of a hospital is what holds today, and scopes rely on it.
    pub fn new(said: Option<NaiveDate>, today: NaiveDate) -> Result<Self, InTheFuture> {
        match said {
            Some(day) if day > today => Err(InTheFuture(day)),
            _ => Ok(Self { said, today }),
        }
    }

    /// Holds from today, where nobody said a day.
    #[must_use]
    pub fn usual(today: NaiveDate) -> Self {
        Self { said: None, today }
    }

    fn of_changes(self) -> NaiveDate {
        self.said.unwrap_or(self.today)
    }

    fn of_new(self) -> NaiveDate {
        self.said.unwrap_or(BEGINNING)
    }
}

/// A hospital that is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    /// 编码
    pub code: String,
    /// 开业日期
    pub opened: Option<NaiveDate>,
    /// 停业日期
    pub closed: Option<NaiveDate>,
    /// Its first span.
    pub span: Span,
}

/// A hospital of which something changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub id: HospitalId,
    /// 编码
    pub code: String,
    /// Name after the change.
    pub name: String,
    /// 开业日期 and 停业日期, where one of them changes.
    pub dates: Option<(Option<NaiveDate>, Option<NaiveDate>)>,
    /// What becomes of its spans, where its facts change.
    pub spans: Option<Respan>,
    /// Column headers of what changes.
    pub what: Vec<&'static str>,
}

/// How the spans of a hospital change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Respan {
    /// The span that begins on `from` is put right: it began that very day.
    Replace {
        /// First day of the span, which names it.
        from: NaiveDate,
        /// What holds in it.
        facts: Box<Facts>,
    },
    /// The span that begins on `cut` ends the day before `new` begins; `new` takes over its end.
    Cut {
        /// First day of the span that is cut.
        cut: NaiveDate,
        /// What follows it.
        new: Box<Span>,
    },
    /// `new` ends where the first span begins.
    Precede {
        /// What held earlier.
        new: Box<Span>,
    },
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// New hospitals, in the roster's order.
    pub created: Vec<Creation>,
    /// Changed hospitals, in the roster's order.
    pub changed: Vec<Change>,
    /// Hospitals the roster names as they are.
    pub unchanged: usize,
    /// Hospitals of the register the roster does not name; they stay as they are.
    pub absent: usize,
}

/// Plans the import of a checked roster over the register.
#[must_use]
pub fn plan(wanted: &[Wanted], register: &[Entry], effect: Effect) -> Plan {
    let held: HashMap<&str, &Entry> = register.iter().map(|entry| (entry.code.as_str(), entry)).collect();
    let named: HashSet<&str> = wanted.iter().map(|wanted| wanted.code.as_str()).collect();
    let mut plan = Plan::default();
    for wanted in wanted {
        match held.get(wanted.code.as_str()) {
            None => plan.created.push(creation(wanted, effect)),
            Some(entry) => match change(wanted, entry, effect.of_changes()) {
                Some(change) => plan.changed.push(change),
                None => plan.unchanged += 1,
            },
        }
    }
    plan.absent = register.iter().filter(|entry| !named.contains(entry.code.as_str())).count();
    plan
}

fn creation(wanted: &Wanted, effect: Effect) -> Creation {
    Creation {
        code: wanted.code.clone(),
        opened: wanted.opened,
        closed: wanted.closed,
        span: Span { from: effect.of_new(), to: None, facts: wanted.facts(None) },
    }
}

fn change(wanted: &Wanted, entry: &Entry, from: NaiveDate) -> Option<Change> {
    let (spans, mut what) = respan(wanted, entry, from);
    let dates = (wanted.opened, wanted.closed);
    if wanted.opened != entry.opened {
        what.push("开业日期");
    }
    if wanted.closed != entry.closed {
        what.push("停业日期");
    }
    let dates = (dates != (entry.opened, entry.closed)).then_some(dates);
    let (id, code, name) = (entry.id, wanted.code.clone(), wanted.name.clone());
    (dates.is_some() || spans.is_some()).then_some(Change { id, code, name, dates, spans, what })
}

/// What holds from `from` on, up to the next change already known.
fn respan(wanted: &Wanted, entry: &Entry, from: NaiveDate) -> (Option<Respan>, Vec<&'static str>) {
    let Some(first) = entry.spans.first() else { return (None, Vec::new()) };
    let covering = entry.spans.iter().find(|span| span.covers(from));
    let held = &covering.unwrap_or(first).facts;
    let facts = wanted.facts(Some(held));
    let what = held.differences(&facts);
    let respan = match covering {
        Some(_) if what.is_empty() => None,
        Some(span) if span.from == from => Some(Respan::Replace { from, facts: Box::new(facts) }),
        Some(span) => {
            let new = Box::new(Span { from, to: span.to, facts });
            Some(Respan::Cut { cut: span.from, new })
        }
        None if from < first.from => {
            let new = Box::new(Span { from, to: first.from.pred_opt(), facts });
            Some(Respan::Precede { new })
        }
        None => None,
    };
    let what = if what.is_empty() && respan.is_some() { vec!["起始日期"] } else { what };
    (respan, what)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::access::AuthorityId;
    use crate::hospitals::check::{Placement, Said};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wanted(code: &str, level: &str) -> Wanted {
        Wanted {
            code: code.to_owned(),
            opened: None,
            closed: None,
            name: "演示医院".to_owned(),
            level: level.to_owned(),
            grade: "a".to_owned(),
            category: "general".to_owned(),
            ownership: "public".to_owned(),
            affiliation: "county".to_owned(),
            region: "990101".to_owned(),
            beds: Some(100),
            services: BTreeSet::new(),
            registration_no: Said::Nothing,
            credit_code: Said::Nothing,
            reports_to: Said::Nothing,
            supervised_by: Said::Nothing,
            statistical_city: Said::Nothing,
            usual: Placement {
                reports_to: AuthorityId(41),
                supervised_by: AuthorityId(41),
                statistical_city: "990100".to_owned(),
                county: Some("990101".to_owned()),
            },
        }
    }

    fn entry(spans: &[(&str, Option<&str>, &str)]) -> Entry {
        let span = |(from, to, level): &(&str, Option<&str>, &str)| Span {
            from: day(from),
            to: to.map(day),
            facts: wanted("A", level).facts(None),
        };
        Entry {
            id: HospitalId(7),
            code: "A".to_owned(),
            opened: None,
            closed: None,
            version: 1,
            spans: spans.iter().map(span).collect(),
        }
    }

    fn planned(level: &str, register: &Entry, from: &str) -> Plan {
        let effect = Effect::new(Some(day(from)), day("2024-12-31")).unwrap();
        plan(&[wanted("A", level)], std::slice::from_ref(register), effect)
    }

    #[test]
    fn a_change_cuts_the_span_it_falls_into_and_leaves_later_ones() {
        let register = entry(&[("2020-01-01", Some("2024-06-30"), "level2"), ("2024-07-01", None, "level3")]);
        let plan = planned("level1", &register, "2023-01-01");
        let Some(Respan::Cut { cut, new }) = &plan.changed[0].spans else { panic!("{plan:?}") };
        assert_eq!((*cut, new.from, new.to), (day("2020-01-01"), day("2023-01-01"), Some(day("2024-06-30"))));
        assert_eq!(plan.changed[0].what, ["级别"]);
    }

    #[test]
    fn the_same_day_is_a_correction_an_earlier_day_comes_before_the_same_facts_change_nothing() {
        let register = entry(&[("2024-01-01", None, "level2")]);
        assert!(matches!(planned("level3", &register, "2024-01-01").changed[0].spans, Some(Respan::Replace { .. })));
        let plan = planned("level3", &register, "2023-01-01");
        let Some(Respan::Precede { new }) = &plan.changed[0].spans else { panic!("{plan:?}") };
        assert_eq!(new.to, Some(day("2023-12-31")));
        assert_eq!(planned("level2", &register, "2024-05-01").unchanged, 1);
    }

    #[test]
    fn who_governs_is_kept_where_the_roster_is_silent_but_not_over_a_move() {
        let mut held = wanted("A", "level2").facts(None);
        held.reports_to = AuthorityId(99);
        assert_eq!(wanted("A", "level3").facts(Some(&held)).reports_to, AuthorityId(99));
        held.region = "990102".to_owned();
        assert_eq!(wanted("A", "level3").facts(Some(&held)).reports_to, AuthorityId(41));
    }

    #[test]
    fn what_is_new_has_always_been_so_unless_a_day_is_said_and_no_day_lies_ahead() {
        let today = day("2024-12-31");
        let from = |said| plan(&[wanted("B", "level1")], &[], Effect::new(said, today).unwrap()).created[0].span.from;
        assert_eq!(from(None), BEGINNING);
        assert_eq!(from(Some(day("2024-07-01"))), day("2024-07-01"));
        assert_eq!(Effect::new(Some(day("2025-01-01")), today), Err(InTheFuture(day("2025-01-01"))));
    }
}
