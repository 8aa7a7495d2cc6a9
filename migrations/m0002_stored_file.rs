//! Kept files: what is in the content-addressed folder, and who brought it when.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, string, timestamp_with_time_zone};

/// Creates `stored_file`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The same content may come twice, under two names or from two people: sha256 is not unique here.
        let file = Table::create()
            .table("stored_file")
            .col(big_pk_auto("id"))
            .col(string("sha256"))
            .col(big_integer("size"))
            .col(string("name"))
            .col(string("kind"))
            .col(timestamp_with_time_zone("received_at"))
            .col(big_integer_null("received_by"))
            .to_owned();
        manager.create_table(file).await?;
        let index = Index::create().name("ix_stored_file_sha256").table("stored_file").col("sha256").to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("stored_file").to_owned()).await
    }
}
