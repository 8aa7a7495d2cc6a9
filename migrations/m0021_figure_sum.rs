//! 合计: pooled sums of a period as they stood at one version of its facts, so that a page need not add them up again.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string_len};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("figure_sum_version")
                    .col(string_len("period", 7))
                    .col(string_len("grouping", 16))
                    .col(big_integer("version"))
                    .primary_key(Index::create().col("period").col("grouping"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("figure_sum")
                    .col(string_len("period", 7))
                    .col(string_len("grouping", 16))
                    .col(string_len("indicator", 64))
                    .col(string_len("grp", 64))
                    .col(big_integer("numerator"))
                    .col(big_integer("denominator"))
                    .col(big_integer("reported"))
                    .col(big_integer("not_applicable"))
                    .primary_key(Index::create().col("period").col("grouping").col("indicator").col("grp"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("figure_sum").to_owned()).await?;
        manager.drop_table(Table::drop().table("figure_sum_version").to_owned()).await
    }
}
