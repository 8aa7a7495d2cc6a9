//! 督导公开: every edition of the published result of a visit; rows are only ever added.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_auto, string_len, text, timestamp_with_time_zone,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "visit_disclosure";

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
                    .table(TABLE)
                    .col(pk_auto("id").big_integer().to_owned())
                    .col(big_integer("visit_id"))
                    .col(integer("edition"))
                    .col(big_integer("authority_id"))
                    .col(big_integer("hospital_id"))
                    .col(string_len("audience", 16))
                    .col(integer("year"))
                    .col(text("content"))
                    .col(string_len("hash", 64))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(big_integer_null("published_by"))
                    .col(string_len("published_name", 64))
                    .foreign_key(&mut to("fk_visit_disclosure_visit", "visit_id", "visit"))
                    .foreign_key(&mut to("fk_visit_disclosure_authority", "authority_id", "authority"))
                    .foreign_key(&mut to("fk_visit_disclosure_hospital", "hospital_id", "hospital"))
                    .to_owned(),
            )
            .await?;
        let mut edition = Index::create();
        // Two who publish the next edition at the same moment: the second meets this.
        edition.name("uq_visit_disclosure_edition").table(TABLE).col("visit_id").col("edition").unique();
        manager.create_index(edition.to_owned()).await?;
        let mut read = Index::create();
        read.name("ix_visit_disclosure_read").table(TABLE).col("audience").col("visit_id").col("id");
        manager.create_index(read.to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

fn to(name: &'static str, column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(TABLE, column).to(table, "id").to_owned()
}
