//! A fresh, migrated database a test: a copied SQLite file, or with `TEST_DATABASE_URL` a PostgreSQL database made
//! from a migrated template.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use tokio::sync::OnceCell;
use zhikong::accounts::{Cost, Passwords};
use zhikong::app::Parts;
use zhikong::catalogue::Catalogue;
use zhikong::clock::Clock;
use zhikong::config::Transport;
use zhikong::files::Files;
use zhikong::migrations::Migrator;
use zhikong::spreadsheets::{Limits, Reader};
use zhikong::state::AppState;
use zhikong::web::Templates;

/// A database of its own; the folder lives as long as this value.
pub struct TestDatabase {
    /// The open connection pool.
    pub db: DatabaseConnection,
    /// Where it is.
    pub url: String,
    /// A folder that is the test's own, e.g. for kept files.
    pub folder: tempfile::TempDir,
}

impl TestDatabase {
    /// The handles of the spine over this database and its folder.
    pub fn state(&self, clock: Clock, transport: Transport) -> AppState {
        let files = Files::open(self.folder.path()).expect("a folder of files");
        AppState { db: self.db.clone(), files, data_dir: self.folder.path().into(), clock, transport }
    }

    /// The whole product over this database: the shipped catalogue, the built binary as reader of uploads.
    pub fn parts(&self, clock: Clock, transport: Transport) -> Parts {
        Parts {
            state: self.state(clock, transport),
            catalogue: Catalogue::load(None).expect("the shipped catalogue is sound"),
            reader: Reader::new(env!("CARGO_BIN_EXE_zhikong").into(), Limits::default(), 2),
            templates: Templates::load().expect("the templates parse"),
            // As little as argon2 allows: a suite signs in hundreds of times.
            passwords: Passwords::new(Cost { memory_kib: 8, passes: 1 }).expect("argon2 takes it"),
            demo: false,
        }
    }
}

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(0);

fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// A name no other test process uses.
fn unique(prefix: &str) -> String {
    format!("{prefix}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst))
}

fn with_database(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("TEST_DATABASE_URL ends in /database");
    format!("{server}/{name}")
}

async fn server_statement(url: &str, statement: &str) {
    let server = Database::connect(url).await.expect("PostgreSQL answers");
    server.execute_unprepared(statement).await.expect("statement runs");
    server.close().await.expect("closes");
}

/// The migrated template: a SQLite file's path or a PostgreSQL database's name.
async fn template() -> &'static str {
    TEMPLATE
        .get_or_init(|| async {
            if let Some(url) = postgres() {
                let name = unique("zk_template");
                server_statement(
                    &url,
                    &format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"),
                )
                .await;
                let db = zhikong::db::open(&with_database(&url, &name)).await.expect("template opens");
                Migrator::up(&db, None).await.expect("template migrates");
                db.close().await.expect("template closes");
                return name;
            }
            let path: PathBuf = std::env::temp_dir().join(format!("{}.db", unique("zk_template")));
            let db = zhikong::db::open(&format!("sqlite://{}?mode=rwc", path.display())).await.expect("template opens");
            Migrator::up(&db, None).await.expect("template migrates");
            db.close().await.expect("template closes");
            path.display().to_string()
        })
        .await
}

/// A database without any table.
pub async fn empty_database() -> TestDatabase {
    let folder = tempfile::tempdir().expect("a folder");
    let url = match postgres() {
        Some(url) => {
            let name = unique("zk_empty");
            let statement = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
            server_statement(&url, &statement).await;
            with_database(&url, &name)
        }
        None => format!("sqlite://{}?mode=rwc", folder.path().join("zhikong.db").display()),
    };
    let db = zhikong::db::open(&url).await.expect("test database opens");
    TestDatabase { db, url, folder }
}

/// A fresh, migrated database.
pub async fn fresh_database() -> TestDatabase {
    let template = template().await;
    let folder = tempfile::tempdir().expect("a folder");
    let url = match postgres() {
        Some(url) => {
            let name = unique("zk_test");
            server_statement(&url, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
            with_database(&url, &name)
        }
        None => {
            let path = folder.path().join("zhikong.db");
            std::fs::copy(template, &path).expect("template copies");
            format!("sqlite://{}?mode=rwc", path.display())
        }
    };
    let db = zhikong::db::open(&url).await.expect("test database opens");
    TestDatabase { db, url, folder }
}
