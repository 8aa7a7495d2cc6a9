//! 本省设置: every value a setting has had; the current one has the highest version of its key.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, integer, string_len, timestamp_with_time_zone,
};

/// Creates `setting`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("setting")
                    .col(big_pk_auto("id"))
                    .col(big_integer("authority_id"))
                    .col(string_len("key", 200))
                    // None: back to the default.
                    .col(big_integer_null("value"))
                    .col(integer("version"))
                    .col(timestamp_with_time_zone("set_at"))
                    .col(big_integer_null("set_by"))
                    .col(string_len("set_by_name", 40))
                    .col(string_len("reason", 200))
                    .foreign_key(
                        ForeignKey::create()
                            .name("fk_setting_authority")
                            .from("setting", "authority_id")
                            .to("authority", "id")
                            .on_delete(ForeignKeyAction::NoAction),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_setting_version")
                    .table("setting")
                    .col("authority_id")
                    .col("key")
                    .col("version")
                    .unique()
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("setting").to_owned()).await
    }
}
