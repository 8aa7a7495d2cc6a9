//! 分科室表 and campuses: what a round says of the parts of its hospital.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, small_integer, string_len, string_len_null};

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
        let round = ForeignKey::create()
            .name("fk_return_unit_value_round_id")
            .from("return_unit_value", "round_id")
            .to("return_round", "id")
            .on_delete(ForeignKeyAction::NoAction)
            .to_owned();
        let table = Table::create()
            .table("return_unit_value")
            .col(big_integer("round_id"))
            .col(integer("place"))
            .col(string_len("unit", 100))
            .col(string_len("element", 64))
            .col(small_integer("month"))
            .col(small_integer("state"))
            .col(big_integer_null("number"))
            .col(string_len_null("cell", 12))
            .primary_key(Index::create().col("round_id").col("element").col("place").col("month"))
            .foreign_key(&mut round.clone())
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("return_unit_value").to_owned()).await
    }
}
