//! The journal: its rows and the single row that holds the head of the chain.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, string, text, timestamp_with_time_zone};

/// Creates `journal_event` and `journal_head`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No foreign key to an account: a journal row outlives whatever it speaks of.
        let event = Table::create()
            .table("journal_event")
            .col(big_integer("seq").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(big_integer_null("account_id"))
            .col(string("login"))
            .col(string("address"))
            .col(string("action"))
            .col(string("subject_kind"))
            .col(string("subject_id"))
            .col(text("detail"))
            .col(string("result"))
            .col(string("previous"))
            .col(string("hash"))
            .to_owned();
        manager.create_table(event).await?;
        for (name, column) in
            [("ix_journal_event_at", "at"), ("ix_journal_event_login", "login"), ("ix_journal_event_action", "action")]
        {
            let index = Index::create().name(name).table("journal_event").col(column).col("seq").to_owned();
            manager.create_index(index).await?;
        }
        let head = Table::create()
            .table("journal_head")
            .col(big_integer("id").primary_key())
            .col(big_integer("seq"))
            .col(string("head"))
            .to_owned();
        manager.create_table(head).await?;
        // The chain begins at 64 zeros; every write moves this one row, which is also the lock between writers.
        let first = Query::insert()
            .into_table("journal_head")
            .columns(["id", "seq", "head"])
            .values_panic([1.into(), 0.into(), "0".repeat(64).into()])
            .to_owned();
        manager.execute(first).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("journal_head").to_owned()).await?;
        manager.drop_table(Table::drop().table("journal_event").to_owned()).await
    }
}
