//! What was declared: replaced with every change, the history keeps what was.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspector_relation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub inspector_id: i64,
    pub hospital_id: i64,
    pub tie: String,
    pub until: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
