//! Who keeps a table, since when a year has one, and what another edition changes. Pure.

use chrono::NaiveDate;

use crate::access::{Power, Viewer};
use crate::authorities::Authority;
use crate::calendar::china_date;
use crate::specialty_goals::check::title_key;
use crate::specialty_goals::model::{Direction, Edition, Goal, Number};

/// What the part of several lines is called.
const MEASURES: &str = "主要措施";

/// Whether a viewer keeps the tables of a centre: the centre itself, or the commission it works under.
#[must_use]
pub fn may_keep(viewer: &Viewer, centre: &Authority) -> bool {
    let own = viewer.authority();
    let near = own.is_some() && (own == Some(centre.id) || own == centre.reviewed_by);
    viewer.may(Power::KeepDuties) && !centre.is_commission() && near
}

/// That a year has goals, since which day, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The day of the first edition from which on the year was never without goals.
    pub since: NaiveDate,
    /// How many there are now.
    pub goals: i32,
    /// How many of them are national.
    pub national: i32,
}

/// How a centre's year stands, by its editions from the first to the last; none where it has no goal now.
///
/// Corrections do not move the day: what was handed in in time stays so.
#[must_use]
pub fn standing(editions: &[Edition]) -> Option<Standing> {
    let last = editions.last().filter(|last| last.goals > 0)?;
    let run = editions.iter().rev().take_while(|one| one.goals > 0).last()?;
    Some(Standing { since: china_date(run.at), goals: last.goals, national: last.national })
}

/// A number with the way it is meant and its unit: `≥ 85 %`.
#[must_use]
pub fn number_words(number: Option<Number>, unit: &str, direction: Option<Direction>) -> Option<String> {
    let sign = match direction {
        Some(Direction::Higher) => "≥\u{A0}",
        Some(Direction::Lower) => "≤\u{A0}",
        None => "",
    };
    // A narrow space before % and ‰, a wide one before units in words.
    let space = match unit {
        "" => "",
        "%" | "‰" => "\u{202F}",
        _ => "\u{A0}",
    };
    Some(format!("{sign}{}{space}{unit}", number?.shown()))
}

/// What of a goal becomes otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which part of it.
    pub what: &'static str,
    /// As it was, in words.
    pub before: String,
    /// As it shall be.
    pub after: String,
}

impl Change {
    /// In one line; texts of several lines are only said to be otherwise.
    #[must_use]
    pub fn said(&self) -> String {
        match self.what {
            MEASURES => format!("{MEASURES}改了"),
            what => format!("{what} {} → {}", self.before, self.after),
        }
    }
}

/// What a table wants, beside what is held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Places among the wanted of goals that are not held.
    pub fresh: Vec<usize>,
    /// Places among the wanted of goals that are held otherwise, and what becomes otherwise.
    pub changed: Vec<(usize, Vec<Change>)>,
    /// Held and no longer wanted.
    pub dropped: Vec<Goal>,
    /// Places among the wanted of goals that are held as they are wanted.
    pub unchanged: Vec<usize>,
    /// Whether those that stay stand in another order.
    pub moved: bool,
}

impl Difference {
    /// How many goals are new, otherwise or gone; an order alone is one change.
    #[must_use]
    pub fn changes(&self) -> usize {
        let goals = self.fresh.len() + self.changed.len() + self.dropped.len();
        if goals == 0 { usize::from(self.moved) } else { goals }
    }
}

/// Holds a table against another; goals are the same by their titles.
#[must_use]
pub fn difference(held: &[Goal], wanted: &[Goal]) -> Difference {
    let mut found = Difference::default();
    let mut places = Vec::new();
    for (at, goal) in wanted.iter().enumerate() {
        let key = title_key(&goal.title);
        let before = held.iter().enumerate().find(|(_, other)| title_key(&other.title) == key);
        match before {
            None => found.fresh.push(at),
            Some((place, other)) => {
                places.push(place);
                if other == goal {
                    found.unchanged.push(at);
                } else {
                    found.changed.push((at, otherwise(other, goal)));
                }
            }
        }
    }
    let gone = held.iter().enumerate().filter(|(place, _)| !places.contains(place));
    found.dropped = gone.map(|(_, goal)| goal.clone()).collect();
    found.moved = !places.is_sorted();
    found
}

/// What a goal says, part by part, in words; what it does not say is empty.
#[must_use]
pub fn parts(goal: &Goal) -> [(&'static str, String); 9] {
    let number = |number| number_words(number, &goal.unit, None).unwrap_or_default();
    [
        ("目标名称", goal.title.clone()),
        ("来源", goal.origin.label().to_owned()),
        ("依据文件", goal.document.clone()),
        ("指标", goal.indicator.clone()),
        ("基线值", number(goal.baseline)),
        ("目标值", number(goal.goal)),
        ("单位", goal.unit.clone()),
        ("方向", goal.direction.map_or("", Direction::label).to_owned()),
        (MEASURES, goal.measures.clone()),
    ]
}

/// What is otherwise, part by part.
fn otherwise(before: &Goal, after: &Goal) -> Vec<Change> {
    let or = |what: &str, text: String| match (text.is_empty(), what) {
        (false, _) => text,
        // No number is not a cell somebody forgot.
        (true, "基线值" | "目标值") => "未设".to_owned(),
        (true, _) => "空".to_owned(),
    };
    let both = parts(before).into_iter().zip(parts(after)).filter(|((_, before), (_, after))| before != after);
    both.map(|((what, before), (_, after))| Change { what, before: or(what, before), after: or(what, after) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::AuthorityId;
    use crate::specialty_goals::model::Origin;

    fn edition(number: i32, goals: i32, at: &str) -> Edition {
        Edition {
            id: i64::from(number),
            authority: AuthorityId(1),
            year: 2024,
            number,
            goals,
            national: 0,
            reason: String::new(),
            said: String::new(),
            at: at.parse().unwrap(),
            by_name: String::new(),
            by_place: String::new(),
        }
    }

    fn goal(title: &str, value: Option<i64>) -> Goal {
        Goal {
            title: title.to_owned(),
            origin: Origin::Own,
            document: String::new(),
            indicator: String::new(),
            baseline: None,
            goal: value.map(Number),
            unit: "%".to_owned(),
            direction: Some(Direction::Higher),
            measures: String::new(),
        }
    }

    #[test]
    fn a_year_stands_since_its_first_goals_and_a_correction_does_not_move_it() {
        // 23:30 in London is the next day in China.
        let first = edition(1, 3, "2024-02-01T23:30:00Z");
        let second = edition(2, 5, "2024-06-01T02:00:00Z");
        let since = |editions: &[Edition]| standing(editions).map(|one| (one.since.to_string(), one.goals));
        assert_eq!(since(&[]), None);
        assert_eq!(since(std::slice::from_ref(&first)), Some(("2024-02-02".to_owned(), 3)));
        assert_eq!(since(&[first.clone(), second.clone()]), Some(("2024-02-02".to_owned(), 5)));
        let emptied = edition(3, 0, "2024-07-01T02:00:00Z");
        assert_eq!(since(&[first.clone(), second.clone(), emptied.clone()]), None, "a table without goals is none");
        let again = edition(4, 1, "2024-08-01T02:00:00Z");
        let wanted = Some(("2024-08-01".to_owned(), 1));
        assert_eq!(since(&[first, second, emptied, again]), wanted, "what was taken away is not counted from then");
    }

    #[test]
    fn goals_are_told_apart_by_their_titles() {
        let held = [goal("甲", Some(85_000_000)), goal("乙", None), goal("丙", None)];
        let wanted = [goal("甲", Some(90_000_000)), goal("丙", None), goal("丁", None)];
        let found = difference(&held, &wanted);
        let said = |found: &Difference| found.changed[0].1.iter().map(Change::said).collect::<Vec<_>>();
        assert_eq!(said(&found), ["目标值 85\u{202F}% → 90\u{202F}%"]);
        assert_eq!((found.fresh, found.unchanged, found.moved), (vec![2], vec![1], false));
        assert_eq!(found.dropped, [held[1].clone()]);
        let order = difference(&held, &[held[1].clone(), held[0].clone(), held[2].clone()]);
        assert!(order.moved && order.unchanged == [0, 1, 2] && order.changes() == 1);
        assert_eq!(difference(&held, &held).changes(), 0);
        let unset = difference(&[goal("甲", Some(0))], &[goal("甲", None)]);
        assert_eq!(said(&unset), ["目标值 0\u{202F}% → 未设"], "none is not 0");
        let more = Goal { measures: "一\n二".to_owned(), direction: None, ..held[0].clone() };
        let more = difference(&held[..1], &[more]);
        assert_eq!(said(&more), ["方向 越高越好 → 空", "主要措施改了"]);
        assert_eq!(more.changed[0].1[1].after, "一\n二", "the rehearsal shows it in full");
    }
}
