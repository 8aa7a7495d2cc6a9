use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub visit_id: i64,
    pub point: Option<String>,
    pub file_id: i64,
    pub kind: String,
    pub at: DateTimeUtc,
    pub by_name: String,
}

impl ActiveModelBehavior for ActiveModel {}
