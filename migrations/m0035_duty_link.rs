//! 佐证 may be a link: the visit, return or draw of the system that a piece of evidence is.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer_null, string_len_null};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const EVIDENCE: &str = "duty_evidence";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The key is of the table its kind names, so that no reference can stand for it; the number is what people read.
        for column in [big_integer_null("record_id"), string_len_null("record_number", 64)] {
            manager.alter_table(Table::alter().table(EVIDENCE).add_column(column).to_owned()).await?;
        }
        let mut index = Index::create();
        // 培训台账 asks for the trainings of some days.
        index.name("ix_duty_evidence_day").table(EVIDENCE).col("kind").col("day");
        manager.create_index(index.to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("ix_duty_evidence_day").table(EVIDENCE).to_owned()).await?;
        for column in ["record_number", "record_id"] {
            manager.alter_table(Table::alter().table(EVIDENCE).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
