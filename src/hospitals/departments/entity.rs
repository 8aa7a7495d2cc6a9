//! The table of departments.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "department")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub hospital_id: i64,
    pub name: String,
    pub code: Option<String>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
