//! Tables `specialty_edition` and `specialty_goal`: every table a centre ever kept; never changed, never deleted.

/// One edition of a centre's year.
pub mod edition {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "specialty_edition")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub authority_id: i64,
        pub year: i32,
        pub edition: i32,
        pub goals: i32,
        pub national: i32,
        pub reason: String,
        pub said: String,
        pub file_id: i64,
        pub at: DateTimeUtc,
        pub by_account: Option<i64>,
        pub by_name: String,
        pub by_place: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One goal of an edition.
pub mod goal {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "specialty_goal")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub edition_id: i64,
        pub place: i32,
        pub title: String,
        pub origin: String,
        pub document: String,
        pub indicator: String,
        pub baseline: Option<i64>,
        pub goal: Option<i64>,
        pub unit: String,
        pub direction: Option<String>,
        pub measures: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
