//! 督查员: the pool with what each declared, who lends whom; 质控中心: the speciality and who is due when.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, integer, string_len, string_len_null, text,
    timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// Creates `inspector`, `inspector_relation`, `inspector_change`, `inspector_loan` and `qc_due`.
#[derive(DeriveMigrationName)]
pub struct Migration;

const INSPECTOR: &str = "inspector";
const RELATION: &str = "inspector_relation";
const CHANGE: &str = "inspector_change";
const LOAN: &str = "inspector_loan";
const DUE: &str = "qc_due";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let speciality = string_len_null("speciality", 40);
        manager.alter_table(Table::alter().table("authority").add_column(speciality).to_owned()).await?;
        manager.create_table(inspector()).await?;
        manager.create_index(index("uq_inspector_code", INSPECTOR, &["code"]).unique().to_owned()).await?;
        manager.create_index(index("uq_inspector_account", INSPECTOR, &["account_id"]).unique().to_owned()).await?;
        manager.create_index(index("ix_inspector_authority", INSPECTOR, &["authority_id"])).await?;
        manager.create_table(relation()).await?;
        manager.create_index(index("ix_inspector_relation", RELATION, &["inspector_id"])).await?;
        manager.create_table(change()).await?;
        let once = index("uq_inspector_change", CHANGE, &["inspector_id", "number"]).unique().to_owned();
        manager.create_index(once).await?;
        manager.create_table(loan()).await?;
        manager.create_index(index("ix_inspector_loan", LOAN, &["inspector_id"])).await?;
        manager.create_table(due()).await?;
        let once = index("uq_qc_due", DUE, &["authority_id", "hospital_id", "valid_from"]).unique().to_owned();
        manager.create_index(once).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [DUE, LOAN, CHANGE, RELATION, INSPECTOR] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("authority").drop_column("speciality").to_owned()).await
    }
}

fn index(name: &'static str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index.to_owned()
}

fn key(name: &'static str, from: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(name).from(from, column).to(to, "id").on_delete(ForeignKeyAction::NoAction);
    key.to_owned()
}

fn inspector() -> TableCreateStatement {
    Table::create()
        .table(INSPECTOR)
        .col(big_pk_auto("id"))
        .col(string_len("code", 32))
        .col(string_len("name", 50))
        // Whose pool it is in; only that authority changes it.
        .col(big_integer("authority_id"))
        // One of the next three says who employs.
        .col(big_integer_null("employer_authority_id"))
        .col(big_integer_null("employer_hospital_id"))
        .col(string_len("employer", 100))
        .col(string_len("region", 6))
        // A JSON array of words.
        .col(text("specialities"))
        .col(string_len("certificate", 60))
        .col(boolean("active"))
        .col(big_integer_null("account_id"))
        .col(integer("version"))
        .foreign_key(&mut key("fk_inspector_authority", INSPECTOR, "authority_id", "authority"))
        .foreign_key(&mut key("fk_inspector_employer", INSPECTOR, "employer_authority_id", "authority"))
        .foreign_key(&mut key("fk_inspector_hospital", INSPECTOR, "employer_hospital_id", "hospital"))
        .foreign_key(&mut key("fk_inspector_account", INSPECTOR, "account_id", "account"))
        .to_owned()
}

fn relation() -> TableCreateStatement {
    Table::create()
        .table(RELATION)
        .col(big_pk_auto("id"))
        .col(big_integer("inspector_id"))
        .col(big_integer("hospital_id"))
        .col(string_len("tie", 16))
        // Of somebody who left: the last day there.
        .col(date_null("until"))
        .foreign_key(&mut key("fk_inspector_relation", RELATION, "inspector_id", INSPECTOR))
        .foreign_key(&mut key("fk_inspector_relation_hospital", RELATION, "hospital_id", "hospital"))
        .to_owned()
}

fn change() -> TableCreateStatement {
    Table::create()
        .table(CHANGE)
        .col(big_pk_auto("id"))
        .col(big_integer("inspector_id"))
        .col(integer("number"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("by_account"))
        .col(string_len("by_name", 100))
        .col(string_len("kind", 16))
        // What became otherwise, a line each, or why.
        .col(text("said"))
        .foreign_key(&mut key("fk_inspector_change", CHANGE, "inspector_id", INSPECTOR))
        .to_owned()
}

fn loan() -> TableCreateStatement {
    Table::create()
        .table(LOAN)
        .col(big_pk_auto("id"))
        .col(big_integer("borrower_id"))
        .col(big_integer("lender_id"))
        .col(string_len("speciality", 40))
        .col(date("valid_from"))
        .col(date("valid_to"))
        .col(string_len("reason", 200))
        .col(timestamp_with_time_zone("asked_at"))
        .col(string_len("asked_name", 100))
        .col(string_len("standing", 16))
        // Who is lent, once it was agreed.
        .col(big_integer_null("inspector_id"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(string_len_null("answered_name", 100))
        .col(string_len_null("answer", 200))
        .col(integer("version"))
        .foreign_key(&mut key("fk_inspector_loan_borrower", LOAN, "borrower_id", "authority"))
        .foreign_key(&mut key("fk_inspector_loan_lender", LOAN, "lender_id", "authority"))
        .foreign_key(&mut key("fk_inspector_loan_inspector", LOAN, "inspector_id", INSPECTOR))
        .to_owned()
}

fn due() -> TableCreateStatement {
    Table::create()
        .table(DUE)
        .col(big_pk_auto("id"))
        .col(big_integer("authority_id"))
        .col(big_integer("hospital_id"))
        .col(date("valid_from"))
        .col(date_null("valid_to"))
        .col(string_len("source", 200))
        .col(timestamp_with_time_zone("set_at"))
        .col(string_len("set_by_name", 100))
        .col(integer("version"))
        .foreign_key(&mut key("fk_qc_due_authority", DUE, "authority_id", "authority"))
        .foreign_key(&mut key("fk_qc_due_hospital", DUE, "hospital_id", "hospital"))
        .to_owned()
}
