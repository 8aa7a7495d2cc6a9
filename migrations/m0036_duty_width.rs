//! Names and numbers of duties that were cut too short for the places and ids they are made of. Only PostgreSQL counts the
//! characters of a column.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len_null, text_null};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// Table, column, and how many characters it held.
const NARROW: [(&str, &str, u32); 2] = [("duty_occurrence", "exempt_name", 64), ("duty_evidence", "record_number", 64)];

fn counts(manager: &SchemaManager<'_>) -> bool {
    manager.get_database_backend() == sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column, _) in NARROW.into_iter().filter(|_| counts(manager)) {
            manager.alter_table(Table::alter().table(table).modify_column(text_null(column)).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column, length) in NARROW.into_iter().filter(|_| counts(manager)) {
            let narrow = string_len_null(column, length);
            manager.alter_table(Table::alter().table(table).modify_column(narrow).to_owned()).await?;
        }
        Ok(())
    }
}
