//! Tables `deadline` and `return_extension`.

/// One term as it was once set; never changed, never deleted.
pub mod deadline {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "deadline")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub authority_id: i64,
        pub kind: String,
        pub period: String,
        pub level: String,
        pub days: Option<i32>,
        pub moves: Option<bool>,
        pub due_on: Option<Date>,
        pub version: i32,
        pub set_at: DateTimeUtc,
        pub set_by: Option<i64>,
        pub set_by_name: String,
        pub reason: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One request to hand in later.
pub mod return_extension {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_extension")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub hospital_id: i64,
        pub period: String,
        pub number: i32,
        pub wanted: Date,
        pub reason: String,
        pub asked_at: DateTimeUtc,
        pub asked_by: Option<i64>,
        pub asked_name: String,
        pub state: String,
        pub granted: Option<Date>,
        pub words: Option<String>,
        pub decided_at: Option<DateTimeUtc>,
        pub decided_by: Option<i64>,
        pub decided_name: Option<String>,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
