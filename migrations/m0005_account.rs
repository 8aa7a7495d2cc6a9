//! 账号: accounts, what is granted to them, their sessions, and the counters of wrong passwords.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, boolean, integer, string_len, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null,
};

/// Creates `account`, `grant`, `session` and `sign_in_counter`.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // SQLite runs a migration outside a transaction unless told otherwise.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [account(), grant(), session(), sign_in_counter()] {
            manager.create_table(table).await?;
        }
        let indexes: [(&str, &str, &[&str], bool); 5] = [
            ("uq_grant_account_role", "grant", &["account_id", "role"], true),
            ("ix_grant_authority", "grant", &["authority_id", "account_id"], false),
            ("ix_grant_hospital", "grant", &["hospital_id", "account_id"], false),
            ("ix_session_account", "session", &["account_id"], false),
            ("ix_sign_in_counter_touched", "sign_in_counter", &["touched_at"], false),
        ];
        for (name, table, columns, unique) in indexes {
            let mut index = Index::create().name(name).table(table).to_owned();
            for column in columns {
                index.col(*column);
            }
            if unique {
                index.unique();
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sign_in_counter", "session", "grant", "account"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(big_pk_auto("id"))
        .col(string_len("login", 40).unique_key())
        .col(string_len("name", 40))
        .col(string_len("password_hash", 200))
        // Up to five PHC texts, newest first, a line each.
        .col(text("previous_hashes"))
        .col(boolean("must_change"))
        .col(boolean("disabled"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("signed_in_at"))
        .col(integer("version").default(1))
        .to_owned()
}

fn grant() -> TableCreateStatement {
    Table::create()
        .table("grant")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(string_len("role", 24))
        .col(big_integer_null("authority_id"))
        .col(big_integer_null("hospital_id"))
        .foreign_key(&mut reference("fk_grant_account", ("grant", "account_id"), "account"))
        .foreign_key(&mut reference("fk_grant_authority", ("grant", "authority_id"), "authority"))
        .foreign_key(&mut reference("fk_grant_hospital", ("grant", "hospital_id"), "hospital"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(string_len("token_hash", 64).primary_key())
        .col(big_integer("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_seen"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut reference("fk_session_account", ("session", "account_id"), "account"))
        .to_owned()
}

/// One row a login and network; the empty network stands for all networks unknown to the login. A login need not be
/// an account's, so that unknown ones are answered like known ones.
fn sign_in_counter() -> TableCreateStatement {
    Table::create()
        .table("sign_in_counter")
        .col(string_len("login", 40))
        .col(string_len("network", 64))
        .col(integer("failures"))
        .col(timestamp_with_time_zone_null("since"))
        .col(timestamp_with_time_zone_null("locked_until"))
        .col(timestamp_with_time_zone_null("succeeded_at"))
        .col(timestamp_with_time_zone("touched_at"))
        .primary_key(Index::create().name("pk_sign_in_counter").col("login").col("network"))
        .to_owned()
}

fn reference(name: &str, from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(from.0, from.1).to(to, "id").on_delete(ForeignKeyAction::NoAction).to_owned()
}
