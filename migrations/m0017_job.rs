//! 后台任务: long work with its progress and who holds it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_auto, string_len, string_len_null, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
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
                    .table("job")
                    .col(pk_auto("id").big_integer().to_owned())
                    .col(string_len("kind", 40))
                    .col(string_len("subject", 64))
                    .col(text("payload"))
                    .col(string_len("state", 16))
                    .col(big_integer("step"))
                    .col(big_integer("done"))
                    .col(big_integer("total"))
                    .col(text("said"))
                    .col(big_integer_null("by"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("started_at"))
                    .col(timestamp_with_time_zone_null("finished_at"))
                    .col(string_len_null("holder", 32))
                    .col(timestamp_with_time_zone_null("lease_until"))
                    .col(integer("tries"))
                    .col(integer("version"))
                    .to_owned(),
            )
            .await?;
        let index = |name: &'static str, columns: &[&'static str], unique: bool| {
            let mut index = Index::create();
            index.name(name).table("job");
            for column in columns {
                index.col(*column);
            }
            if unique {
                index.unique();
            }
            index.to_owned()
        };
        manager.create_index(index("uq_job_subject", &["subject"], true)).await?;
        manager.create_index(index("ix_job_state", &["state", "kind"], false)).await?;
        manager.create_index(index("ix_job_by", &["by", "state"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("job").to_owned()).await
    }
}
