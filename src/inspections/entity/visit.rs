use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub holder: String,
    pub year: i32,
    pub serial: i32,
    pub authority_id: Option<i64>,
    pub hospital_id: i64,
    pub campus: Option<String>,
    pub kind: String,
    pub reason: Option<String>,
    pub draw: Option<String>,
    pub purposes: String,
    pub checklist: String,
    pub edition_id: Option<i64>,
    pub planned_for: Option<Date>,
    pub begun_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub closed_at: Option<DateTimeUtc>,
    pub closed_by_name: Option<String>,
    pub dropped_at: Option<DateTimeUtc>,
    pub dropped_reason: Option<String>,
    pub follows_id: Option<i64>,
    pub signer: Option<String>,
    pub refused: bool,
    pub witness: Option<String>,
    pub objection: Option<String>,
    pub made_at: DateTimeUtc,
    pub made_by: Option<i64>,
    pub made_by_name: String,
    pub version: i32,
    pub level: Option<String>,
    pub city: Option<String>,
    pub verdicts: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
