//! 现场督导: visits, their teams, answers, files and findings, and the checklists as they stood when a visit began.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, date_null, integer, integer_null, pk_auto, string_len,
    string_len_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [editions(), visits(), members(), answers(), kept_files(), findings(), tallies()] {
            manager.create_table(table).await?;
        }
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
        for table in
            ["visit_tally", "finding", "visit_file", "visit_answer", "visit_member", "visit", "checklist_edition"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

const INDEXES: &[(&str, &str, &[&str], bool)] = &[
    ("uq_checklist_edition", "checklist_edition", &["sha256"], true),
    ("uq_visit_number", "visit", &["holder", "year", "serial"], true),
    ("ix_visit_hospital", "visit", &["hospital_id"], false),
    ("ix_visit_authority", "visit", &["authority_id"], false),
    ("ix_visit_closed_on", "visit", &["closed_on"], false),
    ("ix_visit_member", "visit_member", &["visit_id"], false),
    // A second hand that answers at the same moment meets this, and is shown both.
    ("uq_visit_answer", "visit_answer", &["visit_id", "point", "number"], true),
    ("ix_visit_file", "visit_file", &["visit_id"], false),
    ("uq_finding", "finding", &["visit_id", "number"], true),
    ("ix_finding_hospital", "finding", &["hospital_id"], false),
    ("uq_visit_tally", "visit_tally", &["visit_id", "system"], true),
];

fn editions() -> TableCreateStatement {
    Table::create()
        .table("checklist_edition")
        .col(pk_auto("id").big_integer().to_owned())
        .col(string_len("checklist", 64))
        .col(string_len("revision", 64))
        .col(string_len("sha256", 64))
        .col(text("body"))
        .col(timestamp_with_time_zone("kept_at"))
        .to_owned()
}

fn visits() -> TableCreateStatement {
    let mut hospital = reference("fk_visit_hospital", "visit", "hospital_id", "hospital");
    let mut authority = reference("fk_visit_authority", "visit", "authority_id", "authority");
    let mut edition = reference("fk_visit_edition", "visit", "edition_id", "checklist_edition");
    Table::create()
        .table("visit")
        .col(pk_auto("id").big_integer().to_owned())
        .col(string_len("holder", 32))
        .col(integer("year"))
        .col(integer("serial"))
        .col(big_integer_null("authority_id"))
        .col(big_integer("hospital_id"))
        .col(string_len_null("campus", 100))
        .col(string_len("kind", 16))
        .col(string_len_null("reason", 300))
        .col(string_len_null("draw", 64))
        .col(string_len("purposes", 300))
        .col(string_len("checklist", 64))
        .col(big_integer_null("edition_id"))
        .col(date_null("planned_for"))
        .col(date_null("begun_on"))
        .col(date_null("closed_on"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(string_len_null("closed_by_name", 64))
        .col(timestamp_with_time_zone_null("dropped_at"))
        .col(string_len_null("dropped_reason", 300))
        .col(big_integer_null("follows_id"))
        .col(string_len_null("signer", 64))
        .col(boolean("refused"))
        .col(string_len_null("witness", 64))
        .col(text_null("objection"))
        .col(timestamp_with_time_zone("made_at"))
        .col(big_integer_null("made_by"))
        .col(string_len("made_by_name", 64))
        .col(integer("version"))
        .foreign_key(&mut hospital)
        .foreign_key(&mut authority)
        .foreign_key(&mut edition)
        .to_owned()
}

fn members() -> TableCreateStatement {
    Table::create()
        .table("visit_member")
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("visit_id"))
        .col(string_len("name", 64))
        .col(string_len("duty", 16))
        .col(big_integer_null("inspector_id"))
        .foreign_key(&mut reference("fk_visit_member_visit", "visit_member", "visit_id", "visit"))
        .to_owned()
}

fn answers() -> TableCreateStatement {
    Table::create()
        .table("visit_answer")
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("visit_id"))
        .col(string_len("point", 64))
        .col(integer("number"))
        .col(boolean("current"))
        .col(string_len("verdict", 16))
        .col(text("note"))
        .col(text("measured"))
        .col(integer_null("sample_met"))
        .col(integer_null("sample_of"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("by"))
        .col(string_len("by_name", 64))
        .foreign_key(&mut reference("fk_visit_answer_visit", "visit_answer", "visit_id", "visit"))
        .to_owned()
}

fn kept_files() -> TableCreateStatement {
    Table::create()
        .table("visit_file")
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("visit_id"))
        .col(string_len_null("point", 64))
        .col(big_integer("file_id"))
        .col(string_len("kind", 8))
        .col(timestamp_with_time_zone("at"))
        .col(string_len("by_name", 64))
        .foreign_key(&mut reference("fk_visit_file_visit", "visit_file", "visit_id", "visit"))
        .foreign_key(&mut reference("fk_visit_file_file", "visit_file", "file_id", "stored_file"))
        .to_owned()
}

fn findings() -> TableCreateStatement {
    Table::create()
        .table("finding")
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("visit_id"))
        .col(big_integer("hospital_id"))
        .col(integer("number"))
        .col(integer("system"))
        .col(string_len("system_name", 64))
        .col(string_len("point", 64))
        .col(string_len("verdict", 16))
        .col(string_len("clause", 64))
        .col(text("text"))
        .col(string_len("department", 100))
        .col(date("due"))
        .foreign_key(&mut reference("fk_finding_visit", "finding", "visit_id", "visit"))
        .foreign_key(&mut reference("fk_finding_hospital", "finding", "hospital_id", "hospital"))
        .to_owned()
}

/// Kept at the end of a visit, which never changes afterwards: summing a province must not read every answer.
fn tallies() -> TableCreateStatement {
    Table::create()
        .table("visit_tally")
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("visit_id"))
        .col(integer("system"))
        .col(string_len("system_name", 64))
        .col(integer("met"))
        .col(integer("partly"))
        .col(integer("not_met"))
        .col(integer("not_applicable"))
        .col(integer("unanswered"))
        .foreign_key(&mut reference("fk_visit_tally_visit", "visit_tally", "visit_id", "visit"))
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
