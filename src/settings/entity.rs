//! Table `setting`: every value a setting has had; never changed, never deleted.

/// One value of one key.
pub mod setting {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "setting")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub authority_id: i64,
        pub key: String,
        pub value: Option<i64>,
        pub version: i32,
        pub set_at: DateTimeUtc,
        pub set_by: Option<i64>,
        pub set_by_name: String,
        pub reason: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
