//! The list of accounts somebody keeps: searched and paged.

use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, Query};
use sea_orm::{Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::accounts::entity::{account, grant};
use crate::accounts::model::{Account, Keeping};
use crate::accounts::store::{accounts, rows};
use crate::authorities::entity::authority;
use crate::db::StoreError;
use crate::hospitals::entity::span;

/// What is looked for: text in the login, the person's name or the name of the place; empty finds all.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// As it was typed.
    pub text: String,
}

/// How many accounts are found.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, keeping: Keeping, search: &Search) -> Result<u64, StoreError> {
    Ok(found(keeping, search).count(db).await?)
}

/// The accounts found, by login, `limit` of them after skipping `offset`.
///
/// # Errors
/// Of the database.
pub async fn page(
    db: &impl ConnectionTrait,
    keeping: Keeping,
    search: &Search,
    offset: u64,
    limit: u64,
) -> Result<Vec<Account>, StoreError> {
    let rows = found(keeping, search).order_by_asc(account::Column::Login).offset(offset).limit(limit).all(db).await?;
    accounts::with_grants(db, rows).await
}

fn found(keeping: Keeping, search: &Search) -> sea_orm::Select<account::Entity> {
    let kept = account::Entity::find().filter(accounts::kept(keeping));
    match search.text.trim() {
        "" => kept,
        text => kept.filter(matching(text)),
    }
}

fn matching(text: &str) -> Condition {
    let typed = holding(text);
    // Logins are lower case; LIKE minds the case on PostgreSQL only.
    let login = Expr::col((account::Entity, account::Column::Login)).like(holding(&text.to_lowercase()));
    let name = Expr::col((account::Entity, account::Column::Name)).like(typed.clone());
    let at = Query::select()
        .expr(Expr::value(1))
        .from(grant::Entity)
        .left_join(authority::Entity, rows::at_authority())
        .left_join(span::Entity, rows::at_hospital())
        .and_where(Expr::col((grant::Entity, grant::Column::AccountId)).equals(rows::ACCOUNT))
        .and_where(rows::place_name().like(typed))
        .to_owned();
    Condition::any().add(login).add(name).add(Expr::exists(at))
}

/// A pattern for text that holds `text`, in which nothing typed is a wildcard.
fn holding(text: &str) -> LikeExpr {
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{plain}%")).escape('\\')
}
