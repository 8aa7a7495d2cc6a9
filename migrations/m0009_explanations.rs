//! 说明: the hospital's words beside a problem, and when each round came to count.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, integer_null, pk_auto, small_integer_null, string_len, string_len_null,
    text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
};

/// The migration.
#[derive(DeriveMigrationName)]
pub struct Migration;

const ROUND: &str = "return_round";
const EXPLANATION: &str = "return_explanation";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(explanation()).await?;
        let by_round =
            Index::create().name("ix_return_explanation_round").table(EXPLANATION).col("round_id").to_owned();
        manager.create_index(by_round).await?;
        // One column a statement: SQLite adds no two at once.
        let columns = [
            timestamp_with_time_zone_null("accepted_at"),
            big_integer_null("accepted_by"),
            string_len_null("accepted_name", 100),
        ];
        for column in columns {
            manager.alter_table(Table::alter().table(ROUND).add_column(column).to_owned()).await?;
        }
        remember_who_accepted(manager.get_connection()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["accepted_at", "accepted_by", "accepted_name"] {
            manager.alter_table(Table::alter().table(ROUND).drop_column(column).to_owned()).await?;
        }
        manager.drop_table(Table::drop().table(EXPLANATION).to_owned()).await
    }
}

/// The round that counts today was accepted when its return says; of those before it nothing is known.
async fn remember_who_accepted(db: &impl sea_orm::ConnectionTrait) -> Result<(), DbErr> {
    let of_return = |column: &'static str| {
        let own = Expr::col(("quarterly_return", "id")).equals((ROUND, "return_id"));
        let counts = Expr::col(("quarterly_return", "accepted_round_id")).equals((ROUND, "id"));
        let mut value = Query::select();
        value.column(("quarterly_return", column)).from("quarterly_return").and_where(own).and_where(counts);
        SimpleExpr::from(value.to_owned())
    };
    let name = Query::select()
        .column(("account", "name"))
        .from("account")
        .and_where(Expr::col(("account", "id")).equals((ROUND, "accepted_by")))
        .to_owned();
    let dated = Query::update()
        .table(ROUND)
        .value("accepted_at", of_return("accepted_at"))
        .value("accepted_by", of_return("accepted_by"))
        .to_owned();
    let named = Query::update().table(ROUND).value("accepted_name", SimpleExpr::from(name)).to_owned();
    db.execute(&dated).await?;
    db.execute(&named).await?;
    Ok(())
}

fn explanation() -> TableCreateStatement {
    Table::create()
        .table(EXPLANATION)
        .col(pk_auto("id").big_integer().to_owned())
        .col(big_integer("round_id"))
        .col(string_len("rule", 64))
        .col(string_len_null("sheet", 100))
        .col(string_len_null("cell", 24))
        .col(string_len_null("element", 64))
        .col(small_integer_null("slot"))
        .col(text_null("found"))
        .col(text("words"))
        .col(string_len("state", 16))
        .col(string_len("whence", 16))
        .col(integer_null("carried_from"))
        .col(timestamp_with_time_zone("given_at"))
        .col(big_integer_null("given_by"))
        .col(string_len("given_name", 100))
        .col(timestamp_with_time_zone_null("judged_at"))
        .col(big_integer_null("judged_by"))
        .col(string_len_null("judged_name", 100))
        .col(text_null("judgement"))
        .col(integer("version"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_return_explanation_round")
                .from(EXPLANATION, "round_id")
                .to(ROUND, "id")
                .on_delete(ForeignKeyAction::NoAction),
        )
        .to_owned()
}
