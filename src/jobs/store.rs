//! Jobs in the database. They are no hospital's rows: whoever shows one asks its own room whether the reader may see the
//! subject.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AccountId, JobId};
use crate::db::StoreError;
use crate::jobs::entity::{self, Column, Entity};
use crate::jobs::model::{Job, JobState, LEASE, NewJob, TRIES};

/// Queues a job.
///
/// # Errors
/// [`StoreError::Duplicate`] when there is one about the subject.
pub async fn insert(txn: &impl ConnectionTrait, new: &NewJob<'_>, at: DateTime<Utc>) -> Result<JobId, StoreError> {
    let row = entity::ActiveModel {
        id: ActiveValue::NotSet,
        kind: ActiveValue::Set(new.kind.to_owned()),
        subject: ActiveValue::Set(new.subject.to_owned()),
        payload: ActiveValue::Set(new.payload.clone()),
        state: ActiveValue::Set(JobState::Waiting.key().to_owned()),
        step: ActiveValue::Set(0),
        done: ActiveValue::Set(0),
        total: ActiveValue::Set(new.total),
        said: ActiveValue::Set(String::new()),
        by: ActiveValue::Set(new.by.map(|id| id.0)),
        created_at: ActiveValue::Set(at),
        started_at: ActiveValue::Set(None),
        finished_at: ActiveValue::Set(None),
        holder: ActiveValue::Set(None),
        lease_until: ActiveValue::Set(None),
        tries: ActiveValue::Set(0),
        version: ActiveValue::Set(1),
    };
    Ok(JobId(Entity::insert(row).exec(txn).await?.last_insert_id))
}

/// The job about a subject.
///
/// # Errors
/// Of the database.
pub async fn about(db: &impl ConnectionTrait, subject: &str) -> Result<Option<Job>, StoreError> {
    Entity::find().filter(Column::Subject.eq(subject)).one(db).await?.map(job_of).transpose()
}

/// What an account asked for that is not over, the latest first.
///
/// # Errors
/// Of the database.
pub async fn open_of(db: &impl ConnectionTrait, account: AccountId) -> Result<Vec<Job>, StoreError> {
    let rows = Entity::find()
        .filter(Column::By.eq(account.0))
        .filter(Column::State.is_in([JobState::Waiting.key(), JobState::Running.key()]))
        .order_by_desc(Column::Id);
    rows.all(db).await?.into_iter().map(job_of).collect()
}

/// The oldest job of a kind that anybody may begin or take up.
///
/// # Errors
/// Of the database.
pub async fn free(db: &impl ConnectionTrait, kind: &str, now: DateTime<Utc>) -> Result<Option<Job>, StoreError> {
    let lapsed = Condition::all()
        .add(Column::State.eq(JobState::Running.key()))
        .add(Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lt(now)));
    let free = Condition::any().add(Column::State.eq(JobState::Waiting.key())).add(lapsed);
    let row = Entity::find().filter(Column::Kind.eq(kind)).filter(free).order_by_asc(Column::Id).one(db).await?;
    row.map(job_of).transpose()
}

/// Takes a job up, if it is still as it was read and free then, for `holder`, which no other process calls itself. A job that ended its holder
/// [`TRIES`] times is failed instead.
///
/// # Errors
/// [`StoreError::Stale`] when somebody else holds it or was faster, when it is over, or was tried too often.
pub async fn take(txn: &impl ConnectionTrait, job: &Job, holder: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    if !job.is_free(now) {
        return Err(StoreError::Stale);
    }
    let spent = job.tries >= TRIES;
    let mut update = Entity::update_many()
        .col_expr(Column::Version, Expr::value(job.version + 1))
        .filter(Column::Id.eq(job.id.0))
        .filter(Column::Version.eq(job.version));
    update = if spent {
        update
            .col_expr(Column::State, Expr::value(JobState::Failed.key()))
            .col_expr(Column::Said, Expr::value("试了几次都没有做完。已入库的都在，请把没有结果的再传一次。"))
            .col_expr(Column::FinishedAt, Expr::value(now))
    } else {
        update
            .col_expr(Column::State, Expr::value(JobState::Running.key()))
            .col_expr(Column::Holder, Expr::value(holder))
            .col_expr(Column::LeaseUntil, Expr::value(now + LEASE))
            .col_expr(Column::StartedAt, Expr::value(job.started_at.unwrap_or(now)))
            .col_expr(Column::Tries, Expr::value(job.tries + 1))
    };
    let done = update.exec(txn).await?;
    if done.rows_affected == 1 && !spent { Ok(()) } else { Err(StoreError::Stale) }
}

/// Says that its holder lives: the lease runs on from now.
///
/// # Errors
/// [`StoreError::Stale`] when it is the holder's no longer.
pub async fn keep_alive(
    txn: &impl ConnectionTrait,
    id: JobId,
    holder: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let held = held(id, holder).col_expr(Column::LeaseUntil, Expr::value(now + LEASE));
    one(held.exec(txn).await?.rows_affected)
}

/// Counts a step as done, in the transaction that does it: `step` is the one that was begun.
///
/// # Errors
/// [`StoreError::Stale`] when it is the holder's no longer, or somebody else did the step.
pub async fn advance(
    txn: &impl ConnectionTrait,
    id: JobId,
    holder: &str,
    step: i64,
    things: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let held = held(id, holder)
        .filter(Column::Step.eq(step))
        .col_expr(Column::Step, Expr::value(step + 1))
        .col_expr(Column::Done, Column::Done.into_expr().add(things))
        .col_expr(Column::LeaseUntil, Expr::value(now + LEASE));
    one(held.exec(txn).await?.rows_affected)
}

/// Ends a job that the holder has done, or cannot do: then `said` is why.
///
/// # Errors
/// [`StoreError::Stale`] when it is the holder's no longer.
pub async fn finish(
    txn: &impl ConnectionTrait,
    id: JobId,
    holder: &str,
    state: JobState,
    said: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let held = held(id, holder)
        .col_expr(Column::State, Expr::value(state.key()))
        .col_expr(Column::Said, Expr::value(said))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .col_expr(Column::LeaseUntil, Expr::value(Option::<DateTime<Utc>>::None));
    one(held.exec(txn).await?.rows_affected)
}

/// Ends a job whose rest is not wanted; its holder finds out at the next step.
///
/// # Errors
/// [`StoreError::Stale`] when it is over already.
pub async fn cancel(txn: &impl ConnectionTrait, id: JobId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let open = Entity::update_many()
        .col_expr(Column::State, Expr::value(JobState::Cancelled.key()))
        .col_expr(Column::FinishedAt, Expr::value(now))
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.is_in([JobState::Waiting.key(), JobState::Running.key()]));
    one(open.exec(txn).await?.rows_affected)
}

/// A change of a job that its holder makes, and nobody else.
fn held(id: JobId, holder: &str) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::Holder.eq(holder))
        .filter(Column::State.eq(JobState::Running.key()))
}

fn one(changed: u64) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

fn job_of(row: entity::Model) -> Result<Job, StoreError> {
    let bad = StoreError::BadRow { table: "job", id: row.id, column: "state" };
    Ok(Job {
        id: JobId(row.id),
        state: row.state.parse().map_err(|()| bad)?,
        kind: row.kind,
        subject: row.subject,
        payload: row.payload,
        step: row.step,
        done: row.done,
        total: row.total,
        said: row.said,
        by: row.by.map(AccountId),
        created_at: row.created_at,
        started_at: row.started_at,
        lease_until: row.lease_until,
        tries: row.tries,
        version: row.version,
    })
}
