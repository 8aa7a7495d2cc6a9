//! A small invented province, made row by row where the doors are not what is tested: names that write rows themselves
//! begin with `db_`.

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use zhikong::access::{AuthorityId, HospitalId, Scope};
use zhikong::authorities;
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::clock::Clock;
use zhikong::figures::{Fact, FactState};
use zhikong::progress::Desk;
use zhikong::{db, figures, hospitals};

use crate::support::database::{TestDatabase, fresh_database};

/// The first day of the invented register.
const FIRST_DAY: &str = "2020-01-01";

/// The province.
pub struct Scene {
    /// Its database.
    pub test: TestDatabase,
    /// The shipped catalogue.
    pub catalogue: Catalogue,
}

/// One hospital to be put into the register.
pub struct Hospital<'a> {
    /// Register code.
    pub code: &'a str,
    /// Key of its level.
    pub level: &'a str,
    /// Six-digit code of where it stands.
    pub region: &'a str,
    /// Six-digit code of its city in charts.
    pub city: &'a str,
    /// Six-digit code of the territory of the commission that reviews it.
    pub reviewed_in: &'a str,
}

impl Scene {
    /// Authorities of the catalogue, no hospital yet.
    pub async fn new() -> Self {
        let test = fresh_database().await;
        let catalogue = Catalogue::load(None).expect("the shipped catalogue is sound");
        let txn = db::write(&test.db).await.expect("a transaction");
        authorities::seed(&*txn, &catalogue).await.expect("authorities are stored");
        txn.commit().await.expect("commits");
        Self { test, catalogue }
    }

    /// The connection.
    pub fn db(&self) -> &DatabaseConnection {
        &self.test.db
    }

    /// A desk with nothing kept.
    pub fn desk(&self) -> Desk {
        let clock = Clock::fixed("2024-11-01T00:00:00Z".parse().expect("a moment"));
        Desk::new(self.test.db.clone(), clock, self.catalogue.clone())
    }

    /// The key of the commission of a territory.
    pub async fn authority(&self, code: &str) -> AuthorityId {
        authorities::store::by_code(self.db(), code).await.expect("reads").expect("is there").id
    }

    /// Puts a public general hospital into the register, named `演示医院` and its code.
    pub async fn db_hospital(&self, hospital: Hospital<'_>) {
        let reviewer = self.authority(hospital.reviewed_in).await.0;
        let day: NaiveDate = FIRST_DAY.parse().expect("a day");
        let held = Query::insert()
            .into_table(Alias::new("hospital"))
            .columns(["code", "version"].map(Alias::new))
            .values_panic([hospital.code.into(), 1_i32.into()])
            .to_owned();
        self.db().execute(&held).await.expect("hospital is stored");
        let id = Query::select()
            .column(Alias::new("id"))
            .from(Alias::new("hospital"))
            .and_where(sea_orm::sea_query::ExprTrait::eq(
                sea_orm::sea_query::Expr::col(Alias::new("code")),
                hospital.code,
            ))
            .to_owned();
        let row = self.db().query_one(&id).await.expect("reads").expect("is there");
        let id: i64 = row.try_get("", "id").expect("a key");
        let columns = [
            "hospital_id",
            "valid_from",
            "name",
            "level",
            "grade",
            "category",
            "ownership",
            "affiliation",
            "region",
            "services",
            "reports_to",
            "supervised_by",
            "statistical_city",
            "county",
        ];
        let county = (hospital.region != hospital.city).then(|| hospital.region.to_owned());
        let span = Query::insert()
            .into_table(Alias::new("hospital_span"))
            .columns(columns.map(Alias::new))
            .values_panic([
                id.into(),
                day.into(),
                format!("演示医院{}", hospital.code).into(),
                hospital.level.into(),
                "undetermined".into(),
                "general".into(),
                "public".into(),
                "county".into(),
                hospital.region.into(),
                "".into(),
                reviewer.into(),
                reviewer.into(),
                hospital.city.into(),
                county.into(),
            ])
            .to_owned();
        self.db().execute(&span).await.expect("span is stored");
        let txn = db::write(self.db()).await.expect("a transaction");
        authorities::store::raise_register_version(&*txn).await.expect("raised");
        txn.commit().await.expect("commits");
    }

    /// A hospital as of the last day of a period.
    pub async fn hospital_at(&self, code: &str, period: Period) -> hospitals::HospitalAt {
        let found = hospitals::store::by_code(self.db(), &Scope::Everything, code, period.last_day()).await;
        found.expect("reads").expect("is in the register")
    }

    /// The key of a hospital.
    pub async fn hospital_id(&self, code: &str) -> HospitalId {
        self.hospital_at(code, "2024Q1".parse().expect("a period")).await.id
    }

    /// Writes the facts of an accepted quarter: (indicator, numerator and denominator, or none where it does not apply).
    pub async fn db_facts(&self, code: &str, quarter: &str, figures: &[(&str, Option<(i64, i64)>)]) {
        let quarter: Period = quarter.parse().expect("a quarter");
        let hospital = self.hospital_at(code, quarter).await;
        let fact = |(indicator, figure): &(&str, Option<(i64, i64)>)| Fact {
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
}
