//! What happened to a person, numbered; never changed.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspector_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub inspector_id: i64,
    pub number: i32,
    pub at: DateTimeUtc,
    pub by_account: Option<i64>,
    pub by_name: String,
    pub kind: String,
    pub said: String,
}

impl ActiveModelBehavior for ActiveModel {}
