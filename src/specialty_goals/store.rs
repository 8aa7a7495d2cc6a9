//! Tables of goals in the database. They are no hospital's: every commission, centre and hospital reads them, so nothing here takes
//! a scope.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AuthorityId, FileId, Viewer};
use crate::db::StoreError;
use crate::specialty_goals::entity::{edition, goal};
use crate::specialty_goals::model::{Direction, Edition, Goal, Number, Origin};

fn of_row(row: edition::Model) -> Edition {
    Edition {
        id: row.id,
        authority: AuthorityId(row.authority_id),
        year: row.year,
        number: row.edition,
        goals: row.goals,
        national: row.national,
        reason: row.reason,
        said: row.said,
        at: row.at,
        by_name: row.by_name,
        by_place: row.by_place,
    }
}

/// Every edition of every centre and year, by centre, year and number.
///
/// # Errors
/// Of the database.
pub async fn all_editions(db: &impl ConnectionTrait) -> Result<Vec<Edition>, StoreError> {
    let rows = edition::Entity::find()
        .order_by_asc(edition::Column::AuthorityId)
        .order_by_asc(edition::Column::Year)
        .order_by_asc(edition::Column::Edition);
    Ok(rows.all(db).await?.into_iter().map(of_row).collect())
}

/// Every edition of a year, by centre and number.
///
/// # Errors
/// Of the database.
pub async fn editions_of_year(db: &impl ConnectionTrait, year: i32) -> Result<Vec<Edition>, StoreError> {
    let rows = edition::Entity::find()
        .filter(edition::Column::Year.eq(year))
        .order_by_asc(edition::Column::AuthorityId)
        .order_by_asc(edition::Column::Edition);
    Ok(rows.all(db).await?.into_iter().map(of_row).collect())
}

/// The editions of a centre's year, the first first.
///
/// # Errors
/// Of the database.
pub async fn editions_of(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    year: i32,
) -> Result<Vec<Edition>, StoreError> {
    let rows = edition::Entity::find()
        .filter(edition::Column::AuthorityId.eq(authority.0))
        .filter(edition::Column::Year.eq(year))
        .order_by_asc(edition::Column::Edition);
    Ok(rows.all(db).await?.into_iter().map(of_row).collect())
}

/// The goals of an edition, in their order.
///
/// # Errors
/// Of the database.
pub async fn goals_of(db: &impl ConnectionTrait, edition: &Edition) -> Result<Vec<Goal>, StoreError> {
    let rows =
        goal::Entity::find().filter(goal::Column::EditionId.eq(edition.id)).order_by_asc(goal::Column::Place).all(db);
    rows.await?.into_iter().map(goal_of).collect()
}

fn goal_of(row: goal::Model) -> Result<Goal, StoreError> {
    let bad = |column| StoreError::BadRow { table: "specialty_goal", id: row.id, column };
    let direction = match row.direction.as_deref() {
        Some(key) => Some(Direction::of_key(key).ok_or_else(|| bad("direction"))?),
        None => None,
    };
    Ok(Goal {
        origin: Origin::of_key(&row.origin).ok_or_else(|| bad("origin"))?,
        direction,
        title: row.title,
        document: row.document,
        indicator: row.indicator,
        baseline: row.baseline.map(Number),
        goal: row.goal.map(Number),
        unit: row.unit,
        measures: row.measures,
    })
}

/// An edition to be kept.
#[derive(Clone, Debug)]
pub(super) struct New<'a> {
    pub authority: AuthorityId,
    pub year: i32,
    pub number: i32,
    pub reason: &'a str,
    pub said: &'a str,
    pub file: FileId,
    pub goals: &'a [Goal],
}

/// Keeps another edition.
///
/// # Errors
/// [`StoreError::Stale`] where somebody kept one of this number meanwhile.
pub(super) async fn add(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    new: &New<'_>,
) -> Result<(), StoreError> {
    let count = |many: usize| i32::try_from(many).unwrap_or(i32::MAX);
    let national = new.goals.iter().filter(|goal| goal.origin == Origin::National).count();
    let row = edition::ActiveModel {
        authority_id: Set(new.authority.0),
        year: Set(new.year),
        edition: Set(new.number),
        goals: Set(count(new.goals.len())),
        national: Set(count(national)),
        reason: Set(new.reason.to_owned()),
        said: Set(new.said.to_owned()),
        file_id: Set(new.file.0),
        at: Set(at),
        by_account: Set(viewer.account.map(|account| account.0)),
        by_name: Set(viewer.name.clone()),
        by_place: Set(viewer.place_name.clone()),
        ..Default::default()
    };
    let id = match edition::Entity::insert(row).exec(txn).await.map_err(StoreError::from) {
        // The next edition is there already.
        Err(StoreError::Duplicate) => return Err(StoreError::Stale),
        done => done?.last_insert_id,
    };
    if new.goals.is_empty() {
        return Ok(());
    }
    let rows = new.goals.iter().zip(1..).map(|(one, place)| goal::ActiveModel {
        edition_id: Set(id),
        place: Set(place),
        title: Set(one.title.clone()),
        origin: Set(one.origin.key().to_owned()),
        document: Set(one.document.clone()),
        indicator: Set(one.indicator.clone()),
        baseline: Set(one.baseline.map(|number| number.0)),
        goal: Set(one.goal.map(|number| number.0)),
        unit: Set(one.unit.clone()),
        direction: Set(one.direction.map(|direction| direction.key().to_owned())),
        measures: Set(one.measures.clone()),
        ..Default::default()
    });
    goal::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}
