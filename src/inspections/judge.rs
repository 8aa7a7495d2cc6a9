//! What a measured value says of a limit, and what may not be forgotten before a visit closes.

use crate::catalogue::model::{Bound, CheckPoint, Checklist, Limit};
use crate::inspections::model::Said;

/// Whether a measured value keeps a limit; equality keeps it.
///
/// Of [`Bound::ToThe`] the value is how coarse the record is: a time written to the hour does not keep “to the minute”.
#[must_use]
pub fn keeps(limit: &Limit, value: i64) -> bool {
    let bound = i64::from(limit.value);
    match limit.comparison {
        Bound::AtMost | Bound::ToThe => value <= bound,
        Bound::AtLeast => value >= bound,
        Bound::Exactly => value == bound,
    }
}

/// The limits of a point, in order, each with what was measured; none where nothing was.
pub fn limits<'a>(checklist: &'a Checklist, point: &'a CheckPoint) -> impl Iterator<Item = &'a Limit> {
    point.limit_refs.iter().filter_map(|id| checklist.limit(id).map(|(_, limit)| limit))
}

/// Whether what was measured contradicts a 符合: some limit is not kept, and it knows no exception.
#[must_use]
pub fn contradicts(checklist: &Checklist, point: &CheckPoint, said: &Said) -> bool {
    said.verdict == crate::inspections::model::Verdict::Met
        && limits(checklist, point).any(|limit| {
            let measured = said.measured.get(&limit.id);
            limit.exception.is_none() && measured.is_some_and(|value| !keeps(limit, *value))
        })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalogue::model::LimitUnit;
    use crate::inspections::model::Verdict;

    fn limit(comparison: Bound, value: u32) -> Limit {
        Limit {
            id: "arrival".parse().unwrap(),
            subject: "到位时间".to_owned(),
            comparison,
            value,
            unit: LimitUnit::Minute,
            anchor: None,
            exception: None,
        }
    }

    #[test]
    fn equality_keeps_a_limit() {
        assert!(keeps(&limit(Bound::AtMost, 10), 10) && !keeps(&limit(Bound::AtMost, 10), 11));
        assert!(keeps(&limit(Bound::AtLeast, 2), 2) && !keeps(&limit(Bound::AtLeast, 2), 1));
        assert!(keeps(&limit(Bound::Exactly, 4), 4) && !keeps(&limit(Bound::Exactly, 4), 5));
        assert!(keeps(&limit(Bound::ToThe, 1), 1) && !keeps(&limit(Bound::ToThe, 1), 60));
    }

    #[test]
    fn only_a_met_is_contradicted_and_only_by_a_limit_without_exception() {
        let catalogue = crate::catalogue::Catalogue::load(None).unwrap();
        let checklist = catalogue.checklist("core-systems").unwrap();
        let mut strict = 0;
        for point in checklist.systems.iter().flat_map(|system| &system.check_points) {
            for limit in limits(checklist, point).filter(|limit| limit.comparison == Bound::AtMost) {
                let over = i64::from(limit.value) + 1;
                let said = |verdict| Said {
                    verdict,
                    note: String::new(),
                    measured: BTreeMap::from([(limit.id.clone(), over)]),
                    sample: None,
                };
                assert_eq!(contradicts(checklist, point, &said(Verdict::Met)), limit.exception.is_none());
                assert!(!contradicts(checklist, point, &said(Verdict::NotMet)));
                strict += usize::from(limit.exception.is_none());
            }
        }
        assert!(strict > 3, "{strict}");
    }
}
