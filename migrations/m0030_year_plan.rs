//! 年度督导计划: which hospitals a year is counted over, and what of them is planned; every edition, only ever added to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date, integer, pk_auto, string_len, text, text_null, timestamp_with_time_zone,
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
        let mut authority = ForeignKey::create();
        authority.name("fk_year_plan_authority").from("year_plan", "authority_id").to("authority", "id");
        manager
            .create_table(
                Table::create()
                    .table("year_plan")
                    .col(pk_auto("id").big_integer().to_owned())
                    .col(big_integer("authority_id"))
                    .col(string_len("campaign", 64))
                    .col(integer("year"))
                    .col(integer("edition"))
                    // Keys of hospitals, ascending, a blank between two: read whole or not at all.
                    .col(text("hospitals"))
                    .col(big_integer("needed"))
                    .col(big_integer("planned"))
                    .col(big_integer_null("capacity"))
                    .col(big_integer_null("ahead"))
                    .col(text_null("reason"))
                    .col(date("committed_on"))
                    .col(timestamp_with_time_zone("committed_at"))
                    .col(big_integer_null("committed_by"))
                    .col(string_len("committed_name", 64))
                    .foreign_key(&mut authority)
                    .to_owned(),
            )
            .await?;
        // Two who commit at the same moment: the second meets this.
        let mut unique = Index::create();
        unique.name("uq_year_plan").table("year_plan").unique();
        for column in ["campaign", "authority_id", "year", "edition"] {
            unique.col(column);
        }
        manager.create_index(unique.to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("year_plan").to_owned()).await
    }
}
