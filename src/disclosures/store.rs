//! Published results in the database: added and read, never changed. What is in them is meant for readers outside every
//! scope; who may read them is the [`Reach`].

use std::collections::HashMap;

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::access::{AuthorityId, HospitalId, Viewer, VisitId};
use crate::db::StoreError;
use crate::disclosures::entity::disclosure::{self, Column};
use crate::disclosures::model::{Content, Disclosure};
use crate::publications::model::Audience;
use crate::publications::seal;
use crate::publications::store::Reach;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Visits of this year.
    pub year: Option<i32>,
    /// By this authority.
    pub authority: Option<AuthorityId>,
    /// At these hospitals.
    pub hospital: Option<HospitalId>,
}

fn readable(reach: &Reach) -> Condition {
    let public = Condition::any().add(Column::Audience.eq(Audience::Public.key()));
    match reach {
        Reach::Public => public,
        Reach::Of(authorities) => public.add(Column::AuthorityId.is_in(authorities.iter().map(|id| id.0))),
    }
}

/// The latest edition of each visit that may be read.
fn latest(reach: &Reach) -> SelectStatement {
    Query::select()
        .expr(Column::Id.max())
        .from(disclosure::Entity)
        .cond_where(readable(reach))
        .group_by_col(Column::VisitId)
        .to_owned()
}

fn matching(reach: &Reach, filter: &Filter) -> sea_orm::Select<disclosure::Entity> {
    let wanted = Condition::all()
        .add(Column::Id.in_subquery(latest(reach)))
        .add_option(filter.year.map(|year| Column::Year.eq(year)))
        .add_option(filter.authority.map(|id| Column::AuthorityId.eq(id.0)))
        .add_option(filter.hospital.map(|id| Column::HospitalId.eq(id.0)));
    disclosure::Entity::find().filter(wanted)
}

/// How many visits are published.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, reach: &Reach, filter: &Filter) -> Result<u64, StoreError> {
    Ok(matching(reach, filter).count(db).await?)
}

/// The latest edition of some published visits, the latest published first.
///
/// # Errors
/// Of the database, and where a content is none at all.
pub async fn list(
    db: &impl ConnectionTrait,
    reach: &Reach,
    filter: &Filter,
    (offset, limit): (u64, u64),
) -> Result<Vec<Disclosure>, StoreError> {
    let rows = matching(reach, filter)
        .order_by_desc(Column::PublishedAt)
        .order_by_desc(Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Years and authorities of what is published, for filters.
///
/// # Errors
/// Of the database.
pub async fn kinds(db: &impl ConnectionTrait, reach: &Reach) -> Result<(Vec<i32>, Vec<AuthorityId>), StoreError> {
    let rows: Vec<(i32, i64)> = disclosure::Entity::find()
        .select_only()
        .columns([Column::Year, Column::AuthorityId])
        .distinct()
        .filter(readable(reach))
        .into_tuple()
        .all(db)
        .await?;
    let mut years: Vec<i32> = rows.iter().map(|(year, _)| *year).collect();
    let mut authorities: Vec<AuthorityId> = rows.into_iter().map(|(_, id)| AuthorityId(id)).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    authorities.sort_unstable();
    authorities.dedup();
    Ok((years, authorities))
}

/// Every edition of a visit that may be read, the latest first.
///
/// # Errors
/// Of the database, and where a content is none at all.
pub async fn editions(db: &impl ConnectionTrait, reach: &Reach, visit: VisitId) -> Result<Vec<Disclosure>, StoreError> {
    let rows = disclosure::Entity::find()
        .filter(readable(reach))
        .filter(Column::VisitId.eq(visit.0))
        .order_by_desc(Column::Edition)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The latest edition of each of these visits, whoever may read it: for whoever publishes.
///
/// # Errors
/// Of the database, and where a content is none at all.
pub async fn latest_of(
    db: &impl ConnectionTrait,
    visits: &[VisitId],
) -> Result<HashMap<VisitId, Disclosure>, StoreError> {
    let mut found = HashMap::new();
    // Databases limit the parameters of a statement.
    for part in visits.chunks(1_000) {
        let rows = disclosure::Entity::find()
            .filter(Column::VisitId.is_in(part.iter().map(|id| id.0)))
            .order_by_asc(Column::Edition)
            .all(db)
            .await?;
        for row in rows {
            found.insert(VisitId(row.visit_id), of_row(row)?);
        }
    }
    Ok(found)
}

/// What is added.
pub(super) struct NewDisclosure<'a> {
    pub visit: VisitId,
    pub edition: i32,
    pub authority: AuthorityId,
    pub hospital: HospitalId,
    pub audience: Audience,
    pub year: i32,
    pub content: &'a Content,
    pub at: chrono::DateTime<chrono::Utc>,
}

/// Adds an edition; gives its fingerprint.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody added it meanwhile.
pub(super) async fn add(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    new: NewDisclosure<'_>,
) -> Result<String, StoreError> {
    let bad = |_| StoreError::BadRow { table: "visit_disclosure", id: new.visit.0, column: "content" };
    let content = serde_json::to_string(new.content).map_err(bad)?;
    let hash = seal(&content);
    let row = disclosure::ActiveModel {
        visit_id: Set(new.visit.0),
        edition: Set(new.edition),
        authority_id: Set(new.authority.0),
        hospital_id: Set(new.hospital.0),
        audience: Set(new.audience.key().to_owned()),
        year: Set(new.year),
        content: Set(content),
        hash: Set(hash.clone()),
        published_at: Set(new.at),
        published_by: Set(viewer.account.map(|id| id.0)),
        published_name: Set(viewer.name.clone()),
        ..Default::default()
    };
    disclosure::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(hash)
}

fn of_row(row: disclosure::Model) -> Result<Disclosure, StoreError> {
    let bad = |column| StoreError::BadRow { table: "visit_disclosure", id: row.id, column };
    let content = serde_json::from_str(&row.content).map_err(|_| bad("content"))?;
    Ok(Disclosure {
        visit: VisitId(row.visit_id),
        edition: row.edition,
        authority: AuthorityId(row.authority_id),
        audience: Audience::of(&row.audience).ok_or_else(|| bad("audience"))?,
        content,
        sound: seal(&row.content) == row.hash,
        hash: row.hash,
        at: row.published_at,
        by_name: row.published_name,
    })
}
