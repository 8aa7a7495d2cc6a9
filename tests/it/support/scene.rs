//! A small invented province: its register comes in by the roster's door, its facts row by row where the returns are not
//! what is tested. Names that write rows themselves begin with `db_`.

use chrono::NaiveDate;
use zhikong::access::{AuthorityId, Scope};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::clock::Clock;
use zhikong::figures::{Fact, FactState};
use zhikong::hospitals::HospitalAt;
use zhikong::hospitals::roster::Line;
use zhikong::progress::Desk;
use zhikong::{db, figures, hospitals};

use crate::support::{TestDatabase, fresh_database, register};

/// The province.
pub struct Scene {
    /// Its database.
    pub test: TestDatabase,
    /// The shipped catalogue.
    pub catalogue: Catalogue,
    /// Stands at noon of 2024-11-01.
    pub clock: Clock,
}

/// A hospital of this level in this region, that reports to the county.
pub fn hospital(code: &str, level: &str, region: &str) -> Line {
    Line { level: level.to_owned(), ..register::line_in(code, region) }
}

impl Scene {
    /// The shipped authorities and these hospitals.
    pub async fn new(hospitals: &[Line]) -> Self {
        let test = fresh_database().await;
        register::register(&test, hospitals).await;
        Self { test, catalogue: register::catalogue(), clock: Clock::fixed(register::noon("2024-11-01")) }
    }

    /// What looking at progress needs, with nothing kept.
    pub fn desk(&self) -> Desk {
        Desk::new(self.test.db.clone(), self.clock.clone(), self.catalogue.clone())
    }

    /// The key of the commission of a territory.
    pub async fn authority(&self, code: &str) -> AuthorityId {
        register::authority(&self.test, code).await
    }

    /// A hospital as of a day.
    pub async fn hospital_on(&self, code: &str, day: NaiveDate) -> HospitalAt {
        let found = hospitals::store::by_code(&self.test.db, &Scope::Everything, code, day).await;
        found.expect("reads").expect("is in the register")
    }

    /// Writes the facts of an accepted quarter: (indicator, numerator and denominator, or none where it does not apply).
    pub async fn db_facts(&self, code: &str, quarter: &str, figures: &[(&str, Option<(i64, i64)>)]) {
        let quarter: Period = quarter.parse().expect("a quarter");
        let hospital = self.hospital_on(code, quarter.last_day()).await;
        let fact = |(indicator, figure): &(&str, Option<(i64, i64)>)| Fact {
            indicator: indicator.parse().expect("an indicator"),
            period: quarter,
            state: if figure.is_some() { FactState::Counted } else { FactState::NotApplicable },
            numerator: figure.map_or(0, |(numerator, _)| numerator),
            denominator: figure.map_or(0, |(_, denominator)| denominator),
        };
        let facts: Vec<Fact> = figures.iter().map(fact).collect();
        let txn = db::write(&self.test.db).await.expect("a transaction");
        figures::store::replace_quarter(&*txn, &hospital, quarter, &facts).await.expect("facts are stored");
        txn.commit().await.expect("commits");
    }
}
