//! 抽取: what was committed to, and what was written down since. Who is drawn is computed and has no rows.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date, integer, string_len, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// Creates `draw` and `draw_record`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const DRAW: &str = "draw";
const RECORD: &str = "draw_record";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(draw()).await?;
        // Two commitments at once get a number each: none can be kept aside.
        manager.create_index(unique("uq_draw_number", DRAW, &["authority_id", "year", "round"])).await?;
        manager.create_table(record()).await?;
        manager.create_index(unique("uq_draw_record_number", RECORD, &["draw_id", "number"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(RECORD).to_owned()).await?;
        manager.drop_table(Table::drop().table(DRAW).to_owned()).await
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

fn draw() -> TableCreateStatement {
    Table::create()
        .table(DRAW)
        .col(big_pk_auto("id"))
        .col(big_integer("authority_id"))
        .col(integer("year"))
        .col(big_integer("round"))
        .col(string_len("kind", 16))
        .col(timestamp_with_time_zone("committed_at"))
        .col(big_integer_null("committed_by"))
        .col(string_len("committed_name", 100))
        .col(date("due"))
        .col(string_len("commitment", 64))
        // The list, kept as the very bytes that were hashed.
        .col(text("canonical"))
        // Secret until the draw is revealed.
        .col(string_len("salt", 64))
        .col(string_len("head", 64))
        .col(integer("records"))
        .col(timestamp_with_time_zone_null("revealed_at"))
        .col(string_len("revealed_name", 100))
        // Why it was revealed before it was due; empty otherwise.
        .col(string_len("reveal_reason", 200))
        .col(integer("version"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_draw_authority")
                .from(DRAW, "authority_id")
                .to("authority", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}

fn record() -> TableCreateStatement {
    Table::create()
        .table(RECORD)
        .col(big_pk_auto("id"))
        .col(big_integer("draw_id"))
        .col(integer("number"))
        .col(timestamp_with_time_zone("written_at"))
        .col(big_integer_null("written_by"))
        .col(string_len("written_name", 100))
        // A JSON object as in a revealed file.
        .col(text("body"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_draw_record_draw")
                .from(RECORD, "draw_id")
                .to(DRAW, "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}
