//! 医院名录: one row a hospital, and its dated facts in spans.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, date, date_null, integer, string_len, string_len_null, text,
};

/// Applied as `m0004_hospital`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(hospital()).await?;
        manager.create_table(hospital_span()).await?;
        let by_hospital = Index::create()
            .name("uq_hospital_span_hospital_valid_from")
            .table("hospital_span")
            .col("hospital_id")
            .col("valid_from")
            .unique()
            .to_owned();
        manager.create_index(by_hospital).await?;
        let by_reviewer = Index::create()
            .name("ix_hospital_span_reports_to")
            .table("hospital_span")
            .col("reports_to")
            .col("valid_to")
            .col("hospital_id")
            .to_owned();
        manager.create_index(by_reviewer).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["hospital_span", "hospital"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn hospital() -> TableCreateStatement {
    Table::create()
        .table("hospital")
        .col(big_pk_auto("id"))
        .col(string_len("code", 32).unique_key())
        .col(date_null("opened"))
        .col(date_null("closed"))
        .col(integer("version").default(1))
        .to_owned()
}

fn hospital_span() -> TableCreateStatement {
    let references = |name: &str, column: &str, table: &str| {
        ForeignKey::create()
            .name(name)
            .from("hospital_span", column.to_owned())
            .to(table.to_owned(), "id")
            .on_delete(ForeignKeyAction::NoAction)
            .to_owned()
    };
    Table::create()
        .table("hospital_span")
        .col(big_pk_auto("id"))
        .col(big_integer("hospital_id"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(string_len("name", 120))
        .col(string_len("level", 16))
        .col(string_len("grade", 24))
        .col(string_len("category", 32))
        .col(string_len("ownership", 16))
        .col(string_len("affiliation", 16))
        .col(string_len("region", 12))
        .col(big_integer_null("beds"))
        .col(text("services"))
        .col(big_integer("reports_to"))
        .col(big_integer("supervised_by"))
        .col(string_len("statistical_city", 12))
        .col(string_len_null("county", 12))
        .col(string_len_null("registration_no", 32))
        .col(string_len_null("credit_code", 32))
        .foreign_key(&mut references("fk_hospital_span_hospital", "hospital_id", "hospital"))
        .foreign_key(&mut references("fk_hospital_span_reports_to", "reports_to", "authority"))
        .foreign_key(&mut references("fk_hospital_span_supervised_by", "supervised_by", "authority"))
        .to_owned()
}
