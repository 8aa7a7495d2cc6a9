use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hospital")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub code: String,
    pub opened: Option<Date>,
    pub closed: Option<Date>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
