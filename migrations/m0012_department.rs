//! 科室名单: the departments of a hospital, each from one day to another.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_pk_auto, date, date_null, integer, string_len, string_len_null};

/// Applied as `m0012_department`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(department()).await?;
        let by_name = Index::create()
            .name("uq_department_hospital_name_valid_from")
            .table("department")
            .col("hospital_id")
            .col("name")
            .col("valid_from")
            .unique()
            .to_owned();
        manager.create_index(by_name).await?;
        let open = Index::create()
            .name("uq_department_hospital_name_open")
            .table("department")
            .col("hospital_id")
            .col("name")
            .unique()
            .and_where(Expr::col("valid_to").is_null())
            .to_owned();
        manager.create_index(open).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("department").to_owned()).await
    }
}

fn department() -> TableCreateStatement {
    Table::create()
        .table("department")
        .col(big_pk_auto("id"))
        .col(big_integer("hospital_id"))
        .col(string_len("name", 60))
        .col(string_len_null("code", 20))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(integer("version").default(1))
        .check(Expr::col("valid_to").gte(Expr::col("valid_from")))
        .foreign_key(
            ForeignKey::create()
                .name("fk_department_hospital")
                .from("department", "hospital_id")
                .to("hospital", "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}
