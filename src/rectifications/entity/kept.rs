use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rectification_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub step_id: i64,
    pub finding_id: i64,
    pub file_id: i64,
    pub kind: String,
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
