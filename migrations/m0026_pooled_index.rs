//! 合计所用的索引: covers every grouping by which facts are pooled, so that a period's sums are one walk along the index.

use sea_orm_migration::prelude::*;

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "indicator_fact";
const NARROW: &str = "ix_indicator_fact_pooled";
const WIDE: &str = "ix_indicator_fact_grouped";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // In the order in which `figures` nests its groups: whoever sums by a later one sums the earlier ones up.
        let wide = [
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
        ];
        manager.create_index(index(WIDE, &wide)).await?;
        manager.drop_index(Index::drop().name(NARROW).table(TABLE).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let narrow = ["period", "indicator", "level", "city", "state", "numerator", "denominator", "hospital_id"];
        manager.create_index(index(NARROW, &narrow)).await?;
        manager.drop_index(Index::drop().name(WIDE).table(TABLE).to_owned()).await
    }
}

fn index(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(TABLE);
    for column in columns {
        index.col(*column);
    }
    index.to_owned()
}
