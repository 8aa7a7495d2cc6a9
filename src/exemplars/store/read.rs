//! What was submitted and chosen, as readers ask for it.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};

use crate::access::{AuthorityId, FileId, HospitalId};
use crate::calendar::{Period, china_date};
use crate::db::StoreError;
use crate::exemplars::entity::exemplar::{Column, Entity, Model};
use crate::exemplars::entity::{decision, picture};
use crate::exemplars::model::{Decision, Exemplar, Number, Picture, State};
use crate::exemplars::store::Reach;
use crate::files::Evidence;
use crate::publications::model::Audience;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// In one of these states; empty for all.
    pub states: Vec<State>,
    /// Of this quarter.
    pub quarter: Option<Period>,
    /// Of this kind.
    pub kind: Option<String>,
    /// About this target.
    pub target: Option<String>,
    /// By this authority.
    pub authority: Option<AuthorityId>,
    /// Of this campaign.
    pub campaign: Option<String>,
    /// For a quarter of this stretch.
    pub during: Option<(Period, Period)>,
}

fn matching(reach: Reach, filter: &Filter) -> Select<Entity> {
    let mut wanted = Condition::all()
        .add_option(filter.quarter.map(|quarter| Column::Quarter.eq(quarter.to_string())))
        .add_option(filter.kind.as_ref().map(|kind| Column::Kind.eq(kind)))
        .add_option(filter.target.as_ref().map(|target| Column::Target.eq(target)))
        .add_option(filter.authority.map(|id| Column::AuthorityId.eq(id.0)))
        .add_option(filter.campaign.as_ref().map(|campaign| Column::Campaign.eq(campaign)));
    if !filter.states.is_empty() {
        wanted = wanted.add(Column::State.is_in(filter.states.iter().map(|state| state.key())));
    }
    if let Some((first, last)) = &filter.during {
        // Keys of quarters sort as the quarters do.
        wanted = wanted.add(Column::Quarter.between(first.to_string(), last.to_string()));
    }
    Entity::find().filter(wanted).filter(reach.condition())
}

/// How many match.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, reach: Reach, filter: &Filter) -> Result<u64, StoreError> {
    Ok(matching(reach, filter).count(db).await?)
}

/// Those that match, the latest quarter first.
///
/// # Errors
/// Of the database.
pub async fn list(
    db: &impl ConnectionTrait,
    reach: Reach,
    filter: &Filter,
    (offset, limit): (u64, u64),
) -> Result<Vec<Exemplar>, StoreError> {
    let rows = matching(reach, filter)
        .order_by_desc(Column::Quarter)
        .order_by_desc(Column::Serial)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The one with this number; none that the reader does not see.
///
/// # Errors
/// Of the database.
pub async fn find(db: &impl ConnectionTrait, reach: Reach, number: Number) -> Result<Option<Exemplar>, StoreError> {
    let named = Entity::find()
        .filter(Column::Quarter.eq(number.quarter.to_string()))
        .filter(Column::Serial.eq(number.serial))
        .filter(reach.condition());
    named.one(db).await?.map(of_row).transpose()
}

/// The quarters of what the reader sees in one of these states, the latest first: for a filter.
///
/// # Errors
/// Of the database.
pub async fn quarters(db: &impl ConnectionTrait, reach: Reach, states: &[State]) -> Result<Vec<Period>, StoreError> {
    let keys = distinct(db, (reach, states), Column::Quarter).await?;
    Ok(keys.iter().rev().filter_map(|key| key.parse().ok()).collect())
}

/// Ids of the campaigns of what the reader sees in one of these states: for a filter.
///
/// # Errors
/// Of the database.
pub async fn campaigns(db: &impl ConnectionTrait, reach: Reach, states: &[State]) -> Result<Vec<String>, StoreError> {
    distinct(db, (reach, states), Column::Campaign).await
}

/// What stands in a column of what the reader sees, each once, in order.
async fn distinct(
    db: &impl ConnectionTrait,
    (reach, states): (Reach, &[State]),
    column: Column,
) -> Result<Vec<String>, StoreError> {
    let filter = Filter { states: states.to_vec(), ..Filter::default() };
    let found = matching(reach, &filter).select_only().column(column).distinct().order_by_asc(column);
    Ok(found.into_tuple().all(db).await?)
}

fn of_row(row: Model) -> Result<Exemplar, StoreError> {
    let bad = |column| StoreError::BadRow { table: "exemplar", id: row.id, column };
    Ok(Exemplar {
        number: Number { quarter: row.quarter.parse().map_err(|_| bad("quarter"))?, serial: row.serial },
        state: State::of_key(&row.state).ok_or_else(|| bad("state"))?,
        audience: audience(row.audience.as_deref(), || bad("audience"))?,
        id: row.id,
        campaign: row.campaign,
        kind: row.kind,
        target: row.target,
        authority: AuthorityId(row.authority_id),
        hospital: row.hospital_id.map(HospitalId),
        title: row.title,
        text: row.body,
        at: row.at,
        by_name: row.by_name,
        by_place: row.by_place,
        version: row.version,
    })
}

/// The audience of a column, which may have none.
fn audience(key: Option<&str>, bad: impl FnOnce() -> StoreError) -> Result<Option<Audience>, StoreError> {
    key.map(|key| Audience::of(key).ok_or_else(bad)).transpose()
}

/// What was decided about some the reader has found, with the key of the exemplar, the first first.
///
/// # Errors
/// Of the database.
pub async fn decisions(db: &impl ConnectionTrait, of: &[&Exemplar]) -> Result<Vec<(i64, Decision)>, StoreError> {
    let rows = decision::Entity::find()
        .filter(decision::Column::ExemplarId.is_in(of.iter().map(|one| one.id)))
        .order_by_asc(decision::Column::ExemplarId)
        .order_by_asc(decision::Column::Number)
        .all(db)
        .await?;
    let one = |row: decision::Model| {
        let bad = |column| StoreError::BadRow { table: "exemplar_decision", id: row.id, column };
        let decided = Decision {
            state: State::of_key(&row.state).ok_or_else(|| bad("state"))?,
            audience: audience(row.audience.as_deref(), || bad("audience"))?,
            reason: row.reason,
            at: row.at,
            by_name: row.by_name,
            by_place: row.by_place,
        };
        Ok((row.exemplar_id, decided))
    };
    rows.into_iter().map(one).collect()
}

/// The pictures of some the reader has found, with the key of the exemplar, in order.
///
/// # Errors
/// Of the database.
pub async fn pictures(db: &impl ConnectionTrait, of: &[&Exemplar]) -> Result<Vec<(i64, Picture)>, StoreError> {
    let rows = picture::Entity::find()
        .filter(picture::Column::ExemplarId.is_in(of.iter().map(|one| one.id)))
        .order_by_asc(picture::Column::ExemplarId)
        .order_by_asc(picture::Column::Number)
        .all(db)
        .await?;
    let one = |row: picture::Model| {
        let bad = StoreError::BadRow { table: "exemplar_picture", id: row.id, column: "file_kind" };
        let kind = Evidence::of_key(&row.file_kind).ok_or(bad)?;
        Ok((row.exemplar_id, Picture { number: row.number, file: FileId(row.file_id), kind }))
    };
    rows.into_iter().map(one).collect()
}

/// Of each authority and quarter of a campaign the day on which the first that still stands was submitted: for the job that keeps
/// duties.
///
/// # Errors
/// Of the database.
pub async fn submitted_everywhere(
    db: &impl ConnectionTrait,
    campaign: &str,
) -> Result<Vec<(AuthorityId, String, NaiveDate)>, StoreError> {
    let rows: Vec<(i64, String, DateTime<Utc>)> = Entity::find()
        .select_only()
        .columns([Column::AuthorityId, Column::Quarter])
        .column_as(Column::At.min(), "first")
        .filter(Column::Campaign.eq(campaign))
        .filter(Column::State.ne(State::Withdrawn.key()))
        .group_by(Column::AuthorityId)
        .group_by(Column::Quarter)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, quarter, at)| (AuthorityId(id), quarter, china_date(at))).collect())
}

/// Of each quarter of a campaign the day on which the first that is still chosen was chosen: for the job that keeps duties.
///
/// # Errors
/// Of the database.
pub async fn chosen_everywhere(
    db: &impl ConnectionTrait,
    campaign: &str,
) -> Result<Vec<(String, NaiveDate)>, StoreError> {
    let of: RelationDef = decision::Entity::belongs_to(Entity).from(decision::Column::ExemplarId).to(Column::Id).into();
    let rows: Vec<(String, DateTime<Utc>)> = decision::Entity::find()
        .join(JoinType::InnerJoin, of)
        .select_only()
        .column(Column::Quarter)
        .column_as(decision::Column::At.min(), "first")
        .filter(Column::Campaign.eq(campaign))
        .filter(Column::State.eq(State::Chosen.key()))
        .filter(decision::Column::State.eq(State::Chosen.key()))
        .group_by(Column::Quarter)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(quarter, at)| (quarter, china_date(at))).collect())
}
