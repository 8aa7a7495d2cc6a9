//! How many of what is owed stand how, added up by the database.

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::access::{AuthorityId, Scope};
use crate::campaign::entity::occurrence::{Column, Entity};
use crate::campaign::model::State;
use crate::campaign::store::occurrences::is;
use crate::campaign::store::visible;
use crate::catalogue::model::BearerKind;
use crate::db::StoreError;

/// How many stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All that are owed.
    pub all: i64,
    /// 已完成
    pub done: i64,
    /// 逾期
    pub late: i64,
    /// 免除
    pub exempt: i64,
    /// 未到期
    pub ahead: i64,
}

impl Counts {
    /// 进行中
    #[must_use]
    pub fn running(self) -> i64 {
        self.all - self.done - self.late - self.exempt - self.ahead
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            all: self.all + other.all,
            done: self.done + other.done,
            late: self.late + other.late,
            exempt: self.exempt + other.exempt,
            ahead: self.ahead + other.ahead,
        }
    }
}

/// Those of one duty that stand right under one authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// As what it is owed.
    pub kind: BearerKind,
    /// Which duty.
    pub duty: String,
    /// The authority itself, or the one that reviews the hospitals.
    pub under: AuthorityId,
    /// How many stand how.
    pub counts: Counts,
}

/// Kind, duty, authority, and how many: all, done, late, exempt, ahead.
type Row = (String, String, i64, i64, i64, i64, i64, i64);

fn many(state: State, today: NaiveDate) -> SimpleExpr {
    let one: SimpleExpr = CaseStatement::new().case(is(state, today), 1).finally(0).into();
    one.sum().cast_as(Alias::new("BIGINT"))
}

/// Everything of a campaign that a reader sees, by kind, duty and authority.
///
/// # Errors
/// Of the database.
pub async fn counts(
    db: &impl ConnectionTrait,
    (scope, above): (&Scope, &[AuthorityId]),
    campaign: &str,
    kind: Option<BearerKind>,
    today: NaiveDate,
) -> Result<Vec<Sum>, StoreError> {
    let wanted = Condition::all()
        .add(Column::Campaign.eq(campaign))
        .add(Column::Owed.eq(true))
        .add_option(kind.map(|kind| Column::Kind.eq(kind.key())));
    let rows: Vec<Row> = Entity::find()
        .select_only()
        .columns([Column::Kind, Column::Duty, Column::UnderId])
        .column_as(Expr::col(Column::Duty).count(), "everything")
        .column_as(many(State::Done, today), "done")
        .column_as(many(State::Late, today), "late")
        .column_as(many(State::Exempt, today), "exempt")
        .column_as(many(State::Ahead, today), "ahead")
        .filter(wanted)
        .filter(visible(scope, above))
        .group_by(Column::Kind)
        .group_by(Column::Duty)
        .group_by(Column::UnderId)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(kind, duty, under, all, done, late, exempt, ahead): Row| {
        let bad = StoreError::BadRow { table: "duty_occurrence", id: 0, column: "kind" };
        let kind = BearerKind::of_key(&kind).ok_or(bad)?;
        Ok(Sum { kind, duty, under: AuthorityId(under), counts: Counts { all, done, late, exempt, ahead } })
    };
    rows.into_iter().map(read).collect()
}
