//! Settings in the database. They are an authority's and no hospital's rows, so no function here takes a scope.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::access::{AuthorityId, Viewer};
use crate::authorities;
use crate::catalogue::Catalogue;
use crate::catalogue::model::RuleId;
use crate::db::StoreError;
use crate::settings::choice::{CHOICES, Choice};
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
        Key::Choice(_) => None,
    });
    catalogue.with_thresholds(&set.collect::<Vec<_>>())
}

/// What a reviewing authority asks of a round before it accepts it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// A stamped page.
    pub stamp: bool,
    /// The hospital's own check.
    pub check: HospitalCheck,
}

/// Whether the hospital's own reviewer checks a round first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HospitalCheck {
    /// It is wanted.
    pub wanted: bool,
    /// Whoever sent the round may check it, so that a hospital of one person can report.
    pub one_person: bool,
}

impl HospitalCheck {
    fn of(value: i64) -> Self {
        Self { wanted: value > 0, one_person: value == 2 }
    }
}

/// What a reviewing authority asks of a round before it accepts it.
///
/// # Errors
/// Of the database.
pub async fn demands(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Demands, StoreError> {
    Ok(all_demands(db).await?.remove(&authority).unwrap_or_default())
}

/// What every authority asks of a round before it accepts it; who asks nothing is left out.
///
/// # Errors
/// Of the database.
pub async fn all_demands(db: &impl ConnectionTrait) -> Result<HashMap<AuthorityId, Demands>, StoreError> {
    let of_round = [Choice::Stamp, Choice::HospitalCheck].map(|choice| Key::Choice(choice).to_string());
    let rows = current().filter(setting::Column::Key.is_in(of_round)).all(db).await?;
    let mut demands: HashMap<AuthorityId, Demands> = HashMap::new();
    for row in rows {
        let of = demands.entry(AuthorityId(row.authority_id)).or_default();
        match Choice::of_key(&row.key) {
            Some(choice @ Choice::Stamp) => of.stamp = choice.answer(row.value).value == 1,
            Some(choice @ Choice::HospitalCheck) => of.check = HospitalCheck::of(choice.answer(row.value).value),
            Some(Choice::OnBehalf) | None => (),
        }
    }
    Ok(demands)
}

/// The authorities for whose hospitals nobody else hands in.
///
/// # Errors
/// Of the database.
pub async fn without_on_behalf(db: &impl ConnectionTrait) -> Result<HashSet<AuthorityId>, StoreError> {
    let rows = current().filter(setting::Column::Key.eq(Key::Choice(Choice::OnBehalf).to_string())).all(db).await?;
    let refusing = rows.into_iter().filter(|row| Choice::OnBehalf.answer(row.value).value == 0);
    Ok(refusing.map(|row| AuthorityId(row.authority_id)).collect())
}

/// What an authority last said of a choice; none before it said anything.
///
/// # Errors
/// Of the database.
pub async fn choice(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    choice: Choice,
) -> Result<Option<Setting>, StoreError> {
    let row = current()
        .filter(setting::Column::AuthorityId.eq(authority.0))
        .filter(setting::Column::Key.eq(Key::Choice(choice).to_string()))
        .one(db)
        .await?;
    row.map(of_row).transpose()
}

/// Everything an authority decided for itself, as it holds now.
///
/// # Errors
/// Of the database.
pub async fn choices(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Vec<Setting>, StoreError> {
    let rows = current()
        .filter(setting::Column::AuthorityId.eq(authority.0))
        .filter(setting::Column::Key.is_in(CHOICES.map(|choice| Key::Choice(choice).to_string())))
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
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

/// Everything an authority has said of a choice, the latest first.
///
/// # Errors
/// Of the database.
pub async fn history_of_choice(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    choice: Choice,
) -> Result<Vec<Setting>, StoreError> {
    history(db, authority, setting::Column::Key.eq(Key::Choice(choice).to_string())).await
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
