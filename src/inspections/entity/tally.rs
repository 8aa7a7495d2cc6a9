use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_tally")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub visit_id: i64,
    pub system: i32,
    pub system_name: String,
    pub met: i32,
    pub partly: i32,
    pub not_met: i32,
    pub not_applicable: i32,
    pub unanswered: i32,
}

impl ActiveModelBehavior for ActiveModel {}
