//! Facts of accepted quarters, written row by row where the returns are not what is tested: names that write rows
//! themselves begin with `db_`.

use chrono::NaiveDate;
use zhikong::access::Scope;
use zhikong::calendar::Period;
use zhikong::figures::{Fact, FactState};
use zhikong::hospitals::HospitalAt;
use zhikong::hospitals::roster::{self, Line};
use zhikong::progress::Desk;
use zhikong::{db, figures, hospitals};

use crate::support::bench::Bench;
use crate::support::register;

/// An indicator with numerator and denominator, or none where it does not apply.
pub type Counted<'a> = (&'a str, Option<(i64, i64)>);

/// A hospital of this level in this region, that reports to the county.
pub fn hospital(code: &str, level: &str, region: &str) -> Line {
    Line { level: level.to_owned(), ..register::line_in(code, region) }
}

impl Bench {
    /// These hospitals, all in one roster.
    pub async fn register(&self, lines: &[Line]) {
        let bytes = roster::write(lines).expect("a roster");
        let report = register::take(&self.test, bytes, "2024-10-21", None).await;
        assert!(report.is_taken(), "{:#?}", report.problems);
    }

    /// What looking at progress needs, with nothing kept.
    pub fn desk(&self) -> Desk {
        Desk::new(self.test.db.clone(), self.clock.clone(), self.parts.catalogue.clone())
    }

    /// A hospital as of a day.
    pub async fn hospital_on(&self, code: &str, day: NaiveDate) -> HospitalAt {
        let found = hospitals::store::by_code(self.db(), &Scope::Everything, code, day).await;
        found.expect("reads").expect("is in the register")
    }

    /// Writes the facts of an accepted quarter.
    pub async fn db_facts(&self, code: &str, quarter: &str, figures: &[Counted<'_>]) {
        let quarter: Period = quarter.parse().expect("a quarter");
        let hospital = self.hospital_on(code, quarter.last_day()).await;
        let fact = |(indicator, figure): &Counted<'_>| Fact {
            indicator: indicator.parse().expect("an indicator"),
            period: quarter,
            state: if figure.is_some() { FactState::Counted } else { FactState::NotApplicable },
            numerator: figure.map_or(0, |(numerator, _)| numerator),
            denominator: figure.map_or(0, |(_, denominator)| denominator),
        };
        let facts: Vec<Fact> = figures.iter().map(fact).collect();
        let txn = db::write(self.db()).await.expect("a transaction");
        figures::store::replace_quarter(&*txn, &hospital, quarter, &facts).await.expect("facts are stored");
        txn.commit().await.expect("commits");
    }

    /// Writes the facts of an accepted quarter whose months were counted; the quarter is their sum.
    pub async fn db_months(&self, code: &str, quarter: &str, indicator: &str, months: [(i64, i64); 3]) {
        let quarter: Period = quarter.parse().expect("a quarter");
        let hospital = self.hospital_on(code, quarter.last_day()).await;
        let fact = |(period, (numerator, denominator)): (Period, (i64, i64))| Fact {
            indicator: indicator.parse().expect("an indicator"),
            period,
            state: FactState::Counted,
            numerator,
            denominator,
        };
        let whole = months.iter().fold((0, 0), |sum, month| (sum.0 + month.0, sum.1 + month.1));
        let facts: Vec<Fact> = quarter.months().into_iter().zip(months).chain([(quarter, whole)]).map(fact).collect();
        let txn = db::write(self.db()).await.expect("a transaction");
        figures::store::replace_quarter(&*txn, &hospital, quarter, &facts).await.expect("facts are stored");
        txn.commit().await.expect("commits");
    }
}
