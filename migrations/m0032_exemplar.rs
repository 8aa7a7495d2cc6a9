//! 典型: what was submitted as an exemplar, its pictures, and what was decided about it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_auto, string_len, string_len_null, text, timestamp_with_time_zone,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const EXEMPLAR: &str = "exemplar";
const PICTURE: &str = "exemplar_picture";
const DECISION: &str = "exemplar_decision";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(exemplars()).await?;
        manager.create_table(pictures()).await?;
        manager.create_table(decisions()).await?;
        for (name, table, columns, unique) in INDEXES {
            let mut index = Index::create();
            index.name(*name).table(*table);
            if *unique {
                index.unique();
            }
            for column in *columns {
                index.col(*column);
            }
            manager.create_index(index.to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [DECISION, PICTURE, EXEMPLAR] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

const INDEXES: &[(&str, &str, &[&str], bool)] = &[
    // Two who submit at the same moment: the second meets this.
    ("uq_exemplar", EXEMPLAR, &["quarter", "serial"], true),
    ("ix_exemplar_authority", EXEMPLAR, &["authority_id", "quarter"], false),
    ("ix_exemplar_state", EXEMPLAR, &["state", "target"], false),
    ("uq_exemplar_picture", PICTURE, &["exemplar_id", "number"], true),
    ("uq_exemplar_decision", DECISION, &["exemplar_id", "number"], true),
];

fn exemplars() -> TableCreateStatement {
    Table::create()
        .table(EXEMPLAR)
        .col(pk_auto("id").big_integer().to_owned())
        .col(string_len("campaign", 64))
        .col(string_len("quarter", 12))
        .col(integer("serial"))
        .col(string_len("kind", 64))
        .col(string_len_null("target", 64))
        .col(big_integer("authority_id"))
        .col(big_integer_null("hospital_id"))
        .col(text("title"))
        .col(text("body"))
        .col(string_len("state", 16))
        .col(string_len_null("audience", 16))
        .col(timestamp_with_time_zone("at"))
        .col(string_len("by_name", 64))
        .col(string_len("by_place", 128))
        .col(integer("version"))
        .foreign_key(&mut reference("fk_exemplar_authority", EXEMPLAR, "authority_id", "authority"))
        .foreign_key(&mut reference("fk_exemplar_hospital", EXEMPLAR, "hospital_id", "hospital"))
        .to_owned()
}

fn pictures() -> TableCreateStatement {
    Table::create()
        .table(PICTURE)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("exemplar_id"))
        .col(integer("number"))
        .col(big_integer("file_id"))
        .col(string_len("file_kind", 8))
        .foreign_key(&mut reference("fk_exemplar_picture_exemplar", PICTURE, "exemplar_id", EXEMPLAR))
        .foreign_key(&mut reference("fk_exemplar_picture_file", PICTURE, "file_id", "stored_file"))
        .to_owned()
}

fn decisions() -> TableCreateStatement {
    Table::create()
        .table(DECISION)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("exemplar_id"))
        // The version of the exemplar that it made.
        .col(integer("number"))
        .col(string_len("state", 16))
        .col(string_len_null("audience", 16))
        .col(text("reason"))
        .col(timestamp_with_time_zone("at"))
        .col(string_len("by_name", 64))
        .col(string_len("by_place", 128))
        .foreign_key(&mut reference("fk_exemplar_decision_exemplar", DECISION, "exemplar_id", EXEMPLAR))
        .to_owned()
}

fn reference(
    name: &'static str,
    from: &'static str,
    column: &'static str,
    to: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(from, column).to(to, "id").to_owned()
}
