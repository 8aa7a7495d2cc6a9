//! 目标值: every value a goal has had; the current one has the highest version of its indicator, year and subject.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, big_pk_auto, integer, string_len, timestamp_with_time_zone};

/// Creates `goal`.
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
                    .table("goal")
                    .col(big_pk_auto("id"))
                    // `all`, `level` or `hospital`; the key is empty, the level's or the hospital's.
                    .col(string_len("subject", 16))
                    .col(string_len("subject_key", 64))
                    .col(integer("year"))
                    .col(string_len("indicator", 64))
                    .col(integer("version"))
                    .col(big_integer_null("hospital_id"))
                    // Ten-thousandths of the indicator's unit. None: the goal is taken back.
                    .col(big_integer_null("value"))
                    .col(string_len("source", 200))
                    .col(timestamp_with_time_zone("set_at"))
                    .col(big_integer_null("set_by"))
                    .col(string_len("set_by_name", 40))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_goal_hospital")
                            .from("goal", "hospital_id")
                            .to("hospital", "id")
                            .on_delete(ForeignKeyAction::NoAction),
                    )
                    .to_owned(),
            )
            .await?;
        // In this order: a hospital's goals of a year, and the province's, each stand together.
        manager
            .create_index(
                Index::create()
                    .name("uq_goal_version")
                    .table("goal")
                    .col("subject")
                    .col("subject_key")
                    .col("year")
                    .col("indicator")
                    .col("version")
                    .unique()
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("goal").to_owned()).await
    }
}
