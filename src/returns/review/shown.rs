//! What the page of a return says of its review: what was said, and what its reader may do.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::authorities;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::HospitalAt;
use crate::returns::model::{CannotAccept, Return};
use crate::returns::review::judge::{Terms, may_accept, may_check, may_reopen, may_send_back, may_withdraw, reviews};
use crate::returns::review::model::Review;
use crate::returns::review::pages::verb;
use crate::returns::review::{store, waiting};
use crate::settings;

/// What a return's page says of how a round became the hospital's again.
#[derive(Clone, Debug, Serialize)]
pub struct Reviewed {
    /// Whether it is what holds now.
    now: bool,
    number: i32,
    what: &'static str,
    reason: String,
    answer_by: Option<String>,
    at: String,
    by: String,
    remarks: Vec<Said>,
}

#[derive(Clone, Debug, Serialize)]
struct Said {
    cell: String,
    name: String,
    element: String,
    words: String,
}

impl Reviewed {
    /// Everything that was said of the rounds of a return, the latest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn all(db: &impl ConnectionTrait, catalogue: &Catalogue, of: &Return) -> Result<Vec<Self>, StoreError> {
        let reviews = store::of_return(db, of).await?;
        Ok(reviews.into_iter().enumerate().map(|(at, review)| Self::of(catalogue, of, review, at == 0)).collect())
    }

    fn of(catalogue: &Catalogue, of: &Return, review: Review, newest: bool) -> Self {
        let said = review.remarks.into_iter().map(|remark| Said {
            name: format!(
                "{}　{}",
                catalogue.element(&remark.element).map_or(remark.element.as_str(), |element| element.name.as_str()),
                remark.slot.label(of.period)
            ),
            element: remark.element.to_string(),
            cell: remark.cell,
            words: remark.words,
        });
        Self {
            now: newest && of.closed.is_some() && review.number == of.latest,
            number: review.number,
            what: verb(review.how),
            reason: review.reason,
            answer_by: review.answer_by.map(|day| day.to_string()),
            at: china_minute(review.at),
            by: format!("{}{}", review.by_place, review.by_name),
            remarks: said.collect(),
        }
    }

    /// Whether it is what holds now.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.now
    }

    /// What was said of single cells: data element, cell, words.
    pub fn remarks(&self) -> impl Iterator<Item = (String, String, String)> {
        self.remarks.iter().map(|said| (said.element.clone(), said.cell.clone(), said.words.clone()))
    }
}

/// What a reader may do to the latest round of a return, and what was said of its rounds.
pub struct Reviewing {
    /// Whether the viewer may accept it; if not, why, where the viewer is its reviewer and something waits.
    pub accept: Result<(), Option<String>>,
    /// Whether the viewer may send it back.
    pub send_back: bool,
    /// Whether the viewer may open what counts again.
    pub reopen: bool,
    /// Whether the viewer's hospital may take it back.
    pub withdraw: bool,
    /// Whether the viewer may check it for the hospital.
    pub check: bool,
    /// Who in the hospital checked it, and when.
    pub checked: Option<String>,
    /// What was said, the latest first.
    pub reviews: Vec<Reviewed>,
}

impl Reviewing {
    /// Loads it for a return found in scope.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        viewer: &Viewer,
        (hospital, of): (&HospitalAt, &Return),
    ) -> Result<Self, StoreError> {
        let tree = authorities::store::tree(db).await?;
        let demands = settings::store::demands(db, hospital.reports_to).await?;
        let waiting = waiting::load(db, std::iter::once(of)).await?;
        let latest = of.latest_round.and_then(|round| waiting.get(&round));
        let terms = Terms { tree: &tree, demands, unread_wait: false };
        let accept = may_accept(viewer, (hospital, of), latest, terms);
        let reviewer = viewer.may(Power::AcceptReturns);
        let told = |why: CannotAccept| {
            (reviewer && reviews(viewer, hospital) && of.waiting().is_ok()).then(|| why.to_string())
        };
        let checks = viewer.may(Power::CheckReturns) && demands.check.wanted;
        let round = latest.map(|waiting| &waiting.round);
        let apart = !demands.check.one_person;
        Ok(Self {
            accept: match accept {
                Ok(_) if reviewer => Ok(()),
                Ok(_) => Err(None),
                Err(why) => Err(told(why)),
            },
            send_back: reviewer && may_send_back(viewer, &tree, hospital, of).is_ok(),
            reopen: reviewer && may_reopen(viewer, &tree, hospital, of).is_ok(),
            withdraw: viewer.may(Power::ActForHospital) && may_withdraw(of).is_ok(),
            check: checks && round.is_some_and(|round| may_check(viewer, of, round, apart).is_ok()),
            checked: round
                .and_then(|round| round.checked.as_ref())
                .map(|done| format!("{}，{}", done.by_name, china_minute(done.at))),
            reviews: Reviewed::all(db, catalogue, of).await?,
        })
    }
}
