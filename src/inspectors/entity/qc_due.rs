//! 应质控医院: spans, ended and never deleted.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "qc_due")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub authority_id: i64,
    pub hospital_id: i64,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub source: String,
    pub set_at: DateTimeUtc,
    pub set_by_name: String,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
