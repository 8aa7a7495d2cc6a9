//! Migrations: each runs over filled tables, back and forth, on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use sea_orm_migration::MigratorTrait;
use zhikong::migrations::Migrator;

use crate::support::empty_database;

/// Bookkeeping of the migrator and of SQLite, not ours.
const NOT_OURS: [&str; 2] = ["seaql_migrations", "sqlite_sequence"];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/migrations")
}

/// Every table of ours with its columns, as the database itself lists them.
async fn schema(db: &DatabaseConnection) -> BTreeMap<String, BTreeSet<String>> {
    let backend = db.get_database_backend();
    let question = match backend {
        DatabaseBackend::Sqlite => {
            "SELECT m.name AS t, c.name || ' ' || c.type || ' ' || c.\"notnull\" AS c \
             FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        _ => {
            "SELECT table_name AS t, column_name || ' ' || data_type || ' ' || is_nullable AS c \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in db.query_all_raw(Statement::from_string(backend, question)).await.unwrap() {
        let table: String = row.try_get("", "t").unwrap();
        tables.entry(table).or_default().insert(row.try_get("", "c").unwrap());
    }
    tables.retain(|name, _| !NOT_OURS.contains(&name.as_str()));
    tables
}

async fn rows_of(db: &DatabaseConnection, table: &str) -> i64 {
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from(Alias::new(table)).to_owned();
    db.query_one(&count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn every_migration_goes_up_over_filled_tables_and_down_and_up_again() {
    let test = empty_database().await;
    for migration in Migrator::migrations() {
        Migrator::up(&test.db, Some(1)).await.unwrap();
        let file = samples().join(format!("{}.sql", migration.name()));
        let rows =
            std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("sample rows {} are missing", file.display()));
        test.db.execute_unprepared(&rows).await.unwrap_or_else(|error| panic!("{}: {error}", migration.name()));
    }
    let full = schema(&test.db).await;
    for table in full.keys() {
        assert!(rows_of(&test.db, table).await > 0, "no sample row of {table}");
    }
    Migrator::down(&test.db, None).await.unwrap();
    assert_eq!(schema(&test.db).await, BTreeMap::new(), "down leaves nothing");
    Migrator::up(&test.db, None).await.unwrap();
    assert_eq!(schema(&test.db).await, full);
}

#[test]
fn every_migration_is_one_transaction_and_named_by_its_number() {
    let mut names = Vec::new();
    for migration in Migrator::migrations() {
        assert_eq!(migration.use_transaction(), Some(true), "{} may be left half-done", migration.name());
        names.push(migration.name().to_owned());
    }
    let mut in_order = names.clone();
    in_order.sort();
    assert_eq!(names, in_order, "applied in the order of their numbers");
}

#[test]
fn no_sample_stands_for_a_migration_that_is_gone() {
    let known: BTreeSet<_> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    for entry in std::fs::read_dir(samples()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(migration) = name.strip_suffix(".sql") {
            assert!(known.contains(migration), "{migration} was renamed or removed");
        }
    }
}

/// What closed visits keep is filled in from what they were answered, in the order of the checklist they were frozen with.
#[tokio::test]
async fn visits_closed_before_keep_their_verdicts_as_letters() {
    let test = empty_database().await;
    for migration in Migrator::migrations() {
        Migrator::up(&test.db, Some(1)).await.unwrap();
        if migration.name().starts_with("m0029") {
            break;
        }
        let rows = std::fs::read_to_string(samples().join(format!("{}.sql", migration.name()))).unwrap();
        test.db.execute_unprepared(&rows).await.unwrap();
    }
    let kept =
        Query::select().column("verdicts").column("city").from("visit").and_where(Expr::col("id").eq(601)).to_owned();
    let row = test.db.query_one(&kept).await.unwrap().unwrap();
    let verdicts: Option<String> = row.try_get_by_index(0).unwrap();
    assert_eq!(verdicts.as_deref(), Some("-n"), "nobody looked at the first, the second was not met");
    let other = Query::select().column("verdicts").from("visit").and_where(Expr::col("id").eq(602)).to_owned();
    let none: Option<String> = test.db.query_one(&other).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(none, None, "a visit that never closed keeps none");
}
