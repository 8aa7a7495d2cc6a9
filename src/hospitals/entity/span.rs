use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "hospital_span")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub hospital_id: i64,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub name: String,
    pub level: String,
    pub grade: String,
    pub category: String,
    pub ownership: String,
    pub affiliation: String,
    pub region: String,
    pub beds: Option<i64>,
    pub services: String,
    pub reports_to: i64,
    pub supervised_by: i64,
    pub statistical_city: String,
    pub county: Option<String>,
    pub registration_no: Option<String>,
    pub credit_code: Option<String>,
    #[sea_orm(belongs_to, from = "hospital_id", to = "id")]
    pub hospital: BelongsTo<super::hospital::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
