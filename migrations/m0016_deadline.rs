//! 上报期限: every due date that was set, and the extensions that hospitals asked for.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean_null, date, date_null, integer, integer_null, string_len,
    string_len_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// Creates `deadline` and `return_extension`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const DEADLINE: &str = "deadline";
const EXTENSION: &str = "return_extension";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(deadline()).await?;
        let one_version =
            unique("uq_deadline_version", DEADLINE, &["authority_id", "kind", "period", "level", "version"]);
        manager.create_index(one_version).await?;
        manager.create_table(extension()).await?;
        let one_number = unique("uq_return_extension_number", EXTENSION, &["hospital_id", "period", "number"]);
        manager.create_index(one_number).await?;
        let by_period = Index::create().name("ix_return_extension_period").table(EXTENSION).col("period").to_owned();
        manager.create_index(by_period).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(EXTENSION).to_owned()).await?;
        manager.drop_table(Table::drop().table(DEADLINE).to_owned()).await
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

fn deadline() -> TableCreateStatement {
    Table::create()
        .table(DEADLINE)
        .col(big_pk_auto("id"))
        .col(big_integer("authority_id"))
        .col(string_len("kind", 8))
        .col(string_len("period", 8))
        // Empty for all levels: a null would be unlike every other null of the index.
        .col(string_len("level", 40))
        // None of the three: taken back.
        .col(integer_null("days"))
        .col(boolean_null("moves"))
        .col(date_null("due_on"))
        .col(integer("version"))
        .col(timestamp_with_time_zone("set_at"))
        .col(big_integer_null("set_by"))
        .col(string_len("set_by_name", 100))
        .col(string_len("reason", 200))
        .foreign_key(
            ForeignKey::create()
                .name("fk_deadline_authority")
                .from(DEADLINE, "authority_id")
                .to("authority", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}

fn extension() -> TableCreateStatement {
    Table::create()
        .table(EXTENSION)
        .col(big_pk_auto("id"))
        .col(big_integer("hospital_id"))
        .col(string_len("period", 8))
        // 1 for the first of a hospital and quarter, so that two cannot be asked for at once.
        .col(integer("number"))
        .col(date("wanted"))
        .col(string_len("reason", 500))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer_null("asked_by"))
        .col(string_len("asked_name", 100))
        .col(string_len("state", 8))
        .col(date_null("granted"))
        .col(string_len_null("words", 500))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer_null("decided_by"))
        .col(string_len_null("decided_name", 100))
        .col(integer("version"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_return_extension_hospital")
                .from(EXTENSION, "hospital_id")
                .to("hospital", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}
