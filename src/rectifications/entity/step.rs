use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rectification_step")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub finding_id: i64,
    pub number: i32,
    pub kind: String,
    pub text: String,
    pub department: Option<String>,
    pub person: Option<String>,
    pub day: Option<Date>,
    pub at: DateTimeUtc,
    pub by_name: String,
    pub by_place: String,
}

impl ActiveModelBehavior for ActiveModel {}
