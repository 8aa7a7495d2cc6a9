//! 督查员.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inspector")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub code: String,
    pub name: String,
    /// Whose pool.
    pub authority_id: i64,
    pub employer_authority_id: Option<i64>,
    pub employer_hospital_id: Option<i64>,
    /// Of an employer in no register.
    pub employer: String,
    pub region: String,
    /// A JSON array of words.
    pub specialities: String,
    pub certificate: String,
    pub active: bool,
    pub account_id: Option<i64>,
    pub version: i32,
}

impl ActiveModelBehavior for ActiveModel {}
