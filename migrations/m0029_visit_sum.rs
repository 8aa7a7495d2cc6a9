//! 督导当天的级别、地市和结论: kept with a visit when it closes – its level and city on the first day, and every verdict as one
//! letter in the order of its checklist – so that a roll-up over years reads one row a visit. What was kept for the same purpose
//! before, a row a system and an index of every answer, goes.

use std::collections::HashMap;

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, pk_auto, string_len, string_len_null, text_null};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// What the register said of a hospital on the first day of its visit.
const FILL: &str = "UPDATE visit SET {column} = (SELECT s.{source} FROM hospital_span s \
     WHERE s.hospital_id = visit.hospital_id AND s.valid_from <= visit.begun_on \
     AND (s.valid_to IS NULL OR s.valid_to >= visit.begun_on)) WHERE closed_on IS NOT NULL";
const INDEX: &str = "ix_visit_answer_point";
const TALLY: &str = "visit_tally";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [string_len_null("level", 16), string_len_null("city", 12), text_null("verdicts")] {
            manager.alter_table(Table::alter().table("visit").add_column(column).to_owned()).await?;
        }
        for (column, source) in [("level", "level"), ("city", "statistical_city")] {
            let fill = FILL.replace("{column}", column).replace("{source}", source);
            manager.get_connection().execute_unprepared(&fill).await?;
        }
        fill_verdicts(manager.get_connection()).await?;
        manager.drop_table(Table::drop().table(TALLY).to_owned()).await?;
        manager.drop_index(Index::drop().name(INDEX).table("visit_answer").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::create();
        index.name(INDEX).table("visit_answer").col("current").col("point").col("verdict").col("visit_id");
        manager.create_index(index.to_owned()).await?;
        manager.create_table(tallies()).await?;
        let mut unique = Index::create();
        unique.name("uq_visit_tally").table(TALLY).col("visit_id").col("system").unique();
        manager.create_index(unique.to_owned()).await?;
        for column in ["verdicts", "city", "level"] {
            let alter = Table::alter().table("visit").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

fn tallies() -> TableCreateStatement {
    let mut visit = ForeignKey::create();
    visit.name("fk_visit_tally_visit").from(TALLY, "visit_id").to("visit", "id");
    Table::create()
        .table(TALLY)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("visit_id"))
        .col(integer("system"))
        .col(string_len("system_name", 64))
        .col(integer("met"))
        .col(integer("partly"))
        .col(integer("not_met"))
        .col(integer("not_applicable"))
        .col(integer("unanswered"))
        .foreign_key(&mut visit)
        .to_owned()
}

/// A letter a point, in the order of the checklist as it was frozen; a visit whose checklist cannot be read keeps none.
async fn fill_verdicts(db: &SchemaManagerConnection<'_>) -> Result<(), DbErr> {
    let editions = Query::select().column("id").column("body").from("checklist_edition").to_owned();
    for edition in db.query_all(&editions).await? {
        let (id, body): (i64, String) = (edition.try_get_by_index(0)?, edition.try_get_by_index(1)?);
        let points = points(&body);
        if points.is_empty() {
            continue;
        }
        let visits = Query::select()
            .column("id")
            .from("visit")
            .and_where(Expr::col("edition_id").eq(id))
            .and_where(Expr::col("closed_on").is_not_null())
            .to_owned();
        for visit in db.query_all(&visits).await? {
            fill_visit(db, visit.try_get_by_index(0)?, &points).await?;
        }
    }
    Ok(())
}

async fn fill_visit(db: &SchemaManagerConnection<'_>, visit: i64, points: &[String]) -> Result<(), DbErr> {
    let answers = Query::select()
        .column("point")
        .column("verdict")
        .from("visit_answer")
        .and_where(Expr::col("visit_id").eq(visit))
        .and_where(Expr::col("current").eq(true))
        .to_owned();
    let mut said: HashMap<String, char> = HashMap::new();
    for answer in db.query_all(&answers).await? {
        let (point, verdict): (String, String) = (answer.try_get_by_index(0)?, answer.try_get_by_index(1)?);
        let letter = match verdict.as_str() {
            "met" => 'm',
            "partly" => 'p',
            "not_met" => 'n',
            _ => 'x',
        };
        said.insert(point, letter);
    }
    let verdicts: String = points.iter().map(|point| said.get(point).copied().unwrap_or('-')).collect();
    let fill =
        Query::update().table("visit").value("verdicts", verdicts).and_where(Expr::col("id").eq(visit)).to_owned();
    db.execute(&fill).await.map(|_| ())
}

/// The ids of a frozen checklist's points, in order; none where the text is no checklist.
fn points(body: &str) -> Vec<String> {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let systems = body["systems"].as_array().into_iter().flatten();
    let points = systems.flat_map(|system| system["check_points"].as_array().into_iter().flatten());
    points.filter_map(|point| point["id"].as_str()).map(str::to_owned).collect()
}
