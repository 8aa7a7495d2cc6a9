//! 消息: what an account is told, the mail that told it, and the address the mail goes to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string_len, string_len_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// Creates `message_digest` and `message`, and adds the e-mail address to `account`.
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

fn index(name: &str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().name(name).table("message").to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let email = string_len_null("email", 254);
        manager.alter_table(Table::alter().table("account").add_column(email).to_owned()).await?;
        manager.create_table(digest()).await?;
        manager.create_table(message()).await?;
        let one_a_day = Index::create()
            .name("uq_message_digest")
            .table("message_digest")
            .col("account_id")
            .col("day")
            .unique()
            .to_owned();
        manager.create_index(one_a_day).await?;
        let mut once = index("uq_message_once", &["account_id", "once"]);
        manager.create_index(once.unique().to_owned()).await?;
        manager.create_index(index("ix_message_account", &["account_id", "id"])).await?;
        manager.create_index(index("ix_message_topic", &["account_id", "topic", "id"])).await?;
        // Most messages have been read; what waits is found among few.
        let mut unread = index("ix_message_unread", &["account_id", "id"]);
        manager.create_index(unread.and_where(Expr::col("read_at").is_null()).to_owned()).await?;
        let mut untold = index("ix_message_untold", &["account_id", "id"]);
        untold.and_where(Expr::col("read_at").is_null()).and_where(Expr::col("digest_id").is_null());
        manager.create_index(untold).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["message", "message_digest"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("account").drop_column("email").to_owned()).await
    }
}

fn digest() -> TableCreateStatement {
    Table::create()
        .table("message_digest")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        // A day in 北京时间, `2024-10-21`.
        .col(string_len("day", 10))
        // claimed, sent or failed.
        .col(string_len("state", 8))
        .col(integer("attempts"))
        // Which run claimed it last.
        .col(string_len("claim", 32))
        .col(timestamp_with_time_zone("tried_at"))
        .foreign_key(&mut key(("message_digest", "account_id"), "account"))
        .to_owned()
}

fn message() -> TableCreateStatement {
    Table::create()
        .table("message")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("topic", 12))
        .col(string_len("title", 120))
        .col(string_len("text", 1_000))
        .col(string_len("href", 1_000))
        .col(string_len_null("once", 200))
        .col(timestamp_with_time_zone("at"))
        .col(timestamp_with_time_zone_null("read_at"))
        .col(big_integer_null("digest_id"))
        .foreign_key(&mut key(("message", "account_id"), "account"))
        .foreign_key(&mut key(("message", "digest_id"), "message_digest"))
        .to_owned()
}
