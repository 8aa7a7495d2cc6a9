//! 索引: the one by which facts are pooled covers every grouping, so that a period's sums are one walk along it; the one of
//! who governs whom holds from which day, so that counting the register of a day reads no rows.

use sea_orm_migration::prelude::*;

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// An index: name, table, columns.
type Columns = (&'static str, &'static str, &'static [&'static str]);

/// What was and what takes its place.
const INDEXES: [(Columns, Columns); 2] = [
    (
        (
            "ix_indicator_fact_pooled",
            "indicator_fact",
            &["period", "indicator", "level", "city", "state", "numerator", "denominator", "hospital_id"],
        ),
        // In the order in which `figures` nests its groups: whoever sums by a later one sums the earlier ones up.
        (
            "ix_indicator_fact_grouped",
            "indicator_fact",
            &[
                "period",
                "indicator",
                "level",
                "city",
                "ownership",
                "category",
                "county",
                "state",
                "numerator",
                "denominator",
                "hospital_id",
            ],
        ),
    ),
    (
        ("ix_hospital_span_reports_to", "hospital_span", &["reports_to", "valid_to", "hospital_id"]),
        ("ix_hospital_span_governed", "hospital_span", &["reports_to", "valid_to", "valid_from", "hospital_id"]),
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (before, after) in INDEXES {
            swap(manager, before, after).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (before, after) in INDEXES {
            swap(manager, after, before).await?;
        }
        Ok(())
    }
}

async fn swap(manager: &SchemaManager<'_>, old: Columns, (name, table, columns): Columns) -> Result<(), DbErr> {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    manager.create_index(index.to_owned()).await?;
    manager.drop_index(Index::drop().name(old.0).table(old.1).to_owned()).await
}
