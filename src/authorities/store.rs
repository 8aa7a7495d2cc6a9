//! Authorities in the database. They are no hospital's rows, so no function here takes a scope.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::access::AuthorityId;
use crate::authorities::entity::{authority, closure, register_version};
use crate::authorities::model::{self, Authority, Tree, kind_key, kind_of};
use crate::db::StoreError;

/// Rows an insert carries at most, far below the parameters either database takes.
const CHUNK: usize = 200;

/// All authorities, by code.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Authority>, StoreError> {
    let rows = authority::Entity::find().order_by_asc(authority::Column::Code).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

/// Whether no authority is stored yet.
pub async fn none(db: &impl ConnectionTrait) -> Result<bool, StoreError> {
    Ok(authority::Entity::find().one(db).await?.is_none())
}

/// All authorities as the tree of who reviews whom.
pub async fn tree(db: &impl ConnectionTrait) -> Result<Tree, StoreError> {
    Ok(Tree::new(all(db).await?))
}

/// The authority with this key.
pub async fn by_id(db: &impl ConnectionTrait, id: AuthorityId) -> Result<Option<Authority>, StoreError> {
    authority::Entity::find_by_id(id.0).one(db).await?.map(of_row).transpose()
}

/// The authority with this code.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Authority>, StoreError> {
    authority::Entity::find().filter(authority::Column::Code.eq(code)).one(db).await?.map(of_row).transpose()
}

/// The authority on top of the tree, which nobody reviews; the first by code where there are several.
pub async fn top(db: &impl ConnectionTrait) -> Result<Option<AuthorityId>, StoreError> {
    let roots = authority::Entity::find().filter(authority::Column::ReviewedBy.is_null());
    let first = roots.order_by_asc(authority::Column::Code).one(db).await?;
    Ok(first.map(|row| AuthorityId(row.id)))
}

/// Those an authority reviews directly, by code.
pub async fn children(db: &impl ConnectionTrait, id: AuthorityId) -> Result<Vec<Authority>, StoreError> {
    let below = authority::Entity::find().filter(authority::Column::ReviewedBy.eq(id.0));
    below.order_by_asc(authority::Column::Code).all(db).await?.into_iter().map(of_row).collect()
}

/// A subquery of the keys of an authority and all below it, for `in_subquery`.
#[must_use]
pub fn ids_under(id: AuthorityId) -> SelectStatement {
    Query::select()
        .column((closure::Entity, closure::Column::DescendantId))
        .from(closure::Entity)
        .and_where(Expr::col((closure::Entity, closure::Column::AncestorId)).eq(id.0))
        .to_owned()
}

/// A subquery of the keys of the authorities that one reviews itself, for `in_subquery`.
#[must_use]
pub fn ids_right_below(id: AuthorityId) -> SelectStatement {
    Query::select()
        .column((authority::Entity, authority::Column::Id))
        .from(authority::Entity)
        .and_where(Expr::col((authority::Entity, authority::Column::ReviewedBy)).eq(id.0))
        .to_owned()
}

/// Whether `id` is `ancestor` or anywhere below it.
pub async fn is_under(db: &impl ConnectionTrait, ancestor: AuthorityId, id: AuthorityId) -> Result<bool, StoreError> {
    let pair = closure::Entity::find_by_id((ancestor.0, id.0));
    Ok(pair.count(db).await? > 0)
}

/// The counter that rises with every change of authorities or hospitals, for caches to key on.
pub async fn register_version(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let row = register_version::Entity::find_by_id(1).one(db).await?;
    Ok(row.map_or(0, |row| row.version))
}

/// Raises that counter and gives it; the first step of every transaction that changes authorities or hospitals,
/// because others wait at this row until it ends.
pub async fn raise_register_version(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    let column = register_version::Column::Version;
    register_version::Entity::update_many().col_expr(column, Expr::col(column).add(1)).exec(db).await?;
    register_version(db).await
}

/// An authority to be stored: all but what the database gives it.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub kind: crate::catalogue::model::AuthorityKind,
    pub territory: &'a str,
    pub reviewed_by: Option<AuthorityId>,
    pub valid_from: Option<chrono::NaiveDate>,
    pub valid_to: Option<chrono::NaiveDate>,
    pub speciality: Option<&'a str>,
}

/// Adds all of them; whoever reviews them is stored already.
pub(super) async fn insert(db: &impl ConnectionTrait, drafts: &[Draft<'_>]) -> Result<(), StoreError> {
    for chunk in drafts.chunks(CHUNK) {
        let rows = chunk.iter().map(|draft| authority::ActiveModel {
            id: ActiveValue::NotSet,
            code: ActiveValue::Set(draft.code.to_owned()),
            name: ActiveValue::Set(draft.name.to_owned()),
            kind: ActiveValue::Set(kind_key(draft.kind).to_owned()),
            territory: ActiveValue::Set(draft.territory.to_owned()),
            reviewed_by: ActiveValue::Set(draft.reviewed_by.map(|id| id.0)),
            valid_from: ActiveValue::Set(draft.valid_from),
            valid_to: ActiveValue::Set(draft.valid_to),
            speciality: ActiveValue::Set(draft.speciality.map(str::to_owned)),
            version: ActiveValue::Set(1),
        });
        authority::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Changes one that was read at version `seen`.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub(super) async fn update(
    db: &impl ConnectionTrait,
    id: AuthorityId,
    seen: i32,
    draft: &Draft<'_>,
) -> Result<(), StoreError> {
    use authority::Column::{Id, Kind, Name, ReviewedBy, Speciality, Territory, ValidFrom, ValidTo, Version};
    let done = authority::Entity::update_many()
        .col_expr(Name, Expr::value(draft.name))
        .col_expr(Kind, Expr::value(kind_key(draft.kind)))
        .col_expr(Territory, Expr::value(draft.territory))
        .col_expr(ReviewedBy, Expr::value(draft.reviewed_by.map(|above| above.0)))
        .col_expr(ValidFrom, Expr::value(draft.valid_from))
        .col_expr(ValidTo, Expr::value(draft.valid_to))
        .col_expr(Speciality, Expr::value(draft.speciality.map(str::to_owned)))
        .col_expr(Version, Expr::col(Version).add(1))
        .filter(Id.eq(id.0))
        .filter(Version.eq(seen))
        .exec(db)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Makes the closure table say what `reviewed_by` says; part of every transaction that changes the tree.
///
/// # Errors
/// Of the database; a ring of reviewers is refused as [`DbErr::Custom`].
pub(super) async fn rebuild_closure(db: &impl ConnectionTrait) -> Result<(), StoreError> {
    let above: HashMap<_, _> = all(db).await?.into_iter().map(|a| (a.id, a.reviewed_by)).collect();
    let links = model::closure(&above).map_err(|ring| DbErr::Custom(ring.to_string()))?;
    closure::Entity::delete_many().exec(db).await?;
    for chunk in links.chunks(CHUNK) {
        let rows = chunk.iter().map(|link| closure::ActiveModel {
            ancestor_id: ActiveValue::Set(link.ancestor.0),
            descendant_id: ActiveValue::Set(link.descendant.0),
            depth: ActiveValue::Set(link.depth),
        });
        closure::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

fn of_row(row: authority::Model) -> Result<Authority, StoreError> {
    let kind = kind_of(&row.kind).ok_or(StoreError::BadRow { table: "authority", id: row.id, column: "kind" })?;
    Ok(Authority {
        id: AuthorityId(row.id),
        code: row.code,
        name: row.name,
        kind,
        territory: row.territory,
        reviewed_by: row.reviewed_by.map(AuthorityId),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        speciality: row.speciality,
        version: row.version,
    })
}
