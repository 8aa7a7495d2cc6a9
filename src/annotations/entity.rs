//! Table `annotation`; rows are withdrawn, never deleted.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "annotation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub indicator: String,
    pub grouping: String,
    pub group_key: String,
    /// Whose territory is pooled; 0 for a single hospital.
    pub authority_id: i64,
    pub hospital_id: Option<i64>,
    pub kind: String,
    pub day: Date,
    pub period: Option<String>,
    pub text: String,
    /// The period of a rebase that holds, so that no second stands beside it; null for all else.
    pub slot: Option<String>,
    pub set_at: DateTimeUtc,
    pub set_by: Option<i64>,
    pub set_by_name: String,
    pub by_hospital: bool,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdrawn_by: Option<i64>,
    pub withdrawn_by_name: Option<String>,
    pub withdrawn_reason: Option<String>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
