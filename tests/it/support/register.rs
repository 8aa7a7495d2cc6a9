//! A register for tests: the authorities of the shipped list, and hospitals that come in by the roster's own door.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use zhikong::access::{AuthorityId, Scope, Viewer};
use zhikong::authorities;
use zhikong::catalogue::Catalogue;
use zhikong::files::Files;
use zhikong::hospitals::import::{self, Import, Report};
use zhikong::hospitals::roster::{self, Line};
use zhikong::spreadsheets::{Limits, Reader};

use crate::support::TestDatabase;

/// The shipped catalogue.
pub fn catalogue() -> Catalogue {
    Catalogue::load(None).expect("the shipped files are right")
}

/// The built binary as the reading child.
pub fn reader() -> Reader {
    Reader::new(PathBuf::from(env!("CARGO_BIN_EXE_zhikong")), Limits::default(), 1)
}

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Noon of a day in 北京时间.
pub fn noon(text: &str) -> DateTime<Utc> {
    format!("{text}T04:00:00Z").parse().expect("a moment")
}

/// A public level-2 general hospital of 金水区, Zhengzhou, that reports to its county.
pub fn line(code: &str) -> Line {
    Line {
        code: code.to_owned(),
        name: format!("演示{code}医院"),
        level: "二级".to_owned(),
        grade: "甲等".to_owned(),
        category: "综合医院".to_owned(),
        ownership: "公立".to_owned(),
        region: "410105".to_owned(),
        affiliation: "县直".to_owned(),
        beds: "300".to_owned(),
        services: "产科；手术".to_owned(),
        opened: "1985-07-01".to_owned(),
        ..Line::default()
    }
}

/// The same in another region.
pub fn line_in(code: &str, region: &str) -> Line {
    Line { region: region.to_owned(), ..line(code) }
}

/// Stores the shipped authorities.
pub async fn seed(test: &TestDatabase) {
    authorities::seed(&test.db, &catalogue(), &Viewer::operator(), noon("2024-01-01"), test.folder.path())
        .await
        .expect("the list is stored");
}

/// Takes in roster bytes at noon of `today`, holding from `from`.
pub async fn take(test: &TestDatabase, bytes: Vec<u8>, today: &str, from: Option<&str>) -> Report {
    let files = Files::open(test.folder.path()).expect("files open");
    let catalogue = catalogue();
    let import = Import {
        db: &test.db,
        files: &files,
        data_dir: test.folder.path(),
        catalogue: &catalogue,
        viewer: &Viewer::operator(),
        at: noon(today),
    };
    let effect = import::effect(from.map(day), noon(today)).expect("no day ahead");
    match import::read(&reader(), bytes.into(), "名录.xlsx").await {
        Ok(roster) => import.take(&roster, effect, None).await.expect("the database answers"),
        Err(problems) => Report::refused(0, problems),
    }
}

/// The shipped authorities and these hospitals, which have always been so.
pub async fn register(test: &TestDatabase, lines: &[Line]) {
    seed(test).await;
    let report = take(test, roster::write(lines).expect("a roster"), "2024-12-31", None).await;
    assert!(report.is_taken(), "{:#?}", report.problems);
}

/// The scope of the authority with this code.
pub async fn scope_of(test: &TestDatabase, code: &str) -> Scope {
    Scope::Authority(authority(test, code).await)
}

/// The key of the authority with this code.
pub async fn authority(test: &TestDatabase, code: &str) -> AuthorityId {
    let found = authorities::store::by_code(&test.db, code).await.expect("the database answers");
    found.unwrap_or_else(|| panic!("no authority {code}")).id
}
