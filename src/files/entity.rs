//! The table of kept files.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stored_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub sha256: String,
    pub size: i64,
    pub name: String,
    pub kind: String,
    pub received_at: DateTimeUtc,
    pub received_by: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
