//! Tables of the room; rows are added, never changed.

/// The words of people, a row each time they are saved.
pub mod text {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_text")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub campaign: String,
        pub summary: String,
        pub version: i32,
        pub texts: String,
        pub at: DateTimeUtc,
        pub by_name: String,
        pub by_place: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Frozen summaries.
pub mod edition {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "summary_edition")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub campaign: String,
        pub summary: String,
        pub edition: i32,
        pub content: String,
        pub seal: String,
        pub reason: String,
        pub at: DateTimeUtc,
        pub by_name: String,
        pub by_place: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
