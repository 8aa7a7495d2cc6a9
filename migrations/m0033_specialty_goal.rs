//! 质控工作改进目标: the tables QC centres keep of a year, edition by edition.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string_len, string_len_null, text, timestamp_with_time_zone,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const EDITION: &str = "specialty_edition";
const GOAL: &str = "specialty_goal";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(editions()).await?;
        manager.create_table(goals()).await?;
        // Two who keep the next edition at the same moment: the second meets this.
        manager.create_index(unique("uq_specialty_edition", EDITION, &["authority_id", "year", "edition"])).await?;
        manager.create_index(unique("uq_specialty_goal", GOAL, &["edition_id", "place"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [GOAL, EDITION] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn unique(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table).unique();
    for column in columns {
        index.col(*column);
    }
    index.to_owned()
}

fn editions() -> TableCreateStatement {
    Table::create()
        .table(EDITION)
        .col(big_pk_auto("id"))
        .col(big_integer("authority_id"))
        .col(integer("year"))
        .col(integer("edition"))
        // How many goals it holds, and how many of them are national: lists need no more.
        .col(integer("goals"))
        .col(integer("national"))
        // Why, and what became otherwise; empty for the first.
        .col(text("reason"))
        .col(text("said"))
        .col(big_integer("file_id"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("by_account"))
        .col(string_len("by_name", 64))
        .col(string_len("by_place", 128))
        .foreign_key(&mut reference("fk_specialty_edition_authority", EDITION, "authority_id", "authority"))
        .foreign_key(&mut reference("fk_specialty_edition_file", EDITION, "file_id", "stored_file"))
        .to_owned()
}

fn goals() -> TableCreateStatement {
    Table::create()
        .table(GOAL)
        .col(big_pk_auto("id"))
        .col(big_integer("edition_id"))
        .col(integer("place"))
        .col(string_len("title", 100))
        .col(string_len("origin", 16))
        .col(string_len("document", 200))
        .col(string_len("indicator", 100))
        // Millionths of the unit; none where nobody said one, which is not 0.
        .col(big_integer_null("baseline"))
        .col(big_integer_null("goal"))
        .col(string_len("unit", 20))
        .col(string_len_null("direction", 8))
        .col(text("measures"))
        .foreign_key(&mut reference("fk_specialty_goal_edition", GOAL, "edition_id", EDITION))
        .to_owned()
}

fn reference(
    name: &'static str,
    from: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(from, column).to(to, "id").to_owned()
}
