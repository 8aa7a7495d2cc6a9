//! 汇总表 and archives: which part of a file an upload is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer_null, string_len_null};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "return_upload";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement.
        for column in [string_len_null("part", 200), integer_null("part_row")] {
            manager.alter_table(Table::alter().table(TABLE).add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["part_row", "part"] {
            manager.alter_table(Table::alter().table(TABLE).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
