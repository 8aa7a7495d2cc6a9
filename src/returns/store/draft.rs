//! Drafts: what was typed for a return and is not yet submitted. One a hospital and quarter; a save names the version
//! it was typed over, so that nobody's work is replaced unseen.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter,
};

use crate::access::{AccountId, HospitalId, Scope, Viewer};
use crate::calendar::{Period, china_minute};
use crate::db::StoreError;
use crate::returns::entity::return_draft::{self, Column};
use crate::returns::entry::Typed;

/// A draft as it stands; with `typed` none it was submitted or thrown away, and only the version is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What was typed.
    pub typed: Option<Typed>,
    /// Rises with each save.
    pub version: i32,
    /// When it was last saved or emptied.
    pub saved_at: DateTime<Utc>,
    /// Whose account did.
    pub saved_by: Option<AccountId>,
    /// The name as of then.
    pub name: String,
}

/// A quarter with a draft that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    /// The quarter.
    pub period: Period,
    /// When it was last saved.
    pub saved_at: DateTime<Utc>,
    /// By whom, by name as of then.
    pub name: String,
}

impl Drafted {
    /// What lists say of it.
    #[must_use]
    pub fn said(&self) -> String {
        format!("有草稿（{} {} 存）", self.name, china_minute(self.saved_at))
    }
}

fn draft_of(row: return_draft::Model) -> Result<Draft, StoreError> {
    let bad = |_| StoreError::BadRow { table: "return_draft", id: row.id, column: "fields" };
    Ok(Draft {
        typed: row.fields.as_deref().map(serde_json::from_str).transpose().map_err(bad)?,
        version: row.version,
        saved_at: row.saved_at,
        saved_by: row.saved_by.map(AccountId),
        name: row.name,
    })
}

fn hospitals_in(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        scope => Condition::all().add(Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope))),
    }
}

/// The draft of a hospital's quarter, in scope; none before the first save.
///
/// # Errors
/// Of the database.
pub async fn draft(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
) -> Result<Option<Draft>, StoreError> {
    let row = return_draft::Entity::find()
        .filter(Column::HospitalId.eq(hospital.0))
        .filter(Column::Period.eq(period.to_string()))
        .filter(hospitals_in(scope))
        .one(db)
        .await?;
    row.map(draft_of).transpose()
}

/// The quarters of a hospital in scope that have a draft.
///
/// # Errors
/// Of the database.
pub async fn drafts_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
) -> Result<Vec<Drafted>, StoreError> {
    let rows = return_draft::Entity::find()
        .filter(Column::HospitalId.eq(hospital.0))
        .filter(Column::Fields.is_not_null())
        .filter(hospitals_in(scope))
        .all(db)
        .await?;
    let drafted = |row: return_draft::Model| {
        let bad = |_| StoreError::BadRow { table: "return_draft", id: row.id, column: "period" };
        Ok(Drafted { period: row.period.parse().map_err(bad)?, saved_at: row.saved_at, name: row.name })
    };
    rows.into_iter().map(drafted).collect()
}

/// Puts `typed` in place of the draft of this version (0 before the first save), or with none empties it; gives the
/// new version. The caller has found the hospital in scope.
///
/// # Errors
/// [`StoreError::Stale`] or [`StoreError::Duplicate`] when it was saved meanwhile: nothing was changed then.
pub async fn put_draft(
    txn: &impl ConnectionTrait,
    hospital: HospitalId,
    period: Period,
    version: i32,
    typed: Option<&Typed>,
    at: DateTime<Utc>,
    by: &Viewer,
) -> Result<i32, StoreError> {
    let bad = |_| StoreError::BadRow { table: "return_draft", id: 0, column: "fields" };
    let fields = typed.map(serde_json::to_string).transpose().map_err(bad)?;
    if version == 0 {
        let row = return_draft::ActiveModel {
            id: NotSet,
            hospital_id: Set(hospital.0),
            period: Set(period.to_string()),
            fields: Set(fields),
            version: Set(1),
            saved_at: Set(at),
            saved_by: Set(by.account.map(|id| id.0)),
            name: Set(by.name.clone()),
        };
        return Ok(row.insert(txn).await?.version);
    }
    let done = return_draft::Entity::update_many()
        .col_expr(Column::Fields, Expr::value(fields))
        .col_expr(Column::Version, Expr::value(version + 1))
        .col_expr(Column::SavedAt, Expr::value(at))
        .col_expr(Column::SavedBy, Expr::value(by.account.map(|id| id.0)))
        .col_expr(Column::Name, Expr::value(by.name.clone()))
        .filter(Column::HospitalId.eq(hospital.0))
        .filter(Column::Period.eq(period.to_string()))
        .filter(Column::Version.eq(version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(version + 1) } else { Err(StoreError::Stale) }
}
