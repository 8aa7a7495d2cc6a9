//! 整改: what becomes of a finding – how it stands, every step, and the files that came with a step.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, date_null, integer, pk_auto, string_len, string_len_null, text, timestamp_with_time_zone,
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
        // SQLite adds one column a statement.
        let mut standing = string_len("standing", 16);
        standing.default("open");
        let mut steps = integer("steps");
        steps.default(0);
        for column in [standing, date_null("last_due"), date_null("mended_on"), steps] {
            let alter = Table::alter().table("finding").add_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        let mut finding = reference("fk_rectification_step_finding", "rectification_step", "finding_id", "finding");
        manager
            .create_table(
                Table::create()
                    .table("rectification_step")
                    .col(pk_auto("id").big_integer().to_owned())
                    .col(big_integer("finding_id"))
                    .col(integer("number"))
                    .col(string_len("kind", 16))
                    .col(text("text"))
                    .col(string_len_null("department", 100))
                    .col(string_len_null("person", 64))
                    .col(date_null("day"))
                    .col(timestamp_with_time_zone("at"))
                    .col(string_len("by_name", 64))
                    .col(string_len("by_place", 128))
                    .foreign_key(&mut finding)
                    .to_owned(),
            )
            .await?;
        let mut step = reference("fk_rectification_file_step", "rectification_file", "step_id", "rectification_step");
        let mut file = reference("fk_rectification_file_file", "rectification_file", "file_id", "stored_file");
        manager
            .create_table(
                Table::create()
                    .table("rectification_file")
                    .col(pk_auto("id").big_integer().to_owned())
                    .col(big_integer("step_id"))
                    .col(big_integer("finding_id"))
                    .col(big_integer("file_id"))
                    .col(string_len("kind", 8))
                    .col(string_len("name", 128))
                    .foreign_key(&mut step)
                    .foreign_key(&mut file)
                    .to_owned(),
            )
            .await?;
        let mut unique = Index::create();
        // Two who write the next step at the same moment: the second meets this.
        unique.name("uq_rectification_step").table("rectification_step").col("finding_id").col("number").unique();
        manager.create_index(unique.to_owned()).await?;
        let mut files = Index::create();
        files.name("ix_rectification_file").table("rectification_file").col("finding_id");
        manager.create_index(files.to_owned()).await?;
        let mut standing = Index::create();
        standing.name("ix_finding_standing").table("finding").col("standing").col("due");
        manager.create_index(standing.to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["rectification_file", "rectification_step"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.drop_index(Index::drop().name("ix_finding_standing").table("finding").to_owned()).await?;
        for column in ["steps", "mended_on", "last_due", "standing"] {
            let alter = Table::alter().table("finding").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

fn reference(
    name: &'static str,
    from: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(from, column).to(to, "id").to_owned()
}
