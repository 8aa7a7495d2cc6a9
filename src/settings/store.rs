//! Settings in the database. They are an authority's and no hospital's rows, so no function here takes a scope.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::access::{AuthorityId, Viewer};
use crate::authorities;
use crate::catalogue::Catalogue;
use crate::catalogue::model::RuleId;
use crate::db::StoreError;
use crate::settings::entity::setting;
use crate::settings::model::{Key, Setting, THRESHOLD};

/// The values in force: of each key the one with the highest version.
fn current() -> Select<setting::Entity> {
    use setting::Column::{AuthorityId, Key, Version};
    let all = || Alias::new("all_versions");
    let latest = Query::select()
        .expr(Expr::col((all(), Version)).max())
        .from_as(setting::Entity, all())
        .and_where(Expr::col((all(), AuthorityId)).equals((setting::Entity, AuthorityId)))
        .and_where(Expr::col((all(), Key)).equals((setting::Entity, Key)))
        .to_owned();
    setting::Entity::find().filter(Version.in_subquery(latest))
}

fn of_row(row: setting::Model) -> Result<Setting, StoreError> {
    let bad = StoreError::BadRow { table: "setting", id: row.id, column: "key" };
    Ok(Setting {
        key: row.key.parse().map_err(|()| bad)?,
        value: row.value,
        version: row.version,
        set_at: row.set_at,
        set_by_name: row.set_by_name,
        reason: row.reason,
    })
}

/// The thresholds as last set by an authority, those set back to their default too.
///
/// # Errors
/// Of the database.
pub async fn thresholds(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Vec<Setting>, StoreError> {
    let rows = current()
        .filter(setting::Column::AuthorityId.eq(authority.0))
        .filter(setting::Column::Key.starts_with(THRESHOLD))
        .order_by_asc(setting::Column::Key)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The catalogue with the thresholds that the authority on top of the tree has set; what it did not set, or set for
/// a rule that the files no longer state, is as the files say.
///
/// # Errors
/// Of the database.
pub async fn in_force(db: &impl ConnectionTrait, catalogue: &Catalogue) -> Result<Catalogue, StoreError> {
    let Some(top) = authorities::store::top(db).await? else { return Ok(catalogue.clone()) };
    Ok(overlaid(catalogue, &thresholds(db, top).await?))
}

/// The catalogue with these settings.
#[must_use]
pub fn overlaid(catalogue: &Catalogue, settings: &[Setting]) -> Catalogue {
    let set = settings.iter().filter_map(|setting| match &setting.key {
        Key::Threshold { rule, name } => Some((rule.clone(), name.clone(), setting.value?)),
        Key::StampRequired => None,
    });
    catalogue.with_thresholds(&set.collect::<Vec<_>>())
}

/// Whether a reviewing authority wants a stamped sign-off before it accepts a return; no unless it said so.
///
/// # Errors
/// Of the database.
pub async fn stamp_required(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<bool, StoreError> {
    let set = stamp(db, authority).await?;
    Ok(set.is_some_and(|set| set.value == Some(1)))
}

/// The authorities that accept only rounds with a stamped page.
///
/// # Errors
/// Of the database.
pub async fn wanting_stamps(db: &impl ConnectionTrait) -> Result<HashSet<AuthorityId>, StoreError> {
    let rows = current().filter(setting::Column::Key.eq(Key::StampRequired.to_string())).all(db).await?;
    let wanting = rows.into_iter().filter(|row| row.value == Some(1));
    Ok(wanting.map(|row| AuthorityId(row.authority_id)).collect())
}

/// What an authority last said of the stamp; none before it said anything.
///
/// # Errors
/// Of the database.
pub async fn stamp(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Option<Setting>, StoreError> {
    let row = current()
        .filter(setting::Column::AuthorityId.eq(authority.0))
        .filter(setting::Column::Key.eq(Key::StampRequired.to_string()))
        .one(db)
        .await?;
    row.map(of_row).transpose()
}

/// Every value an authority has given to the thresholds of a rule, the latest first.
///
/// # Errors
/// Of the database.
pub async fn history_of_rule(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    rule: &RuleId,
) -> Result<Vec<Setting>, StoreError> {
    let of_rule = Key::Threshold { rule: rule.clone(), name: String::new() }.to_string();
    history(db, authority, setting::Column::Key.starts_with(of_rule)).await
}

/// Everything an authority has said of the stamp, the latest first.
///
/// # Errors
/// Of the database.
pub async fn history_of_stamp(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Vec<Setting>, StoreError> {
    history(db, authority, setting::Column::Key.eq(Key::StampRequired.to_string())).await
}

async fn history(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    keys: sea_orm::sea_query::SimpleExpr,
) -> Result<Vec<Setting>, StoreError> {
    let rows = setting::Entity::find()
        .filter(setting::Column::AuthorityId.eq(authority.0))
        .filter(keys)
        .order_by_desc(setting::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// A value to be set.
pub(super) struct NewValue<'a> {
    pub authority: AuthorityId,
    pub key: Key,
    pub value: Option<i64>,
    /// The version that whoever sets it has seen; 0 where nothing was set yet.
    pub seen: i32,
    pub reason: &'a str,
}

/// Sets a value: a row more, nothing is overwritten.
///
/// # Errors
/// [`StoreError::Stale`] when somebody set the key meanwhile.
pub(super) async fn add(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    new: NewValue<'_>,
) -> Result<(), StoreError> {
    let row = setting::ActiveModel {
        id: ActiveValue::NotSet,
        authority_id: ActiveValue::Set(new.authority.0),
        key: ActiveValue::Set(new.key.to_string()),
        value: ActiveValue::Set(new.value),
        version: ActiveValue::Set(new.seen + 1),
        set_at: ActiveValue::Set(at),
        set_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        set_by_name: ActiveValue::Set(viewer.name.clone()),
        reason: ActiveValue::Set(new.reason.to_owned()),
    };
    match setting::Entity::insert(row).exec_without_returning(txn).await.map_err(StoreError::from) {
        // The next version is there already.
        Err(StoreError::Duplicate) => Err(StoreError::Stale),
        done => done.map(|_| ()),
    }
}
