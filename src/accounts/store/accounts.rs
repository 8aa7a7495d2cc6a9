//! Accounts: found inside what somebody keeps, made and changed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult,
    PaginatorTrait, QueryFilter,
};

use crate::access::{AccountId, HospitalId, Place, Scope};
use crate::accounts::check::REMEMBERED;
use crate::accounts::entity::{account, grant};
use crate::accounts::model::{Account, EmailAddress, Grants, Keeping, Login, NewAccount};
use crate::accounts::store::rows;
use crate::authorities::entity::authority;
use crate::db::StoreError;
use crate::hospitals::entity::span;
use crate::{authorities, hospitals};

/// What proving a password needs of an account.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Its id.
    pub id: AccountId,
    /// The name it signs in with.
    pub login: Login,
    /// The present password, PHC text.
    pub hash: String,
    /// The passwords before it, newest first.
    pub previous: Vec<String>,
    /// 停用
    pub disabled: bool,
}

impl Credentials {
    /// The hashes to remember once the present one is replaced.
    #[must_use]
    pub fn remembered(&self) -> Vec<String> {
        std::iter::once(&self.hash).chain(&self.previous).take(REMEMBERED).cloned().collect()
    }
}

/// The condition that keeps a query of accounts inside what somebody keeps.
pub(super) fn kept(keeping: Keeping) -> Condition {
    let with_grant = |place: Condition| {
        let of_account = Expr::col((grant::Entity, grant::Column::AccountId)).equals(rows::ACCOUNT);
        let mut grants = Query::select();
        grants.expr(Expr::value(1)).from(grant::Entity).and_where(of_account).cond_where(place);
        Condition::all().add(Expr::exists(grants))
    };
    match keeping {
        Keeping::Everything => Condition::all(),
        Keeping::Territory(id) => with_grant(
            Condition::any()
                .add(grant::Column::AuthorityId.in_subquery(authorities::store::ids_under(id)))
                .add(grant::Column::HospitalId.in_subquery(hospitals::store::ids_within(&Scope::Authority(id)))),
        ),
        // Only administrators hold their roles nowhere.
        Keeping::Administrators => with_grant(
            Condition::all().add(grant::Column::AuthorityId.is_null()).add(grant::Column::HospitalId.is_null()),
        ),
    }
}

/// The hospitals at which some accounts hold their roles; accounts of authorities are left out.
///
/// # Errors
/// Of the database.
pub async fn hospitals_of(
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, HospitalId>, StoreError> {
    let mut found = HashMap::new();
    // Databases limit the parameters of a statement.
    for part in accounts.chunks(1_000) {
        let rows = grant::Entity::find().filter(grant::Column::AccountId.is_in(part.iter().map(|id| id.0)));
        let place = |row: grant::Model| Some((AccountId(row.account_id), HospitalId(row.hospital_id?)));
        found.extend(rows.all(db).await?.into_iter().filter_map(place));
    }
    Ok(found)
}

/// Whether a place lies inside what somebody keeps.
///
/// # Errors
/// Of the database.
pub async fn keeps_place(db: &impl ConnectionTrait, keeping: Keeping, place: Place) -> Result<bool, StoreError> {
    match (keeping, place) {
        (Keeping::Everything, _) | (Keeping::Administrators, Place::System) => Ok(true),
        (Keeping::Territory(top), Place::Authority(id)) => authorities::store::is_under(db, top, id).await,
        (Keeping::Territory(top), Place::Hospital(id)) => {
            let inside = hospitals::entity::hospital::Entity::find_by_id(id.0)
                .filter(hospitals::store::within(&Scope::Authority(top)));
            Ok(inside.count(db).await? > 0)
        }
        _ => Ok(false),
    }
}

/// Whether there is any account at all.
///
/// # Errors
/// Of the database.
pub async fn any_everywhere(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    Ok(account::Entity::find().one(db).await?.is_some())
}

/// What proving a password needs, by login.
///
/// # Errors
/// Of the database.
pub async fn credentials_everywhere(
    db: &impl ConnectionTrait,
    login: &Login,
) -> Result<Option<Credentials>, StoreError> {
    let row = account::Entity::find().filter(account::Column::Login.eq(login.as_str())).one(db).await?;
    row.map(credentials_of).transpose()
}

fn credentials_of(row: account::Model) -> Result<Credentials, StoreError> {
    let bad = |_| StoreError::BadRow { table: "account", id: row.id, column: "login" };
    Ok(Credentials {
        id: AccountId(row.id),
        login: row.login.parse().map_err(bad)?,
        previous: row.previous_hashes.lines().map(str::to_owned).collect(),
        hash: row.password_hash,
        disabled: row.disabled,
    })
}

/// The account with this key, if it is kept by whoever asks.
///
/// # Errors
/// Of the database.
pub async fn get(db: &impl ConnectionTrait, keeping: Keeping, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row = account::Entity::find_by_id(id.0).filter(kept(keeping)).one(db).await?;
    Ok(with_grants(db, row.into_iter().collect()).await?.pop())
}

/// The account with this login, if it is kept by whoever asks.
///
/// # Errors
/// Of the database.
pub async fn by_login(
    db: &impl ConnectionTrait,
    keeping: Keeping,
    login: &Login,
) -> Result<Option<Account>, StoreError> {
    let found = account::Entity::find().filter(account::Column::Login.eq(login.as_str())).filter(kept(keeping));
    let row = found.one(db).await?;
    Ok(with_grants(db, row.into_iter().collect()).await?.pop())
}

#[derive(FromQueryResult)]
struct GrantRow {
    account_id: i64,
    role: String,
    authority_id: Option<i64>,
    hospital_id: Option<i64>,
    place_name: Option<String>,
}

/// Accounts with what is granted to them, in the order of `rows`; one query for all of them.
pub(super) async fn with_grants(
    db: &impl ConnectionTrait,
    rows: Vec<account::Model>,
) -> Result<Vec<Account>, StoreError> {
    let select = Query::select()
        .column((grant::Entity, grant::Column::AccountId))
        .columns(rows::GRANT_COLUMNS)
        .expr_as(rows::place_name(), "place_name")
        .from(grant::Entity)
        .left_join(authority::Entity, rows::at_authority())
        .left_join(span::Entity, rows::at_hospital())
        .and_where(grant::Column::AccountId.is_in(rows.iter().map(|row| row.id)))
        .to_owned();
    let granted = GrantRow::find_by_statement(db.get_database_backend().build(&select)).all(db).await?;
    rows.into_iter().map(|row| of_row(row, &granted)).collect()
}

fn of_row(row: account::Model, granted: &[GrantRow]) -> Result<Account, StoreError> {
    let mine = || granted.iter().filter(|grant| grant.account_id == row.id);
    let id = AccountId(row.id);
    Ok(Account {
        id,
        grants: rows::grants(id, mine().map(|grant| (grant.role.as_str(), grant.authority_id, grant.hospital_id)))?,
        place_name: mine().find_map(|grant| grant.place_name.clone()).unwrap_or_default(),
        login: row.login.parse().map_err(|_| StoreError::BadRow { table: "account", id: row.id, column: "login" })?,
        name: row.name,
        must_change: row.must_change,
        disabled: row.disabled,
        created_at: row.created_at,
        signed_in_at: row.signed_in_at,
        version: row.version,
        email: row.email,
    })
}

/// Makes an account.
///
/// # Errors
/// [`StoreError::Duplicate`] when the login is taken.
pub async fn insert(txn: &DatabaseTransaction, new: &NewAccount, now: DateTime<Utc>) -> Result<AccountId, StoreError> {
    let row = account::ActiveModel {
        id: ActiveValue::NotSet,
        login: ActiveValue::Set(new.login.to_string()),
        name: ActiveValue::Set(new.name.clone()),
        password_hash: ActiveValue::Set(new.password_hash.clone()),
        previous_hashes: ActiveValue::Set(String::new()),
        must_change: ActiveValue::Set(new.must_change),
        disabled: ActiveValue::Set(false),
        created_at: ActiveValue::Set(now),
        signed_in_at: ActiveValue::Set(None),
        version: ActiveValue::Set(1),
        email: ActiveValue::Set(None),
    };
    let id = AccountId(account::Entity::insert(row).exec(txn).await?.last_insert_id);
    insert_grants(txn, id, &new.grants).await?;
    Ok(id)
}

async fn insert_grants(txn: &DatabaseTransaction, id: AccountId, grants: &Grants) -> Result<(), StoreError> {
    let (authority, hospital) = match grants.place() {
        Place::Authority(at) => (Some(at.0), None),
        Place::Hospital(at) => (None, Some(at.0)),
        Place::System => (None, None),
    };
    let rows = grants.roles().iter().map(|role| grant::ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::Set(id.0),
        role: ActiveValue::Set(role.key().to_owned()),
        authority_id: ActiveValue::Set(authority),
        hospital_id: ActiveValue::Set(hospital),
    });
    grant::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}

/// Replaces what is granted to an account that was read at version `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub async fn set_grants(
    txn: &DatabaseTransaction,
    id: AccountId,
    seen: i32,
    grants: &Grants,
) -> Result<(), StoreError> {
    raise_version(txn, id, seen, None).await?;
    grant::Entity::delete_many().filter(grant::Column::AccountId.eq(id.0)).exec(txn).await?;
    insert_grants(txn, id, grants).await
}

/// Disables or enables an account that was read at version `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub async fn set_disabled(
    txn: &DatabaseTransaction,
    id: AccountId,
    seen: i32,
    disabled: bool,
) -> Result<(), StoreError> {
    raise_version(txn, id, seen, Some(disabled)).await
}

async fn raise_version(
    txn: &DatabaseTransaction,
    id: AccountId,
    seen: i32,
    disabled: Option<bool>,
) -> Result<(), StoreError> {
    let mut change = account::Entity::update_many()
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(id.0))
        .filter(account::Column::Version.eq(seen));
    if let Some(disabled) = disabled {
        change = change.col_expr(account::Column::Disabled, Expr::value(disabled));
    }
    if change.exec(txn).await?.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Replaces the password of `held`; the present one joins those that may not come back.
///
/// # Errors
/// [`StoreError::Stale`] when the password was changed since `held` was read.
pub async fn set_password(
    txn: &DatabaseTransaction,
    held: &Credentials,
    hash: &str,
    must_change: bool,
) -> Result<(), StoreError> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(hash))
        .col_expr(account::Column::PreviousHashes, Expr::value(held.remembered().join("\n")))
        .col_expr(account::Column::MustChange, Expr::value(must_change))
        .col_expr(account::Column::Version, Expr::col(account::Column::Version).add(1))
        .filter(account::Column::Id.eq(held.id.0))
        .filter(account::Column::PasswordHash.eq(held.hash.as_str()))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Sets or removes the address of e-mail of an account. Its owner does, so no keeper's form becomes stale by it.
///
/// # Errors
/// Of the database.
pub async fn set_email(
    txn: &DatabaseTransaction,
    id: AccountId,
    email: Option<&EmailAddress>,
) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(email.map(|address| address.as_str().to_owned())))
        .filter(account::Column::Id.eq(id.0))
        .exec(txn)
        .await?;
    Ok(())
}

/// Notes a sign-in.
///
/// # Errors
/// Of the database.
pub async fn set_signed_in(txn: &DatabaseTransaction, id: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::SignedInAt, Expr::value(now))
        .filter(account::Column::Id.eq(id.0))
        .exec(txn)
        .await?;
    Ok(())
}
