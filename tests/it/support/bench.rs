//! The bench of page tests: the whole product on a fresh database, with a clock that stands still until moved.
//!
//! ```ignore
//! let bench = Bench::new().await;                              // 2024-10-21 12:00 北京时间, shipped authorities
//! let hospital = bench.hospital("演示甲医院").in_region("410105").store().await;
//! bench.account("wang").role(Role::Clerk).at_hospital(&hospital).store().await;
//! let wang = bench.sign_in("wang").await;                      // through POST /sign-in, keeps its cookies
//! let page = wang.get("/home").await;
//! assert_eq!(page.status, 200);
//! assert!(page.body.contains("演示甲医院"));
//! ```
//!
//! Everything comes in by the doors of users: the roster, the keeper's function, the sign-in page.

use axum::Router;
use chrono::TimeDelta;
use sea_orm::DatabaseConnection;
use zhikong::access::{AccountId, AuthorityId, HospitalId, Place, Role, Scope, Viewer};
use zhikong::accounts::keep::{self, Order};
use zhikong::accounts::model::Grants;
use zhikong::app::{self, Parts};
use zhikong::calendar::china_date;
use zhikong::clock::Clock;
use zhikong::config::Transport;
use zhikong::hospitals;
use zhikong::hospitals::roster::{self, Line};

use crate::support::client::Client;
use crate::support::register;
use crate::support::{TestDatabase, fresh_database};

/// The password of every account the bench makes.
pub const PASSWORD: &str = "Bench-horse-1";

/// The product under test.
pub struct Bench {
    /// The database and the folder of the installation.
    pub test: TestDatabase,
    /// Its clock.
    pub clock: Clock,
    /// What the router was made of.
    pub parts: Parts,
    /// The router with all its layers.
    pub router: Router,
}

impl Bench {
    /// An installation with the shipped authorities, at noon of 2024-10-21 in 北京时间.
    pub async fn new() -> Self {
        Self::at("2024-10-21T04:00:00Z").await
    }

    /// The same at another moment, RFC 3339.
    pub async fn at(moment: &str) -> Self {
        let bench = Self::bare(moment).await;
        register::seed(&bench.test).await;
        bench
    }

    /// An installation in which there is nothing at all.
    pub async fn bare(moment: &str) -> Self {
        let clock = Clock::fixed(moment.parse().expect("a moment"));
        let test = fresh_database().await;
        let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
        let parts = test.parts(clock.clone(), transport);
        Self { router: app::router(parts.clone()), test, clock, parts }
    }

    /// The database, for what only the database can tell.
    pub fn db(&self) -> &DatabaseConnection {
        &self.test.db
    }

    /// Moves the clock.
    pub fn advance(&self, by: TimeDelta) {
        self.clock.set(self.clock.now() + by);
    }

    /// The authority with this code; the shipped list is there from the start.
    pub async fn authority(&self, code: &str) -> AuthorityId {
        register::authority(&self.test, code).await
    }

    /// A hospital of the register; see [`HospitalBuilder`] for what it is unless said otherwise.
    pub fn hospital(&self, name: &str) -> HospitalBuilder<'_> {
        // The code follows from the name, so that two hospitals of a test differ without being told to.
        let code: String = name.bytes().map(|byte| format!("{byte:02X}")).collect();
        let code = format!("H{}", &code[code.len().saturating_sub(24)..]);
        let line = Line { name: name.to_owned(), ..register::line(&code) };
        HospitalBuilder { bench: self, line }
    }

    /// An account; it has a role before it is stored.
    pub fn account(&self, login: &str) -> AccountBuilder<'_> {
        let name = format!("演示{login}");
        AccountBuilder { bench: self, login: login.to_owned(), name, roles: Vec::new(), at: None }
    }

    /// Stores an account of the staff of the authority with this code.
    pub async fn staff(&self, login: &str, authority: &str) {
        let authority = self.authority(authority).await;
        self.account(login).role(Role::AuthorityStaff).at_authority(authority).store().await;
    }

    /// Somebody at a browser who is not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Signs in with [`PASSWORD`] through the page.
    pub async fn sign_in(&self, login: &str) -> Client {
        let client = self.visitor();
        let answer = client.post("/sign-in", &[("account", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{login} signs in: {}", answer.body);
        client
    }
}

/// A hospital to be stored: public, level 2, general, of 金水区 in Zhengzhou, reporting to its county, open since 1985.
#[must_use = "nothing is stored until `.store()`"]
pub struct HospitalBuilder<'a> {
    bench: &'a Bench,
    line: Line,
}

/// A hospital of the register.
#[derive(Clone, Debug)]
pub struct Hospital {
    /// Its key.
    pub id: HospitalId,
    /// Its code, as in addresses.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl HospitalBuilder<'_> {
    /// Its code in the register.
    pub fn code(mut self, code: &str) -> Self {
        self.line.code = code.to_owned();
        self
    }

    /// 级别 as the roster says it: 三级, 二级, 一级, 未定级.
    pub fn level(mut self, level: &str) -> Self {
        self.line.level = level.to_owned();
        self
    }

    /// The six-digit code of the county or district it stands in.
    pub fn in_region(mut self, region: &str) -> Self {
        self.line.region = region.to_owned();
        self
    }

    /// Any other column of the roster.
    pub fn with(mut self, change: impl FnOnce(&mut Line)) -> Self {
        change(&mut self.line);
        self
    }

    /// Takes it in as a roster of one row.
    pub async fn store(self) -> Hospital {
        let today = china_date(self.bench.clock.now());
        let bytes = roster::write(std::slice::from_ref(&self.line)).expect("a roster");
        let report = register::take(&self.bench.test, bytes, &today.to_string(), None).await;
        assert!(report.is_taken(), "{:#?}", report.problems);
        let found = hospitals::store::by_code(self.bench.db(), &Scope::Everything, &self.line.code, today).await;
        let found = found.expect("the database answers").expect("the hospital is open today");
        Hospital { id: found.id, code: found.code, name: found.name }
    }
}

/// An account to be stored, with [`PASSWORD`], that need not change it.
#[must_use = "nothing is stored until `.store()`"]
pub struct AccountBuilder<'a> {
    bench: &'a Bench,
    login: String,
    name: String,
    roles: Vec<Role>,
    at: Option<Place>,
}

impl AccountBuilder<'_> {
    /// Adds a role.
    pub fn role(mut self, role: Role) -> Self {
        self.roles.push(role);
        self
    }

    /// Where the roles are held; administrators hold theirs nowhere.
    pub fn at(mut self, place: Place) -> Self {
        self.at = Some(place);
        self
    }

    /// At an authority.
    pub fn at_authority(self, id: AuthorityId) -> Self {
        self.at(Place::Authority(id))
    }

    /// At a hospital.
    pub fn at_hospital(self, hospital: &Hospital) -> Self {
        self.at(Place::Hospital(hospital.id))
    }

    /// Makes it as the operator would.
    pub async fn store(self) -> AccountId {
        let order = Order {
            login: self.login.parse().expect("a login"),
            name: self.name,
            grants: Grants::new(self.at.unwrap_or(Place::System), self.roles).expect("roles that go together"),
            password: Some(PASSWORD.to_owned()),
            must_change: false,
        };
        let (state, passwords) = (&self.bench.parts.state, &self.bench.parts.passwords);
        keep::create(state, passwords, &Viewer::operator(), order).await.expect("the account is made").0
    }
}
