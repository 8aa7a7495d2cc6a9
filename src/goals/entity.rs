//! Table `goal`: every value a goal has had; never changed, never deleted.

/// One value of one goal.
pub mod goal {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "goal")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub subject: String,
        pub subject_key: String,
        pub year: i32,
        pub indicator: String,
        pub version: i32,
        pub hospital_id: Option<i64>,
        pub value: Option<i64>,
        pub source: String,
        pub set_at: DateTimeUtc,
        pub set_by: Option<i64>,
        pub set_by_name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
