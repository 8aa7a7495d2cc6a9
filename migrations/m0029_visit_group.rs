//! 督导当天的级别、地市: kept with a visit when it closes, so that roll-ups over years are added up in the database, and a visit
//! stays with the level at which it was made.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len_null;

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// What the register said of a hospital on the first day of its visit.
const FILL: &str = "UPDATE visit SET {column} = (SELECT s.{source} FROM hospital_span s \
     WHERE s.hospital_id = visit.hospital_id AND s.valid_from <= visit.begun_on \
     AND (s.valid_to IS NULL OR s.valid_to >= visit.begun_on)) WHERE closed_on IS NOT NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (column, length, source) in [("level", 16, "level"), ("city", 12, "statistical_city")] {
            let alter = Table::alter().table("visit").add_column(string_len_null(column, length)).to_owned();
            manager.alter_table(alter).await?;
            let fill = FILL.replace("{column}", column).replace("{source}", source);
            manager.get_connection().execute_unprepared(&fill).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["city", "level"] {
            let alter = Table::alter().table("visit").drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
