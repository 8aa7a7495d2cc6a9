//! 通报: every edition of what was published, with the figures as they were shown.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string_len, text, timestamp_with_time_zone,
};

/// Creates `publication`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const PUBLICATION: &str = "publication";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(publication()).await?;
        // Two at once get a number each; and one territory publishes a quarter once for an audience, then corrects it.
        manager.create_index(unique("uq_publication_number", &["period", "serial", "edition"])).await?;
        manager.create_index(unique("uq_publication_own", &["authority_id", "period", "audience", "edition"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(PUBLICATION).to_owned()).await
    }
}

fn unique(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(PUBLICATION).unique();
    for column in columns {
        index.col(*column);
    }
    index.to_owned()
}

fn publication() -> TableCreateStatement {
    Table::create()
        .table(PUBLICATION)
        .col(big_pk_auto("id"))
        .col(string_len("period", 8))
        // With the period it is the number; the editions of one publication share it.
        .col(integer("serial"))
        .col(integer("edition"))
        .col(big_integer("authority_id"))
        .col(string_len("audience", 8))
        .col(string_len("title", 100))
        .col(timestamp_with_time_zone("as_of"))
        .col(timestamp_with_time_zone("published_at"))
        .col(big_integer_null("published_by"))
        .col(string_len("published_name", 100))
        // Empty for the first edition.
        .col(string_len("reason", 200))
        // A JSON document, kept and hashed as this very text.
        .col(text("content"))
        .col(string_len("hash", 64))
        .foreign_key(
            ForeignKey::create()
                .name("fk_publication_authority")
                .from(PUBLICATION, "authority_id")
                .to("authority", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}
