//! Tables of the room.

/// 任务 of one bearer and one period.
pub mod occurrence {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "duty_occurrence")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub campaign: String,
        pub duty: String,
        pub bearer: String,
        pub kind: String,
        pub under_id: i64,
        pub hospital_id: Option<i64>,
        pub period: String,
        pub opens: Date,
        pub due: Option<Date>,
        pub times: i32,
        pub have: i32,
        pub done_on: Option<Date>,
        pub said: String,
        pub owed: bool,
        pub exempt_on: Option<Date>,
        pub exempt_reason: Option<String>,
        pub exempt_name: Option<String>,
        pub version: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// 佐证; taken back, never deleted.
pub mod evidence {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "duty_evidence")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub occurrence_id: i64,
        pub number: i32,
        pub kind: String,
        pub day: Date,
        pub title: String,
        pub lecturer: Option<String>,
        pub audience: Option<String>,
        pub attendance: Option<i64>,
        pub file_id: Option<i64>,
        pub file_kind: Option<String>,
        pub file_name: Option<String>,
        pub record_id: Option<i64>,
        pub record_number: Option<String>,
        pub at: DateTimeUtc,
        pub by_name: String,
        pub by_place: String,
        pub withdrawn_at: Option<DateTimeUtc>,
        pub withdrawn_name: Option<String>,
        pub withdrawn_reason: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
