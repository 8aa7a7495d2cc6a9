//! 总结: the words of people to it, and its frozen editions.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{integer, pk_auto, string_len, text, timestamp_with_time_zone};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TEXT: &str = "summary_text";
const EDITION: &str = "summary_edition";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(texts()).await?;
        manager.create_table(editions()).await?;
        // Two who save or freeze at the same moment: the second meets these.
        for (name, table, last) in [("uq_summary_text", TEXT, "version"), ("uq_summary_edition", EDITION, "edition")] {
            let mut index = Index::create();
            index.name(name).table(table).unique().col("campaign").col("summary").col(last);
            manager.create_index(index.to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [EDITION, TEXT] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn texts() -> TableCreateStatement {
    Table::create()
        .table(TEXT)
        .col(pk_auto("id").big_integer().to_owned())
        .col(string_len("campaign", 64))
        .col(string_len("summary", 64))
        .col(integer("version"))
        // Key of the section → words, as JSON.
        .col(text("texts"))
        .col(timestamp_with_time_zone("at"))
        .col(string_len("by_name", 64))
        .col(string_len("by_place", 128))
        .to_owned()
}

fn editions() -> TableCreateStatement {
    Table::create()
        .table(EDITION)
        .col(pk_auto("id").big_integer().to_owned())
        .col(string_len("campaign", 64))
        .col(string_len("summary", 64))
        .col(integer("edition"))
        // What was said, as JSON: the very text the seal is of.
        .col(text("content"))
        .col(string_len("seal", 64))
        .col(text("reason"))
        .col(timestamp_with_time_zone("at"))
        .col(string_len("by_name", 64))
        .col(string_len("by_place", 128))
        .to_owned()
}
