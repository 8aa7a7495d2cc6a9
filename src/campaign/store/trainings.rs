//! Trainings that were handed in, across whoever held them.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::campaign::entity::{evidence, occurrence};
use crate::campaign::model::{Bearer, Training};
use crate::campaign::store::visible;
use crate::catalogue::model::EvidenceKind;
use crate::db::StoreError;

/// A training, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingLine {
    /// Key of what is owed.
    pub occurrence: i64,
    /// Who held it.
    pub bearer: Bearer,
    /// When.
    pub day: NaiveDate,
    /// Its topic.
    pub topic: String,
    /// Who lectured, who listened, how many came.
    pub training: Training,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// How much was held; what was taken back does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trainings {
    /// How many trainings.
    pub trainings: i64,
    /// How many people came, all trainings together.
    pub attendance: i64,
    /// Commissions and QC centres that held at least one.
    pub authorities: i64,
}

fn matching(
    (scope, above): (&Scope, &[AuthorityId]),
    campaign: &str,
    (from, to): (NaiveDate, NaiveDate),
) -> Select<evidence::Entity> {
    let relation: RelationDef = evidence::Entity::belongs_to(occurrence::Entity)
        .from(evidence::Column::OccurrenceId)
        .to(occurrence::Column::Id)
        .into();
    let wanted = Condition::all()
        .add(occurrence::Column::Campaign.eq(campaign))
        .add(evidence::Column::Kind.eq(EvidenceKind::Training.key()))
        .add(evidence::Column::Day.between(from, to));
    evidence::Entity::find().join(JoinType::InnerJoin, relation).filter(wanted).filter(visible(scope, above))
}

/// What was held of a campaign from one day to another, both inside.
///
/// # Errors
/// Of the database.
pub async fn trainings_between(
    db: &impl ConnectionTrait,
    who: (&Scope, &[AuthorityId]),
    campaign: &str,
    days: (NaiveDate, NaiveDate),
) -> Result<Trainings, StoreError> {
    let authority: SimpleExpr = CaseStatement::new()
        .case(occurrence::Column::HospitalId.is_null(), Expr::col((occurrence::Entity, occurrence::Column::UnderId)))
        .into();
    let people = evidence::Column::Attendance.sum().cast_as(Alias::new("BIGINT"));
    let row: Option<(i64, Option<i64>, i64)> = matching(who, campaign, days)
        .select_only()
        .column_as(evidence::Column::Id.count(), "trainings")
        .column_as(people, "people")
        .column_as(authority.count_distinct(), "authorities")
        .filter(evidence::Column::WithdrawnAt.is_null())
        .into_tuple()
        .one(db)
        .await?;
    let (trainings, attendance, authorities) = row.unwrap_or_default();
    Ok(Trainings { trainings, attendance: attendance.unwrap_or_default(), authorities })
}

/// How many lines there are, those taken back too.
///
/// # Errors
/// Of the database.
pub async fn count_trainings(
    db: &impl ConnectionTrait,
    who: (&Scope, &[AuthorityId]),
    campaign: &str,
    days: (NaiveDate, NaiveDate),
) -> Result<u64, StoreError> {
    Ok(matching(who, campaign, days).count(db).await?)
}

/// Key, authority, hospital, day, topic, lecturer, audience, attendance, when it was taken back.
type Row =
    (i64, i64, Option<i64>, NaiveDate, String, Option<String>, Option<String>, Option<i64>, Option<DateTime<Utc>>);

/// The lines, the latest day first.
///
/// # Errors
/// Of the database.
pub async fn trainings(
    db: &impl ConnectionTrait,
    who: (&Scope, &[AuthorityId]),
    campaign: &str,
    days: (NaiveDate, NaiveDate),
    (offset, limit): (u64, u64),
) -> Result<Vec<TrainingLine>, StoreError> {
    use evidence::Column;
    let rows: Vec<Row> = matching(who, campaign, days)
        .select_only()
        .columns([occurrence::Column::Id, occurrence::Column::UnderId, occurrence::Column::HospitalId])
        .columns([
            Column::Day,
            Column::Title,
            Column::Lecturer,
            Column::Audience,
            Column::Attendance,
            Column::WithdrawnAt,
        ])
        .order_by_desc(Column::Day)
        .order_by_asc(Column::Id)
        .offset(offset)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    let line = |(occurrence, under, hospital, day, topic, lecturer, audience, attendance, back): Row| TrainingLine {
        occurrence,
        bearer: hospital.map_or(Bearer::Authority(AuthorityId(under)), |id| Bearer::Hospital(HospitalId(id))),
        day,
        topic,
        training: Training {
            lecturer: lecturer.unwrap_or_default(),
            audience: audience.unwrap_or_default(),
            attendance: attendance.unwrap_or_default(),
        },
        withdrawn: back.is_some(),
    };
    Ok(rows.into_iter().map(line).collect())
}
