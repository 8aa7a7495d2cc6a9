//! 报表: uploads, returns, rounds and their values.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, integer_null, pk_auto, small_integer, string_len, string_len_null, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
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
        manager.create_table(upload()).await?;
        manager.create_table(quarterly_return()).await?;
        manager.create_table(round()).await?;
        manager.create_table(value()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["return_value", "return_round", "quarterly_return", "return_upload"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn upload() -> TableCreateStatement {
    Table::create()
        .table("return_upload")
        .col(id())
        .col(string_len("batch", 32))
        .col(big_integer("file_id"))
        .col(string_len("name", 200))
        .col(string_len("sha256", 64))
        .col(big_integer("size"))
        .col(string_len("outcome", 16))
        .col(big_integer_null("hospital_id"))
        .col(string_len_null("period", 6))
        .col(integer_null("edition"))
        .col(big_integer_null("round_id"))
        .col(big_integer("expected"))
        .col(big_integer("stored"))
        .col(big_integer("unchanged"))
        .col(big_integer("refused"))
        .col(big_integer("missing"))
        .col(text("problems"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("by"))
        .col(string_len("by_name", 100))
        .foreign_key(&mut key(("return_upload", "file_id"), "stored_file"))
        .foreign_key(&mut key(("return_upload", "hospital_id"), "hospital"))
        .to_owned()
}

fn quarterly_return() -> TableCreateStatement {
    Table::create()
        .table("quarterly_return")
        .col(id())
        .col(big_integer("hospital_id"))
        .col(string_len("period", 6))
        .col(integer("latest"))
        .col(big_integer_null("latest_round_id"))
        .col(integer_null("accepted"))
        .col(big_integer_null("accepted_round_id"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(big_integer_null("accepted_by"))
        .col(integer("version"))
        .foreign_key(&mut key(("quarterly_return", "hospital_id"), "hospital"))
        .to_owned()
}

fn round() -> TableCreateStatement {
    Table::create()
        .table("return_round")
        .col(id())
        .col(big_integer("return_id"))
        .col(integer("number"))
        .col(big_integer("upload_id"))
        .col(integer("edition"))
        .col(string_len("revision", 32))
        .col(string_len("sheet", 100))
        .col(string_len("receipt", 64))
        .col(timestamp_with_time_zone("received_at"))
        .col(big_integer_null("received_from"))
        .col(integer("explanations"))
        .foreign_key(&mut key(("return_round", "return_id"), "quarterly_return"))
        .foreign_key(&mut key(("return_round", "upload_id"), "return_upload"))
        .to_owned()
}

fn value() -> TableCreateStatement {
    Table::create()
        .table("return_value")
        .col(big_integer("round_id"))
        .col(string_len("element", 64))
        .col(small_integer("month"))
        .col(small_integer("state"))
        .col(big_integer_null("number"))
        .col(text_null("raw"))
        .col(text_null("note"))
        .col(string_len_null("cell", 12))
        .primary_key(Index::create().col("round_id").col("element").col("month"))
        .foreign_key(&mut key(("return_value", "round_id"), "return_round"))
        .to_owned()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let index = |name: &str, table: &'static str, columns: &[&'static str], unique: bool| {
        let mut index = Index::create();
        index.name(name).table(table);
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        index.to_owned()
    };
    vec![
        index("uq_quarterly_return", "quarterly_return", &["period", "hospital_id"], true),
        index("ix_quarterly_return_hospital", "quarterly_return", &["hospital_id"], false),
        index("uq_return_round", "return_round", &["return_id", "number"], true),
        index("uq_return_round_receipt", "return_round", &["receipt"], true),
        index("ix_return_upload_batch", "return_upload", &["batch"], false),
        index("ix_return_upload_hospital", "return_upload", &["hospital_id", "period"], false),
    ]
}
