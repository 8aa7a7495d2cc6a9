use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_edition")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub checklist: String,
    pub revision: String,
    pub sha256: String,
    pub body: String,
    pub kept_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
