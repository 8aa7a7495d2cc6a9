//! The goals of the invented province: `goals.toml`, data like everything that names an indicator.

use serde::Deserialize;

use crate::access::Viewer;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::goals::{self, Cause, Change, Keeping, Key, Seen, Subject};
use crate::returns::Desk;

/// The shipped goals.
const TEXT: &str = include_str!("goals.toml");

/// Days after the beginning of a year on which its goals are set; what the quarter before still sends is in by then.
pub const SET_AFTER: i64 = 30;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    source: String,
    #[serde(rename = "goal")]
    goals: Vec<WantedGoal>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedGoal {
    year: i32,
    indicator: String,
    #[serde(default)]
    level: Option<String>,
    value: String,
}

/// Whether a quarter of the wish is the first in which its year's goals can be set.
pub fn are_due(period: Period, first: Period) -> bool {
    period == first || period.number() == 1
}

/// Sets the goals of a year as somebody of the province would.
///
/// # Errors
/// Of the database.
pub async fn of_year(desk: &Desk, year: i32) -> Result<(), StoreError> {
    // A test sees to it that the text can be read.
    let Ok(wanted) = toml::from_str::<Wanted>(TEXT) else { return Ok(()) };
    let changes: Vec<Change> = wanted
        .goals
        .iter()
        .filter(|goal| goal.year == year)
        .filter_map(|goal| change(&desk.catalogue, goal, &wanted.source))
        .collect();
    let at = Keeping { db: &desk.db, data_dir: &desk.data_dir, catalogue: &desk.catalogue };
    let viewer = Viewer { name: "演示省级工作人员".to_owned(), ..Viewer::operator() };
    goals::set(at, &viewer, desk.clock.now(), (Cause::Typed, Seen::Any), &changes).await.map(|_| ())
}

/// A goal of the file; none where the catalogue in use does not have what it is of.
fn change(catalogue: &Catalogue, goal: &WantedGoal, source: &str) -> Option<Change> {
    let indicator = catalogue.indicator_coded(&goal.indicator)?;
    let value = goals::read_value(indicator, &goal.value).ok()??;
    let subject = goal.level.clone().map_or(Subject::All, Subject::Level);
    let key = Key { indicator: indicator.id.clone(), year: goal.year, subject };
    Some(Change { key, value: Some(value), source: source.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_goal_is_one_of_its_year() {
        let catalogue = Catalogue::load(None).unwrap();
        let wanted: Wanted = toml::from_str(TEXT).unwrap();
        assert!(wanted.source.starts_with("演示"));
        for goal in &wanted.goals {
            let edition = catalogue.edition(goal.year).unwrap();
            assert!(edition.indicators().any(|id| id.as_str() == goal.indicator), "{goal:?}");
            assert!(change(&catalogue, goal, &wanted.source).is_some(), "{goal:?}");
            assert!(goal.level.as_ref().is_none_or(|key| catalogue.register().level(key).is_some()), "{goal:?}");
        }
        for year in 2021..=2024 {
            let headlines: Vec<_> =
                catalogue.edition(year).unwrap().targets.iter().filter_map(|target| target.headline.clone()).collect();
            let with = headlines
                .iter()
                .filter(|id| wanted.goals.iter().any(|goal| goal.year == year && goal.indicator == id.as_str()));
            assert!((4..=6).contains(&with.count()), "{year}: about half of the headlines");
        }
    }
}
