//! The table of jobs.

use sea_orm::entity::prelude::*;

/// A job.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub subject: String,
    pub payload: String,
    pub state: String,
    pub step: i64,
    pub done: i64,
    pub total: i64,
    pub said: String,
    pub by: Option<i64>,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub holder: Option<String>,
    pub lease_until: Option<DateTimeUtc>,
    pub tries: i32,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
