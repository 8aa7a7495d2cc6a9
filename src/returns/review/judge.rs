//! Who may say what of a round. Pure.

use crate::access::{RoundId, Viewer};
use crate::authorities::Tree;
use crate::hospitals::HospitalAt;
use crate::returns::model::{CannotAccept, Return, Standing};
use crate::returns::review::model::CannotReview;
use crate::returns::review::waiting::Waiting;
use crate::returns::store::RoundRow;
use crate::settings::store::Demands;

/// Whether the viewer reviews the returns of a hospital: its review authority and nobody else, and the operator. The level
/// above only asks for a correction, so that one and the same office answers for what counts.
#[must_use]
pub fn reviews(viewer: &Viewer, hospital: &HospitalAt) -> bool {
    viewer.is_operator() || viewer.authority() == Some(hospital.reports_to)
}

/// Refuses unless a round waits and the viewer is its reviewer.
///
/// # Errors
/// [`CannotReview::NotReviewer`] or [`CannotReview::NothingWaiting`].
pub fn may_send_back(viewer: &Viewer, tree: &Tree, hospital: &HospitalAt, of: &Return) -> Result<(), CannotReview> {
    if !reviews(viewer, hospital) {
        return Err(CannotReview::NotReviewer(tree.name(hospital.reports_to).to_owned()));
    }
    let waits = of.standing().waits() && of.waiting().is_ok();
    if waits { Ok(()) } else { Err(CannotReview::NothingWaiting) }
}

/// Refuses unless what counts is the latest word and the viewer stands above its reviewer; at the top of the tree the
/// reviewer itself.
///
/// # Errors
/// [`CannotReview::NotAbove`] or [`CannotReview::NothingCounts`].
pub fn may_reopen(viewer: &Viewer, tree: &Tree, hospital: &HospitalAt, of: &Return) -> Result<(), CannotReview> {
    let reviewer = hospital.reports_to;
    let top = tree.get(reviewer).is_some_and(|authority| authority.reviewed_by.is_none());
    let own = viewer.authority();
    let above = own.is_some_and(|id| tree.is_under(id, reviewer) && (id != reviewer || top));
    if !viewer.is_operator() && !above {
        return Err(CannotReview::NotAbove(tree.name(reviewer).to_owned()));
    }
    if of.standing() == Standing::Accepted && of.closed.is_none() { Ok(()) } else { Err(CannotReview::NothingCounts) }
}

/// Refuses unless the hospital's own round waits.
///
/// # Errors
/// [`CannotReview::NothingWaiting`].
pub fn may_withdraw(of: &Return) -> Result<(), CannotReview> {
    let waits = of.standing().waits() && of.waiting().is_ok();
    if waits { Ok(()) } else { Err(CannotReview::NothingWaiting) }
}

/// Refuses unless the round waits, nobody checked it, and somebody else sent it – where the reviewing authority lets one
/// person do both (`apart` is false), whoever did.
///
/// # Errors
/// [`CannotReview::NothingWaiting`], [`CannotReview::CheckedAlready`] or [`CannotReview::OwnRound`].
pub fn may_check(viewer: &Viewer, of: &Return, round: &RoundRow, apart: bool) -> Result<(), CannotReview> {
    may_withdraw(of)?;
    if round.checked.is_some() {
        return Err(CannotReview::CheckedAlready);
    }
    let own = viewer.account.is_some() && round.received_from == viewer.account;
    if own && apart { Err(CannotReview::OwnRound) } else { Ok(()) }
}

/// What an acceptance is held against.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Whoever reviews whom, for the names in refusals.
    pub tree: &'a Tree,
    /// What the review authority asks of a round.
    pub demands: Demands,
    /// Whether explanations that nobody looked at keep a round out: so where many are accepted together on a page.
    pub unread_wait: bool,
}

/// The round of a return that may begin to count now.
///
/// # Errors
/// [`CannotAccept`]: nothing waits, somebody else reviews the hospital, the viewer sent the round, or it lacks what its
/// review authority asks for.
pub fn may_accept(
    viewer: &Viewer,
    (hospital, of): (&HospitalAt, &Return),
    waiting: Option<&Waiting>,
    terms: Terms<'_>,
) -> Result<RoundId, CannotAccept> {
    if !reviews(viewer, hospital) {
        return Err(CannotAccept::NotReviewer(terms.tree.name(hospital.reports_to).to_owned()));
    }
    let id = of.waiting()?;
    let waiting = waiting.filter(|waiting| waiting.round.id == id).ok_or(CannotAccept::NothingWaiting)?;
    if viewer.account.is_some() && waiting.round.received_from == viewer.account {
        return Err(CannotAccept::OwnRound);
    }
    if terms.demands.stamp && !waiting.stamped {
        return Err(CannotAccept::NoStamp);
    }
    // What came on paper and was keyed in elsewhere the hospital cannot check.
    if terms.demands.check.wanted && waiting.by_hospital && waiting.round.checked.is_none() {
        return Err(CannotAccept::NotChecked);
    }
    match waiting.unread() {
        unread if terms.unread_wait && unread > 0 => Err(CannotAccept::Unread(unread)),
        _ => Ok(id),
    }
}
