//! 活动: what of its duties somebody owes, and what was handed in for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, date_null, integer, pk_auto, string_len, string_len_null, text,
    text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const OCCURRENCE: &str = "duty_occurrence";
const EVIDENCE: &str = "duty_evidence";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(occurrences()).await?;
        manager.create_table(evidence()).await?;
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
        for table in [EVIDENCE, OCCURRENCE] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

const INDEXES: &[(&str, &str, &[&str], bool)] = &[
    ("uq_duty_occurrence", OCCURRENCE, &["campaign", "duty", "bearer", "period"], true),
    // A board adds up by these alone, without touching the rows.
    (
        "ix_duty_occurrence_board",
        OCCURRENCE,
        &["campaign", "owed", "kind", "duty", "under_id", "done_on", "exempt_on", "due", "opens"],
        false,
    ),
    ("ix_duty_occurrence_under", OCCURRENCE, &["under_id"], false),
    // Reminders ask for a few days.
    ("ix_duty_occurrence_due", OCCURRENCE, &["due"], false),
    ("ix_duty_occurrence_hospital", OCCURRENCE, &["hospital_id"], false),
    // Two who hand in the next piece at the same moment: the second meets this.
    ("uq_duty_evidence", EVIDENCE, &["occurrence_id", "number"], true),
];

fn occurrences() -> TableCreateStatement {
    Table::create()
        .table(OCCURRENCE)
        .col(pk_auto("id").big_integer().to_owned())
        .col(string_len("campaign", 64))
        .col(string_len("duty", 64))
        // `a` or `h` and a key: who owes it.
        .col(string_len("bearer", 24))
        .col(string_len("kind", 16))
        // The authority itself, or the one that reviews the hospital.
        .col(big_integer("under_id"))
        .col(big_integer_null("hospital_id"))
        .col(string_len("period", 12))
        .col(date("opens"))
        .col(date_null("due"))
        .col(integer("times"))
        .col(integer("have"))
        .col(date_null("done_on"))
        .col(text("said"))
        .col(boolean("owed"))
        .col(date_null("exempt_on"))
        .col(text_null("exempt_reason"))
        .col(string_len_null("exempt_name", 64))
        .col(integer("version"))
        .foreign_key(&mut reference("fk_duty_occurrence_under", OCCURRENCE, "under_id", "authority"))
        .foreign_key(&mut reference("fk_duty_occurrence_hospital", OCCURRENCE, "hospital_id", "hospital"))
        .to_owned()
}

fn evidence() -> TableCreateStatement {
    Table::create()
        .table(EVIDENCE)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("occurrence_id"))
        .col(integer("number"))
        .col(string_len("kind", 16))
        .col(date("day"))
        .col(text("title"))
        .col(string_len_null("lecturer", 100))
        .col(string_len_null("audience", 100))
        .col(big_integer_null("attendance"))
        .col(big_integer_null("file_id"))
        .col(string_len_null("file_kind", 8))
        .col(string_len_null("file_name", 128))
        .col(timestamp_with_time_zone("at"))
        .col(string_len("by_name", 64))
        .col(string_len("by_place", 128))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(string_len_null("withdrawn_name", 64))
        .col(text_null("withdrawn_reason"))
        .foreign_key(&mut reference("fk_duty_evidence_occurrence", EVIDENCE, "occurrence_id", OCCURRENCE))
        .foreign_key(&mut reference("fk_duty_evidence_file", EVIDENCE, "file_id", "stored_file"))
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
