//! 沿用: which goals of the year before can go on, and why the others cannot. Pure.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator};
use crate::goals::check::SOURCE_MAX;
use crate::goals::judge::may_have;
use crate::goals::model::{Change, Key, Stated, Subject};

/// What goes on and what does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedOver {
    /// To be set for the year.
    pub changes: Vec<Change>,
    /// What stays behind, by indicator.
    pub left: Vec<Left>,
}

/// An indicator whose goals do not go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Left {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
}

/// What of the goals last stated for the year before can hold for the edition's year too: those of indicators that it
/// still has, under one definition all through both years.
#[must_use]
pub fn carry_over(catalogue: &Catalogue, edition: &Edition, before: &[Stated]) -> CarriedOver {
    let mut carried = CarriedOver::default();
    let mut seen = BTreeSet::new();
    for stated in before.iter().filter(|stated| stated.value.is_some()) {
        let id = &stated.key.indicator;
        match obstacle(catalogue, edition, stated) {
            None => carried.changes.push(change(stated, edition.year)),
            Some(why) => {
                if seen.insert(id.clone()) {
                    let name = catalogue.indicator(id).map_or(id.as_str(), |indicator| &indicator.name).to_owned();
                    carried.left.push(Left { name, why });
                }
            }
        }
    }
    carried
}

fn obstacle(catalogue: &Catalogue, edition: &Edition, stated: &Stated) -> Option<String> {
    let year = edition.year;
    let Some(indicator) = catalogue.indicator(&stated.key.indicator) else {
        return Some("目录里已经没有这个指标。".to_owned());
    };
    if !edition.indicators().any(|id| *id == indicator.id) {
        return Some(format!("{year} 年的目标里没有这个指标。"));
    }
    if let Err(why) = may_have(indicator) {
        return Some(why.said().to_owned());
    }
    if let Some(note) = redefined(indicator, year) {
        return Some(format!("口径改了，前后不可比，请重新定：{note}"));
    }
    match &stated.key.subject {
        Subject::Level(key) if catalogue.register().level(key).is_none() => {
            Some(format!("名录用词里已经没有级别“{key}”，这一级的目标值没有沿用。"))
        }
        _ => None,
    }
}

/// What changed in the definition during the year before or the year, or at the turn of the two; none where nothing did.
fn redefined(indicator: &Indicator, year: i32) -> Option<String> {
    let first = Period::quarter_of(year - 1, 1).ok()?;
    let last = Period::quarter_of(year, 4).ok()?;
    let versions: Vec<_> = first.through(last).into_iter().map(|quarter| indicator.version_at(quarter)).collect();
    let begins = |at: usize| versions.get(at).copied().flatten().map(|version| version.valid_from);
    let broken = (1..versions.len()).find(|at| begins(*at) != begins(at - 1))?;
    Some(match versions.get(broken).copied().flatten() {
        Some(version) => version.note.clone(),
        None => "这段时间里没有成文的口径。".to_owned(),
    })
}

fn change(stated: &Stated, year: i32) -> Change {
    let key = Key { year, ..stated.key.clone() };
    // A goal that went on before says only from where it went on last.
    let first = stated.source.strip_prefix("沿用 ").and_then(|rest| rest.split_once("：")).map(|(_, first)| first);
    let source = format!("沿用 {} 年：{}", year - 1, first.unwrap_or(&stated.source));
    Change { key, value: stated.value, source: source.chars().take(SOURCE_MAX).collect() }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::goals::model::Value;

    fn stated(indicator: &str, subject: Subject, value: Option<i64>, source: &str) -> Stated {
        Stated {
            key: Key { indicator: indicator.parse().unwrap(), year: 2023, subject },
            value: value.map(Value),
            source: source.to_owned(),
            version: 3,
            set_at: DateTime::UNIX_EPOCH,
            set_by_name: "演示".to_owned(),
        }
    }

    #[test]
    fn only_what_is_still_counted_the_same_way_goes_on() {
        let catalogue = Catalogue::load(None).unwrap();
        let edition = catalogue.edition(2024).unwrap();
        let level = |key: &str| Subject::Level(key.to_owned());
        let before = [
            stated("iv_use_rate", Subject::All, Some(850_000), "演示：某号文"),
            stated("iv_use_rate", level("level3"), Some(800_000), "沿用 2022 年：演示：某号文"),
            stated("iv_use_rate", level("level2"), None, "撤销"),
            stated("vte_proper_prophylaxis_rate", Subject::All, Some(700_000), "演示"),
            stated("vte_proper_prophylaxis_rate", level("level3"), Some(750_000), "演示"),
            stated("periop_death_48h_rate", Subject::All, Some(1_000), "演示"),
            stated("vte_risk_assess_rate", level("gone"), Some(900_000), "演示"),
        ];
        let carried = carry_over(&catalogue, edition, &before);
        let went: Vec<_> = carried.changes.iter().map(|one| (one.key.year, one.value, one.source.as_str())).collect();
        let of = "沿用 2023 年：演示：某号文";
        assert_eq!(went, [(2024, Some(Value(850_000)), of), (2024, Some(Value(800_000)), of)]);
        let left: Vec<_> = carried.left.iter().map(|left| left.why.chars().take(5).collect::<String>()).collect();
        assert_eq!(left, ["口径改了，", "2024 ", "名录用词里"], "each indicator once: {:?}", carried.left);
    }

    #[test]
    fn a_long_source_is_cut_to_what_can_be_kept() {
        let catalogue = Catalogue::load(None).unwrap();
        let before = [stated("iv_use_rate", Subject::All, Some(850_000), &"字".repeat(SOURCE_MAX))];
        let carried = carry_over(&catalogue, catalogue.edition(2024).unwrap(), &before);
        assert_eq!(carried.changes[0].source.chars().count(), SOURCE_MAX);
    }
}
