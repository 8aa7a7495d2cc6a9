//! All hospitals of a scope in one quarter, each with what it did by a moment.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::access::Scope;
use crate::authorities::{self, Tree};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::returns::deadlines::due::{Due, InForce, granted, with_grant};
use crate::returns::deadlines::measure::{Course, Sums, course};
use crate::returns::deadlines::model::{Extension, Stated};
use crate::returns::deadlines::store;

/// A hospital of the register of the quarter's last day.
#[derive(Clone, Debug)]
pub struct Row {
    /// The hospital.
    pub hospital: HospitalAt,
    /// What it did.
    pub course: Course,
}

/// A scope in one quarter.
#[derive(Clone, Debug)]
pub struct Board {
    /// The quarter.
    pub quarter: Period,
    /// What was known at this moment is what it says.
    pub at: DateTime<Utc>,
    /// Every hospital in scope, by code.
    pub rows: Vec<Row>,
    /// All authorities.
    pub tree: Tree,
}

impl Board {
    /// Reads it; the statements are as many for one hospital as for all.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        scope: &Scope,
        quarter: Period,
        at: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let held = hospitals::store::on_day(db, scope, quarter.last_day()).await?;
        let histories = store::histories(db, scope, quarter).await?;
        let extensions = store::extensions_in(db, scope, quarter).await?;
        let stated = store::stated(db).await?;
        let in_force = InForce::new(&stated, at);
        let row = |hospital: HospitalAt| {
            let asked = extensions.get(&hospital.id).map(Vec::as_slice).unwrap_or_default();
            let everybodys = in_force.due(catalogue.holidays(), quarter, &hospital.level);
            let due = with_grant(everybodys, granted(asked, at));
            let rounds = histories.get(&hospital.id).map(Vec::as_slice).unwrap_or_default();
            Row { course: course(rounds, due, at), hospital }
        };
        let rows = held.into_iter().map(row).collect();
        Ok(Self { quarter, at, rows, tree: authorities::store::tree(db).await? })
    }

    /// Everybody together.
    #[must_use]
    pub fn sums(&self) -> Sums {
        sums(&self.rows)
    }
}

/// Some hospitals together.
pub fn sums<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Sums {
    rows.into_iter().fold(Sums::default(), |sum, row| sum.and(&row.course))
}

/// The due date of one hospital in scope with what it goes back to: everybody's day, and the requests.
#[derive(Clone, Debug)]
pub struct OneDue {
    /// By when; none where nothing is set.
    pub due: Option<Due>,
    /// The requests of the hospital and quarter, the first first.
    pub asked: Vec<Extension>,
}

impl OneDue {
    /// Reads it as of a moment.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        scope: &Scope,
        hospital: &HospitalAt,
        quarter: Period,
        at: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let stated: Vec<Stated> = store::stated(db).await?;
        let asked = store::extensions_of(db, scope, hospital.id, quarter).await?;
        let everybodys = InForce::new(&stated, at).due(catalogue.holidays(), quarter, &hospital.level);
        Ok(Self { due: with_grant(everybodys, granted(&asked, at)), asked })
    }

    /// The request that nobody has decided.
    #[must_use]
    pub fn open(&self) -> Option<&Extension> {
        self.asked.iter().find(|one| one.state == crate::returns::deadlines::model::State::Open)
    }
}
