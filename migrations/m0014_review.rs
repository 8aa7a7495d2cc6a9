//! 审核: rounds that were sent back, opened again or taken back, with what was said of their cells, and who in the
//! hospital checked a round.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, date_null, integer, integer_null, pk_auto, small_integer, string_len,
    string_len_null, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const RETURN: &str = "quarterly_return";
const ROUND: &str = "return_round";
const REVIEW: &str = "return_review";
const REMARK: &str = "return_remark";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(review()).await?;
        manager.create_table(remark()).await?;
        let index = |name: &'static str, table: &'static str, column: &'static str| {
            Index::create().name(name).table(table).col(column).to_owned()
        };
        manager.create_index(index("ix_return_review_return", REVIEW, "return_id")).await?;
        manager.create_index(index("ix_return_remark_review", REMARK, "review_id")).await?;
        // One column a statement: SQLite adds no two at once.
        for (table, column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        for table in [REMARK, REVIEW] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn columns() -> [(&'static str, ColumnDef); 6] {
    [
        // The round with which the hospital has the next word, how it came to that, and by when it is awaited.
        (RETURN, integer_null("closed")),
        (RETURN, string_len_null("closed_as", 16)),
        (RETURN, date_null("answer_by")),
        (ROUND, timestamp_with_time_zone_null("checked_at")),
        (ROUND, big_integer_null("checked_by")),
        (ROUND, string_len_null("checked_name", 100)),
    ]
}

fn key(from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{}_{}", from.0, from.1))
        .from(from.0, from.1)
        .to(to, "id")
        .on_delete(ForeignKeyAction::NoAction)
        .to_owned()
}

fn review() -> TableCreateStatement {
    Table::create()
        .table(REVIEW)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("return_id"))
        .col(integer("number"))
        .col(string_len("deed", 16))
        .col(text("reason"))
        .col(date_null("answer_by"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("by"))
        .col(string_len("by_name", 100))
        .col(string_len("by_place", 200))
        .foreign_key(&mut key((REVIEW, "return_id"), RETURN))
        .to_owned()
}

fn remark() -> TableCreateStatement {
    Table::create()
        .table(REMARK)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("review_id"))
        .col(string_len("element", 64))
        .col(small_integer("slot"))
        .col(string_len("cell", 24))
        .col(text("words"))
        .foreign_key(&mut key((REMARK, "review_id"), REVIEW))
        .to_owned()
}
