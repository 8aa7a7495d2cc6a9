//! Table `year_plan`: every edition of a commission's plan of a year; only ever added to.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "year_plan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub authority_id: i64,
    pub campaign: String,
    pub year: i32,
    pub edition: i32,
    pub hospitals: String,
    pub needed: i64,
    pub planned: i64,
    pub capacity: Option<i64>,
    pub ahead: Option<i64>,
    pub reason: Option<String>,
    pub committed_on: Date,
    pub committed_at: DateTimeUtc,
    pub committed_by: Option<i64>,
    pub committed_name: String,
}

impl ActiveModelBehavior for ActiveModel {}
