//! What is owed, row by row.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::campaign::entity::occurrence::{ActiveModel, Column, Entity, Model};
use crate::campaign::model::{Bearer, Occurrence, Owed, State, complete_on};
use crate::campaign::proof::Proven;
use crate::campaign::store::{evidence, visible};
use crate::catalogue::model::BearerKind;
use crate::db::StoreError;

/// Rows of one statement: databases limit its parameters.
const CHUNK: usize = 500;
/// Rows read at a time.
const PART: u64 = 5_000;

/// What a list is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this campaign.
    pub campaign: String,
    /// Of this duty.
    pub duty: Option<String>,
    /// Of this period.
    pub period: Option<String>,
    /// Of these bearers.
    pub bearer: Option<Bearer>,
    /// Of these kinds of bearers.
    pub kind: Option<BearerKind>,
    /// Of bearers right under one of these authorities, or these themselves.
    pub under: Option<Vec<AuthorityId>>,
    /// In this state on this day.
    pub state: Option<(State, NaiveDate)>,
    /// That can be done from one of these days on, both inside.
    pub opens: Option<(NaiveDate, NaiveDate)>,
}

/// The condition that a row is in a state on a day: the same as [`Occurrence::state`].
pub(super) fn is(state: State, on: NaiveDate) -> Condition {
    let exempt = || Column::ExemptOn.is_not_null().and(Column::ExemptOn.lte(on));
    let asked = || Condition::any().add(Column::ExemptOn.is_null()).add(Column::ExemptOn.gt(on));
    let done = || Column::DoneOn.is_not_null().and(Column::DoneOn.lte(on));
    let open = || {
        let not_done = Condition::any().add(Column::DoneOn.is_null()).add(Column::DoneOn.gt(on));
        Condition::all().add(asked()).add(not_done)
    };
    let late = || Column::Due.is_not_null().and(Column::Due.lt(on));
    let not_late = || Condition::any().add(Column::Due.is_null()).add(Column::Due.gte(on));
    match state {
        State::Exempt => Condition::all().add(exempt()),
        State::Done => Condition::all().add(asked()).add(done()),
        State::Late => open().add(late()),
        State::Ahead => open().add(not_late()).add(Column::Opens.gt(on)),
        State::Running => open().add(not_late()).add(Column::Opens.lte(on)),
    }
}

fn matching(scope: &Scope, above: &[AuthorityId], filter: &Filter) -> Select<Entity> {
    let wanted = Condition::all()
        .add(Column::Campaign.eq(&filter.campaign))
        .add(Column::Owed.eq(true))
        .add_option(filter.kind.map(|kind| Column::Kind.eq(kind.key())))
        .add_option(filter.duty.as_ref().map(|duty| Column::Duty.eq(duty)))
        .add_option(filter.period.as_ref().map(|period| Column::Period.eq(period)))
        .add_option(filter.bearer.map(|bearer| Column::Bearer.eq(bearer.key())))
        .add_option(filter.under.as_ref().map(|ids| Column::UnderId.is_in(ids.iter().map(|id| id.0))))
        .add_option(filter.opens.map(|(from, to)| Column::Opens.between(from, to)))
        .add_option(filter.state.map(|(state, today)| is(state, today)));
    Entity::find().filter(wanted).filter(visible(scope, above))
}

/// How many match.
///
/// # Errors
/// Of the database.
pub async fn count(
    db: &impl ConnectionTrait,
    (scope, above): (&Scope, &[AuthorityId]),
    filter: &Filter,
) -> Result<u64, StoreError> {
    Ok(matching(scope, above, filter).count(db).await?)
}

/// Those that match: what is due first comes first, what has no last day comes last.
///
/// # Errors
/// Of the database.
pub async fn list(
    db: &impl ConnectionTrait,
    (scope, above): (&Scope, &[AuthorityId]),
    filter: &Filter,
    (offset, limit): (u64, u64),
) -> Result<Vec<Occurrence>, StoreError> {
    let without = Expr::case(Column::Due.is_null(), 1).finally(0);
    let rows = matching(scope, above, filter)
        .order_by_asc(Expr::expr(without))
        .order_by_asc(Column::Due)
        .order_by_asc(Column::UnderId)
        .order_by_asc(Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Everything that is not complete and whose last day is one of these, whoever owes it: for the job that reminds.
///
/// # Errors
/// Of the database.
pub async fn open_everywhere_on(db: &impl ConnectionTrait, days: &[NaiveDate]) -> Result<Vec<Occurrence>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Due.is_in(days.iter().copied()))
        .filter(Column::Owed.eq(true))
        .filter(Column::DoneOn.is_null())
        .filter(Column::ExemptOn.is_null())
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// One of them; none that the reader does not see.
///
/// # Errors
/// Of the database.
pub async fn find(
    db: &impl ConnectionTrait,
    (scope, above): (&Scope, &[AuthorityId]),
    id: i64,
) -> Result<Option<Occurrence>, StoreError> {
    Entity::find_by_id(id).filter(visible(scope, above)).one(db).await?.map(of_row).transpose()
}

fn of_row(row: Model) -> Result<Occurrence, StoreError> {
    let bad = StoreError::BadRow { table: "duty_occurrence", id: row.id, column: "kind" };
    let under = AuthorityId(row.under_id);
    let owed = Owed {
        duty: row.duty,
        bearer: row.hospital_id.map_or(Bearer::Authority(under), |id| Bearer::Hospital(HospitalId(id))),
        kind: BearerKind::of_key(&row.kind).ok_or(bad)?,
        under,
        period: row.period,
        opens: row.opens,
        due: row.due,
        times: row.times,
    };
    let said_why = (row.exempt_reason.unwrap_or_default(), row.exempt_name.unwrap_or_default());
    Ok(Occurrence {
        id: row.id,
        campaign: row.campaign,
        owed,
        have: row.have,
        done_on: row.done_on,
        said: row.said,
        stands: row.owed,
        exempt: row.exempt_on.map(|on| (on, said_why.0, said_why.1)),
        version: row.version,
    })
}

/// What the registers and the records say of a row that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its key.
    pub id: i64,
    /// As what it is owed.
    pub kind: BearerKind,
    /// Under whom.
    pub under: i64,
    /// From which day.
    pub opens: NaiveDate,
    /// By which day.
    pub due: Option<NaiveDate>,
    /// How many pieces complete it.
    pub times: i32,
    /// Complete since.
    pub done_on: Option<NaiveDate>,
    /// In words.
    pub said: String,
    /// Whether it is owed still.
    pub owed: bool,
}

/// Bearer and period: what tells rows of a duty apart.
pub type Key = (String, String);

/// Every row of a duty by what tells it apart, whoever owes it: for the job that keeps them.
///
/// # Errors
/// Of the database.
pub async fn kept_everywhere(
    db: &impl ConnectionTrait,
    campaign: &str,
    duty: &str,
) -> Result<HashMap<Key, Kept>, StoreError> {
    let wanted = Condition::all().add(Column::Campaign.eq(campaign)).add(Column::Duty.eq(duty));
    let mut kept = HashMap::new();
    let mut last = 0;
    loop {
        // A part at a time: as the database gives them, rows weigh several times as much.
        let part: Vec<KeptRow> =
            kept_rows(wanted.clone()).filter(Column::Id.gt(last)).limit(PART).into_tuple().all(db).await?;
        let Some(end) = part.last() else { return Ok(kept) };
        last = end.0;
        for row in part {
            let (key, one) = kept_of(row)?;
            kept.insert(key, one);
        }
    }
}

/// The rows of a campaign that are owed of duties it no longer has, whoever owes them.
///
/// # Errors
/// Of the database.
pub async fn strays_everywhere(
    db: &impl ConnectionTrait,
    campaign: &str,
    duties: &[&str],
) -> Result<Vec<Kept>, StoreError> {
    let wanted = Condition::all()
        .add(Column::Campaign.eq(campaign))
        .add(Column::Duty.is_not_in(duties.iter().copied()))
        .add(Column::Owed.eq(true));
    let rows: Vec<KeptRow> = kept_rows(wanted).into_tuple().all(db).await?;
    rows.into_iter().map(|row| Ok(kept_of(row)?.1)).collect()
}

/// Key, bearer, period, kind, under, opens, due, times, done on, said, owed.
type KeptRow = (i64, String, String, String, i64, NaiveDate, Option<NaiveDate>, i32, Option<NaiveDate>, String, bool);

fn kept_rows(wanted: Condition) -> Select<Entity> {
    let columns = [
        Column::Id,
        Column::Bearer,
        Column::Period,
        Column::Kind,
        Column::UnderId,
        Column::Opens,
        Column::Due,
        Column::Times,
        Column::DoneOn,
        Column::Said,
        Column::Owed,
    ];
    Entity::find().select_only().columns(columns).filter(wanted).order_by_asc(Column::Id)
}

fn kept_of(row: KeptRow) -> Result<(Key, Kept), StoreError> {
    let (id, bearer, period, kind, under, opens, due, times, done_on, said, owed) = row;
    let bad = StoreError::BadRow { table: "duty_occurrence", id, column: "kind" };
    let kind = BearerKind::of_key(&kind).ok_or(bad)?;
    Ok(((bearer, period), Kept { id, kind, under, opens, due, times, done_on, said, owed }))
}

/// Keeps what is not there yet; what somebody kept meanwhile stays as it is.
///
/// # Errors
/// Of the database.
pub async fn insert_missing(
    txn: &impl ConnectionTrait,
    campaign: &str,
    rows: &[(Owed, Proven)],
) -> Result<(), StoreError> {
    let clash = || {
        OnConflict::columns([Column::Campaign, Column::Duty, Column::Bearer, Column::Period]).do_nothing().to_owned()
    };
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().map(|(owed, proven)| ActiveModel {
            campaign: Set(campaign.to_owned()),
            duty: Set(owed.duty.clone()),
            bearer: Set(owed.bearer.key()),
            kind: Set(owed.kind.key().to_owned()),
            under_id: Set(owed.under.0),
            hospital_id: Set(match owed.bearer {
                Bearer::Hospital(id) => Some(id.0),
                Bearer::Authority(_) => None,
            }),
            period: Set(owed.period.clone()),
            opens: Set(owed.opens),
            due: Set(owed.due),
            times: Set(owed.times),
            have: Set(0),
            done_on: Set(proven.done_on),
            said: Set(proven.said.clone()),
            owed: Set(true),
            exempt_on: Set(None),
            exempt_reason: Set(None),
            exempt_name: Set(None),
            version: Set(1),
            ..Default::default()
        });
        Entity::insert_many(rows).on_conflict(clash()).exec_without_returning(txn).await?;
    }
    Ok(())
}

/// What of a row changed by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row as it ought to be.
    pub row: Kept,
    /// Whether records prove it. Else since when it is complete is not written: evidence may have come since the row was read.
    pub proven: bool,
    /// Whether it asks for another number of pieces than before, so that those that are there are counted anew.
    pub recount: bool,
}

/// Writes what the registers and the records say now.
///
/// # Errors
/// Of the database.
pub async fn change_derived(txn: &impl ConnectionTrait, changes: &[Change]) -> Result<(), StoreError> {
    for Change { row, proven, recount } in changes {
        let mut update = Entity::update_many()
            .col_expr(Column::Kind, Expr::value(row.kind.key()))
            .col_expr(Column::UnderId, Expr::value(row.under))
            .col_expr(Column::Opens, Expr::value(row.opens))
            .col_expr(Column::Due, Expr::value(row.due))
            .col_expr(Column::Times, Expr::value(row.times))
            .col_expr(Column::Owed, Expr::value(row.owed))
            .filter(Column::Id.eq(row.id));
        if *proven {
            update = update
                .col_expr(Column::DoneOn, Expr::value(row.done_on))
                .col_expr(Column::Said, Expr::value(row.said.clone()));
        }
        if *recount {
            // Whoever hands in at this moment counted by the old number, and is told to look again.
            update = update.col_expr(Column::Version, Expr::col(Column::Version).add(1));
        }
        update.exec(txn).await?;
        if *recount {
            let days = evidence::days(txn, row.id).await?;
            let done_on = Expr::value(complete_on(days, row.times));
            Entity::update_many().col_expr(Column::DoneOn, done_on).filter(Column::Id.eq(row.id)).exec(txn).await?;
        }
    }
    Ok(())
}

/// Writes how many pieces count, and since when they are enough.
///
/// # Errors
/// [`StoreError::Stale`] where somebody changed the row meanwhile.
pub async fn set_done(
    txn: &impl ConnectionTrait,
    seen: &Occurrence,
    (have, done_on): (i32, Option<NaiveDate>),
) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::Have, Expr::value(have))
        .col_expr(Column::DoneOn, Expr::value(done_on))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(seen.id))
        .filter(Column::Version.eq(seen.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Says that it is not asked for, and why; or, with none, that it is again.
///
/// # Errors
/// [`StoreError::Stale`] where somebody changed the row meanwhile.
pub async fn exempt(
    txn: &impl ConnectionTrait,
    seen: &Occurrence,
    why: Option<(NaiveDate, &str, &str)>,
) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::ExemptOn, Expr::value(why.map(|(on, ..)| on)))
        .col_expr(Column::ExemptReason, Expr::value(why.map(|(_, reason, _)| reason.to_owned())))
        .col_expr(Column::ExemptName, Expr::value(why.map(|(.., name)| name.to_owned())))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(seen.id))
        .filter(Column::Version.eq(seen.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
