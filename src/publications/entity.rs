//! Table `publication`: every edition of what was published; only ever added to.

/// One edition.
pub mod publication {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "publication")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub period: String,
        pub serial: i32,
        pub edition: i32,
        pub authority_id: i64,
        pub audience: String,
        pub title: String,
        pub as_of: DateTimeUtc,
        pub published_at: DateTimeUtc,
        pub published_by: Option<i64>,
        pub published_name: String,
        pub reason: String,
        pub content: String,
        pub hash: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
