//! 数字: facts of indicators, and how often those of a period have changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, small_integer, string_len};

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
                    .table("indicator_fact")
                    .col(big_integer("hospital_id"))
                    .col(string_len("period", 7))
                    .col(string_len("indicator", 64))
                    .col(small_integer("state"))
                    .col(big_integer("numerator"))
                    .col(big_integer("denominator"))
                    .col(string_len("level", 32))
                    .col(string_len("city", 12))
                    .col(string_len("county", 12))
                    .col(string_len("ownership", 32))
                    .col(string_len("category", 64))
                    .primary_key(Index::create().col("hospital_id").col("period").col("indicator"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_indicator_fact_hospital")
                            .from("indicator_fact", "hospital_id")
                            .to("hospital", "id")
                            .on_delete(ForeignKeyAction::NoAction),
                    )
                    .to_owned(),
            )
            .await?;
        // Covers the sums by level and by city and the figures of single hospitals, so that a page reads the index
        // alone.
        manager
            .create_index(
                Index::create()
                    .name("ix_indicator_fact_pooled")
                    .table("indicator_fact")
                    .col("period")
                    .col("indicator")
                    .col("level")
                    .col("city")
                    .col("state")
                    .col("numerator")
                    .col("denominator")
                    .col("hospital_id")
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("figures_version")
                    .col(string_len("period", 7).primary_key())
                    .col(big_integer("version"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("figures_version").to_owned()).await?;
        manager.drop_table(Table::drop().table("indicator_fact").to_owned()).await
    }
}
