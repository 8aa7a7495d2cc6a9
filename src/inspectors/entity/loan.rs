//! 借调.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspector_loan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub borrower_id: i64,
    pub lender_id: i64,
    pub speciality: String,
    pub valid_from: Date,
    pub valid_to: Date,
    pub reason: String,
    pub asked_at: DateTimeUtc,
    pub asked_name: String,
    pub standing: String,
    pub inspector_id: Option<i64>,
    pub answered_at: Option<DateTimeUtc>,
    pub answered_name: Option<String>,
    pub answer: Option<String>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
