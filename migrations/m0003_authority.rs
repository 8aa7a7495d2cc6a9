//! 主管机构: commissions and QC centres, who is under whom, and the counter of changes to the register.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, big_pk_auto, date_null, integer, string_len};

/// Applied as `m0003_authority`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(authority()).await?;
        manager.create_table(authority_closure()).await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_authority_closure_descendant")
                    .table("authority_closure")
                    .col("descendant_id")
                    .to_owned(),
            )
            .await?;
        manager.create_table(register_version()).await?;
        let one_row = Query::insert()
            .into_table("register_version")
            .columns(["id", "version"])
            .values_panic([1.into(), 0.into()])
            .to_owned();
        manager.execute(one_row).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["register_version", "authority_closure", "authority"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn authority() -> TableCreateStatement {
    Table::create()
        .table("authority")
        .col(big_pk_auto("id"))
        .col(string_len("code", 32).unique_key())
        .col(string_len("name", 120))
        .col(string_len("kind", 16))
        .col(string_len("territory", 12))
        .col(big_integer_null("reviewed_by"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(integer("version").default(1))
        .foreign_key(
            ForeignKey::create()
                .name("fk_authority_reviewed_by")
                .from("authority", "reviewed_by")
                .to("authority", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}

/// Every authority with each one above it, itself at depth 0.
fn authority_closure() -> TableCreateStatement {
    Table::create()
        .table("authority_closure")
        .col(big_integer("ancestor_id"))
        .col(big_integer("descendant_id"))
        .col(integer("depth"))
        .primary_key(Index::create().name("pk_authority_closure").col("ancestor_id").col("descendant_id"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_authority_closure_ancestor")
                .from("authority_closure", "ancestor_id")
                .to("authority", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .foreign_key(
            ForeignKey::create()
                .name("fk_authority_closure_descendant")
                .from("authority_closure", "descendant_id")
                .to("authority", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}

/// One row whose number rises with every change of authorities or hospitals.
fn register_version() -> TableCreateStatement {
    Table::create().table("register_version").col(integer("id").primary_key()).col(big_integer("version")).to_owned()
}
