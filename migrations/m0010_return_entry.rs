//! 网上填报: the draft of a return, and the stamped pages of a round.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_auto, string_len, text_null, timestamp_with_time_zone,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

fn key(from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{}_{}", from.0, from.1))
        .from(from.0, from.1)
        .to(to, "id")
        .on_delete(ForeignKeyAction::NoAction)
        .to_owned()
}

fn id() -> ColumnDef {
    pk_auto("id").big_integer().to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(draft()).await?;
        manager.create_table(stamp()).await?;
        let whose = Index::create()
            .name("uq_return_draft")
            .table("return_draft")
            .col("hospital_id")
            .col("period")
            .unique()
            .to_owned();
        manager.create_index(whose).await?;
        let round = Index::create().name("ix_return_stamp_round").table("return_stamp").col("round_id").to_owned();
        manager.create_index(round).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["return_stamp", "return_draft"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn draft() -> TableCreateStatement {
    Table::create()
        .table("return_draft")
        .col(id())
        .col(big_integer("hospital_id"))
        .col(string_len("period", 6))
        // What was typed, as JSON; none once it was submitted or thrown away.
        .col(text_null("fields"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("saved_at"))
        .col(big_integer_null("saved_by"))
        .col(string_len("name", 100))
        .foreign_key(&mut key(("return_draft", "hospital_id"), "hospital"))
        .to_owned()
}

fn stamp() -> TableCreateStatement {
    Table::create()
        .table("return_stamp")
        .col(id())
        .col(big_integer("round_id"))
        .col(big_integer("file_id"))
        .col(string_len("name", 200))
        .col(string_len("kind", 8))
        .col(big_integer("size"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("by"))
        .col(string_len("by_name", 100))
        .foreign_key(&mut key(("return_stamp", "round_id"), "return_round"))
        .foreign_key(&mut key(("return_stamp", "file_id"), "stored_file"))
        .to_owned()
}
