//! Who may change which, and ask whom. Pure.

use chrono::{Datelike, NaiveDate};

use crate::access::{AuthorityId, HospitalId, Power, Viewer};
use crate::authorities::{Authority, Tree};
use crate::inspectors::model::{Employer, Inspector, Loan, Relation, Standing, Tie};

/// Whether a viewer changes this person: only the staff of the authority in whose pool it is.
#[must_use]
pub fn may_change(viewer: &Viewer, inspector: &Inspector) -> bool {
    viewer.may(Power::KeepInspectors) && viewer.authority() == Some(inspector.authority)
}

/// Whether a viewer keeps the list of a centre: the centre itself, or the commission it works under.
#[must_use]
pub fn may_keep_due(viewer: &Viewer, centre: &Authority) -> bool {
    let own = viewer.authority();
    viewer.may(Power::KeepInspectors) && own.is_some() && (own == Some(centre.id) || own == centre.reviewed_by)
}

/// Whether an authority may ask another to lend somebody: a neighbour under the same authority, or one above it.
#[must_use]
pub fn may_ask(tree: &Tree, borrower: AuthorityId, lender: AuthorityId) -> bool {
    if borrower == lender {
        return false;
    }
    let above = |id| tree.get(id).and_then(|authority| authority.reviewed_by);
    (above(borrower).is_some() && above(borrower) == above(lender)) || tree.is_under(lender, borrower)
}

/// Years after leaving a hospital during which somebody does not inspect it, as the form of a draw proposes them.
pub const LEFT_YEARS: i32 = 3;

/// 回避: why somebody does not go to a hospital on a day, in words; none where nothing is known.
#[must_use]
pub fn tied(inspector: &Inspector, hospital: HospitalId, day: NaiveDate) -> Option<&'static str> {
    if inspector.facts.employer == Employer::Hospital(hospital) {
        return Some("是该院职工");
    }
    let holds = |one: &&Relation| {
        let gone = one.until.is_some_and(|until| until.year() + LEFT_YEARS <= day.year());
        one.hospital == hospital && !(one.tie == Tie::Left && gone)
    };
    inspector.facts.relations.iter().find(holds).map(|one| match one.tie {
        Tie::Employed => "在该院任职",
        Tie::Left => "从该院离职不满三年",
        Tie::Relative => "有近亲属在该院",
        Tie::Dispute => "与该院有过争议",
    })
}

/// Whether the person is promised to somebody for a day of this loan already.
#[must_use]
pub fn promised<'a>(loans: &'a [Loan], inspector: &Inspector, wanted: &Loan) -> Option<&'a Loan> {
    loans.iter().find(|loan| {
        let same = loan.inspector == Some(inspector.id) && loan.id != wanted.id;
        same && loan.standing == Standing::Agreed && loan.from <= wanted.to && wanted.from <= loan.to
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::model::AuthorityKind;

    #[test]
    fn one_asks_neighbours_and_those_above() {
        let one = |id: i64, above: Option<i64>| Authority {
            id: AuthorityId(id),
            code: id.to_string(),
            name: String::new(),
            kind: AuthorityKind::County,
            territory: id.to_string(),
            reviewed_by: above.map(AuthorityId),
            valid_from: None,
            valid_to: None,
            speciality: None,
            version: 1,
        };
        // A province with two cities; two counties in the first, one in the second.
        let tree = Tree::new(vec![
            one(1, None),
            one(2, Some(1)),
            one(3, Some(1)),
            one(4, Some(2)),
            one(5, Some(2)),
            one(6, Some(3)),
        ]);
        let may = |borrower, lender| may_ask(&tree, AuthorityId(borrower), AuthorityId(lender));
        assert!(may(4, 5) && may(4, 2) && may(4, 1) && may(2, 3));
        assert!(!may(4, 4) && !may(4, 6) && !may(4, 3) && !may(2, 4), "cousins and those below are not asked");
        assert!(!may(1, 2) && !may(1, 99));
    }
}
