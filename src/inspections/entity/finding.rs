use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "finding")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub visit_id: i64,
    pub hospital_id: i64,
    pub number: i32,
    pub system: i32,
    pub system_name: String,
    pub point: String,
    pub verdict: String,
    pub clause: String,
    pub text: String,
    pub department: String,
    pub due: Date,
    pub standing: String,
    pub last_due: Option<Date>,
    pub mended_on: Option<Date>,
    pub steps: i32,
}

impl ActiveModelBehavior for ActiveModel {}
