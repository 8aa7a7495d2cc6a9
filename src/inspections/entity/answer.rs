use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_answer")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub visit_id: i64,
    pub point: String,
    pub number: i32,
    pub current: bool,
    pub verdict: String,
    pub note: String,
    pub measured: String,
    pub sample_met: Option<i32>,
    pub sample_of: Option<i32>,
    pub at: DateTimeUtc,
    pub by: Option<i64>,
    pub by_name: String,
}

impl ActiveModelBehavior for ActiveModel {}
