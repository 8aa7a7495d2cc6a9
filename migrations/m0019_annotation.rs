//! 标注: what happened to an indicator of a group, and where its control limits start anew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, integer, pk_auto, string_len, string_len_null, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

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
                    .table("annotation")
                    .col(pk_auto("id").big_integer().to_owned())
                    .col(string_len("indicator", 64))
                    .col(string_len("grouping", 16))
                    .col(string_len("group_key", 64))
                    .col(big_integer("authority_id"))
                    .col(big_integer_null("hospital_id"))
                    .col(string_len("kind", 16))
                    .col(date("day"))
                    .col(string_len_null("period", 8))
                    .col(text("text"))
                    .col(string_len_null("slot", 8))
                    .col(timestamp_with_time_zone("set_at"))
                    .col(big_integer_null("set_by"))
                    .col(string_len("set_by_name", 64))
                    .col(boolean("by_hospital"))
                    .col(timestamp_with_time_zone_null("withdrawn_at"))
                    .col(big_integer_null("withdrawn_by"))
                    .col(string_len_null("withdrawn_by_name", 64))
                    .col(string_len_null("withdrawn_reason", 200))
                    .col(integer("version"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_annotation_hospital")
                            .from("annotation", "hospital_id")
                            .to("hospital", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        // One rebase a series and period that holds; what has no slot is as often as one likes.
        let mut unique = Index::create();
        unique.name("uq_annotation_slot").table("annotation").unique();
        for column in ["indicator", "grouping", "group_key", "authority_id", "slot"] {
            unique.col(column);
        }
        manager.create_index(unique.to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("annotation").to_owned()).await
    }
}
