//! Publications in the database: added and read, never changed. They hold no row of a single hospital, so that no function
//! here takes a scope; who may read them is the [`Reach`].

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DerivePartialModel, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select,
};

use crate::access::{AuthorityId, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::publications::entity::publication::{self, Column};
use crate::publications::model::{Audience, Content, Line, Number, Publication};
use crate::publications::seal::seal;

/// Which publications somebody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The public ones.
    Public,
    /// The public ones, and those of these authorities.
    Of(Vec<AuthorityId>),
}

impl Reach {
    fn condition(&self) -> Condition {
        let public = Condition::any().add(Column::Audience.eq(Audience::Public.key()));
        match self {
            Self::Public => public,
            Self::Of(authorities) => public.add(Column::AuthorityId.is_in(authorities.iter().map(|id| id.0))),
        }
    }

    fn select(&self) -> Select<publication::Entity> {
        publication::Entity::find().filter(self.condition())
    }
}

/// A row without its content.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "publication::Entity")]
struct LineRow {
    id: i64,
    period: String,
    serial: i32,
    edition: i32,
    authority_id: i64,
    audience: String,
    title: String,
    as_of: DateTime<Utc>,
    published_at: DateTime<Utc>,
    published_name: String,
}

fn line(row: LineRow) -> Result<Line, StoreError> {
    let bad = |column| StoreError::BadRow { table: "publication", id: row.id, column };
    let period = row.period.parse().map_err(|_| bad("period"))?;
    Ok(Line {
        number: Number { period, serial: row.serial, edition: row.edition },
        authority: AuthorityId(row.authority_id),
        audience: Audience::of(&row.audience).ok_or_else(|| bad("audience"))?,
        title: row.title,
        as_of: row.as_of,
        published_at: row.published_at,
        published_name: row.published_name,
    })
}

/// How many publications there are, each with all its editions counted once.
///
/// # Errors
/// Of the database.
pub async fn count(db: &impl ConnectionTrait, reach: &Reach) -> Result<u64, StoreError> {
    Ok(reach.select().filter(Column::Edition.eq(1)).count(db).await?)
}

/// Some publications, the latest quarter first, each with its editions, the latest first.
///
/// # Errors
/// Of the database.
pub async fn page(
    db: &impl ConnectionTrait,
    reach: &Reach,
    skip: u64,
    take: u64,
) -> Result<Vec<Vec<Line>>, StoreError> {
    let heads = reach
        .select()
        .filter(Column::Edition.eq(1))
        .order_by_desc(Column::Period)
        .order_by_desc(Column::Serial)
        .offset(skip)
        .limit(take);
    let heads: Vec<LineRow> = heads.into_partial_model().all(db).await?;
    let mut of_heads = Condition::any();
    for head in &heads {
        of_heads =
            of_heads.add(Condition::all().add(Column::Period.eq(&head.period)).add(Column::Serial.eq(head.serial)));
    }
    if heads.is_empty() {
        return Ok(Vec::new());
    }
    chains(db, reach.select().filter(of_heads)).await
}

/// The publications of a quarter, each with its editions, the latest first.
///
/// # Errors
/// Of the database.
pub async fn of_period(db: &impl ConnectionTrait, reach: &Reach, period: Period) -> Result<Vec<Vec<Line>>, StoreError> {
    chains(db, reach.select().filter(Column::Period.eq(period.to_string()))).await
}

async fn chains(db: &impl ConnectionTrait, select: Select<publication::Entity>) -> Result<Vec<Vec<Line>>, StoreError> {
    let rows: Vec<LineRow> = select
        .order_by_desc(Column::Period)
        .order_by_desc(Column::Serial)
        .order_by_desc(Column::Edition)
        .into_partial_model()
        .all(db)
        .await?;
    let mut found: Vec<Vec<Line>> = Vec::new();
    for row in rows {
        let line = line(row)?;
        match found.last_mut().filter(|chain| chain[0].number.edition(1) == line.number.edition(1)) {
            Some(chain) => chain.push(line),
            None => found.push(vec![line]),
        }
    }
    Ok(found)
}

/// An edition with its content, and whether the content still has its fingerprint.
///
/// # Errors
/// Of the database, and where the content is no publication at all.
pub async fn find(db: &impl ConnectionTrait, reach: &Reach, number: Number) -> Result<Option<Publication>, StoreError> {
    let row = reach
        .select()
        .filter(Column::Period.eq(number.period.to_string()))
        .filter(Column::Serial.eq(number.serial))
        .filter(Column::Edition.eq(number.edition))
        .one(db)
        .await?;
    row.map(publication).transpose()
}

fn publication(row: publication::Model) -> Result<Publication, StoreError> {
    let bad = StoreError::BadRow { table: "publication", id: row.id, column: "content" };
    let content: Content = serde_json::from_str(&row.content).map_err(|_| bad)?;
    let sound = seal(&row.content) == row.hash;
    let line = line(LineRow {
        id: row.id,
        period: row.period,
        serial: row.serial,
        edition: row.edition,
        authority_id: row.authority_id,
        audience: row.audience,
        title: row.title,
        as_of: row.as_of,
        published_at: row.published_at,
        published_name: row.published_name,
    })?;
    Ok(Publication { line, content, hash: row.hash, sound })
}

/// The number of the latest edition of a publication; none where there is none.
///
/// # Errors
/// Of the database.
pub async fn latest(db: &impl ConnectionTrait, number: Number) -> Result<Option<Number>, StoreError> {
    let edition: Option<Option<i32>> = publication::Entity::find()
        .select_only()
        .column_as(Column::Edition.max(), "edition")
        .filter(Column::Period.eq(number.period.to_string()))
        .filter(Column::Serial.eq(number.serial))
        .into_tuple()
        .one(db)
        .await?;
    Ok(edition.flatten().map(|edition| number.edition(edition)))
}

/// What an authority has published of a quarter for an audience; the first edition's number.
///
/// # Errors
/// Of the database.
pub async fn own(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    period: Period,
    audience: Audience,
) -> Result<Option<Number>, StoreError> {
    let serial: Option<i32> = publication::Entity::find()
        .select_only()
        .column(Column::Serial)
        .filter(Column::AuthorityId.eq(authority.0))
        .filter(Column::Period.eq(period.to_string()))
        .filter(Column::Audience.eq(audience.key()))
        .filter(Column::Edition.eq(1))
        .into_tuple()
        .one(db)
        .await?;
    Ok(serial.map(|serial| Number { period, serial, edition: 1 }))
}

/// The number the next publication of a quarter gets.
///
/// # Errors
/// Of the database.
pub(super) async fn next(db: &impl ConnectionTrait, period: Period) -> Result<Number, StoreError> {
    let last: Option<Option<i32>> = publication::Entity::find()
        .select_only()
        .column_as(Column::Serial.max(), "serial")
        .filter(Column::Period.eq(period.to_string()))
        .into_tuple()
        .one(db)
        .await?;
    Ok(Number { period, serial: last.flatten().unwrap_or(0) + 1, edition: 1 })
}

/// An edition to be added.
pub(super) struct NewEdition<'a> {
    pub number: Number,
    pub authority: AuthorityId,
    pub as_of: DateTime<Utc>,
    pub at: DateTime<Utc>,
    pub content: &'a Content,
}

/// Adds an edition; gives the fingerprint of its content.
///
/// # Errors
/// [`StoreError::Duplicate`] when somebody took the number, or published the same, meanwhile.
pub(super) async fn add(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    new: NewEdition<'_>,
) -> Result<String, StoreError> {
    let content = serde_json::to_string(new.content)
        .map_err(|error| StoreError::Db(sea_orm::DbErr::Custom(error.to_string())))?;
    let hash = seal(&content);
    let reason = new.content.correction.as_ref().map_or_else(String::new, |correction| correction.reason.clone());
    let row = publication::ActiveModel {
        id: ActiveValue::NotSet,
        period: ActiveValue::Set(new.number.period.to_string()),
        serial: ActiveValue::Set(new.number.serial),
        edition: ActiveValue::Set(new.number.edition),
        authority_id: ActiveValue::Set(new.authority.0),
        audience: ActiveValue::Set(new.content.audience.key().to_owned()),
        title: ActiveValue::Set(new.content.title.clone()),
        as_of: ActiveValue::Set(new.as_of),
        published_at: ActiveValue::Set(new.at),
        published_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        published_name: ActiveValue::Set(viewer.name.clone()),
        reason: ActiveValue::Set(reason),
        content: ActiveValue::Set(content),
        hash: ActiveValue::Set(hash.clone()),
    };
    publication::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(hash)
}
